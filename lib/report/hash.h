/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a word of hex digits the hash of a commit?  Mails are full of others:
 * registers, builds, compilers, ids of bugs and pages.
 */
#ifndef HASH_H
#define HASH_H

#include "base/str.h"

/*
 * How many hex digits begin @s and stand alone there, 7 to 40 with at least
 * one letter and one digit among them; 0 where what follows makes them part
 * of something else.
 */
size_t hash_length(struct str s);

/* Do both name the same commit, at different lengths perhaps? */
static inline bool hash_same(struct str a, struct str b)
{
	return a.n >= 7 && b.n >= 7 &&
	       (str_starts(a, b) || str_starts(b, a));
}

/* Nothing but marks, a bullet or "commit" before @off of @line. */
bool hash_at_head(struct str line, size_t off);

/* Lengths that other things have too: a word must say that it is a commit. */
bool hash_odd_length(size_t n);

/* Hashes of 40 digits in this line are no commits of the kernel. */
bool hash_foreign_line(struct str line);

/* What stands right before @off of @line makes it something else. */
bool hash_misleads(struct str line, size_t off);

#endif
