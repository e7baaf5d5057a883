// SPDX-License-Identifier: GPL-2.0-only
#include "report/culprit.h"

#include "report/context.h"

/* How far a rule looks, in words. */
#define REACH_BEFORE	45
#define REACH_AFTER	36

/* Where a mention stands. */
struct place {
	struct context near;
	bool head;		/* it begins its line */
	bool starts;		/* it begins its sentence */
};

/*
 * A claim must meet all conditions of its rule; the first rule that fits
 * counts, so the plainest stand first.
 */
static const struct claim_rule {
	const char *why;
	unsigned int rank;
	struct near before[3], after[2];
	struct near not_before[2];
	bool head, starts;	/* it must begin its line, its sentence */
	bool plain;		/* no "not" before the word behind it */
} claim_rules[] = {
	{ "is the first bad commit", 99,
	  .after = { { WORD_FIRST_BAD, 8 }, { WORD_IS, 3 } }, .plain = true },
	{ "as the first bad commit", 99,
	  .after = { { WORD_FIRST_BAD, 8 }, { WORD_LINK, 2 } }, .plain = true },
	{ "first bad commit:", CLAIM_RANK_FIRST_BAD,
	  .before = { { WORD_FIRST_BAD, 14 } },
	  .not_before = { { WORD_GOOD, 3 } } },
	{ "bisected to", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_LINK, 3 } },
	  .not_before = { { WORD_BETWEEN, 4 }, { WORD_GOOD, 3 } } },
	{ "bisection points to", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_POINT, 12 } },
	  .not_before = { { WORD_FROM, 2 }, { WORD_GOOD, 3 } } },
	{ "bisection tracked it to", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_TRACK, 12 } },
	  .not_before = { { WORD_FROM, 2 }, { WORD_GOOD, 3 } } },
	{ "bisected", CLAIM_RANK_BISECTED, .before = { { WORD_BISECT, 1 } } },
	{ "bisected commit", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 2 }, { WORD_CHANGE, 1 } } },
	{ "bisection blames", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_CULPRIT, 14 } } },
	{ "bisection, and then the cause", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_CAUSE, 14 } } },
	{ "bisection, and then what causes it", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_CAUSES, 14 } } },
	{ "bisection, and what introduced it", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_INTRODUCE, 5 } } },
	{ "what a bisection found, on a line of its own", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 40 }, { WORD_IS, 4 } }, .head = true },
	{ "what a bisection found, on a line of its own", CLAIM_RANK_BISECTED,
	  .before = { { WORD_BISECT, 8 } }, .head = true,
	  .not_before = { { WORD_GOOD, 6 }, { WORD_BAD, 6 } } },
	{ "found by bisection", CLAIM_RANK_BISECTED,
	  .before = { { WORD_POINT, 6 } }, .after = { { WORD_BISECT, 8 } } },
	{ "bad commit", 86,
	  .before = { { WORD_BAD, 6 }, { WORD_CHANGE, 5 }, { WORD_IS, 4 } } },
	{ "culprit", 84, .before = { { WORD_CULPRIT, 8 } } },
	{ "is the culprit", 84, .after = { { WORD_CULPRIT, 8 } },
	  .plain = true },
	{ "tracked down to", 80,
	  .before = { { WORD_TRACK, 8 }, { WORD_LINK, 3 } },
	  .not_before = { { WORD_FROM, 3 } } },
	{ "narrowed down, on a line of its own", 80,
	  .before = { { WORD_TRACK, 14 } }, .head = true },
	{ "points to", 78,
	  .before = { { WORD_POINT, 8 }, { WORD_LINK, 3 },
		      { WORD_TROUBLE, 20 } },
	  .not_before = { { WORD_FROM, 3 } } },
	{ "is the cause", 68, .after = { { WORD_IS, 2 }, { WORD_CAUSE, 6 } },
	  .plain = true },
	{ "caused by", 66, .before = { { WORD_CAUSES, 5 } },
	  .not_before = { { WORD_NOT, 7 } } },
	{ "due to", 66, .before = { { WORD_CAUSE, 5 } },
	  .not_before = { { WORD_NOT, 7 } } },
	{ "introduced by", 66, .before = { { WORD_INTRODUCE, 5 } },
	  .not_before = { { WORD_NOT, 6 }, { WORD_FIX, 12 } } },
	{ "introduced", 64, .after = { { WORD_INTRODUCE, 6 } },
	  .plain = true },
	{ "causes", 64, .after = { { WORD_CAUSES, 6 } },
	  .plain = true },
	{ "to be the cause", 64, .after = { { WORD_LINK, 3 }, { WORD_CAUSE, 4 } },
	  .plain = true },
	{ "breaks", 64, .after = { { WORD_BREAK, 6 } },
	  .plain = true },
	{ "reverting it helps", 62,
	  .before = { { WORD_REVERT, 5 } }, .after = { { WORD_HELP, 24 } },
	  .plain = true },
	{ "reverting it fixes", 62,
	  .before = { { WORD_REVERT, 5 } }, .after = { { WORD_FIX, 24 } },
	  .plain = true },
	{ "works with it reverted", 62,
	  .before = { { WORD_REVERT, 5 } }, .after = { { WORD_WORKED, 16 } },
	  .plain = true },
	{ "works with it reverted", 62,
	  .after = { { WORD_REVERT, 4 }, { WORD_WORKED, 12 } }, .plain = true },
	{ "better with it reverted", 62,
	  .after = { { WORD_REVERT, 4 }, { WORD_HELP, 12 } }, .plain = true },
	{ "reverting it makes it go again", 62,
	  .before = { { WORD_REVERT, 5 } },
	  .after = { { WORD_DID, 8 }, { WORD_AGAIN, 16 } }, .plain = true },
	{ "reverting it does not fail", 62,
	  .before = { { WORD_REVERT, 5 } },
	  .after = { { WORD_NOT, 14 }, { WORD_TROUBLE, 16 } } },
	{ "broken by", 60, .before = { { WORD_BREAK, 4 }, { WORD_LINK, 3 } } },
	{ "broken in", 60, .before = { { WORD_BREAK, 4 }, { WORD_IN, 3 } } },
	{ "leads to trouble", 60,
	  .after = { { WORD_POINT, 3 }, { WORD_TROUBLE, 8 } }, .plain = true },
	{ "breaks with", 60, .before = { { WORD_BREAK, 3 } }, .head = true },
	{ "broken since", 60,
	  .before = { { WORD_BREAK, 5 }, { WORD_SINCE, 3 } },
	  .not_before = { { WORD_LEAST, 4 } } },
	{ "makes it fail", CLAIM_RANK_BLAMED,
	  .after = { { WORD_DID, 6 }, { WORD_TROUBLE, 12 } }, .plain = true,
	  .not_before = { { WORD_REVERT, 5 } } },
	{ "helps to revert", CLAIM_RANK_BLAMED,
	  .before = { { WORD_REVERT, 4 }, { WORD_HELP, 20 } } },
	{ "fixed by reverting", CLAIM_RANK_BLAMED,
	  .before = { { WORD_REVERT, 4 }, { WORD_FIX, 20 } } },
	{ "regression:", 50, .before = { { WORD_REGRESSION, 2 } } },
	{ "the problem is", 50,
	  .before = { { WORD_TROUBLE, 8 }, { WORD_IS, 2 } } },
	{ "since", 45, .before = { { WORD_SINCE, 3 } },
	  .not_before = { { WORD_NOT, 4 }, { WORD_LEAST, 4 } } },
	{ "a regression in", 42,
	  .before = { { WORD_REGRESSION, 18 }, { WORD_CHANGE, 1 } },
	  .not_before = { { WORD_NOT, 20 } } },
	{ "a commit that did something", 30, .starts = true,
	  .after = { { WORD_DID, 3 } } },
};

