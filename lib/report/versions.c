// SPDX-License-Identifier: GPL-2.0-only
#include "report/versions.h"

#include "report/context.h"

/* Up to so many words a rule looks around a version. */
#define REACH	12

enum side { GOOD, BAD, SIDES };

/*
 * What the words around a version say of it.  For each side the first rule of
 * the table that fits anywhere in the mail decides.
 */
static const struct version_rule {
	enum side side;
	struct near before[2], after, not_before[2], not_after;
} version_rules[] = {
	{ GOOD, .before = { { WORD_GOOD, 2 } },
	  .not_before = { { WORD_VERSION, 5 } } },
	{ BAD, .before = { { WORD_BAD, 2 } },
	  .not_before = { { WORD_VERSION, 5 } } },
	{ GOOD, .before = { { WORD_GOOD, 4 }, { WORD_IS, 1 } },
	  .not_before = { { WORD_VERSION, 5 } } },
	{ BAD, .before = { { WORD_FIRST_BAD, 3 } } },
	{ BAD, .after = { WORD_BAD, 2 } },
	{ GOOD, .after = { WORD_GOOD, 3 }, .not_after = { WORD_NOT, 3 } },
	{ GOOD, .before = { { WORD_BACK, 4 } } },
	{ BAD, .before = { { WORD_AND, 1 }, { WORD_BETWEEN, 8 } } },
	{ GOOD, .before = { { WORD_BETWEEN, 4 } } },
	{ BAD, .before = { { WORD_LINK, 3 }, { WORD_UPGRADE, 12 } } },
	{ GOOD, .before = { { WORD_FROM, 5 }, { WORD_UPGRADE, 12 } } },
	{ BAD, .before = { { WORD_LINK, 3 }, { WORD_FROM, 6 } } },
	{ GOOD, .before = { { WORD_FROM, 5 } }, .after = { WORD_LINK, 3 } },
	{ GOOD, .after = { WORD_WORKED, 1 } },
	{ BAD, .before = { { WORD_SINCE, 3 } } },
	{ BAD, .before = { { WORD_LONGER, 6 } } },
	{ BAD, .before = { { WORD_STILL, 5 } } },
	{ GOOD, .before = { { WORD_WORKED, 5 } },
	  .not_before = { { WORD_NOT, 9 } } },
	{ GOOD, .after = { WORD_WORKED, 4 }, .not_after = { WORD_NOT, 4 } },
	{ GOOD, .before = { { WORD_NOT, 7 } },
	  .not_before = { { WORD_WORKED, 7 }, { WORD_REVERT, 9 } } },
	{ BAD, .before = { { WORD_INTRODUCE, 4 } } },
	{ BAD, .before = { { WORD_REGRESSION, 5 } } },
	{ BAD, .after = { WORD_REGRESSION, 4 } },
	{ BAD, .before = { { WORD_BREAK, 6 } } },
	{ BAD, .before = { { WORD_TROUBLE, 8 } } },
	{ BAD, .after = { WORD_TROUBLE, 8 } },
};

/* The best that was found for each side. */
struct choice {
	size_t rule;
	struct str what;
	size_t line;
};

static size_t rule_for(const struct context *c)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(version_rules); i++) {
		const struct version_rule *r = &version_rules[i];

		if (near_all(c->before, r->before, ARRAY_SIZE(r->before)) &&
		    near_all(c->after, &r->after, 1) &&
		    /* what stands behind the next version is said of that */
		    (!r->after.kind ||
		     c->after[r->after.kind] < c->after[WORD_VERSION]) &&
		    !near_any(c->before, r->not_before,
			      ARRAY_SIZE(r->not_before)) &&
		    !near_any(c->after, &r->not_after, 1))
			break;
	}
	return i;
}

/* The first that is offered with the lowest number stays. */
static void offer(struct choice *c, size_t rule, struct str what, size_t line)
{
	if (!what.n || (!str_is_none(c->what) && c->rule <= rule))
		return;
	c->rule = rule;
	c->what = what;
	c->line = line;
}

/* Behind all rules of the table. */
enum {
	FROM_LOG = ARRAY_SIZE(version_rules),
	FROM_SUBJECT,
	FROM_ANYWHERE,
	FROM_TREE,
	FROM_TESTED,
};

/* A commit that was built, where no version is named. */
static void from_tested(const struct reading *rd, struct choice *choice)
{
	for (size_t i = 0; i < rd->mentions.nr; i++) {
		const struct mention *m = &rd->mentions.v[i];

		if (m->said && m->ref.role == COMMIT_TESTED &&
		    m->word != SIZE_MAX)
			offer(&choice[BAD], FROM_TESTED, m->ref.sha, m->line);
	}
}

