/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Round after round, until somebody says stop.  A folder on an IMAP server
 * that knows IDLE tells of new mail at once; everything else is asked at its
 * pace.
 *
 * Nothing is missed between a round and the waiting behind it: a folder that
 * is waited for was read once more after the waiting had begun.
 */
#ifndef WATCH_H
#define WATCH_H

#include "poll.h"

/*
 * Yields an exit code: EXIT_DONE after SIGTERM or SIGINT, which are obeyed
 * within a second, else what made it end.  @say is called after each round
 * that has read something.
 */
int watch_run(struct app *app, const struct config *config,
	      const struct poll_how *how,
	      void (*say)(struct app *app, const struct poll_counts *counts,
			  const struct poll_how *how));

#endif
