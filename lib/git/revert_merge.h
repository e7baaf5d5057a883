/* SPDX-License-Identifier: GPL-2.0-only */
/* What the check of a revert and its patch have in common; see revert.h. */
#ifndef REVERT_MERGE_H
#define REVERT_MERGE_H

#include "git/commit.h"
#include "git/merge.h"

/* Merges; objects of the result stay readable until revert_forget(). */
int revert_merge(struct merge *m, struct arena *a, struct tree *t,
		 const struct commit *commit, const git_oid *target,
		 struct err *err);
void revert_forget(struct tree *t);

#endif