/* The ends of a bisect log where they are releases. */
static void from_logs(const struct reading *rd, struct choice *choice)
{
	for (size_t i = 0; i < rd->mentions.nr; i++) {
		const struct mention *m = &rd->mentions.v[i];

		if (!m->log || !m->said ||
		    !str_starts(m->ref.title, STR("Linux ")))
			continue;
		if (m->ref.role == COMMIT_GOOD)
			offer(&choice[GOOD], FROM_LOG, m->ref.title, m->line);
		else if (m->ref.role == COMMIT_BAD)
			offer(&choice[BAD], FROM_LOG, m->ref.title, m->line);
	}
}

/* "6.14.0-rc5-dirty #1": what a kernel says of itself in a log. */
static bool of_a_log(const struct reading *rd, const struct word *w)
{
	struct str line = reading_text(rd, w->line);
	size_t end = str_offset(line, w->text) + w->text.n;

	return str_starts(str_from_off(line, end), STR(" #")) ||
	       str_starts(str_from_off(line, end), STR("+ #"));
}

/* "GOOD: v6.1": is the word before version @i a label?  Says of which side. */
static bool labelled(const struct reading *rd, size_t i, enum side *side)
{
	const struct word *w = i ? &rd->words.v[i - 1] : NULL;
	struct str line;
	size_t end;

	if (!w || rd->words.v[i].at - w->at > 1 ||
	    (w->kind != WORD_GOOD && w->kind != WORD_BAD))
		return false;
	line = reading_text(rd, w->line);
	end = str_offset(line, w->text) + w->text.n;
	if (end >= line.n || (line.p[end] != ':' && line.p[end] != '='))
		return false;
	*side = w->kind == WORD_GOOD ? GOOD : BAD;
	return true;
}

static void from_prose(const struct reading *rd, struct choice *choice)
{
	for (size_t i = 0; i < rd->words.nr; i++) {
		const struct word *w = &rd->words.v[i];
		struct context c;
		enum side side;
		size_t rule;

		if (w->kind != WORD_VERSION)
			continue;
		if (labelled(rd, i, &side)) {
			offer(&choice[side], 0, w->text, w->line);
			continue;
		}
		if (w->line == LINE_SUBJECT) {
			offer(&choice[BAD], FROM_SUBJECT, w->text, w->line);
			continue;
		}
		context_of_sentence(&c, &rd->words, i, REACH);
		rule = of_a_log(rd, w) ? ARRAY_SIZE(version_rules)
				       : rule_for(&c);
		if (rule < ARRAY_SIZE(version_rules))
			offer(&choice[version_rules[rule].side], rule, w->text,
			      w->line);
		else
			offer(&choice[BAD], FROM_ANYWHERE, w->text, w->line);
	}
}

/* "today's linux-next", "Linux next": the tree, where no version is named. */
static struct str names_tree(struct str s)
{
	static const char *const trees[] = {
		"today's linux-next", "linux-next", "linux next",
	};

	s = str_sub(s, 0, 400);
	for (size_t i = 0; i < ARRAY_SIZE(trees); i++) {
		ptrdiff_t at = str_find_i(s, str_from(trees[i]));

		if (at >= 0)
			return str_sub(s, (size_t)at, strlen(trees[i]));
	}
	return STR_NONE;
}

#define HEAD_LINES	40

static void from_tree(struct reading *rd, struct choice *choice)
{
	const struct line_list *lines = &rd->m->lines;

	for (size_t i = 0; i < MIN(lines->nr, (size_t)HEAD_LINES); i++)
		if (line_said(rd, &lines->v[i])) {
			struct str tree = names_tree(lines->v[i].text);
			bool today = tree.n > STR("linux-next").n;

			offer(&choice[BAD], today ? FROM_LOG : FROM_TREE, tree, i);
		}
	offer(&choice[BAD], FROM_TREE, names_tree(rd->subject), LINE_SUBJECT);
}

static void take(struct reading *rd, struct str *slot, const char *member,
		 const struct choice *c)
{
	if (str_is_none(c->what))
		return;
	*slot = c->what;
	reading_evidence(rd, member, c->what, c->line);
}

void versions_read(struct reading *rd)
{
	struct choice choice[SIDES] = { 0 };
	struct report *r = rd->r;

	if (r->class != CLASS_REPORT && r->class != CLASS_BISECTION)
		return;
	from_prose(rd, choice);
	from_logs(rd, choice);
	from_tree(rd, choice);
	from_tested(rd, choice);
	/* a version cannot be both; the plainer words decide */
	if (choice[BAD].rule >= FROM_ANYWHERE &&
	    str_eq(choice[BAD].what, choice[GOOD].what))
		choice[BAD].what = STR_NONE;
	take(rd, &r->good, "good", &choice[GOOD]);
	take(rd, &r->bad, "bad", &choice[BAD]);
}

void versions_tree(struct reading *rd)
{
	struct str subject = str_sub(rd->subject, 0, 400);

	rd->r->linux_next = str_find_i(rd->r->bad, STR("next")) >= 0 ||
			    !str_is_none(names_tree(subject)) ||
			    str_starts(subject, STR("[next")) ||
			    str_starts(subject, STR("next/"));
}
