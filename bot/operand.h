/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mails that a person means by an operand: a file, mbox, Maildir or "-";
 * or a message id or archive URL, looked for in the state, in the local
 * sources of the configuration, and then in the archive.
 */
#ifndef OPERAND_H
#define OPERAND_H

#include "app.h"
#include "context.h"
#include "pipeline.h"

#include "io/source.h"
#include "state/store.h"

struct operand {
	struct source *source;		/* the mails; one where an id was given */
	struct stored_message known;	/* message_id STR_NONE: nothing */
	/* of a message id or URL, where the archive may be asked: */
	struct archive_place place;
	struct archive *archive;	/* else NULL */
	struct thread_context thread;
};

/*
 * Fills *out, which operand_release() empties again, also after an error.
 * ERR_MSG when there is no such file or no such message.  With @offline no
 * server is asked; the configuration may say so as well.  Texts lie in @a.
 */
int operand_open(struct operand *out, struct arena *a, const char *text,
		 const struct config *config, const struct app *app,
		 bool offline, struct err *err);
void operand_release(struct operand *o);

/*
 * One mail of the operand through the pipeline, with what is known around it;
 * *c is casefile_init()ed by the caller.
 */
int operand_case(struct casefile *c, struct operand *o, struct arena *a,
		 struct workshop *w, const struct raw_message *raw,
		 struct err *err);

DEFINE_FREE(operand, struct operand, operand_release(p))

#endif
