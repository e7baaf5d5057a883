/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git knows of the commit that is blamed, as signals.  Nothing that came
 * into the tree after the claim counts: later fixes would be hindsight.
 */
#ifndef VERDICT_GIT_H
#define VERDICT_GIT_H

#include "verify/verdict_claim.h"
#include "verify/verdict_commit.h"

/* Does a tree have the commit that is blamed? */
bool findings_have_commit(const struct findings *f);

/* Title, parents and files as git has them instead of the mail's. */
void commit_from_findings(struct suspect_commit *c, const struct findings *f);

/* The age of the commit, where the mail did not state its date. */
void age_from_findings(double *days, const struct report *r,
		       const struct findings *f);

void weigh_findings(struct weighing *w, const struct report *r,
		    const struct claim_facts *facts, const struct findings *f);

#endif
