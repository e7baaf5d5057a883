/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Renames between two trees, found in git's order so that a merge takes the
 * same partners: identical files first, then the one candidate with the same
 * basename, then the most similar pairs.  And, from all of them, which
 * directories moved.
 */
#ifndef RENAME_H
#define RENAME_H

#include "base/strmap.h"
#include "git/tree_diff.h"

#define RENAME_NONE	SIZE_MAX

struct rename_file {
	struct str path;
	struct tree_side side;
	size_t partner;		/* index on the other list, or RENAME_NONE */
	bool wanted;		/* sources: the merge needs to know */
	unsigned int score;	/* targets: of the pair */
};

struct rename_file_list {
	struct rename_file *v;
	size_t nr, cap;
};

struct rename_count {
	struct str dir;
	size_t nr;
};

/* A directory of the old tree that the new one has no more. */
struct rename_dir {
	struct str path;
	bool gone;		/* else it is still there: of no interest */
	bool marked;		/* the other side added a file to it */
	struct { struct rename_count *v; size_t nr, cap; } to;
};

struct renames {
	struct tree *tree;
	struct arena *a;
	git_oid root;			/* the new tree */
	struct rename_file_list gone;	/* sources: sorted by path */
	struct rename_file_list added;	/* targets: sorted by path */
	struct strmap dirs;		/* of struct rename_dir */
	struct { struct rename_dir **v; size_t nr, cap; } all_dirs;
	bool skipped;			/* too many to compare */
	git_oid missing;		/* an object that could not be read */
};

/* Adds what differs between two trees as sources and targets. */
void renames_add(struct renames *r, const struct tree_change *c);

/* The entry of @dir; made when it is asked for first. */
int renames_dir(struct rename_dir **out, struct renames *r, struct str dir,
		struct err *err);

/* Is there a marked directory above @path? */
bool renames_below_marked(const struct renames *r, struct str path);

/* Finds the partners of the sources that are wanted. */
int renames_find(struct renames *r, struct err *err);

/*
 * Where most files of @d went; STR_NONE when nowhere.  *split is set when two
 * places have equally many.
 */
struct str renames_dir_target(const struct rename_dir *d, bool *split);

/* The directory of a path, "" for the top; and the name behind it. */
struct str path_dir(struct str path);
struct str path_base(struct str path);

#endif
