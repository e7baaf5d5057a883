/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asks git about the commit that a report blames, in all trees: which commit
 * is meant, would its revert apply on each branch, is it reverted or fixed
 * already.  The answers are findings; what they mean for the claim is
 * verdict.h.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "git/commit.h"
#include "git/followup.h"
#include "git/revert.h"
#include "report/report.h"

/* One line of the revert sheet: one branch of one tree. */
struct finding {
	struct tree *tree;
	const struct branch *branch;
	bool in_branch;			/* the commit, or its counterpart */
	struct commit commit;		/* the counterpart that was tried */
	struct str resolved_by;		/* when it is not the very id named */
	struct revert revert;
};

struct finding_list {
	struct finding *v;
	size_t nr, cap;
};

struct findings {
	bool asked;			/* a tree was there to ask */
	bool mainline_asked, next_asked;	/* with a branch of that role */
	struct commit_match match;	/* the culprit, best tree first */
	struct tree *tree;		/* the tree that has it, or NULL */
	struct str_list touched;	/* paths of the culprit */
	struct str_list added;		/* lines it adds, bounded */
	struct finding_list sheet;
	struct followup_list followups;
	struct str_list unusable;	/* trees that could not be asked, and why */
};

/*
 * Fills *out for the culprit of @r (nothing to do when it names none).
 * Trees that fail are named in out->unusable and passed over.
 */
int verify_report(struct findings *out, struct arena *a,
		  struct tree *const *trees, size_t nr_trees,
		  const struct report *r, struct err *err);

#endif
