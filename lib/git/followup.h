/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Was somebody faster: later commits that fix, revert or re-apply one, found
 * by its id and by its title in "Fixes:", "This reverts commit" and the
 * subject Revert "title", so that cherry-picked history is covered too.
 */
#ifndef FOLLOWUP_H
#define FOLLOWUP_H

#include "git/commit.h"

enum followup_kind { FOLLOWUP_FIX, FOLLOWUP_REVERT };

struct followup {
	enum followup_kind kind;
	struct commit commit;
	const struct branch *branch;	/* the first of the tree that has it */
	bool by_title;			/* names the title, another id */
	bool undone;			/* a revert that was itself reverted */
};

struct followup_list {
	struct followup *v;
	size_t nr, cap;
};

/* Appends, oldest first, what the branches of @t have. */
int followup_find(struct followup_list *out, struct arena *a, struct tree *t,
		  const struct commit *commit, struct err *err);

#endif
