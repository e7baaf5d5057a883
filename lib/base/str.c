// SPDX-License-Identifier: GPL-2.0-only
#include "base/str.h"

#include "base/arena.h"

/*
 * What is empty may be NULL, which memcmp() must not see.  Most of what is
 * compared differs in its first byte already.
 */
static bool same(const char *a, const char *b, size_t n)
{
	return !n || (a && b && *a == *b && !memcmp(a, b, n));
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && same(a.p, b.p, a.n);
}

bool str_eq_i(struct str a, struct str b)
{
	return a.n == b.n && str_starts_i(a, b);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = MIN(a.n, b.n);
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && same(s.p, prefix.p, prefix.n);
}

bool str_starts_i(struct str s, struct str prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (to_lower(s.p[i]) != to_lower(prefix.p[i]))
			return false;
	return true;
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       str_eq(str_from_off(s, s.n - suffix.n), suffix);
}

/* FNV-1a */
uint64_t str_hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

bool str_skip(struct str *s, struct str prefix)
{
	if (!str_starts(*s, prefix))
		return false;
	*s = str_from_off(*s, prefix.n);
	return true;
}

bool str_skip_i(struct str *s, struct str prefix)
{
	if (!str_starts_i(*s, prefix))
		return false;
	*s = str_from_off(*s, prefix.n);
	return true;
}

/*
 * memchr() finds a rare first byte at many times the speed of memmem(), and
 * needs no table, which in a short text costs more than the search.  Where the
 * first byte turns out to be common, memmem() goes on: its time is linear.
 */
#define FALSE_STARTS	16
#define BYTES_A_START	32

ptrdiff_t str_find(struct str s, struct str needle)
{
	const char *p = s.p, *last;
	size_t starts = 0;

	if (!needle.n)
		return 0;
	if (s.n < needle.n)
		return -1;
	last = s.p + s.n - needle.n;
	while (p && p <= last) {
		p = memchr(p, *needle.p, (size_t)(last - p) + 1);
		if (!p || !memcmp(p, needle.p, needle.n))
			break;
		p++;
		if (++starts > FALSE_STARTS +
			       (size_t)(p - s.p) / BYTES_A_START) {
			p = memmem(p, (size_t)(s.p + s.n - p), needle.p,
				   needle.n);
			break;
		}
	}
	return p && p <= last ? p - s.p : -1;
}

ptrdiff_t str_find_i(struct str s, struct str needle)
{
	char first;

	if (!needle.n)
		return 0;
	first = to_lower(*needle.p);
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (to_lower(s.p[i]) == first &&
		    str_starts_i(str_from_off(s, i), needle))
			return (ptrdiff_t)i;
	return -1;
}

ptrdiff_t str_rfind(struct str s, struct str needle)
{
	for (size_t i = s.n + 1; i-- > 0;)
		if (str_starts(str_from_off(s, i), needle))
			return (ptrdiff_t)i;
	return -1;
}

ptrdiff_t str_chr(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

	return hit ? hit - s.p : -1;
}

ptrdiff_t str_rchr(struct str s, char c)
{
	const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;

	return hit ? hit - s.p : -1;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	s = str_from_off(s, from);
	s.n = MIN(s.n, n);
	return s;
}

struct str str_from_off(struct str s, size_t from)
{
	if (!s.p)
		return STR_NONE;
	from = MIN(from, s.n);
	return str_make(s.p + from, s.n - from);
}

struct str str_trim_end(struct str s)
{
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(*s.p))
		s = str_from_off(s, 1);
	return str_trim_end(s);
}

bool str_line(struct str *rest, struct str *line)
{
	if (!str_split(rest, '\n', line))
		return false;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool str_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n && is_blank(*rest->p))
		*rest = str_from_off(*rest, 1);
	while (n < rest->n && !is_blank(rest->p[n]))
		n++;
	*word = str_sub(*rest, 0, n);
	*rest = str_from_off(*rest, n);
	return n > 0;
}

bool str_split(struct str *rest, char c, struct str *head)
{
	ptrdiff_t at = str_chr(*rest, c);

	if (!rest->n)
		return false;
	if (at < 0) {
		*head = *rest;
		*rest = str_from_off(*rest, rest->n);
	} else {
		*head = str_sub(*rest, 0, (size_t)at);
		*rest = str_from_off(*rest, (size_t)at + 1);
	}
	return true;
}

bool str_to_u64(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	if (!s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) ||
		    __builtin_mul_overflow(v, 10u, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*out = v;
	return true;
}

char *str_c(struct arena *a, struct str s)
{
	char *c = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(c, s.p, s.n);
	return c;
}

struct str str_dup(struct arena *a, struct str s)
{
	return s.p ? str_make(str_c(a, s), s.n) : STR_NONE;
}

struct str str_lower(struct arena *a, struct str s)
{
	char *c = str_c(a, s);

	for (size_t i = 0; i < s.n; i++)
		c[i] = to_lower(c[i]);
	return str_make(c, s.n);
}

struct str str_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *c;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR("");
	c = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(c, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return str_make(c, (size_t)n);
}

struct str str_fold(struct arena *a, struct str s)
{
	char *c;
	size_t n = 0;

	s = str_trim(s);
	c = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		bool space = is_space(s.p[i]);

		if (space && n && c[n - 1] == ' ')
			continue;
		c[n++] = space ? ' ' : s.p[i];
	}
	return str_make(c, n);
}

/*
 * The length of the UTF-8 sequence at the start of @s, or 0 when there is
 * none: overlong forms, surrogates and values above U+10FFFF are not valid
 * (RFC 3629 section 4).
 */
static size_t utf8_len(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char lo = 0x80, hi = 0xbf;
	size_t n;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		n = 2;
	else if ((p[0] & 0xf0) == 0xe0)
		n = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		n = 4;
	else
		return 0;
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	if (s.n < n || p[1] < lo || p[1] > hi)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* Eight bytes of ASCII without a NUL? */
static bool is_plain(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return !((w | (w - ones)) & (ones << 7));
}

/* The offset of the first byte that is not part of valid UTF-8, or s.n. */
static size_t utf8_valid(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		while (s.n - i >= sizeof(uint64_t) && is_plain(s.p + i))
			i += sizeof(uint64_t);
		if (i == s.n)
			break;
		size_t n = s.p[i] ? utf8_len(str_from_off(s, i)) : 0;

		if (!n)
			break;
		i += n;
	}
	return i;
}

bool str_is_utf8(struct str s)
{
	return utf8_valid(s) == s.n;
}

struct str str_utf8(struct arena *a, struct str s)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t bad = utf8_valid(s), n = 0;
	char *c;

	if (bad == s.n)
		return s;
	c = arena_alloc(a, s.n * 3 + 1);
	while (s.n) {
		memcpy(c + n, s.p, bad);
		n += bad;
		s = str_from_off(s, bad);
		if (!s.n)
			break;
		memcpy(c + n, replacement, 3);
		n += 3;
		s = str_from_off(s, 1);
		bad = utf8_valid(s);
	}
	return str_make(c, n);
}
