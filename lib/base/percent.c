// SPDX-License-Identifier: GPL-2.0-only
#include "base/percent.h"

static int hex_value(char c)
{
	return is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10;
}

struct str percent_decode(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) &&
		    is_hex(s.p[i + 2])) {
			out[n++] = (char)(hex_value(s.p[i + 1]) << 4 |
					  hex_value(s.p[i + 2]));
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return str_make(out, n);
}

void percent_encode(struct buf *out, struct str s, struct str plain)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_alnum(s.p[i]) || str_chr(plain, s.p[i]) >= 0)
			buf_addc(out, s.p[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
	}
}
