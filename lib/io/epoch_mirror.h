/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bare repository that is kept the same as one of a server.  It gets its
 * name when it is whole, and what a killed program left is cleared away.
 */
#ifndef EPOCH_MIRROR_H
#define EPOCH_MIRROR_H

#include "base/arena.h"
#include "base/err.h"
#include "io/git_http.h"

/* Makes the folder @path with a copy of @url; no other branch is left out. */
int epoch_mirror_clone(const char *path, const char *url,
		       struct git_http *http, struct err *err);

/* Brings it up to date, also where the server's history was rewritten. */
int epoch_mirror_update(const char *path, const char *url,
			struct git_http *http, struct err *err);

/* Do both end with the same commit, or are both empty? */
bool epoch_mirror_same(const char *a, const char *b);
void epoch_mirror_remove(const char *path);

/*
 * The server's fingerprint of what was fetched last, kept in the repository;
 * NULL when there is none.
 */
const char *epoch_mirror_fingerprint(const char *path, struct arena *a);
void epoch_mirror_set_fingerprint(const char *path, const char *fingerprint);

/* Removes what a program left in @folder that was killed while fetching. */
void epoch_mirror_clear(const char *folder);

#endif
