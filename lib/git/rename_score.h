/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How similar two files are, by git's measure, so that the same renames are
 * found: the bytes of the pieces they share (lines, cut at 64 bytes) over the
 * size of the larger one, out of SCORE_MAX.
 *
 * What was read is kept with the tree: one search after another looks at the
 * same candidates.
 */
#ifndef RENAME_SCORE_H
#define RENAME_SCORE_H

#include "git/tree_diff.h"

#define SCORE_MAX	60000u
#define SCORE_RENAME	30000u	/* half of it */
#define SCORE_BASENAME	45000u	/* when the basename speaks for it as well */

struct rename_cache;

void rename_cache_free(struct rename_cache *c);

/*
 * The score of two blobs; 0 when it is sure to be below @minimum.  A blob
 * that is missing or damaged gives 0 as well, and *missing is set to it.
 */
unsigned int rename_score(struct tree *t, const git_oid *from,
			  const git_oid *to, unsigned int minimum,
			  git_oid *missing);

#endif
