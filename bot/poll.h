/* SPDX-License-Identifier: GPL-2.0-only */
/* Rounds over the sources of the configuration. */
#ifndef POLL_H
#define POLL_H

#include "handle.h"

/*
 * Opens what a round needs, and files the drafts that the last one was kept
 * from filing.  ERR_BUSY when another regbot works on the same state.
 * poll_close() belongs to it also when it fails.
 */
int poll_open(struct round *r, struct app *app, const struct config *config,
	      const struct poll_how *how, struct err *err);
void poll_close(struct round *r);

/*
 * Reads all sources that may be asked, and yields an exit code; what is wrong
 * with a source, a tree or the state was said.  With @r->broken set it is the
 * state, and there is no use in going on.
 */
int poll_round(struct round *r);

/* The parts of a round: when a source may be asked (INT64_MIN: at once), */
int poll_due(struct round *r, const struct config_source *config, int64_t *due,
	     struct err *err);
/* asking it (EXIT_DONE: it went well), */
int poll_source(struct round *r, const struct config_source *config);
/* and what is done when all were asked. */
int poll_finish(struct round *r);

#endif
