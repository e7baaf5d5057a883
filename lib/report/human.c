// SPDX-License-Identifier: GPL-2.0-only
#include "report/human.h"

/* Up to so many words a rule looks around a version. */
#define REACH	12
#define FAR	255

static const struct word *words(const struct reading *rd)
{
	return rd->words.v;
}

static bool ends(const struct word *w)
{
	return w->kind == WORD_STOP || w->kind == WORD_GAP;
}

/* Distances of the nearest words of each kind in the same sentence. */
struct around {
	unsigned char before[WORD_KINDS], after[WORD_KINDS];
};

static void look_around(struct around *c, const struct reading *rd, size_t i)
{
	const struct word *v = words(rd);

	memset(c, FAR, sizeof(*c));
	for (size_t k = i; k-- > 0;) {
		unsigned int d = v[i].at - v[k].at;

		if (d > REACH || ends(&v[k]))
			break;
		if (c->before[v[k].kind] == FAR)
			c->before[v[k].kind] = (unsigned char)d;
	}
	for (size_t k = i + 1; k < rd->words.nr; k++) {
		unsigned int d = v[k].at - v[i].at;

		if (d > REACH || ends(&v[k]))
			break;
		if (c->after[v[k].kind] == FAR)
			c->after[v[k].kind] = (unsigned char)d;
	}
}

/* --- versions ---------------------------------------------------------------- */

struct near {
	enum word_kind kind;
	unsigned char within;
};

enum { GOOD, BAD };

