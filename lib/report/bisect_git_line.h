/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What single lines of git's logs look like (bisect_git_shape.c), what those
 * of the log say (bisect_git_line.c), and what git printed while it worked
 * (bisect_git_console.c).  Used by bisect_git.c only.
 */
#ifndef BISECT_GIT_LINE_H
#define BISECT_GIT_LINE_H

#include "report/bisect_git.h"

extern const struct str git_command;	/* "git bisect " */

/*
 * @text from where the log begins in it (a shell prompt is cut off), or
 * STR_NONE when it is no line of a log.
 */
struct str git_line_of_log(struct str text);

/* "git bisect start": its arguments may fill many lines. */
bool git_line_is_start(struct str text);

/* "# first bad commit": what follows is not the log's any more. */
bool git_line_is_last(struct str text);

/* Cut "first bad commit:" or the like off; *word is the term in it. */
bool git_skip_first(struct str *s, struct str *word);

/* Cut "[sha]" off; *s is what follows, without blanks around it. */
bool git_take_bracket(struct arena *a, struct str *s, struct str *sha);

/* The log that lines with these quote marks belong to, or NULL. */
struct git_log *git_log_find(struct git_reader *r, struct str quote);

/* A new step of the log, or a re-test behind its result. */
struct bisect_step *git_step_add(struct git_reader *r, struct git_log *g,
				 struct str sha, enum bisect_verdict verdict);

/* Take in a whole line that filled @nr lines from r->pending_line on. */
void git_line_read(struct git_reader *r, struct str text, unsigned int nr);

/* "Bisecting: ...", "<sha> is the first ...": goes on with nothing. */
bool git_line_is_console(struct git_reader *r, struct str text);

/* A line that git printed while it worked, or talk. */
void git_line_console(struct git_reader *r, const struct bisect_line *line);

#endif
