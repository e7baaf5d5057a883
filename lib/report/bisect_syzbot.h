/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * syzbot's bisection logs of every age, line by line.  Used by bisect_log.c
 * only.
 *
 * A step is a revision that was tested: "testing commit <sha>", with all that
 * is said of it up to the next one.  The revisions before "# git bisect start"
 * (where it began, and releases) are steps too, marked as initial.  A revision
 * that could not be built is a step, but syzbot does not count it among
 * "revisions tested".
 */
#ifndef BISECT_SYZBOT_H
#define BISECT_SYZBOT_H

#include "report/bisect_block.h"
#include "report/bisect_line.h"

struct syzbot_reader {
	struct arena *a;
	struct bisect_log_list logs;
	bool open;		/* the last log goes on */
	bool listing;		/* "could be any of:", ids follow */
	bool flaky;		/* from here on 20 runs instead of 10 */
	struct str quote;	/* marks in front of its lines */
	struct str release;	/* "testing release" said so */
	struct bisect_commit next;	/* "[sha] title" of what is tested next */
	uint64_t left;		/* "Bisecting: N revisions left" */
	struct str_list titles;	/* of the crashes of the current step */
	struct bisect_block_list blocks;
};

/* True when the line is part of a log of syzbot. */
bool syzbot_reader_line(struct syzbot_reader *r,
			const struct bisect_line *line);

void syzbot_reader_finish(struct syzbot_reader *r, struct bisect_log_list *out);

#endif
