// SPDX-License-Identifier: GPL-2.0-only
#include "report/human.h"

#include "report/context.h"

/* Up to so many words a rule looks around a word. */
#define REACH	12

/* --- did it work once? -------------------------------------------------------------- */

static bool complains(const struct context *c)
{
	static const enum word_kind kinds[] = {
		WORD_TROUBLE, WORD_BREAK, WORD_NOT, WORD_REGRESSION,
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (c->before[kinds[i]] != FAR || c->after[kinds[i]] != FAR)
			return true;
	return false;
}

static bool says_once(const struct reading *rd, size_t i)
{
	const struct word *w = &rd->words.v[i];
	struct context c;

	switch (w->kind) {
	case WORD_REGRESSION:
		context_of_sentence(&c, &rd->words, i, 16);
		/* "not sure whether it is a regression" */
		if (c.before[WORD_SURE] != FAR && c.before[WORD_NOT] != FAR)
			return false;
		return c.before[WORD_NOT] > 3 && c.after[WORD_NOT] > 1 &&
		       c.after[WORD_TEST] > 1;
	case WORD_SINCE:
		context_of_sentence(&c, &rd->words, i, 25);
		return c.after[WORD_VERSION] <= 4 && complains(&c);
	case WORD_UPGRADE:
		context_of_sentence(&c, &rd->words, i, 25);
		return c.after[WORD_VERSION] <= 10 && complains(&c);
	case WORD_WORKED:
		context_of_sentence(&c, &rd->words, i, REACH);
		return (c.after[WORD_VERSION] <= 5 || c.before[WORD_VERSION] <= 4) &&
		       c.before[WORD_NOT] > 4;
	case WORD_BACK:
		context_of_sentence(&c, &rd->words, i, REACH);
		return c.after[WORD_VERSION] <= 4;
	case WORD_GOOD:
		context_of_sentence(&c, &rd->words, i, REACH);
		return c.after[WORD_VERSION] <= 2 || c.before[WORD_VERSION] <= 3;
	case WORD_LONGER:
		context_of_sentence(&c, &rd->words, i, REACH);
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

ptrdiff_t human_blames_answered(const struct reading *rd)
{
	for (size_t i = 0; i < rd->words.nr; i++) {
		const struct word *w = &rd->words.v[i];
		struct context c;
		bool says = false;

		context_init(&c);
		if (w->kind == WORD_BISECT || w->kind == WORD_REVERT ||
		    w->kind == WORD_THIS)
			context_of_sentence(&c, &rd->words, i, REACH);
		if (w->kind == WORD_BISECT)
			says = c.after[WORD_THIS] <= 6 &&
			       c.after[WORD_CHANGE] <= 7 &&
			       c.after[WORD_LINK] < c.after[WORD_CHANGE];
		else if (w->kind == WORD_REVERT)
			says = c.after[WORD_THIS] <= 2 &&
			       (c.after[WORD_HELP] <= 10 ||
				c.after[WORD_FIX] <= 10) &&
			       c.after[WORD_NOT] == FAR;
		else if (w->kind == WORD_THIS)
			says = c.after[WORD_CHANGE] <= 1 &&
			       (c.after[WORD_BREAK] <= 4 ||
				c.after[WORD_CAUSES] <= 4 ||
				c.after[WORD_INTRODUCE] <= 4) &&
			       c.after[WORD_NOT] > 5;
		if (says)
			return (ptrdiff_t)i;
	}
	return -1;
}

bool human_build_failure(const struct reading *rd)
{
	static const char *const subjects[] = {
		"build failure", "build error", "build warning", "build break",
	};
	struct str subject = str_sub(rd->subject, 0, 400);

	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (str_find_i(subject, str_from(subjects[i])) >= 0)
			return true;
	for (size_t i = 0; i < rd->words.nr; i++) {
		const struct word *w = &rd->words.v[i];
		struct context c;

		if (w->kind != WORD_TROUBLE || !str_starts_i(w->text, STR("fail")))
			continue;
		context_of_sentence(&c, &rd->words, i, REACH);
		if (c.before[WORD_BUILD] <= 8 || c.after[WORD_BUILD] <= 2)
			return rd->build_errors;
	}
	return false;
}

/* --- statements ------------------------------------------------------------------------- */

/* What a sentence says, by its words in this order; first match wins. */
static const struct statement_rule {
	enum statement_kind kind;
	enum word_kind first, then;
	unsigned char within;
	enum word_kind without;	/* not near by in the sentence */
	enum word_kind also;	/* behind the second word */
	bool plain;		/* no "not" in front or between */
	unsigned char denied;	/* a "not" so close before the second word */
} statement_rules[] = {
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_HELP, 16, .denied = 6 },
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_EFFECT, 16, .denied = 3 },
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_NOTHING, 5,
	  .without = WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_HELP, 12, .plain = true },
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_FIX, 16, .denied = 3 },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_FIX, 12, .plain = true },
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_WORKED, 16, .denied = 1 },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_WORKED, 12, .plain = true },
	{ STATEMENT_REVERT_HELPS, WORD_REVERT, WORD_AGAIN, 12,
	  .without = WORD_TROUBLE },
	{ STATEMENT_REVERT_NO_HELP, WORD_REVERT, WORD_STILL, 12,
	  .without = WORD_NONE },
	{ STATEMENT_REVERT_HELPS, WORD_CONFIRM, WORD_REVERT, 12,
	  .without = WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_HELP, WORD_REVERT, 12,
	  .without = WORD_NOT },
	{ STATEMENT_REVERT_HELPS, WORD_FIX, WORD_REVERT, 12,
	  .without = WORD_NOT },
	{ STATEMENT_CONFIRMED, WORD_CONFIRM, WORD_BISECT, 8,
	  .without = WORD_NOT },
	{ STATEMENT_CONFIRMED, WORD_BISECT, WORD_CONFIRM, 6,
	  .without = WORD_NOT },
	{ STATEMENT_FIX_POSTED, WORD_FIX, WORD_POSTED, 6,
	  .without = WORD_NOT },
	{ STATEMENT_FIX_POSTED, WORD_POSTED, WORD_FIX, 4,
	  .without = WORD_NOT },
	{ STATEMENT_WITHDRAWN, WORD_SORRY, WORD_NOISE, 4,
	  .without = WORD_NONE },
	{ STATEMENT_WITHDRAWN, WORD_FALSE, WORD_NOISE, 1,
	  .without = WORD_NONE },
	{ STATEMENT_UNSURE, WORD_NOT, WORD_SURE, 4, .also = WORD_BISECT },
	{ STATEMENT_UNSURE, WORD_BISECT, WORD_NOT, 8, .also = WORD_SURE },
	{ STATEMENT_REFUTES, WORD_WRONG, WORD_BISECT, 2,
	  .without = WORD_NONE },
	{ STATEMENT_REFUTES, WORD_BISECT, WORD_WRONG, 5,
	  .without = WORD_NONE },
	{ STATEMENT_REFUTES, WORD_NOT, WORD_CAUSE, 3,
	  .without = WORD_NONE },
	{ STATEMENT_REFUTES, WORD_NOT, WORD_CAUSES, 3,
	  .without = WORD_NONE },
	{ STATEMENT_STILL_BROKEN, WORD_STILL, WORD_VERSION, 8,
	  .without = WORD_NONE },
	{ STATEMENT_INTERMITTENT, WORD_SOMETIMES, WORD_NONE, 0,
	  .without = WORD_NONE },
};

