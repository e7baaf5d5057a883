// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_map.h"

#define SLOTS_MIN	1024

static uint32_t first_slot(const struct commit_map *m, const git_oid *id)
{
	uint32_t hash;

	memcpy(&hash, id->id, sizeof(hash));
	return hash & m->mask;
}

/* The slot that @id has, or would get. */
static uint32_t slot_of(const struct commit_map *m, const git_oid *id)
{
	uint32_t at = first_slot(m, id);

	while (m->slots[at] && !git_oid_equal(&m->ids[m->slots[at] - 1], id))
		at = (at + 1) & m->mask;
	return at;
}

static void more_slots(struct commit_map *m)
{
	size_t nr = m->slots ? ((size_t)m->mask + 1) * 2 : SLOTS_MIN;

	free(m->slots);
	m->slots = calloc(nr, sizeof(*m->slots));
	if (!m->slots || nr > UINT32_MAX)
		mem_exhausted();
	m->mask = (uint32_t)(nr - 1);
	for (uint32_t i = 0; i < m->nr; i++)
		m->slots[slot_of(m, &m->ids[i])] = i + 1;
}

uint32_t commit_map_find(const struct commit_map *m, const git_oid *id)
{
	/* none is found as 0 - 1, which is COMMIT_MAP_NONE */
	return m->slots ? m->slots[slot_of(m, id)] - 1 : COMMIT_MAP_NONE;
}

uint32_t commit_map_add(struct commit_map *m, const git_oid *id, bool *is_new)
{
	uint32_t at;

	/* never more than half full, so that runs stay short */
	if (!m->slots || m->nr >= m->mask / 2)
		more_slots(m);
	at = slot_of(m, id);
	*is_new = !m->slots[at];
	if (!*is_new)
		return m->slots[at] - 1;
	if (m->nr == m->cap) {
		m->cap = MAX(m->cap * 2, (uint32_t)SLOTS_MIN);
		m->ids = mem_realloc(m->ids, m->cap * sizeof(*m->ids));
	}
	m->ids[m->nr] = *id;
	m->slots[at] = ++m->nr;
	return m->nr - 1;
}

void commit_map_release(struct commit_map *m)
{
	free(m->ids);
	free(m->slots);
	*m = (struct commit_map){ 0 };
}
