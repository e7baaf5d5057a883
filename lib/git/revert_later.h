/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who touched the conflicted files later: the commits of COMMIT..TARGET that
 * "git log COMMIT..TARGET -- PATH" shows, merges that brought nothing of their
 * own left out.  Needs the commit index; without it nothing is listed.
 */
#ifndef REVERT_LATER_H
#define REVERT_LATER_H

#include "git/revert.h"

/*
 * Fills the lists of r->conflicts.  What cannot be read ends the search (the
 * lists then say @more) and is no error.
 */
void revert_later(struct revert *r, struct arena *a, struct tree *t,
		  const git_oid *commit);

#endif
