/* SPDX-License-Identifier: GPL-2.0-only */
/* One round over all sources of the configuration. */
#ifndef POLL_H
#define POLL_H

#include "handle.h"

/*
 * Yields an exit code; what is wrong with a source, a tree or the state was
 * said.  With @dry_run nothing is stored or filed.
 */
int poll_once(struct app *app, const struct config *config, bool dry_run,
	      struct poll_counts *counts);

#endif
