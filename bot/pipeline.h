/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One case through all rooms of the house: message, report, findings, verdict,
 * recipients, draft.  pipeline.c is the tour of the program.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "workshop.h"

#include "reply/lint.h"

/* Everything that is known of a case; all of it lies in its arena. */
struct casefile {
	struct arena arena;
	struct message message;
	struct report report;
	struct findings findings;
	struct verdict verdict;
	struct maintainers *maintainers;	/* NULL: no MAINTAINERS at hand */
	struct draft draft;
	struct lint_list lint;			/* what is wrong with the draft */
};

/* More than any mail should need; a case above it ends (arena.h). */
#define CASE_MEMORY_MAX	((size_t)1 << 30)

void casefile_init(struct casefile *c);
void casefile_release(struct casefile *c);

/*
 * Works on the mail in @raw, which must stay.  ERR_MSG when it cannot be read
 * as a mail or text; a mail that says nothing of interest is no error.
 */
int case_work(struct casefile *c, struct workshop *w, struct str raw,
	      struct str origin, struct err *err);

/*
 * What makes two reports one case: the culprit, by its title where one is
 * known, since the same commit has other ids in other trees.  STR_NONE when
 * none is named.
 */
struct str case_key(struct casefile *c);

DEFINE_FREE(casefile, struct casefile, casefile_release(p))

#endif
