/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a child of the poll gives back of its case: texts, in a form that
 * cannot be misread.  Each field is written as its length in decimal, a colon
 * and the bytes ("-:" for none), in the order of the table in outcome.c.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "pipeline.h"

struct outcome {
	/* of the message */
	struct str subject, sender, class, date;
	struct str why;			/* one sentence */
	struct str case_key;
	struct str keep;		/* "1": keep the bytes of the mail */
	struct str waits;		/* "1": a report that is to be worked on */
	struct str root, parent;	/* first and last id in References: */
	/* of the draft; bytes STR_NONE: there is none */
	struct str situation, message_id, draft_subject, to, cc;
	struct str held;		/* why, or STR_NONE */
	struct str culprit, verdict, bytes, patch;
	struct str queries;	/* what an archive can be searched for, a line each */
};

/* From a case that was only read: a claim that is to be worked on. */
void outcome_of_claim(struct outcome *out, struct casefile *c);
/* From a case that was worked on. */
void outcome_of(struct outcome *out, struct casefile *c);

void outcome_pack(struct buf *out, const struct outcome *o);
/* The case failed; outcome_unpack() will yield this error. */
void outcome_pack_err(struct buf *out, const struct err *err);
/* Views into @bytes.  ERR_MSG when they are not what pack wrote. */
int outcome_unpack(struct outcome *o, struct str bytes, struct err *err);

#endif
