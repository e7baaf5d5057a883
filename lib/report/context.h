/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far the nearest word of each kind is from a place in the text: what the
 * tables of rules ask for.
 */
#ifndef CONTEXT_H
#define CONTEXT_H

#include "report/words.h"

#define FAR	255	/* none within reach */

struct context {
	unsigned char before[WORD_KINDS], after[WORD_KINDS];
};

/* "A word of this kind at most so many words away"; WORD_NONE: no condition. */
struct near {
	enum word_kind kind;
	unsigned char within;
};

void context_init(struct context *c);
/* Notes a word at distance @d unless a nearer one of its kind is known. */
void context_note(unsigned char *dist, enum word_kind kind, unsigned int d);
/* Fills *c from the sentence around word @i, up to @reach words away. */
void context_of_sentence(struct context *c, const struct word_list *words,
			 size_t i, unsigned int reach);

bool near_all(const unsigned char *dist, const struct near *want, size_t n);
bool near_any(const unsigned char *dist, const struct near *bad, size_t n);

static inline bool word_separates(const struct word *w)
{
	return w->kind == WORD_STOP || w->kind == WORD_GAP;
}

#endif
