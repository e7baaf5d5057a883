/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The revert sheet: one row for each branch, what a revert would do there, on
 * which commit it was tried, and what else is to be known.  And the questions
 * that the situation is decided by: which row counts, is the commit only in
 * linux-next, was it fixed or reverted.
 */
#ifndef SHEET_H
#define SHEET_H

#include "verify/verify.h"

/* The row a reply speaks of: mainline, else the first branch that has it. */
const struct finding *sheet_main(const struct findings *f);

/* Mainline was asked and has not got the commit; linux-next has. */
bool sheet_next_only(const struct findings *f);

enum sheet_fix {
	SHEET_NO_FIX,
	SHEET_FIX_PENDING,	/* in linux-next */
	SHEET_FIXED,		/* in mainline or a stable branch */
};

/*
 * Is there a later commit that fixes or reverts it?  @since leaves out fixes
 * made long before the report, which its kernel very likely had (TIME_NONE:
 * not known).  *which is the one to name.
 */
enum sheet_fix sheet_fixed(const struct findings *f, int64_t since,
			   const struct followup **which);

/* The table, aligned, one line each; "" when no branch was asked. */
struct str sheet_text(struct arena *a, const struct findings *f);

/* Twelve digits of an id, as mails show it. */
struct str sheet_short_id(struct arena *a, const git_oid *id);

#endif