/* Roles that rule a claim out, unless it is one of a bisection. */
static const struct role_rule {
	enum commit_role role;
	struct near before, after;
	struct near not_before;
} role_rules[] = {
	{ COMMIT_GOOD, { WORD_GOOD, 3 }, { 0 }, { 0 } },
	{ COMMIT_BAD, { WORD_BAD, 2 }, { 0 }, { 0 } },
	{ COMMIT_TESTED, { WORD_TESTED, 3 }, { 0 }, { 0 } },
	{ COMMIT_TESTED, { WORD_LEAST, 4 }, { 0 }, { 0 } },
	{ COMMIT_FIX, { WORD_FIX, 4 }, { 0 }, { WORD_REVERT, 5 } },
	{ COMMIT_FIX, { WORD_NEED, 5 }, { 0 }, { WORD_REVERT, 5 } },
	{ COMMIT_FIX, { WORD_HELP, 3 }, { 0 }, { WORD_REVERT, 5 } },
	{ COMMIT_FIX, { 0 }, { WORD_FIX, 3 }, { WORD_REVERT, 5 } },
	{ COMMIT_MENTIONED, { WORD_BEFORE, 3 }, { 0 }, { 0 } },
};

void claim_add(struct reading *rd, size_t mention, unsigned int rank,
	       enum claim_form form, const char *why)
{
	struct claim *c = list_add(rd->a, &rd->claims);

