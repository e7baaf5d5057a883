/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git's own logs, line by line: "git bisect log", and what git prints while
 * it works.  Used by bisect_log.c only.
 *
 * A log is held together by the quote marks in front of its lines; what is
 * said between them is passed over.  A title that a mailer wrapped is put
 * together again: for certain where the next line of the log follows, else
 * only as far as the lines look wrapped (the next word would not have fit).
 */
#ifndef BISECT_GIT_H
#define BISECT_GIT_H

#include "report/bisect_block.h"
#include "report/bisect_line.h"

struct git_log {
	struct bisect_log log;
	struct str quote;	/* marks in front of every line */
	struct str bad, good;	/* its terms */
	size_t loose;		/* last steps that stand in comments only */
	bool started;		/* has its "git bisect start" */
	bool finished;		/* a culprit or candidates were named */
	bool listing;		/* "could be any of:", ids follow */
	bool run;		/* "git bisect run" judges, not a person */
	bool expect_checkout;	/* "Bisecting: ...", "[sha] title" follows */
	struct bisect_commit checkout;	/* what is being tested */
	uint64_t left;		/* "Bisecting: N revisions left" */
};

struct git_log_list {
	struct git_log *v;
	size_t nr, cap;
};

/* A line of the log that may go on in the next line of the text. */
struct git_piece {
	struct str text;
	size_t width;		/* of the whole line, quote marks included */
};

struct git_piece_list {
	struct git_piece *v;
	size_t nr, cap;
};

struct git_reader {
	struct arena *a;
	struct git_log_list logs;
	struct git_piece_list pending;
	struct str quote;	/* of the pending line */
	unsigned int pending_line;
	bool kernelci;		/* the next log is KernelCI's */
	struct bisect_block_list blocks;
};

void git_reader_line(struct git_reader *r, const struct bisect_line *line);

/* The text is at its end: append what is a log to *out. */
void git_reader_finish(struct git_reader *r, struct bisect_log_list *out);

#endif
