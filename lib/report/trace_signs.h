/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one pass over a text: where it holds literals that say something about
 * crashes.  What they say is decided where the line is read.
 */
#ifndef TRACE_SIGNS_H
#define TRACE_SIGNS_H

#include "base/arena.h"
#include "report/oops_rules.h"
#include "report/trace_litset.h"

struct sign_hit {
	size_t at;
	unsigned int index;	/* below nr_oops_headers: a header */
};

struct sign_hit_list {
	struct sign_hit *v;
	size_t nr, cap;
};

struct trace_signs {
	struct str text;
	struct sign_hit_list hits;	/* in the order of the text */
	bool panicked, suppressed;
};

/* The header or NULL, the sign or NULL: one of both. */
const struct oops_header *sign_header(const struct sign_hit *hit);
const struct oops_sign *sign_of(const struct sign_hit *hit);

void trace_signs_find(struct trace_signs *s, struct arena *a,
		      struct str text);

/* The number of the first hit at or behind @at. */
size_t trace_signs_from(const struct trace_signs *s, size_t at);

/* What the hits in the line text[start..end) make of it. */
struct line_signs {
	const struct oops_header *oops;	/* it is the headline of one */
	bool follows;			/* ... that the one above brought about */
	unsigned int kinds;		/* bits 1 << enum oops_sign_kind */
	uint64_t headers;		/* literals it holds, as bits */
};

/*
 * *nr is the first hit that may be in the line; moved behind those in it.
 * @message is the line without its prefix.
 */
void trace_signs_in_line(const struct trace_signs *s, size_t *nr,
			 size_t start, size_t end, struct str message,
			 struct line_signs *out);

#endif
