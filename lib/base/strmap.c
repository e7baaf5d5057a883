// SPDX-License-Identifier: GPL-2.0-only
#include "base/strmap.h"

/* The high bits folded in, since the low ones choose the slot. */
static uint64_t hash_of(struct str key)
{
	uint64_t h = str_hash(key);

	return h ^ (h >> 29);
}

/* The slot of @key, or the free one where it belongs. */
static struct strmap_slot *probe(const struct strmap *map, struct str key,
				 uint64_t hash)
{
	size_t mask = map->cap - 1;
	size_t i = (size_t)hash & mask;

	while (map->v[i].key.p &&
	       (map->v[i].hash != hash || !str_eq(map->v[i].key, key)))
		i = (i + 1) & mask;
	return &map->v[i];
}

static void resize(struct strmap *map, struct arena *a, size_t cap)
{
	struct strmap old = *map;

	map->cap = cap;
	if (map->cap > a->max / sizeof(*map->v))
		mem_exhausted();
	map->v = arena_alloc(a, map->cap * sizeof(*map->v));
	for (size_t i = 0; i < old.cap; i++)
		if (old.v[i].key.p)
			*probe(map, old.v[i].key, old.v[i].hash) = old.v[i];
}

void *strmap_get(const struct strmap *map, struct str key)
{
	return map->cap ? probe(map, key, hash_of(key))->value : NULL;
}

void **strmap_at(struct strmap *map, struct arena *a, struct str key)
{
	uint64_t hash = hash_of(key);
	struct strmap_slot *slot;

	if (map->nr * 2 >= map->cap)
		resize(map, a, map->cap ? map->cap * 2 : 16);
	slot = probe(map, key, hash);
	if (!slot->key.p) {
		/* an empty key must not look like a free slot */
		*slot = (struct strmap_slot){
			.key = key.p ? key : STR(""), .hash = hash };
		map->nr++;
	}
	return &slot->value;
}

void strmap_reserve(struct strmap *map, struct arena *a, size_t nr)
{
	size_t cap = 16;

	while (cap / 2 <= nr && cap <= SIZE_MAX / 4)
		cap *= 2;
	if (cap > map->cap)
		resize(map, a, cap);
}

bool strmap_add(struct strmap *map, struct arena *a, struct str key)
{
	void **value = strmap_at(map, a, key);
	bool fresh = !*value;

	*value = map;	/* anything but NULL */
	return fresh;
}
