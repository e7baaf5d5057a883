/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of one case: taken bit by bit, given back at once.  There is no
 * way to free a single piece.  A request above the arena's maximum, or one
 * that malloc() refuses, ends the process (see mem_exhausted() in base.h):
 * cases of strangers run in a child, so that costs one case.
 *
 * In the sanitizer build every piece is a malloc() of its own, so that a read
 * behind its end is seen.
 */
#ifndef ARENA_H
#define ARENA_H

#include "base/base.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;	/* newest first */
	size_t used;			/* bytes handed out since the reset */
	size_t max;
};

void arena_init(struct arena *a, size_t max);
void arena_reset(struct arena *a);	/* keeps one chunk for the next case */
void arena_release(struct arena *a);

/* Zeroed, aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t n) __must_check;
#define arena_new(a, type)	((type *)arena_alloc(a, sizeof(type)))

/*
 * Growing lists: a struct with the members v, nr and cap, all zero at first.
 * list_add() yields a pointer to a new zeroed element, valid until the next
 * list_add() on that list.
 */
#define list_add(a, list) ({						\
	__auto_type l_ = (list);					\
	if (l_->nr == l_->cap)						\
		l_->v = arena_grow(a, l_->v, &l_->cap, sizeof(*l_->v));	\
	&l_->v[l_->nr++];						\
})
void *arena_grow(struct arena *a, const void *old, size_t *cap, size_t size);

DEFINE_FREE(arena, struct arena, arena_release(p))

#endif
