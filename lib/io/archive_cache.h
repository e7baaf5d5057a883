/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers of archives, kept as files in a folder of the user: nobody else may
 * read it, a file is there whole or not at all, and one that is damaged, too
 * old or of another question is as good as none.  Whether something could be
 * kept is nobody's concern: then it is asked again.
 */
#ifndef ARCHIVE_CACHE_H
#define ARCHIVE_CACHE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define ARCHIVE_CACHE_MAX	((uint64_t)256 << 20)	/* of all files */

/* What is kept, and for how long; see the table in archive_cache.c. */
enum archive_cached { CACHED_MAIL, CACHED_THREAD };

struct archive_cache;

/* The folder is made (0700) when it is missing.  *out belongs to the caller. */
int archive_cache_open(struct archive_cache **out, const char *path,
		       const struct clock *clock, struct err *err);
void archive_cache_close(struct archive_cache *c);

/* What @url answered for the Message-ID @id; false: not known. */
bool archive_cache_get(struct archive_cache *c, struct arena *a,
		       enum archive_cached what, struct str id, struct str url,
		       struct str *body);
void archive_cache_put(struct archive_cache *c, enum archive_cached what,
		       struct str id, struct str url, struct str body);

#endif
