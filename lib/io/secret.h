/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Passwords and tokens: read when they are needed, wiped when they were used.
 * They come from a file or from what a command prints, never from arguments or
 * the environment, and no message holds them (nor the command, which some
 * people write a password into).
 */
#ifndef SECRET_H
#define SECRET_H

#include "base/err.h"

/* Where a secret comes from; exactly one is set. */
struct secret_place {
	const char *file;	/* its first line */
	const char *command;	/* the first line that /bin/sh -c prints */
};

#define SECRET_MAX	((size_t)64 << 10)

struct secret {
	char text[SECRET_MAX + 1];
};

/*
 * Fills *out with the secret, or with nothing on failure.  A file that others
 * may read is refused.  A command has @seconds; its standard error is ours.
 * ERR_SOURCE where a person must do something, ERR_BUSY when the command gives
 * no answer in time.
 */
int secret_read(struct secret *out, const struct secret_place *place,
		unsigned int seconds, struct err *err);

static inline void secret_wipe(struct secret *s)
{
	explicit_bzero(s, sizeof(*s));
}

#endif
