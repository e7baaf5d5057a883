/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers for commit ids, in the order in which they were added: 0, 1, 2 ...
 * Ids are hashes already, so their first bytes serve as the hash.
 */
#ifndef COMMIT_MAP_H
#define COMMIT_MAP_H

#include <git2.h>

#include "base/base.h"

struct commit_map {
	git_oid *ids;		/* by number */
	uint32_t nr, cap;
	uint32_t *slots;	/* number + 1; 0: free */
	uint32_t mask;		/* how many slots there are, less one */
};

#define COMMIT_MAP_NONE	UINT32_MAX

/* The number of @id, added if it is new (which *is_new says). */
uint32_t commit_map_add(struct commit_map *m, const git_oid *id, bool *is_new);
/* The number of @id, or COMMIT_MAP_NONE. */
uint32_t commit_map_find(const struct commit_map *m, const git_oid *id);
void commit_map_release(struct commit_map *m);

DEFINE_FREE(commit_map, struct commit_map, commit_map_release(p))

#endif
