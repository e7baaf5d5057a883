// SPDX-License-Identifier: GPL-2.0-only
#include "base/buf.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->overflow = false;
	if (b->p)
		b->p[0] = '\0';
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

/* Room for @n more bytes and the NUL; false when that is too much. */
static bool buf_room(struct buf *b, size_t n)
{
	size_t want, cap;

	if (b->overflow || n > b->max - b->n) {
		b->overflow = true;
		return false;
	}
	want = b->n + n + 1;
	if (want > b->cap) {
		cap = MAX(want, MIN(b->cap * 2, b->max + 1));
		b->p = mem_realloc(b->p, MAX(cap, (size_t)256));
		b->cap = MAX(cap, (size_t)256);
	}
	return true;
}

void buf_add(struct buf *b, struct str s)
{
	if (!s.n || !buf_room(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, str_make(&c, 1));
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, str_from(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0 && buf_room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}
