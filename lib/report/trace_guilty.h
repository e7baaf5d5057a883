/* SPDX-License-Identifier: GPL-2.0-only */
/* Whose code a decoded report blames. */
#ifndef TRACE_GUILTY_H
#define TRACE_GUILTY_H

#include "base/arena.h"
#include "report/trace_report.h"

/*
 * The first file named in the report that is not a helper's, or one deeper in
 * its folder that is named below; if all are helpers', the first.  STR_NONE
 * where no line is decoded.
 */
struct str trace_guilty(struct arena *a, const struct trace_report *r,
			struct str title);

#endif