	c->mention = mention;
	c->rank = rank;
	c->form = form;
	c->why = why;
}

static bool other_commit(const struct reading *rd, const struct word *w,
			 const struct mention *m)
{
	return w->kind == WORD_COMMIT && !str_is_none(m->ref.sha) &&
	       !hash_same(rd->mentions.v[w->mention].ref.sha, m->ref.sha);
}

static void look_before(struct place *c, const struct reading *rd,
			const struct mention *m)
{
	const struct word *v = rd->words.v;
	bool crossed = false, bare = true;

	for (size_t i = m->word; i-- > 0;) {
		unsigned int d = v[m->word].at - v[i].at;

		if (d > REACH_BEFORE || other_commit(rd, &v[i], m))
			break;
		if (word_separates(&v[i])) {
			/* "the following patch causes it." / blank / hash */
			if (!c->head || crossed || !bare)
				break;
			if (!i || !word_separates(&v[i - 1]))
				crossed = true;
			continue;
		}
		if (v[i].kind != WORD_CHANGE)
			bare = false;
		context_note(c->near.before, v[i].kind, d);
	}
	c->starts = !m->word || word_separates(&v[m->word - 1]) ||
		    (v[m->word - 1].kind == WORD_CHANGE &&
		     (m->word == 1 || word_separates(&v[m->word - 2])));
}

static void look_after(struct place *c, const struct reading *rd,
		       const struct mention *m)
{
	const struct word *v = rd->words.v;

	for (size_t i = m->word + 1; i < rd->words.nr; i++) {
		unsigned int d = v[i].at - v[m->word].at;

		if (d > REACH_AFTER || word_separates(&v[i]) ||
		    other_commit(rd, &v[i], m))
			break;
		context_note(c->near.after, v[i].kind, d);
	}
}

/* A "not" stands before the last of the words that the rule needs. */
static bool denied(const struct place *c, const struct claim_rule *r)
{
	unsigned int last = 0;

	for (size_t i = 0; i < ARRAY_SIZE(r->after); i++)
		if (r->after[i].kind)
			last = MAX(last, c->near.after[r->after[i].kind]);
	return c->near.after[WORD_NOT] < last;
}

