/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What single lines of git's logs say.  Used by bisect_git.c only.
 */
#ifndef BISECT_GIT_LINE_H
#define BISECT_GIT_LINE_H

#include "report/bisect_git.h"

/*
 * @text from where the log begins in it (a shell prompt is cut off), or
 * STR_NONE when it is no line of a log.
 */
struct str git_line_of_log(struct str text);

/* "git bisect start": its arguments may fill many lines. */
bool git_line_is_start(struct str text);

/* "# first bad commit": what follows is not the log's any more. */
bool git_line_is_last(struct str text);

/* Take in a whole line that filled @nr lines from r->pending_line on. */
void git_line_read(struct git_reader *r, struct str text, unsigned int nr);

/* "Bisecting: ...", "<sha> is the first ...": goes on with nothing. */
bool git_line_is_console(struct git_reader *r, struct str text);

/* A line that git printed while it worked, or talk. */
void git_line_console(struct git_reader *r, const struct bisect_line *line);

#endif
