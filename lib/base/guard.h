/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs one case in a child of its own, with limits on processor time, memory
 * and wall-clock time, so that a mail which kills or stalls a parser costs one
 * case and not the poll (OpenSMTPD's lesson).  The child gives back bytes and
 * nothing else; what it did to its memory is gone with it.
 */
#ifndef GUARD_H
#define GUARD_H

#include "base/buf.h"
#include "base/err.h"

struct guard_limits {
	unsigned int cpu_seconds, wall_seconds;
	size_t memory;		/* bytes of address space; 0: no limit */
};

/*
 * Calls @work(ctx, out) in a child; what it adds to @out arrives in @result
 * (initialised by the caller, whose maximum holds).  Yields 0 when the child
 * ended well.  ERR_MSG when it was killed, ran out of a limit or returned a
 * code other than 0: the text says which ("killed by signal 11").  ERR_BUSY
 * when no child can be made.
 *
 * In the sanitizer build there is no limit on memory, which that build needs
 * without bounds.
 */
int guard_run(struct buf *result, const struct guard_limits *limits,
	      int (*work)(void *ctx, struct buf *out), void *ctx,
	      struct err *err);

#endif
