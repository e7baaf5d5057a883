/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A trace whose headline was not quoted: people begin to copy at "Hardware
 * name" or at "Call Trace".  What happened is told by the handlers on the
 * stack; where they tell nothing the report is corrupted.
 */
#ifndef TRACE_HEADLESS_H
#define TRACE_HEADLESS_H

#include "report/trace.h"
#include "report/trace_frames.h"
#include "report/trace_report.h"

/* The first line of such a trace; false when there is none. */
bool headless_find(const struct trace_signs *signs, struct oops_hit *hit);

/*
 * Names it; the frames and the position must be known.  False where the stack
 * is of a message, not of an oops.
 */
bool headless_title(struct trace *t, struct arena *a,
		    const struct frame_skips *skips,
		    const struct trace_report *r);

#endif
