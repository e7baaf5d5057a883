/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Works on cases in a child, with limits on processor time, memory and
 * wall-clock time for each case, so that one which kills or stalls a parser
 * costs one case and not the poll (OpenSMTPD's lesson).  A child takes several
 * cases one after the other, since a process for each would cost more than the
 * work.  It gives back bytes for each and nothing else; what it did to its
 * memory is gone with it.
 *
 * The child has none of the parent's files open but standard input and output,
 * says nothing on standard error, dies with the parent, and leaves signals to
 * end the program to the parent.
 */
#ifndef GUARD_H
#define GUARD_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct guard_limits {
	/* of one case */
	unsigned int cpu_seconds, wall_seconds;
	size_t answer;		/* bytes */
	/* of the child */
	size_t memory;		/* bytes beyond the parent's; 0: no limit */
};

struct guard {
	struct guard_limits limits;
	size_t nr, done;	/* cases; those that were answered */
	pid_t pid;		/* 0: there is no child */
	int fd;
	struct buf in;
	size_t taken;		/* bytes of @in that were handed out */
};

/*
 * Starts a child that calls @work(ctx, i, out) for each i below @nr; what that
 * adds to @out is the answer, and a result other than 0 ends the child.
 * ERR_BUSY when no child can be made.  guard_stop() ends it, whatever it is
 * doing, and may be called again.
 */
int guard_start(struct guard *g, const struct guard_limits *limits, size_t nr,
		int (*work)(void *ctx, size_t i, struct buf *out), void *ctx,
		struct err *err);
void guard_stop(struct guard *g);

/*
 * Waits for the answer of case g->done: 1, and *answer is valid until the next
 * call; 0 when all have answered.  ERR_MSG when the child was killed, ran out
 * of a limit or ended early on that case: the text says which ("killed by
 * signal 11"), and there is no child any more.  The wall clock of a case runs
 * while somebody waits here.
 *
 * In the sanitizer build there is no limit on memory, which that build needs
 * without bounds.
 */
int guard_next(struct guard *g, struct str *answer, struct err *err);

DEFINE_FREE(guard, struct guard, guard_stop(p))

#endif
