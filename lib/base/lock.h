/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One instance per state directory: a lock on a file that dies with its
 * holder, so that a killed program leaves nothing to clear away.
 */
#ifndef LOCK_H
#define LOCK_H

#include "base/err.h"

struct lock {
	int fd;		/* -1: not held */
};

#define LOCK_INIT	((struct lock){ .fd = -1 })

/* ERR_BUSY when somebody else holds it (the text says who), ERR_FATAL else. */
int lock_take(struct lock *lock, const char *path, struct err *err);
void lock_release(struct lock *lock);

DEFINE_FREE(lock, struct lock, lock_release(p))

#endif
