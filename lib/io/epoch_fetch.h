/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bringing the mirror of an archive up to date: what changed is fetched, an
 * epoch that is new is cloned.  Lower epochs come first, and the first that
 * fails ends it, so that no epoch is there without the ones before.
 */
#ifndef EPOCH_FETCH_H
#define EPOCH_FETCH_H

#include "base/log.h"
#include "io/epoch.h"

struct epoch_wanted {
	uint32_t first;		/* epochs below were read, and are left alone */
	int64_t since;		/* do not clone epochs that ended before */
};

/*
 * Makes the folder archive->path when it is missing.  @log may be NULL; *rest
 * is set as source.rest.  After an error the mirror is what it was, or newer.
 */
int epoch_fetch(const struct epoch_archive *archive, const char *name,
		const struct epoch_wanted *wanted, const struct log *log,
		int64_t *rest, struct err *err);

#endif
