/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The signals that lie in the commit itself: what it is, what it touches, and
 * whether that is where the crash was.
 */
#ifndef VERDICT_COMMIT_H
#define VERDICT_COMMIT_H

#include "verify/signals.h"
#include "verify/verdict_subsystem.h"

struct suspect_commit {
	struct str sha, title;	/* or STR_NONE */
	unsigned int line;	/* where it was named */
	bool merge;		/* known to have several parents */
	const struct str_list *touched;	/* empty: not known */
	struct str crash;	/* title of the crash, or STR_NONE */
};

void weigh_commit(struct weighing *w, const struct suspect_commit *c);

/* @places: source files of the trace, see trace_places() */
void weigh_place(struct weighing *w, const struct suspect_commit *c,
		 const struct str_list *places);

#endif
