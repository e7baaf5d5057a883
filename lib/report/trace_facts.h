/* SPDX-License-Identifier: GPL-2.0-only */
/* What else a report says: machine, task, position, frames. */
#ifndef TRACE_FACTS_H
#define TRACE_FACTS_H

#include "report/trace.h"
#include "report/trace_report.h"

/* Fills what is not the title's: version, comm, frames, and so on. */
void trace_facts(struct trace *t, struct arena *a,
		 const struct trace_report *r);

#endif
