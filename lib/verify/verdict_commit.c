// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verdict_commit.h"

#include "report/bisect_line.h"

static bool touches_code(const struct str_list *touched)
{
	for (size_t i = 0; i < touched->nr; i++)
		if (is_code_path(touched->v[i]))
			return true;
	return false;
}

/* A check that fired, as against an access that went wrong by itself. */
static bool is_check(struct str crash)
{
	static const struct str heads[] = {
		{ "WARNING", 7 }, { "kernel BUG", 10 }, { "BUG:", 4 },
		{ "possible deadlock", 17 }, { "possible irq lock", 17 },
		{ "inconsistent lock", 17 }, { "suspicious RCU", 14 },
		{ "INFO: trying to register", 24 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		if (str_starts(crash, heads[i]))
			return true;
	return false;
}

static bool is_ignored(struct str sha)
{
	static const struct str ignored[] = {
		/* raw-gadget, devlink: make older bugs reachable */
		{ "f2c2e717642c", 12 }, { "d772781964415", 13 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		if (bisect_sha_same(sha, ignored[i]))
			return true;
	return false;
}

static void weigh_touched(struct weighing *w, const struct suspect_commit *c)
{
	if (c->touched->nr && !touches_code(c->touched))
		signal_add(w, SIGNAL_NON_CODE, c->line,
			   "the commit changes nothing that is built (%.*s%s)",
			   STR_ARG(str_sub(c->touched->v[0], 0, 100)),
			   c->touched->nr > 1 ? ", ..." : "");
	/* titles mislead where people claim: "ARM: dts:" was right there */
	else if (!c->touched->nr && w->robot && title_is_non_code(c->title))
		signal_add(w, SIGNAL_NON_CODE, c->line,
			   "by its title the commit changes no code");
}

void weigh_commit(struct weighing *w, const struct suspect_commit *c)
{
	if (c->merge || title_is_merge(c->title))
		signal_add(w, SIGNAL_MERGE, c->line,
			   "the result is a merge, not a change: ask for the commits it brought in");
	else if (title_is_release(c->title))
		signal_add(w, SIGNAL_RELEASE, c->line,
			   "the result is a release, not a change");
	else
		weigh_touched(w, c);
	if (is_ignored(c->sha))
		signal_add(w, SIGNAL_IGNORED, c->line,
			   "syzbot ignores this commit: it only makes older bugs reachable");
	if (title_is_revert(c->title) && w->robot)
		signal_add(w, SIGNAL_REVERT_TITLE, c->line,
			   "the commit is a revert: what it brings back was there before");
	if (title_adds_check(c->title) && is_check(c->crash))
		signal_add(w, SIGNAL_CHECK_ADDED, c->line,
			   "by its title the commit adds a check, and the crash is a check that fired: it may only bring the news");
	if (w->kind == KIND_LKP_RUN && str_find_i(c->title, STR("test")) >= 0)
		signal_add(w, SIGNAL_TEST_ADDED, c->line,
			   "by its title the commit is about tests: a new test finds old bugs");
}

void weigh_place(struct weighing *w, const struct suspect_commit *c,
		 const struct str_list *places)
{
	struct str where;
	enum kinship kin = kinship_of_paths(c->touched, places, &where);

	if (kin == KINSHIP_UNKNOWN)
		kin = kinship_of_title(c->title, places, &where);
	if (kin == KINSHIP_NONE)
		signal_add(w, SIGNAL_UNRELATED, c->line,
			   "the commit (%.*s) touches nothing of where the trace lies: %.*s",
			   STR_ARG(str_sub(c->title, 0, 80)),
			   STR_ARG(places_named(w->a, places)));
	else if (kin == KINSHIP_SAME)
		signal_add(w, SIGNAL_RELATED, c->line,
			   "the commit and the trace meet in %.*s",
			   STR_ARG(str_sub(where, 0, 100)));
}
