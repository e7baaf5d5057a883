/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The name of a crash, as syzbot would write it: which format of the oops's
 * family fits, which function of its stack is worth naming, and what in it
 * changes from run to run and is put out.
 */
#ifndef TITLE_H
#define TITLE_H

#include "report/trace.h"
#include "report/trace_frames.h"
#include "report/trace_report.h"

/* Fills title, alt_titles, type, frame, corrupted, corrupted_why. */
void title_form(struct trace *t, struct arena *a,
		const struct frame_skips *skips,
		const struct trace_report *report);

/* The class of a title, or STR_NONE. */
struct str title_type(struct str title);

/* Numbers, addresses, IPs and the like in @title become words. */
struct str title_clean(struct arena *a, struct str title);

#endif
