/* SPDX-License-Identifier: GPL-2.0-only */
/* The answers of regbot revert, for scripts and for people. */
#ifndef REVERT_PRINT_H
#define REVERT_PRINT_H

#include "app.h"

#include "git/followup.h"
#include "git/revert.h"

/* One answer: one commit on one branch. */
struct revert_item {
	struct str asked;
	struct commit_match match;
	const char *onto;
	bool has_target;
	bool again;		/* the same commit, on a further branch */
	struct revert revert;
	struct followup_list followups;
};

/* Was one commit found, and so something to try? */
bool revert_item_found(const struct revert_item *item);

void revert_print_json(struct app *app, struct arena *a,
		       const struct tree *t, const struct revert_item *item);
void revert_print_text(struct app *app, struct arena *a,
		       const struct revert_item *item);

#endif
