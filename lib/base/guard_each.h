/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many cases through guarded children, whatever some of them do.  When a child
 * dies, the case that it died of is tried once more in a child of its own,
 * since those before it may have left something over, or somebody may have
 * killed the child; if that one dies too the case has failed.  The rest goes on
 * in another child.
 */
#ifndef GUARD_EACH_H
#define GUARD_EACH_H

#include "base/guard.h"

struct guard_each {
	struct guard guard;
	struct guard_limits limits;
	int (*work)(void *ctx, size_t i, struct buf *out);
	void *ctx;
	size_t nr, done;	/* cases; those that were answered or failed */
	size_t first;		/* case that the child began with */
	bool alone;		/* the child has one case, which killed another */
};

/* As guard_start(); @ctx must stay, and guard_each_stop() be called. */
int guard_each_start(struct guard_each *e, const struct guard_limits *limits,
		     size_t nr,
		     int (*work)(void *ctx, size_t i, struct buf *out),
		     void *ctx, struct err *err);
void guard_each_stop(struct guard_each *e);

/*
 * What came of case e->done, which is counted up: 1 and the answer, which is
 * valid until the next call, or ERR_MSG and why it has failed; the next call
 * goes on behind it.  0 when there are no more; any other error is no case's.
 */
int guard_each_next(struct guard_each *e, struct str *answer,
		    struct err *err);

DEFINE_FREE(guard_each, struct guard_each, guard_each_stop(p))

#endif
