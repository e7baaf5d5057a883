// SPDX-License-Identifier: GPL-2.0-only
#include "report/title.h"

#include "base/buf.h"

#define TITLE_MAX 120

static bool word_char(char c)
{
	return is_alnum(c) || c == '_';
}

static size_t run_of(struct str s, bool (*is)(char c))
{
	size_t n = 0;

	while (n < s.n && is(s.p[n]))
		n++;
	return n;
}


/*
 * Each looks at the start of @s, which stands behind @before (0: nothing),
 * and yields how many bytes *put replaces; 0: none.
 */
static size_t executor(struct str s, char before, struct str *put)
{
	struct str rest = s;
	size_t n;

	if (word_char(before) || !str_skip(&rest, STR("syz-executor")))
		return 0;
	for (n = 0; n < rest.n && (is_digit(rest.p[n]) || rest.p[n] == '.'); n++)
		;
	*put = STR("syz-executor");
	return n ? s.n - rest.n + n : 0;
}

static size_t address(struct str s, char before, struct str *put)
{
	size_t hex = str_starts(s, STR("0x")) ? 2 : 0, n;

	if (is_alnum(before) || before == '_')
		return 0;
	n = run_of(str_from_off(s, hex), is_hex);
	if (n < 6 || (hex + n < s.n && word_char(s.p[hex + n])))
		return 0;
	*put = STR("ADDR");
	return hex + n;
}

static size_t ip_address(struct str s, char before, struct str *put)
{
	size_t at = 0;

	if (is_alnum(before) || before == '.')
		return 0;
	for (int i = 0; i < 4; i++) {
		size_t n = run_of(str_from_off(s, at), is_digit);

		if (!n || n > 3)
			return 0;
		at += n;
		if (i < 3 && (at >= s.n || s.p[at++] != '.'))
			return 0;
	}
	*put = STR("IP");
	return at;
}

/* ":123" behind "file.c" */
static size_t source_line(struct str s, char before, struct str *put)
{
	size_t n;

	if ((before != 'c' && before != 'h' && before != 'S') || *s.p != ':')
		return 0;
	n = run_of(str_from_off(s, 1), is_digit);
	*put = STR(":LINE");
	return n ? n + 1 : 0;
}

/* "+0x1/0x2" behind a function */
static size_t offset(struct str s, char before, struct str *put)
{
	struct str rest = s;
	size_t n;

	if (!word_char(before) || !str_skip(&rest, STR("+0x")))
		return 0;
	n = run_of(rest, is_hex);
	rest = str_from_off(rest, n);
	if (!str_skip(&rest, STR("/0x")))
		return 0;
	*put = STR("");
	return s.n - rest.n + run_of(rest, is_hex);
}

static size_t cpu(struct str s, char before, struct str *put)
{
	size_t n;

	if (word_char(before) || !str_starts(s, STR("CPU#")))
		return 0;
	n = run_of(str_from_off(s, 4), is_digit);
	*put = STR("CPU");
	return n ? n + 4 : 0;
}

static size_t number(struct str s, char before, struct str *put)
{
	size_t n = run_of(s, is_digit);

	*put = STR("NUM");
	if (n >= 7)
		return n;
	if (!n || word_char(before))
		return 0;
	return n < s.n && word_char(s.p[n]) ? 0 : n;
}

static size_t (*const volatile_parts[])(struct str s, char before,
					struct str *put) = {
	executor, address, ip_address, source_line, offset, cpu, number,
};

struct str title_clean(struct arena *a, struct str title)
{
	__free(buf) struct buf b;
	char before = 0;

	buf_init(&b, TITLE_MAX);
	title = str_trim(title);
	while (title.n && !b.overflow) {
		struct str put = STR_NONE;
		size_t n = 0;

		for (size_t i = 0; i < ARRAY_SIZE(volatile_parts) && !n; i++)
			n = volatile_parts[i](title, before, &put);
		if (n) {
			buf_add(&b, put);
		} else {
			char c = *title.p;

			n = 1;
			if (is_space(c))
				c = ' ';
			if (c >= ' ' && c < 0x7f &&
			    !(c == ' ' && (before == ' ' || !b.n)))
				buf_addc(&b, c);
		}
		before = is_space(title.p[n - 1]) ? ' ' : title.p[n - 1];
		title = str_from_off(title, n);
	}
	return str_trim(str_dup(a, buf_str(&b)));
}
