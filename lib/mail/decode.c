// SPDX-License-Identifier: GPL-2.0-only
#include "mail/decode.h"

#define SKIP	64
#define PAD	65

/* Value of each byte; built once per call chain would cost more than it is */
static unsigned int base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26u;
	if (c >= '0' && c <= '9')
		return c - '0' + 52u;
	if (c == '+')
		return 62;
	if (c == '/')
		return 63;
	return c == '=' ? PAD : SKIP;
}

/* What stands behind the padding: a footer, or just line ends. */
static struct str tail(struct str s)
{
	while (s.n && (is_space(*s.p) || *s.p == '='))
		s = str_from_off(s, 1);
	return s.n ? s : STR_NONE;
}

struct str decode_base64(struct arena *a, struct str s, struct str *behind)
{
	char *out = arena_alloc(a, s.n / 4 * 3 + 4);
	unsigned int acc = 0, got = 0;
	size_t n = 0, i;

	if (behind)
		*behind = STR_NONE;
	for (i = 0; i < s.n; i++) {
		unsigned int v = base64_value((unsigned char)s.p[i]);

		if (v == SKIP)
			continue;
		if (v == PAD)
			break;
		acc = acc << 6 | v;
		if (++got < 4)
			continue;
		out[n++] = (char)(acc >> 16);
		out[n++] = (char)(acc >> 8);
		out[n++] = (char)acc;
		acc = got = 0;
	}
	if (got == 3) {
		out[n++] = (char)(acc >> 10);
		out[n++] = (char)(acc >> 2);
	} else if (got == 2) {
		out[n++] = (char)(acc >> 4);
	}
	if (behind && i < s.n)
		*behind = tail(str_from_off(s, i));
	return str_make(out, n);
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	return is_hex(c) ? to_lower(c) - 'a' + 10 : -1;
}

/* The byte of "=XX" at @i, or -1. */
static int escaped(struct str s, size_t i)
{
	int hi, lo;

	if (i + 2 >= s.n)
		return -1;
	hi = hex_value(s.p[i + 1]);
	lo = hex_value(s.p[i + 2]);
	return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
}

/* The length of a soft line break ("=", blanks, line end) at @i, or 0. */
static size_t soft_break(struct str s, size_t i)
{
	size_t j = i + 1;

	while (j < s.n && is_blank(s.p[j]))
		j++;
	if (j < s.n && s.p[j] == '\r')
		j++;
	if (j == s.n)
		return j - i;
	return s.p[j] == '\n' ? j + 1 - i : 0;
}

struct str decode_quoted_printable(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, i = 0;

	while (i < s.n) {
		ptrdiff_t run = str_chr(str_from_off(s, i), '=');
		size_t len = run < 0 ? s.n - i : (size_t)run, soft;
		int byte;

		memcpy(out + n, s.p + i, len);
		n += len;
		i += len;
		if (i == s.n)
			break;
		byte = escaped(s, i);
		soft = byte < 0 ? soft_break(s, i) : 0;
		if (!soft)
			out[n++] = byte < 0 ? '=' : (char)byte;
		i += byte >= 0 ? 3 : soft ? soft : 1;
	}
	return str_make(out, n);
}

struct str decode_q(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int byte = s.p[i] == '=' ? escaped(s, i) : -1;

		if (byte >= 0)
			i += 2;
		out[n++] = byte >= 0 ? (char)byte : s.p[i] == '_' ? ' ' : s.p[i];
	}
	return str_make(out, n);
}
