/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What mail programs do to traces: long lines come in two.  The second half
 * has no prefix where the first has one, or the first ends where no message
 * of the kernel ends.
 */
#ifndef TRACE_WRAP_H
#define TRACE_WRAP_H

#include "report/trace_prefix.h"

/* Longer lines are not in mails whose lines were wrapped. */
#define WRAP_WIDTH	80

/*
 * May @next be the rest of @line?  @narrow: no line around is too long for a
 * mail.
 */
bool trace_is_wrapped(const struct trace_line *line,
		      const struct trace_line *next, bool narrow);

#endif
