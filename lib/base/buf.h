/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A growing buffer that knows its maximum, after curl's dynbuf.  What would
 * go beyond the maximum is left out and remembered in @overflow, so that a
 * writer adds piece by piece and asks once at the end.  The bytes are followed
 * by a NUL that is not counted.
 */
#ifndef BUF_H
#define BUF_H

#include "base/str.h"

struct buf {
	char *p;
	size_t n, cap, max;
	bool overflow;
};

void buf_init(struct buf *b, size_t max);
void buf_reset(struct buf *b);		/* empty, memory kept */
void buf_release(struct buf *b);

void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) __printf(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __printf(2, 0);

/* A view of the contents, valid until the next change. */
static inline struct str buf_str(const struct buf *b)
{
	return str_make(b->p ? b->p : "", b->n);
}

DEFINE_FREE(buf, struct buf, buf_release(p))

#endif
