/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding any of some hundred literals in a text, in one pass.  A set is
 * filled from a const table and lives on the stack of who needs it; each
 * literal has at least four bytes, which are what the pass looks at.
 */
#ifndef TRACE_LITSET_H
#define TRACE_LITSET_H

#include "base/str.h"

#define LITSET_MIN	4
#define LITSET_MAX	384
#define LITSET_BITS	12

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
/* Shorter than LITSET_MIN or one too many: never found. */
void litset_add(struct litset *set, const char *literal);

/*
 * The first hit at or behind @from; of several literals that begin there the
 * one added last.  False when there is none.
 */
bool litset_find(const struct litset *set, struct str text, size_t from,
		 struct lit_hit *hit);
/* All literals that begin at @at: call again with the hit until false. */
bool litset_at(const struct litset *set, struct str text, struct lit_hit *hit,
	       bool again);

#endif
