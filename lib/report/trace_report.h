/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One report cut out of a text: the lines of the context that printed it.
 * What other contexts printed in between is left out.
 */
#ifndef TRACE_REPORT_H
#define TRACE_REPORT_H

#include "base/arena.h"
#include "report/trace_prefix.h"
#include "report/trace_signs.h"

/* A line read once, whichever report it belongs to. */
struct report_line {
	struct trace_line line;
	struct str function;	/* it is a frame of; or STR_NONE */
	struct line_signs signs;
};

struct report_line_list {
	struct report_line *v;
	size_t nr, cap;
};

/* The lines of a text from one place on, as far as needed. */
struct trace_region {
	const struct trace_signs *signs;
	size_t start, end;
	struct report_line_list lines;
};

struct report_line_ref {
	const struct report_line *at;
};

struct report_line_refs {
	struct report_line_ref *v;
	size_t nr, cap;
};

struct oops_hit {
	const struct oops_header *header;	/* NULL: no headline */
	bool follows;		/* part of the report above, if there is one */
	size_t start, end;	/* of the line, without LF */
};

struct trace_report {
	const struct oops_header *header;
	size_t start, end;	/* offsets in the text */
	struct str who, also;	/* whose lines these are */
	/* the lines of the report, the headline first, doubted frames too */
	struct report_line_refs all;
	/* those without doubted frames, and their texts for patterns */
	struct report_line_refs own;
	struct str_list lines;
	size_t title_nr;	/* so many of them stand above the next oops */
};

/* The first line with an oops at or behind @from. */
bool oops_find(const struct trace_signs *signs, size_t from,
	       struct oops_hit *hit);

/*
 * Reads up to @reach bytes from @start on.  Lines that are put together again
 * lie in @keep.
 */
void trace_region_read(struct trace_region *region, struct arena *a,
		       struct arena *keep, const struct trace_signs *signs,
		       size_t start, size_t reach);

/* False when @region has no such line, since it repeats the one above. */
bool trace_report_cut(struct trace_report *r, struct arena *a,
		      const struct trace_region *region,
		      const struct oops_hit *hit);

static inline bool report_line_is(const struct report_line *l,
				  enum oops_sign_kind kind)
{
	return l->signs.kinds >> kind & 1;
}

#endif
