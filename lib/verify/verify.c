// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verify.h"

#define ADDED_MAX	((size_t)256 * 1024)

static struct commit_query query_of(const struct report *r)
{
	/* an address tells people apart, unless an archive masked it */
	bool mail = address_usable(r->culprit_mail);

	return (struct commit_query){
		.sha = r->culprit.sha,
		.title = r->culprit.title,
		.author = mail ? r->culprit_mail : r->culprit_author,
	};
}

/* How much an answer is worth; the tree with the best one speaks. */
static int rank(enum commit_found found)
{
	switch (found) {
	case COMMIT_BY_ID:
		return 5;
	case COMMIT_BY_UPSTREAM:
		return 4;
	case COMMIT_BY_TITLE:
		return 3;
	case COMMIT_AMBIGUOUS:
		return 2;
	case COMMIT_UNREADABLE:
		return 1;
	case COMMIT_UNKNOWN:
		break;
	}
	return 0;
}

static bool is_found(const struct commit_match *match)
{
	return rank(match->found) >= rank(COMMIT_BY_TITLE);
}

/*
 * The commit on the branch that does what @named does: itself, or what does
 * the same there under another id (linux-next rebases, stable backports).
 */
static int on_branch(struct finding *f, struct arena *a,
		     const struct commit_match *named, struct err *err)
{
	struct commit_match match = { 0 };
	int in = commit_is_in(f->tree, &named->commit.id, &f->branch->tip, err);

	if (in < 0)
		return in;
	f->commit = named->commit;
	f->resolved_by = named->resolved_by;
	f->in_branch = in;
	if (in)
		return 0;
	if (commit_counterpart(&match, a, f->tree, &named->commit,
			       &f->branch->tip, err) < 0)
		return err->code;
	if (!is_found(&match))
		return 0;
	f->commit = match.commit;
	f->resolved_by = match.resolved_by;
	f->in_branch = true;
	return 0;
}

/* One row of the sheet for each branch of the tree. */
static int fill_sheet(struct findings *out, struct arena *a, struct tree *t,
		      const struct commit_match *named, struct err *err)
{
	for (size_t i = 0; i < t->nr_branches; i++) {
		struct finding *f = list_add(a, &out->sheet);

		*f = (struct finding){
			.tree = t,
			.branch = &t->branches[i],
			.revert = { .result = REVERT_NOT_ANCESTOR,
				    .target = t->branches[i].tip },
		};
		if (on_branch(f, a, named, err) < 0)
			return err->code;
		if (f->in_branch &&
		    revert_try(&f->revert, a, t, &f->commit.id,
			       &f->branch->tip, 0, err) < 0)
			return err->code;
	}
	return 0;
}

static void note_roles(struct findings *out, const struct tree *t)
{
	out->asked = true;
	for (size_t i = 0; i < t->nr_branches; i++) {
		out->mainline_asked |= t->branches[i].role == BRANCH_MAINLINE;
		out->next_asked |= t->branches[i].role == BRANCH_NEXT;
	}
}

/* A tree that does not know the commit adds nothing to the sheet. */
static int ask_tree(struct findings *out, struct arena *a, struct tree *t,
		    const struct commit_query *query, struct err *err)
{
	struct commit_match match = { 0 };

	if (commit_resolve(&match, a, t, query, err) < 0)
		return err->code;
	note_roles(out, t);
	if (rank(match.found) > rank(out->match.found)) {
		out->match = match;
		out->tree = is_found(&match) ? t : NULL;
	}
	if (!is_found(&match))
		return 0;
	return fill_sheet(out, a, t, &match, err);
}

/* What the commit is like, and who was faster, from the tree that has it. */
static int look_closer(struct findings *out, struct arena *a,
		       struct tree *const *trees, size_t nr_trees,
		       struct err *err)
{
	const struct commit *commit = &out->match.commit;
	struct str_list removed = { 0 };

	if (commit_touched(&out->touched, a, out->tree, &commit->id, err) < 0 ||
	    commit_diff_lines(&out->added, &removed, a, out->tree, &commit->id,
			      ADDED_MAX, err) < 0)
		return err->code;
	for (size_t i = 0; i < nr_trees; i++)
		if (followup_find(&out->followups, a, trees[i], commit, err) < 0)
			return err->code;
	return 0;
}

int verify_report(struct findings *out, struct arena *a,
		  struct tree *const *trees, size_t nr_trees,
		  const struct report *r, struct err *err)
{
	struct commit_query query = query_of(r);

	if (str_is_none(query.sha) && str_is_none(query.title))
		return 0;
	for (size_t i = 0; i < nr_trees; i++) {
		struct err why = ERR_INIT;
		int rc = ask_tree(out, a, trees[i], &query, &why);

		if (rc < 0 && rc != ERR_TREE) {
			*err = why;
			return rc;
		}
		if (rc < 0)
			*list_add(a, &out->unusable) =
				str_dup(a, str_from(why.msg));
	}
	if (!out->tree)
		return 0;
	return look_closer(out, a, trees, nr_trees, err);
}