/* Does the sentence behind the stop @k go on about the same: "That ..."? */
static bool goes_on(const struct word_list *words, size_t k)
{
	const struct word *v = words->v;

	return v[k].kind == WORD_STOP && k + 1 < words->nr &&
	       v[k + 1].kind == WORD_THIS && v[k + 1].at - v[k].at <= 1;
}

/* A "not" at most @near words before word @k: "doesn't seem to help". */
static bool not_before(const struct word *v, size_t i, size_t k,
		       unsigned int near)
{
	size_t n = k - 1;

	while (n > i && (v[n].kind == WORD_CHANGE || v[n].kind == WORD_LINK))
		n--;
	return v[n].kind == WORD_NOT && v[k].at - v[n].at <= near;
}

/* "reverting it does not help", "I reverted it. That did not help." */
static bool denied_behind(const struct word_list *words, size_t i,
			  const struct statement_rule *r)
{
	const struct word *v = words->v;
	bool went_on = false;

	for (size_t k = i + 1; k < words->nr; k++) {
		if (v[k].at - v[i].at > r->within)
			return false;
		if (word_separates(&v[k])) {
			if (went_on || !goes_on(words, k))
				return false;
			went_on = true;
		} else if (v[k].kind == r->then) {
			return not_before(v, i, k, r->denied);
		}
	}
	return false;
}

static bool sentence_fits(const struct reading *rd, size_t i,
			  const struct statement_rule *r)
{
	struct context c;

	if (rd->words.v[i].kind != r->first)
		return false;
	if (r->then == WORD_NONE)
		return true;
	context_of_sentence(&c, &rd->words, i, REACH);
	/* "without the revert it does not work" */
	if (r->kind == STATEMENT_REVERT_NO_HELP && c.before[WORD_NOT] <= 2)
		return false;
	if (r->denied)
		return denied_behind(&rd->words, i, r);
	if (r->without && (c.before[r->without] <= 8 || c.after[r->without] <= 8))
		return false;
	if (r->plain && (c.before[WORD_NOT] <= 8 ||
			 c.after[WORD_NOT] < c.after[r->then]))
		return false;
	if (r->also && (c.after[r->also] == FAR ||
			c.after[r->also] < c.after[r->then]))
		return false;
	return c.after[r->then] <= r->within;
}

static void add_statement(struct reading *rd, enum statement_kind kind, size_t i)
{
	struct statement *s;
	size_t line = rd->words.v[i].line;

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
