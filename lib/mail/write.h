/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A draft as the bytes of a mail (RFC 5322): headers folded at 78 columns,
 * References never lost by folding, names and subjects in RFC 2047 where they
 * are not ASCII, text/plain as 7bit or 8bit, never base64, never flowed.
 *
 * Nothing that comes from outside can add a header: line breaks, NUL and other
 * control characters in values are an error, not something to repair.
 */
#ifndef WRITE_H
#define WRITE_H

#include "base/buf.h"
#include "base/err.h"
#include "mail/address.h"

/* A mail to be written.  Views; the struct owns nothing. */
struct outgoing {
	struct address from;
	struct address_list to, cc;
	struct str subject;
	struct str message_id;		/* without <> */
	struct str in_reply_to;		/* without <>; STR_NONE: starts a thread */
	struct str_list references;	/* without <>, oldest first */
	int64_t date;
	struct str body;		/* UTF-8, LF; wrapped already */
	struct str auto_submitted;	/* RFC 3834, or STR_NONE */
	/* further headers: names must be literals of the program */
	struct {
		struct { const char *name; struct str value; } *v;
		size_t nr, cap;
	} extra;
};

enum line_end { LINE_END_LF, LINE_END_CRLF };

/* ERR_MSG when a value cannot be sent; the text says which and why. */
int outgoing_write(struct buf *out, const struct outgoing *mail,
		   enum line_end end, struct err *err);

#endif
