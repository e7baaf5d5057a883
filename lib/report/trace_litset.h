/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding any of some hundred literals in a text, in one pass.  A set is
 * filled from a const table and lives where it is needed; each literal has at
 * least four bytes, which are what the pass looks at.
 */
#ifndef TRACE_LITSET_H
#define TRACE_LITSET_H

#include "base/str.h"

#define LITSET_MIN	4
#define LITSET_MAX	768
#define LITSET_BITS	11

struct litset {
	uint16_t heads[1 << LITSET_BITS];	/* index + 1 of a literal */
	uint16_t next[LITSET_MAX];
	struct str literal[LITSET_MAX];
	unsigned int nr;
};

struct lit_hit {
	size_t at;
	unsigned int index;	/* in order of litset_add() */
};

void litset_init(struct litset *set);
/* One too short or one too many takes its number and is never found. */
void litset_add(struct litset *set, struct str literal);

/* The first hit at or behind @from; false when there is none. */
bool litset_find(const struct litset *set, struct str text, size_t from,
		 struct lit_hit *hit);
/* Another literal that begins where *hit does; false: no more. */
bool litset_again(const struct litset *set, struct str text,
		  struct lit_hit *hit);

#endif
