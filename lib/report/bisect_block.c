// SPDX-License-Identifier: GPL-2.0-only
#include "report/bisect_block.h"

#define TOUCHED_MAX	4096
#define BLOCKS_MAX	64

/* "a/{b => c}/d" and "b => c" name what is there after the commit. */
static struct str renamed(struct arena *a, struct str path)
{
	ptrdiff_t arrow = str_find(path, STR(" => "));
	ptrdiff_t open = str_chr(path, '{'), shut = str_chr(path, '}');

	if (arrow < 0)
		return path;
	if (open < 0 || open > arrow || shut < arrow)
		return str_from_off(path, (size_t)arrow + 4);
	return str_printf(a, "%.*s%.*s%.*s",
			  STR_ARG(str_sub(path, 0, (size_t)open)),
			  STR_ARG(str_sub(path, (size_t)arrow + 4,
					  (size_t)(shut - arrow) - 4)),
			  STR_ARG(str_from_off(path, (size_t)shut + 1)));
}

static void touch(struct bisect_block *b, struct arena *a, struct str path)
{
	path = str_trim(path);
	if (path.n && b->touched.nr < TOUCHED_MAX)
		*list_add(a, &b->touched) = renamed(a, path);
}

/* " drivers/foo.c | 12 +++---" */
static bool diffstat(struct bisect_block *b, struct arena *a, struct str text)
{
	ptrdiff_t bar = str_find(text, STR(" | "));
	struct str path, rest;

	if (bar <= 0)
		return false;
	path = str_trim(str_sub(text, 0, (size_t)bar));
	rest = str_trim(str_from_off(text, (size_t)bar + 3));
	if (!rest.n || (!is_digit(rest.p[0]) && !str_starts(rest, STR("Bin"))))
		return false;
	/* a table in the message looks alike, but its cells hold blanks */
	if (str_chr(path, ' ') >= 0 && !str_has(path, STR(" => ")))
		return false;
	touch(b, a, path);
	return true;
}

/* ":040000 040000 <sha> <sha> M\tdrivers" */
static bool raw(struct bisect_block *b, struct arena *a, struct str text)
{
	struct str word;

	if (text.n < 2 || text.p[0] != ':' || !is_digit(text.p[1]))
		return false;
	for (int i = 0; i < 5; i++)
		if (!str_word(&text, &word))
			return false;
	touch(b, a, text);
	return true;
}

/* "diff --git a/x b/x" */
static bool diff(struct bisect_block *b, struct arena *a, struct str text)
{
	ptrdiff_t at;

	if (!str_skip(&text, STR("diff --git a/")))
		return false;
	at = str_rfind(text, STR(" b/"));
	if (at > 0)
		touch(b, a, str_from_off(text, (size_t)at + 3));
	return true;
}

/* "Name <address>" */
static void author(struct bisect_commit *c, struct str who)
{
	ptrdiff_t open = str_rchr(who, '<'), shut = str_rchr(who, '>');

	who = str_trim(who);
	if (open < 0 || shut < open) {
		c->author_name = who;
		return;
	}
	open = str_rchr(who, '<');
	shut = str_rchr(who, '>');
	c->author_name = str_trim(str_sub(who, 0, (size_t)open));
	c->author_mail = str_sub(who, (size_t)open + 1,
				 (size_t)(shut - open) - 1);
}

static bool begins(struct bisect_block_list *blocks, struct arena *a,
		   const struct bisect_line *line)
{
	struct str text = line->text, sha;
	struct bisect_block *b;

	if (!str_skip(&text, STR("commit ")) ||
	    !bisect_take_sha(a, &text, &sha) || str_trim(text).n)
		return false;
	b = blocks->nr < BLOCKS_MAX ? list_add(a, blocks) :
				      &blocks->v[blocks->nr - 1];
	*b = (struct bisect_block){ .state = BLOCK_HEAD };
	b->commit.sha = sha;
	b->commit.line = line->no;
	return true;
}

static bool head(struct bisect_block *b, struct str text)
{
	struct bisect_commit *c = &b->commit;

	if (str_skip(&text, STR("Author:")))
		author(c, text);
	else if (str_skip(&text, STR("Date:")) ||
		 str_skip(&text, STR("AuthorDate:")))
		c->date = str_trim(text);
	else if (str_starts(text, STR("Merge:")))
		c->merge = true;
	else if (!text.n)
		b->state = BLOCK_TITLE;
	else if (!str_starts(text, STR("Commit")))
		b->state = BLOCK_NONE;
	return b->state != BLOCK_NONE;
}

/* " 6 files changed, 82 insertions(+), 40 deletions(-)" */
static bool summary(struct bisect_block *b, struct str text)
{
	if (!text.n || !is_digit(text.p[0]) ||
	    (!str_has(text, STR(" files changed, ")) &&
	     !str_has(text, STR(" file changed, "))))
		return false;
	b->state = BLOCK_NONE;
	return true;
}

bool bisect_block_line(struct bisect_block_list *blocks, struct arena *a,
		       const struct bisect_line *line)
{
	struct str text = line->text;
	struct bisect_block *b;

	if (begins(blocks, a, line))
		return true;
	if (!blocks->nr)
		return false;
	b = &blocks->v[blocks->nr - 1];
	switch (b->state) {
	case BLOCK_NONE:
		return false;
	case BLOCK_HEAD:
		return head(b, text);
	case BLOCK_TITLE:
		if (text.n) {
			b->commit.title = text;
			b->state = BLOCK_BODY;
		}
		return true;
	case BLOCK_BODY:
		break;
	}
	return diffstat(b, a, text) || raw(b, a, text) || diff(b, a, text) ||
	       summary(b, text);
}

void bisect_block_apply(struct bisect_log *log,
			const struct bisect_block_list *blocks)
{
	struct bisect_commit *c = &log->culprit;

	for (size_t i = 0; i < blocks->nr; i++) {
		const struct bisect_block *b = &blocks->v[i];

		if (!bisect_sha_same(c->sha, b->commit.sha))
			continue;
		c->author_name = b->commit.author_name;
		c->author_mail = b->commit.author_mail;
		c->date = b->commit.date;
		c->merge = b->commit.merge;
		if (str_is_none(c->title))
			c->title = b->commit.title;
		if (b->touched.nr)
			log->touched = b->touched;
	}
}
