// SPDX-License-Identifier: GPL-2.0-only
#include "mail/decode.h"

/* The value of each character of the alphabet, plus one; 0 for others. */
static const unsigned char base64_plus1[256] = {
	['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6,
	['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12,
	['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
	['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
	['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
	['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
	['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
	['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
	['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60,
	['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

/* What stands behind the padding: a footer, or just line ends. */
static struct str tail(struct str s)
{
	while (s.n && (is_space(*s.p) || *s.p == '='))
		s = str_from_off(s, 1);
	return s.n ? s : STR_NONE;
}

/* Whole groups of four without anything between them, which is most. */
static size_t decode_groups(char *out, size_t *n, struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (; i + 4 <= s.n; i += 4) {
		unsigned int a = base64_plus1[p[i]], b = base64_plus1[p[i + 1]];
		unsigned int c = base64_plus1[p[i + 2]];
		unsigned int d = base64_plus1[p[i + 3]];

		if (!a || !b || !c || !d)
			break;
		a = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
		out[(*n)++] = (char)(a >> 16);
		out[(*n)++] = (char)(a >> 8);
		out[(*n)++] = (char)a;
	}
	return i;
}

static size_t decode_rest(char *out, unsigned int acc, unsigned int got)
{
	if (got == 3) {
		out[0] = (char)(acc >> 10);
		out[1] = (char)(acc >> 2);
	} else if (got == 2) {
		out[0] = (char)(acc >> 4);
	}
	return got > 1 ? got - 1 : 0;
}

struct str decode_base64(struct arena *a, struct str s, struct str *behind)
{
	char *out = arena_alloc(a, s.n / 4 * 3 + 8);
	unsigned int acc = 0, got = 0, v;
	size_t n = 0, i = 0, line = 0, line_n = 0;

	for (;; i++) {
		if (!got)
			i = decode_groups(out, &n, s, i);
		if (i >= s.n || s.p[i] == '=')
			break;
		v = base64_plus1[(unsigned char)s.p[i]];
		if (v) {
			acc = acc << 6 | (v - 1);
			if (++got < 4)
				continue;
			out[n++] = (char)(acc >> 16);
			out[n++] = (char)(acc >> 8);
			out[n++] = (char)acc;
			acc = got = 0;
		} else if (!is_space(s.p[i])) {
			n = line_n;	/* all of that line is text */
			i = line;
			got = 0;
			break;
		} else if (s.p[i] == '\n' && !got) {
			line = i + 1;
			line_n = n;
		}
	}
	n += decode_rest(out + n, acc, got);
	if (behind)
		*behind = i < s.n ? tail(str_from_off(s, i)) : STR_NONE;
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
