/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines that are no prose, told by how they begin. */
#ifndef LINE_KIND_H
#define LINE_KIND_H

#include "report/report.h"

/* "[   76.18] ...", "<4>[ 76.1] ...": printed by a kernel. */
bool line_is_console(struct str s);

/* "file.c:12:3: error: ...", "make[1]: *** ..." */
bool line_is_build_error(struct str s);

/* "Signed-off-by: ...", "Reported-by: ..." */
bool line_is_tag(struct str s);

/* These, "Link: ..." and the like: the end of a commit message. */
bool line_is_trailer(struct str s);

/* A line of a bisect log. */
struct log_row {
	const char *prefix;
	enum commit_role role;	/* of the commit in it */
	bool first_bad;		/* it is the result */
	bool title;		/* the rest of the line is its title */
};

/* The row that @s begins with, or NULL. */
const struct log_row *log_row(struct str s);

#endif