static const struct claim_rule *claim_rule(const struct place *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(claim_rules); i++) {
		const struct claim_rule *r = &claim_rules[i];

		if ((!r->head || c->head) && (!r->starts || c->starts) &&
		    near_all(c->near.before, r->before, ARRAY_SIZE(r->before)) &&
		    near_all(c->near.after, r->after, ARRAY_SIZE(r->after)) &&
		    !near_any(c->near.before, r->not_before,
			      ARRAY_SIZE(r->not_before)) &&
		    !(r->plain && denied(c, r)))
			return r;
	}
	return NULL;
}

static const struct role_rule *role_rule(const struct place *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(role_rules); i++) {
		const struct role_rule *r = &role_rules[i];

		if (near_all(c->near.before, &r->before, 1) &&
		    near_all(c->near.after, &r->after, 1) &&
		    !near_any(c->near.before, &r->not_before, 1))
			return r;
	}
	return NULL;
}

static enum claim_form form_of(const struct claim_rule *rule)
{
	return rule->rank == 99 ? CLAIM_IS_FIRST_BAD : CLAIM_PROSE;
}

static void read_mention(struct reading *rd, size_t k)
{
	struct mention *m = &rd->mentions.v[k];
	const struct claim_rule *claim;
	const struct role_rule *role;
	struct place c;
	unsigned int rank;

	/* a robot's subject speaks for the robot */
	if (m->line == LINE_SUBJECT && rd->passes_robot)
		return;
	context_init(&c.near);
	c.head = m->head;
	c.starts = false;
	look_before(&c, rd, m);
	look_after(&c, rd, m);
	claim = claim_rule(&c);
	role = role_rule(&c);
	if (role && (!claim || claim->rank < CLAIM_RANK_BISECTED)) {
		m->ref.role = role->role;
		return;
	}
	if (!claim)
		return;
	rank = claim->rank;
	if (m->link && rank < CLAIM_RANK_BLAMED)
		return;
	/* a bare title must be blamed plainly, and a hash goes first */
	if (str_is_none(m->ref.sha)) {
		if (rank < CLAIM_RANK_BLAMED)
			return;
		rank -= 20;
	}
	/* the body knows better than the subject */
	if (m->line == LINE_SUBJECT)
		rank -= 3;
	claim_add(rd, k, rank, form_of(claim), claim->why);
}

/*
 * "Reverting this commit made it work again", "with this commit reverted it
 * works": word @i is about @last, the commit that the sender named before.
 */
static void read_revert(struct reading *rd, size_t i, size_t last)
{
	const struct word_list *w = &rd->words;
	bool points = i && w->v[i].at - w->v[i - 1].at <= 2 &&
		      w->v[i - 1].kind == WORD_CHANGE;
	bool helps = false;

	for (size_t k = i + 1; k < w->nr; k++) {
		unsigned int d = w->v[k].at - w->v[i].at;

		if (d > 20 || word_separates(&w->v[k]) ||
		    w->v[k].kind == WORD_COMMIT)
			break;
		if (d <= 3 && (w->v[k].kind == WORD_THIS ||
			       w->v[k].kind == WORD_CHANGE))
			points = true;
		if (w->v[k].kind == WORD_HELP || w->v[k].kind == WORD_FIX ||
		    w->v[k].kind == WORD_WORKED)
			helps = true;
	}
	if (points && helps)
		claim_add(rd, last, CLAIM_RANK_BLAMED, CLAIM_PROSE,
			  "reverting it helps");
}

void culprit_read_prose(struct reading *rd)
{
	size_t last = SIZE_MAX;

	for (size_t k = 0; k < rd->mentions.nr; k++)
		if (rd->mentions.v[k].word != SIZE_MAX)
			read_mention(rd, k);
	for (size_t i = 0; i < rd->words.nr; i++) {
		const struct word *w = &rd->words.v[i];

		if (w->kind == WORD_REVERT && last != SIZE_MAX)
			read_revert(rd, i, last);
		else if (w->kind == WORD_COMMIT &&
			 rd->mentions.v[w->mention].ref.role == COMMIT_MENTIONED)
			last = w->mention;
	}
}
