/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands whose operands are FILEs: mails, mboxes, Maildirs, "-". */
#ifndef EACH_MESSAGE_H
#define EACH_MESSAGE_H

#include "options.h"

#include "base/arena.h"
#include "io/source.h"

/*
 * Parses the options, then calls @work for each message of each operand with
 * an arena that is empty again for the next.  Yields the worst of the exit
 * codes; a file that cannot be read does not keep the others from it.
 */
int each_message(struct app *app, const struct usage *usage, int argc,
		 char **argv,
		 int (*work)(struct app *app, struct arena *a,
			     const struct raw_message *raw));

#endif
