/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mails that a person means by an operand: a file, mbox, Maildir or "-";
 * or a message id or archive URL, looked for in the state and then in the
 * sources of the configuration.
 */
#ifndef OPERAND_H
#define OPERAND_H

#include "app.h"
#include "config.h"

#include "io/source.h"
#include "state/store.h"

/*
 * *out belongs to the caller.  ERR_MSG when there is no such file or no such
 * message.  What the state knows of the message goes to *known (lives in @a;
 * message_id STR_NONE: nothing).
 */
int operand_open(struct source **out, struct stored_message *known,
		 struct arena *a, const char *operand,
		 const struct config *config, const struct app *app,
		 struct err *err);

#endif
