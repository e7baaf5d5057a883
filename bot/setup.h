/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration a command works with: from the file, or, for work by hand
 * without one, from where the person stands: identity from git, the repository
 * around the current directory as the tree.
 */
#ifndef SETUP_H
#define SETUP_H

#include "app.h"
#include "config.h"
#include "options.h"

/*
 * --repo and --onto, which commands by hand take.  Without a repository the
 * branches are those of the first tree of the file, or of the one around here.
 */
struct setup_trees {
	const char *repo;
	struct option_list onto;
};

/* ERR_CONF when there is no configuration file. */
int setup_service(struct config *c, struct arena *a, const struct app *app,
		  struct err *err);

/*
 * A file when there is one; what it does not set, and @trees, comes from the
 * command line and from git.  ERR_TREE when what was named is not there.
 */
int setup_by_hand(struct config *c, struct arena *a, const struct app *app,
		  const struct setup_trees *trees, struct err *err);

#endif
