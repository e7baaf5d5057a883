/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One report cut out of a text: the lines of the context that printed it.
 * What other contexts printed in between is left out.
 */
#ifndef TRACE_REPORT_H
#define TRACE_REPORT_H

#include "base/arena.h"
#include "report/oops_rules.h"
#include "report/trace_litset.h"
#include "report/trace_prefix.h"

struct oops_finder {
	struct litset set;	/* the headers, in the order of the table */
};

struct oops_hit {
	const struct oops_header *header;
	size_t start, end;	/* of the line, without LF */
};

struct trace_line_list {
	struct trace_line *v;
	size_t nr, cap;
};

struct trace_report {
	const struct oops_header *header;
	size_t start, end;	/* offsets in the text */
	struct str who;
	/* the lines of the report, the headline first, doubted frames too */
	struct trace_line_list all;
	/* their texts without doubted frames: what patterns see */
	struct str_list lines;
	size_t title_nr;	/* so many of them stand above the next oops */
};

void oops_finder_init(struct oops_finder *f);

/* The first line with an oops at or behind @from. */
bool oops_find(const struct oops_finder *f, struct str text, size_t from,
	       struct oops_hit *hit);

/* Reads no further than @reach bytes. */
void trace_report_cut(struct trace_report *r, struct arena *a,
		      const struct oops_finder *f, struct str text,
		      const struct oops_hit *hit, size_t reach);

#endif
