/* SPDX-License-Identifier: GPL-2.0-only */
/* The locks that a report of the lock checker names. */
#ifndef TRACE_LOCKDEP_H
#define TRACE_LOCKDEP_H

#include "report/trace.h"
#include "report/trace_frames.h"
#include "report/trace_report.h"

/* Fills t->chain and t->held. */
void trace_locks(struct trace *t, struct arena *a,
		 const struct frame_skips *skips,
		 const struct trace_report *r);

#endif
