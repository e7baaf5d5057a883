// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_blanks.h"

static const struct str unbreaking = { "\xc2\xa0", 2 };

struct str trace_plain_blanks(struct arena *a, struct str text)
{
	ptrdiff_t at = str_find(text, unbreaking);
	size_t n = 0;
	char *p;

	if (at < 0)
		return text;
	p = arena_alloc(a, text.n);
	for (; at >= 0; at = str_find(text, unbreaking)) {
		memcpy(p + n, text.p, (size_t)at);
		n += (size_t)at;
		p[n++] = ' ';
		text = str_from_off(text, (size_t)at + unbreaking.n);
	}
	if (text.n)
		memcpy(p + n, text.p, text.n);
	return str_make(p, n + text.n);
}

size_t trace_blanks_offset(struct str text, size_t at)
{
	size_t offset = 0;

	for (;;) {
		ptrdiff_t next = str_find(str_from_off(text, offset),
					  unbreaking);

		if (next < 0 || (size_t)next >= at)
			return MIN(offset + at, text.n);
		/* one blank there, two bytes here */
		offset += (size_t)next + unbreaking.n;
		at -= (size_t)next + 1;
	}
}
