/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One line on a terminal about work that takes longer than a second: what it
 * is, how far it is, when it will end.  It is drawn on the stream of the log,
 * which takes it away in front of its own lines; nothing is drawn when that
 * is no terminal, or the operator wants more or less than the usual said.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "base/log.h"

struct progress {
	struct log *log;	/* NULL: draw nothing */
	const char *name;
	int64_t began, drawn;	/* ms of the monotonic clock */
	bool visible;
};

/* @log and @name must stay until the end. */
void progress_begin(struct progress *p, struct log *log, const char *name);
/* @total may change on the way; 0: not known. */
void progress_at(struct progress *p, uint64_t done, uint64_t total);
void progress_end(struct progress *p);

DEFINE_FREE(progress, struct progress, progress_end(p))

#endif
