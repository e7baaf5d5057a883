/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One case through all rooms of the house: message, report, findings, verdict,
 * recipients, draft.  pipeline.c is the tour of the program.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "workshop.h"

#include "reply/lint.h"
#include "verify/thread.h"

/* Everything that is known of a case; all of it lies in its arena. */
struct casefile {
	struct arena arena;
	struct message message;
	struct report report;
	struct findings findings;
	struct thread_context context;	/* the caller fills it, see case_work() */
	struct thread thread;
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
 * First what the mail in @raw, which must stay, says by itself: message and
 * report.  ERR_MSG when it cannot be read as a mail or text.
 */
int case_read(struct casefile *c, struct str raw, struct str origin,
	      struct err *err);

/* Is what was read worth asking git about? */
bool case_is_claim(const struct casefile *c);

/*
 * Then all that follows, up to the draft; a mail that says nothing of interest
 * is no error.
 *
 * What is known of the thread and of searches must be in c->context before,
 * see thread.h: its mails, that a person asked for this draft, and why mails
 * are missing that should be there.  Left as it is, nothing is known.
 */
int case_answer(struct casefile *c, struct workshop *w, struct err *err);

/* Both. */
int case_work(struct casefile *c, struct workshop *w, struct str raw,
	      struct str origin, struct err *err);

/* Why the draft is held for a person's judgement; STR_NONE: it is not. */
struct str case_held_why(struct casefile *c);

/*
 * What makes two reports one case: the culprit, by its title where one is
 * known, since the same commit has other ids in other trees.  STR_NONE when
 * none is named.
 */
struct str case_key(struct casefile *c);

DEFINE_FREE(casefile, struct casefile, casefile_release(p))

#endif
