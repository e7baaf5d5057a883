/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Directories that moved in a merge, for lib/git/merge*.c only.  When one side
 * moves a directory and the other puts a file into it, git does not guess: it
 * says where the file would have to go ("file location").
 */
#ifndef MERGE_DIRS_H
#define MERGE_DIRS_H

#include "git/merge.h"

/* A file that one side renamed, or (without @from) added. */
struct move {
	struct str from, to;
	enum merge_side side;
};

struct move_list {
	struct move *v;
	size_t nr, cap;
};

static inline enum merge_side merge_other(enum merge_side s)
{
	return s == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
}

/*
 * Applies the directories that one side moved to the files of the other, and
 * appends all renames of both sides to *out, their new names corrected.
 */
int merge_follow_dirs(struct move_list *out, struct merge *m,
		      struct err *err);

#endif
