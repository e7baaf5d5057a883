/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The archive that a poll asks for the threads of reports.  It is paced like a
 * source: one that fails is not asked again in the same round, and one that
 * wants peace is left alone for as long.
 */
#ifndef CASE_ARCHIVE_H
#define CASE_ARCHIVE_H

#include "context.h"
#include "handle.h"

struct case_archive {
	struct round *round;
	struct archive *archive;	/* NULL: it is not to be asked */
	struct source_pace pace;
	bool left_alone;		/* it failed, or wants peace */
	struct err failed;		/* code 0: it answers */
	struct err odd;			/* not about one mail, the last of them */
	uint64_t waiting;		/* cases that were put off for that */
};

/* Texts of the pace lie in @a. */
int case_archive_open(struct case_archive *ca, struct round *r,
		      struct arena *a, struct err *err);

/*
 * Adds what the archive knows around the message to *context.  False when it
 * does not answer: context->missing says why.
 */
bool case_archive_ask(struct case_archive *ca, struct thread_context *context,
		      struct arena *a, const struct stored_message *m,
		      const struct thread_query_list *queries);

/*
 * Remembers how it answered.  An error when cases wait for it, and that has not
 * been said before.
 */
int case_archive_end(struct case_archive *ca, struct err *err);
void case_archive_release(struct case_archive *ca);

DEFINE_FREE(case_archive, struct case_archive, case_archive_release(p))

#endif
