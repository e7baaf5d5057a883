// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_raw.h"

#include "mail/charset.h"

#define PARENT_LINE	(sizeof("parent ") - 1 + GIT_OID_HEXSZ + 1)

static bool hex_id(git_oid *out, struct str s)
{
	return s.n >= GIT_OID_HEXSZ &&
	       !git_oid_fromstrn(out, s.p, GIT_OID_HEXSZ);
}

/* The lines "parent ..." at the start of *data. */
static void take_parents(struct commit_raw *out, struct str *data)
{
	const struct str key = STR("parent ");
	git_oid id;

	out->parents = str_make(data->p, 0);
	while (data->n >= PARENT_LINE && str_starts(*data, key) &&
	       data->p[PARENT_LINE - 1] == '\n' &&
	       hex_id(&id, str_from_off(*data, key.n))) {
		out->nr_parents++;
		out->parents.n += PARENT_LINE;
		*data = str_from_off(*data, PARENT_LINE);
	}
}

bool commit_raw_parse(struct commit_raw *out, struct str data)
{
	struct str line;

	*out = (struct commit_raw){ 0 };
	if (!str_line(&data, &line) || !str_skip(&line, STR("tree ")) ||
	    !hex_id(&out->tree, line))
		return false;
	take_parents(out, &data);
	while (str_line(&data, &line) && line.n) {
		if (str_skip(&line, STR("author ")))
			out->author = line;
		else if (str_skip(&line, STR("committer ")))
			out->committer = line;
		else if (str_skip(&line, STR("encoding ")))
			out->encoding = str_trim(line);
	}
	out->message = data;
	return true;
}

bool commit_raw_parent(git_oid *out, const struct commit_raw *c,
		       unsigned int i)
{
	return hex_id(out, str_from_off(c->parents, i * PARENT_LINE +
					sizeof("parent ") - 1));
}

void commit_raw_person(struct address *who, int64_t *when, struct str line)
{
	ptrdiff_t open = str_chr(line, '<'), close = str_rchr(line, '>');
	struct str rest = line, word;
	uint64_t t;

	*who = (struct address){ .name = str_trim(line) };
	*when = 0;
	if (open < 0 || close < open)
		return;
	who->name = str_trim(str_sub(line, 0, (size_t)open));
	who->addr = str_trim(str_sub(line, (size_t)open + 1,
				     (size_t)(close - open) - 1));
	rest = str_from_off(line, (size_t)close + 1);
	if (str_word(&rest, &word) && str_to_u64(word, &t) && t <= INT64_MAX)
		*when = (int64_t)t;
}

struct str commit_raw_text(struct arena *a, const struct commit_raw *c,
			   struct str s)
{
	unsigned int unused = 0;

	if (str_is_none(c->encoding))
		return str_utf8(a, s);
	return charset_to_utf8(a, s, c->encoding, &unused);
}

struct str commit_raw_title(struct arena *a, struct str message)
{
	struct str rest = message, line;
	const char *from = NULL, *end = NULL;

	while (str_line(&rest, &line)) {
		bool blank = !str_trim(line).n;

		if (blank && from)
			break;
		if (blank)
			continue;
		if (!from)
			from = line.p;
		end = line.p + line.n;
	}
	return from ? str_fold(a, str_make(from, (size_t)(end - from))) :
		      STR("");
}
