/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a view of bytes to a pointer: a hash table whose memory is an arena.
 * The bytes of a key are not copied and must live as long as the map.  A map
 * that is all zero is empty and ready for use.
 */
#ifndef STRMAP_H
#define STRMAP_H

#include "base/arena.h"
#include "base/str.h"

struct strmap_slot {
	struct str key;		/* p == NULL: free */
	void *value;
	uint64_t hash;
};

struct strmap {
	struct strmap_slot *v;
	size_t nr, cap;		/* cap is 0 or a power of two */
};

/* NULL when there is no such key. */
void *strmap_get(const struct strmap *map, struct str key);

/*
 * Where the value of @key lies, NULL in it when the key is new; valid until
 * the next strmap_at() on the map.
 */
void **strmap_at(struct strmap *map, struct arena *a, struct str key);

/* Room for @nr keys at once, instead of growing to it. */
void strmap_reserve(struct strmap *map, struct arena *a, size_t nr);

/* As a set: false when @key was there already. */
bool strmap_add(struct strmap *map, struct arena *a, struct str key);

#endif
