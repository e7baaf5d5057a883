/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commits that a description may mean, for lib/git/commit_find.c: searched
 * in the commit index, or by a walk over the history when none is open, and
 * narrowed down.
 */
#ifndef COMMIT_CANDIDATES_H
#define COMMIT_CANDIDATES_H

#include "git/commit.h"

/* A commit that fits, and the first branch that has it. */
struct candidate {
	struct commit commit;
	size_t branch;		/* NO_BRANCH: none */
};

#define NO_BRANCH	SIZE_MAX

struct candidate_list {
	struct candidate *v;
	size_t nr, cap;
};

struct find {
	struct tree *tree;
	struct arena *a;
	const git_oid *tip;	/* where to look; NULL: in all branches */
	struct err *err;
};

/* What the candidates of one search have in common; one member is set. */
struct wanted {
	struct str title;	/* folded */
	struct str prefix;	/* of the id */
	struct str upstream;	/* an id that the message names as its origin */
	struct str msgid;
};

/* The first branch that has @id; below a tip: 0 for the tip. */
int find_first_branch(size_t *out, struct find *f, const git_oid *id);

int find_candidates(struct candidate_list *out, struct find *f,
		    const struct wanted *w);

/* Keeps those with the title, if any has it. */
void candidates_keep_title(struct candidate_list *list, struct str title);

/*
 * From many to few: commits of our branches before strays, those of the author
 * before others, changes before merges, the first branch before the rest.
 * Below one tip nothing else will do.  True when the author was asked for and
 * none of them is theirs.
 */
bool candidates_narrow(struct candidate_list *list, const struct find *f,
		       struct str author);

#endif
