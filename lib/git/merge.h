/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A three-way merge of trees, done for the paths that one side changed and
 * for nothing else: base is the commit, ours the target, theirs the commit's
 * parent, and what the commit did not touch stays as the target has it.
 *
 * The rules and the order are those of git's merge (ort): renames on both
 * sides, directories that moved, what is a conflict and what git calls it.
 * Results are written to the tree's scratch backend, never to the repository.
 */
#ifndef MERGE_H
#define MERGE_H

#include "base/strmap.h"
#include "git/rename.h"
#include "git/tree_diff.h"

enum merge_side { MERGE_BASE, MERGE_OURS, MERGE_THEIRS, MERGE_SIDES };

struct merge_entry {
	struct str path;
	struct tree_side side[MERGE_SIDES];	/* files only */
	struct tree_side ours_was;	/* what the target has here, renames aside */
	bool moved;		/* a rename took it away: nothing stays here */
	bool path_conflict;	/* the contents may merge, the place is disputed */
	const char *kind;	/* of the conflict; NULL: none */
	struct tree_side result;
};

struct merge_entry_list {
	struct merge_entry **v;
	size_t nr, cap;
};

struct merge {
	struct tree *tree;
	struct arena *a;
	git_oid root[MERGE_SIDES];
	bool no_theirs;			/* theirs is the empty tree */
	struct merge_entry_list entries;
	struct strmap by_path;
	struct renames renames[MERGE_SIDES];	/* of ours and of theirs */
	size_t nr_conflicts;
	struct str doubt;	/* why "clean" would not be certain, or STR_NONE */
};

/*
 * Fills *m for base, ours and theirs (NULL: the empty tree).  Afterwards each
 * entry has either a kind of conflict or a result.
 */
int merge_run(struct merge *m, struct arena *a, struct tree *t,
	      const git_oid *base, const git_oid *ours, const git_oid *theirs,
	      struct err *err);

/* The tree with the results in place; without conflicts only. */
int merge_tree(git_oid *out, struct merge *m, struct err *err);

/* For the files of this module: */

/* The entry of @path, with what the three trees have there. */
int merge_entry(struct merge_entry **out, struct merge *m, struct str path,
		struct err *err);
/* What tree @side has at @path; a directory counts as such. */
int merge_at(struct tree_side *out, struct merge *m, enum merge_side side,
	     struct str path, struct err *err);
/* Merges contents and modes; *clean is false on a conflict. */
int merge_content(struct tree_side *out, bool *clean, struct merge *m,
		  const struct tree_side *base, const struct tree_side *ours,
		  const struct tree_side *theirs, struct err *err);
int merge_find_renames(struct merge *m, const struct tree_change_list *changes,
		       struct err *err);
void merge_conflict(struct merge *m, struct merge_entry *e, const char *kind);

#endif
