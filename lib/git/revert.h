/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Would a revert apply, and if not, where not.  A revert of C on T is a
 * three-way merge with base = C, ours = T, theirs = parent of C; it is done
 * path by path in memory, since libgit2's own builds an index of the whole
 * tree.  The rules are those of git's own merge: see merge.h.
 *
 * "Clean" is said only when it is certain.  A missing object is
 * REVERT_UNKNOWN with a reason, never a conflict.
 */
#ifndef REVERT_H
#define REVERT_H

#include "git/commit.h"

enum revert_result {
	REVERT_CLEAN,
	REVERT_CONFLICT,
	REVERT_EMPTY,		/* merges, and leaves the target as it is */
	REVERT_NOT_ANCESTOR,	/* the commit is not in the target's history */
	REVERT_UNKNOWN,		/* an object is missing; see @why */
};

struct later_commit {
	char hex[HEX_MAX];
	struct str title;
};

struct later_list {
	struct later_commit *v;
	size_t nr, cap;
	size_t total;		/* how many there are; nr is bounded */
	bool more;		/* the history was not read to its end */
};

struct revert_conflict {
	struct str path;
	const char *kind;	/* "content", "modify/delete", ... as git says */
	struct later_list later;	/* later commits that touched it, newest first */
};

struct revert_conflict_list {
	struct revert_conflict *v;
	size_t nr, cap;
};

struct revert {
	enum revert_result result;
	git_oid target;			/* the tip it was tried on */
	int mainline;			/* 0, or 1 for a merge */
	git_oid tree;			/* where clean or empty */
	struct revert_conflict_list conflicts;
	struct str why;			/* for REVERT_UNKNOWN */
};

enum revert_flags {
	REVERT_ANYWAY = 1,	/* also when the commit is not an ancestor */
	REVERT_NO_LATER = 2,	/* do not look for later commits */
};

int revert_try(struct revert *out, struct arena *a, struct tree *t,
	       const git_oid *commit, const git_oid *target,
	       enum revert_flags flags, struct err *err);

/* "clean", "conflict", "empty", "not-an-ancestor", "unknown" */
const char *revert_result_name(enum revert_result result);

/*
 * The revert as a mail that "git am" takes on @target; *out is empty unless
 * the revert is clean.  @reason and @trailers (may be none) are put in; the
 * Signed-off-by: is left to the person.
 */
int revert_format_patch(struct str *out, struct arena *a, struct tree *t,
			const struct commit *commit, const struct revert *r,
			const struct address *from, int64_t date,
			struct str trailers, struct err *err);

#endif
