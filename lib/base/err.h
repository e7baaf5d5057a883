/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Errors: a code that says how much is broken, so that the caller knows what
 * to do, and one line for a person: "where: what (how to mend it)".
 *
 * A function that can fail returns 0 or a negative enum err_code and takes
 * "struct err *err" last.  An expected answer (a conflict, an unknown commit,
 * "not a report") is never an error but a value in a result.
 */
#ifndef ERR_H
#define ERR_H

#include "base/base.h"

enum err_code {
	ERR_MSG = -1,		/* skip this message */
	ERR_SOURCE = -2,	/* leave this source until the next poll */
	ERR_TREE = -3,		/* go on without this tree */
	ERR_CONF = -4,		/* stop and tell the operator */
	ERR_BUSY = -5,		/* try again later: locked, network, disk full */
	ERR_FATAL = -6,
};

struct err {
	enum err_code code;
	char msg[640];
};

#define ERR_INIT	((struct err){ 0 })

/* Both yield the code, so that failing is one line. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__printf(3, 4);
/* The same, with ": strerror(errno)" behind the text. */
int err_errno(struct err *err, enum err_code code, const char *fmt, ...)
	__printf(3, 4);
/* Put context in front: "while ...: old text". */
int err_add(struct err *err, const char *fmt, ...) __printf(2, 3);

#endif
