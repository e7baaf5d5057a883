/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commit as git shows it below a result: "commit <sha>", author, date,
 * title, message, and the files it changes, as a diffstat, as raw lines
 * (":040000 ...") or as a whole diff.
 */
#ifndef BISECT_BLOCK_H
#define BISECT_BLOCK_H

#include "report/bisect_line.h"

struct bisect_block {
	struct bisect_commit commit;	/* sha STR_NONE: nothing was shown */
	struct str_list touched;
	enum { BLOCK_NONE, BLOCK_HEAD, BLOCK_TITLE, BLOCK_BODY } state;
};

struct bisect_block_list {
	struct bisect_block *v;
	size_t nr, cap;
};

/* Feed one line.  True: it was part of a block, or began one. */
bool bisect_block_line(struct bisect_block_list *blocks, struct arena *a,
		       const struct bisect_line *line);

/* Author, date and files of the culprit, where a block shows that commit. */
void bisect_block_apply(struct bisect_log *log,
			const struct bisect_block_list *blocks);

#endif
