/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What mailers, lists and git write between the words of people, as tables:
 * how a quote, a forward, a footer or a patch begins.  A new one is one more
 * row and one more case.
 */
#ifndef MARKS_H
#define MARKS_H

#include "mail/message.h"

/* "diff --git a/x b/x", "diff -u", "Index: x" */
bool marks_diff(struct str line);
/* "From <40 hex digits> Mon Sep 17 00:00:00 2001" of git format-patch */
bool marks_patch_mail(struct str line);
/* What stands between a "diff" line and the first hunk. */
bool marks_diff_header(struct str line);
/* " 2 files changed, 3 insertions(+)" */
bool marks_diffstat(struct str line);
/* "@@ -1,7 +1,9 @@": the lines that follow on each side */
bool marks_hunk(struct str line, unsigned long *old_lines,
		unsigned long *new_lines);

/* Who wrote what is quoted below: "On ... X wrote:" and its kin. */
bool marks_attribution_start(struct str line);
bool marks_attribution_end(struct str line);
/* All of it on one line, with a date: nothing else looks so. */
bool marks_attribution(struct str line);

/* "---------- Forwarded message ---------" and the end of one. */
bool marks_forward(struct str line);
bool marks_forward_end(struct str line);

/*
 * A mail quoted without marks, as Outlook does: "-----Original Message-----"
 * or its little header From:/Sent:/To:/Subject:.
 */
bool marks_original(const struct line *v, size_t nr);

/* "________________________________", as Outlook puts above it, or dashes */
bool marks_rule(struct str line);

/* What a list adds below a mail. */
bool marks_footer(struct str line);

/* ">> file.c:12:3: error: ..." of a build robot, which is no quote */
bool marks_robot_error(struct str line);

#endif
