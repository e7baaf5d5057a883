/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every case is worked on with: the trees, the rules from the
 * configuration, the folders with templates.  Opened once by a command, or
 * once in each child of the poll; it changes nothing outside but the commit
 * indexes, and those only when asked to.
 */
#ifndef WORKSHOP_H
#define WORKSHOP_H

#include "config.h"

#include "base/clock.h"
#include "base/log.h"
#include "reply/compose.h"

struct workshop {
	const struct config *config;
	const struct log *log;
	const struct clock *clock;
	struct arena arena;		/* holds what is below */
	bool update;			/* bring indexes up to date, say what fails */
	bool trees_open;
	struct tree **trees;		/* see workshop_trees() */
	size_t nr_trees;
	struct str_list unusable;	/* trees that cannot be used: why */
	struct recipient_rules recipients;
	struct compose_rules compose;
};

/*
 * Takes the rules and finds the templates.  With @update the commit indexes
 * are brought up to date when the trees are opened.
 */
int workshop_open(struct workshop *w, const struct config *config,
		  const struct clock *clock, const struct log *log,
		  bool update, struct err *err);

/*
 * Opens the trees of the configuration, once: most mails name no commit, and
 * an index of a million commits takes its time to open.  A tree that cannot be
 * used is kept in w->unusable, said on the log (with @update), and passed over.
 */
void workshop_trees(struct workshop *w);

/* From now on there are none: for mails that need none. */
void workshop_no_trees(struct workshop *w);

void workshop_close(struct workshop *w);

DEFINE_FREE(workshop, struct workshop, workshop_close(p))

#endif
