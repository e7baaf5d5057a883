// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_taken.h"

/* Epochs follow each other, and so do the commits of each. */
static uint64_t moment(uint32_t number, size_t i)
{
	return (uint64_t)number << 32 | i;
}

void epoch_taken_note(struct epoch_taken *t, uint32_t number,
		      const struct epoch_list *list)
{
	bool is_new;

	for (size_t i = 0; i < list->nr; i++) {
		uint32_t n;

		if (list->v[i].did != EPOCH_REMOVED)
			continue;
		n = commit_map_add(&t->blobs, &list->v[i].blob, &is_new);
		if (n >= t->cap) {
			t->cap = MAX(t->cap * 2, (size_t)64);
			t->when = mem_realloc(t->when,
					      t->cap * sizeof(*t->when));
		}
		if (is_new || t->when[n] < moment(number, i))
			t->when[n] = moment(number, i);
	}
}

bool epoch_taken_later(const struct epoch_taken *t, uint32_t number,
		       const struct epoch_list *list, size_t i)
{
	uint32_t n = commit_map_find(&t->blobs, &list->v[i].blob);

	return n != COMMIT_MAP_NONE && t->when[n] > moment(number, i);
}

void epoch_taken_release(struct epoch_taken *t)
{
	commit_map_release(&t->blobs);
	free(t->when);
	*t = (struct epoch_taken){ 0 };
}
