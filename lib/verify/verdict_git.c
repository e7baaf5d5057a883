// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verdict_git.h"

#include <math.h>

#define DAY	86400.0

bool findings_have_commit(const struct findings *f)
{
	return f->match.found == COMMIT_BY_ID ||
	       f->match.found == COMMIT_BY_TITLE ||
	       f->match.found == COMMIT_BY_UPSTREAM;
}

void commit_from_findings(struct suspect_commit *c, const struct findings *f)
{
	if (!findings_have_commit(f))
		return;
	if (f->match.commit.title.n)
		c->title = f->match.commit.title;
	c->merge |= f->match.commit.nr_parents > 1;
	if (f->touched.nr)
		c->touched = &f->touched;
}

void age_from_findings(double *days, const struct report *r,
		       const struct findings *f)
{
	if (!isnan(*days) || !findings_have_commit(f) || r->message->date == TIME_NONE)
		return;
	*days = fmax((double)(r->message->date - f->match.commit.author_time) /
		     DAY, 0);
}

/* The commit of a version as people write it: "v6.10", "6.10", a hash. */
static bool version_commit(git_oid *out, struct weighing *w,
			   const struct tree *t, struct str version)
{
	struct err ignored = ERR_INIT;

	/* "A..B", "before 6.1" and the like name no single version */
	if (!version.n || str_has(version, STR("..")) ||
	    str_chr(version, ' ') >= 0)
		return false;
	if (is_digit(version.p[0]) && str_chr(version, '.') > 0)
		version = str_printf(w->a, "v%.*s", STR_ARG(version));
	return tree_ref(out, t, str_c(w->a, version), &ignored) == 0;
}

/* Is @which the bad version itself, or does it lie behind it? */
static bool has_bad_version(struct weighing *w, const struct report *r,
			    struct tree *t, const git_oid *which)
{
	struct err ignored = ERR_INIT;
	git_oid bad;

	return version_commit(&bad, w, t, r->bad) &&
	       (git_oid_equal(&bad, which) ||
		commit_is_in(t, &bad, which, &ignored) == 1);
}

/*
 * Was the commit part of a version on which the reporter saw nothing?  People
 * name versions in prose, which is easily misread: a good version that holds
 * the bad one says nothing, and no version is enough to refute alone.
 */
static void weigh_known_good(struct weighing *w, const struct report *r,
			     const struct findings *f)
{
	struct err ignored = ERR_INIT;
	git_oid good;

	if (!version_commit(&good, w, f->tree, r->good) ||
	    has_bad_version(w, r, f->tree, &good) ||
	    commit_is_in(f->tree, &f->match.commit.id, &good, &ignored) != 1)
		return;
	signal_add(w, SIGNAL_KNOWN_GOOD, 0,
		   "the commit is part of %.*s, which the report calls good",
		   STR_ARG(str_sub(r->good, 0, 60)));
}

/* Is the file of the crash part of the tree right after the commit? */
static void weigh_file_absent(struct weighing *w,
			      const struct claim_facts *facts,
			      const struct findings *f)
{
	git_commit *commit __free(git_commit) = NULL;
	git_tree *top __free(git_tree) = NULL;
	git_tree_entry *entry __free(git_tree_entry) = NULL;
	struct str file = facts->trace ? facts->trace->guilty_file : STR_NONE;

	if (!file.n || git_commit_lookup(&commit, f->tree->repo,
					 &f->match.commit.id) < 0 ||
	    git_commit_tree(&top, commit) < 0 ||
	    git_tree_entry_bypath(&entry, top, str_c(w->a, file)) !=
	    GIT_ENOTFOUND)
		return;
	signal_add(w, SIGNAL_FILE_ABSENT, 0,
		   "%.*s, where it crashes, was not there yet",
		   STR_ARG(str_sub(file, 0, 100)));
}

static void weigh_followups(struct weighing *w, const struct report *r,
			    const struct findings *f)
{
	bool fixed = false, reverted = false;

	for (size_t i = 0; i < f->followups.nr; i++) {
		const struct followup *u = &f->followups.v[i];
		bool *seen = u->kind == FOLLOWUP_FIX ? &fixed : &reverted;

		if (u->undone || *seen || (r->message->date != TIME_NONE &&
		    u->commit.commit_time > r->message->date))
			continue;
		*seen = true;
		signal_add(w, u->kind == FOLLOWUP_FIX ? SIGNAL_FIXED :
			   SIGNAL_REVERTED, 0, "%.12s (\"%.*s\") %s it already",
			   u->commit.hex,
			   STR_ARG(str_sub(u->commit.title, 0, 80)),
			   u->kind == FOLLOWUP_FIX ? "fixes" : "reverts");
	}
}

void weigh_findings(struct weighing *w, const struct report *r,
		    const struct claim_facts *facts, const struct findings *f)
{
	if (!findings_have_commit(f))
		return;
	weigh_followups(w, r, f);
	if (!f->tree)
		return;
	weigh_known_good(w, r, f);
	weigh_file_absent(w, facts, f);
}
