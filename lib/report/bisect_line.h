/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of a text in which a log may be quoted: the marks in front are cut
 * off and kept, so that a reader can tell the lines of one log from what is
 * said between them.  Also the small words that all logs are made of.
 */
#ifndef BISECT_LINE_H
#define BISECT_LINE_H

#include "report/bisect_log.h"

/* More logs than these in one text are no mail of a person or robot. */
#define BISECT_LOGS_MAX	256

struct bisect_line {
	struct str quote;	/* "> > | ", blanks included; empty: unquoted */
	struct str text;	/* what follows, blanks at the end cut off */
	unsigned int no;	/* 1-based */
};

struct bisect_reader {
	struct str rest;
	unsigned int no;
};

/* The next line; false at the end of the text. */
bool bisect_line_next(struct bisect_reader *r, struct bisect_line *line);

/* The same marks, however they are spaced. */
bool bisect_quote_same(struct str a, struct str b);

/*
 * Take a commit id off the front of *s: 7 to 40 hex digits (or 64) that end
 * there.  *sha is in lower case.
 */
bool bisect_take_sha(struct arena *a, struct str *s, struct str *sha);

/* "v5.2", "v6.14-rc4", "next-20240101": names a release */
bool bisect_is_version(struct str word);

/* N of "Bisecting: N revisions left to test after this"; 0: none there */
uint64_t bisect_revisions_left(struct str text);

/* The same commit, one of them perhaps abbreviated. */
bool bisect_sha_same(struct str x, struct str y);

#endif
