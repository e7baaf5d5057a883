/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text of any charset as UTF-8 with LF line ends.  What cannot be converted
 * becomes U+FFFD, so that one sees that something was there.
 *
 * Labels are read as mail really uses them: "us-ascii" with 8-bit bytes is
 * UTF-8 if it is valid as such, ISO-8859-1 means windows-1252, GB2312 means
 * GB18030, and an unknown label is guessed at.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "base/arena.h"
#include "base/str.h"

enum charset_flags {
	CHARSET_REPLACED = 1,	/* some bytes became U+FFFD */
	CHARSET_UNKNOWN = 2,	/* the label means nothing */
};

/*
 * Returns @s itself where nothing has to be changed.  @label may be STR_NONE.
 * *flags gets enum charset_flags or'ed in.
 */
struct str charset_to_utf8(struct arena *a, struct str s, struct str label,
			   unsigned int *flags);

/* Bytes that cannot be text: magic numbers of archives and images, NULs. */
bool charset_is_binary(struct str s);

/* The number of bytes at the start of @s that are ASCII without NUL and CR. */
size_t charset_plain(struct str s);

#endif