/* First match wins. */
static const struct version_rule {
	int side;
	struct near before[2], after;
	struct near not_before, not_after;
} version_rules[] = {
	{ GOOD, { { WORD_GOOD, 3 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_BAD, 2 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { 0 } }, { WORD_BAD, 2 }, { 0 }, { 0 } },
	{ BAD, { { WORD_SINCE, 3 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_STILL, 4 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_AND, 1 }, { WORD_BETWEEN, 6 } }, { 0 }, { 0 }, { 0 } },
	{ GOOD, { { WORD_BETWEEN, 3 } }, { 0 }, { 0 }, { 0 } },
	{ GOOD, { { WORD_FROM, 4 } }, { WORD_LINK, 3 }, { 0 }, { 0 } },
	{ BAD, { { WORD_LINK, 3 }, { WORD_UPGRADE, 10 } }, { 0 }, { 0 }, { 0 } },
	{ GOOD, { { WORD_FROM, 4 }, { WORD_UPGRADE, 10 } }, { 0 }, { 0 }, { 0 } },
	{ GOOD, { { WORD_WORKED, 5 } }, { 0 }, { WORD_NOT, 9 }, { 0 } },
	{ GOOD, { { 0 } }, { WORD_WORKED, 4 }, { 0 }, { WORD_NOT, 4 } },
	{ GOOD, { { 0 } }, { WORD_GOOD, 3 }, { 0 }, { WORD_NOT, 3 } },
	{ GOOD, { { WORD_NOT, 7 } }, { 0 }, { WORD_WORKED, 7 }, { 0 } },
	{ BAD, { { WORD_INTRODUCE, 4 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_TROUBLE, 8 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_BREAK, 6 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { WORD_REGRESSION, 5 } }, { 0 }, { 0 }, { 0 } },
	{ BAD, { { 0 } }, { WORD_REGRESSION, 4 }, { 0 }, { 0 } },
	{ BAD, { { 0 } }, { WORD_TROUBLE, 8 }, { 0 }, { 0 } },
};

static bool is_near(const unsigned char *dist, struct near n)
{
	return !n.kind || dist[n.kind] <= n.within;
}

static bool is_far(const unsigned char *dist, struct near n)
{
	return !n.kind || dist[n.kind] > n.within;
}

static const struct version_rule *version_rule(const struct around *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(version_rules); i++) {
		const struct version_rule *r = &version_rules[i];

		if (is_near(c->before, r->before[0]) &&
		    is_near(c->before, r->before[1]) &&
		    is_near(c->after, r->after) &&
		    is_far(c->before, r->not_before) &&
		    is_far(c->after, r->not_after))
			return r;
	}
	return NULL;
}

static void set_side(struct reading *rd, int side, struct str what, size_t line)
{
	struct str *slot = side == GOOD ? &rd->r->good : &rd->r->bad;

	if (!str_is_none(*slot) || !what.n)
		return;
	*slot = what;
	reading_evidence(rd, side == GOOD ? "good" : "bad", what, line);
}

/* Ends of a bisect log: a release by its title, else the hash. */
static void versions_of_log(struct reading *rd)
{
	for (size_t i = 0; i < rd->mentions.nr; i++) {
		const struct mention *m = &rd->mentions.v[i];

		if (!m->log || !m->said || str_is_none(m->ref.title) ||
		    !str_starts(m->ref.title, STR("Linux ")))
			continue;
		if (m->ref.role == COMMIT_GOOD)
			set_side(rd, GOOD, m->ref.title, m->line);
		else if (m->ref.role == COMMIT_BAD)
			set_side(rd, BAD, m->ref.title, m->line);
	}
}

static bool linux_next(struct str s)
{
	return str_find_i(s, STR("linux-next")) >= 0 ||
	       str_has(s, STR("[next]"));
}

void human_versions(struct reading *rd)
{
	struct str first = STR_NONE, subject = STR_NONE;
	size_t first_line = 0;

	for (size_t i = 0; i < rd->words.nr; i++) {
		const struct word *w = &words(rd)[i];
		const struct version_rule *r;
		struct around c;

		if (w->kind != WORD_VERSION)
			continue;
		if (w->line == LINE_SUBJECT) {
			if (str_is_none(subject))
				subject = w->text;
			continue;
		}
		look_around(&c, rd, i);
		r = version_rule(&c);
		if (r)
			set_side(rd, r->side, w->text, w->line);
		else if (str_is_none(first)) {
			first = w->text;
			first_line = w->line;
		}
	}
	versions_of_log(rd);
	if (!str_is_none(subject))
		set_side(rd, BAD, subject, LINE_SUBJECT);
	if (!str_is_none(first) && !str_eq(first, rd->r->good) &&
	    rd->r->class == CLASS_REPORT)
		set_side(rd, BAD, first, first_line);
	rd->r->linux_next = linux_next(str_sub(rd->subject, 0, 400)) ||
		(!str_is_none(rd->r->bad) &&
		 str_find_i(rd->r->bad, STR("next")) >= 0);
	if (str_is_none(rd->r->bad) && rd->r->linux_next &&
	    rd->r->class == CLASS_REPORT)
		set_side(rd, BAD, STR("linux-next"), LINE_SUBJECT);
}

/* --- did it work once? -------------------------------------------------------------- */

static bool says_once(const struct reading *rd, size_t i)
{
	const struct word *w = &words(rd)[i];
	struct around c;

	switch (w->kind) {
	case WORD_REGRESSION:
		look_around(&c, rd, i);
		return c.before[WORD_NOT] > 3;
	case WORD_SINCE:
	case WORD_UPGRADE:
		look_around(&c, rd, i);
		return c.after[WORD_VERSION] <= (w->kind == WORD_SINCE ? 4 : 10);
	case WORD_WORKED:
		look_around(&c, rd, i);
		return (c.after[WORD_VERSION] <= 5 || c.before[WORD_VERSION] <= 4) &&
		       c.before[WORD_NOT] > 4;
	case WORD_GOOD:
		look_around(&c, rd, i);
		return c.after[WORD_VERSION] <= 2 || c.before[WORD_VERSION] <= 3;
	case WORD_LONGER:
		look_around(&c, rd, i);
		return c.before[WORD_NOT] <= 1;
	default:
		return false;
	}
}

ptrdiff_t human_regression(const struct reading *rd)
{
	for (size_t i = 0; i < rd->words.nr; i++)
		if (says_once(rd, i))
			return (ptrdiff_t)i;
	return -1;
}

/* --- statements ------------------------------------------------------------------------- */

/* What a sentence says, by its words in this order. */
static const struct statement_rule {
	enum statement_kind kind;
	enum word_kind first, then;
	unsigned char within;
	enum word_kind without;	/* not in the sentence */
} statement_rules[] = {
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_STILL, 14, WORD_NONE },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_HELP, 16, WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_FIX, 16, WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_WORKED, 16, WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_CONFIRM, WORD_REVERT, 12, WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_HELP, WORD_REVERT, 12, WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_FIX, WORD_REVERT, 12, WORD_NOT },
	{ STATEMENT_UNSURE, WORD_NOT, WORD_SURE, 4, WORD_NONE },
	{ STATEMENT_REFUTES, WORD_WRONG, WORD_BISECT, 8, WORD_NONE },
	{ STATEMENT_REFUTES, WORD_BISECT, WORD_WRONG, 8, WORD_NONE },
	{ STATEMENT_REFUTES, WORD_NOT, WORD_CAUSE, 3, WORD_NONE },
	{ STATEMENT_STILL_BROKEN, WORD_STILL, WORD_VERSION, 8, WORD_NONE },
	{ STATEMENT_INTERMITTENT, WORD_SOMETIMES, WORD_NONE, 0, WORD_NONE },
};

static bool sentence_fits(const struct reading *rd, size_t i,
			  const struct statement_rule *r)
{
	const struct word *v = words(rd);
	struct around c;

	if (v[i].kind != r->first)
		return false;
	if (r->then == WORD_NONE)
		return true;
	look_around(&c, rd, i);
	if (r->without && (c.before[r->without] <= 8 || c.after[r->without] <= 8))
		return false;
	return c.after[r->then] <= r->within;
}

static void add_statement(struct reading *rd, enum statement_kind kind, size_t i)
{
	struct statement *s;
	size_t line = words(rd)[i].line;

	for (size_t k = 0; k < rd->r->statements.nr; k++)
		if (rd->r->statements.v[k].kind == kind)
			return;
	s = list_add(rd->a, &rd->r->statements);
	s->kind = kind;
	s->text = str_trim(reading_text(rd, line));
	s->line = reading_line_no(rd, line);
}

void human_statements(struct reading *rd)
{
	for (size_t i = 0; i < rd->words.nr; i++)
		for (size_t k = 0; k < ARRAY_SIZE(statement_rules); k++)
			if (sentence_fits(rd, i, &statement_rules[k])) {
				add_statement(rd, statement_rules[k].kind, i);
				break;
			}
}
