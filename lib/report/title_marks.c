// SPDX-License-Identifier: GPL-2.0-only
#include "report/title_marks.h"

enum quote_mark quote_mark_at(struct str s, size_t i, size_t *n)
{
	unsigned char last;

	*n = 1;
	if (i >= s.n)
		return MARK_NONE;
	if (s.p[i] == '"')
		return MARK_DOUBLE;
	if (s.p[i] == '\'' || s.p[i] == '`')
		return MARK_SINGLE;
	/* U+2018 to U+201F */
	if (i + 2 >= s.n || s.p[i] != '\xe2' || s.p[i + 1] != '\x80')
		return MARK_NONE;
	last = (unsigned char)s.p[i + 2];
	*n = 3;
	if (last >= 0x98 && last <= 0x9b)
		return MARK_SINGLE;
	return last >= 0x9c && last <= 0x9f ? MARK_DOUBLE : MARK_NONE;
}

/*
 * The end of a title that was opened by '("' or "('": the last '")' that
 * belongs to it.  Yields the length of the title, or -1; *all counts the
 * closing marks as well.
 */
static ptrdiff_t close_both(struct str s, enum quote_mark mark, size_t *all)
{
	unsigned int depth = 1;
	ptrdiff_t hit = -1;
	size_t n, m, k;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(' && quote_mark_at(s, i + 1, &n) == mark) {
			depth++;
			i += n;
			continue;
		}
		if (quote_mark_at(s, i, &m) != mark)
			continue;
		for (k = i + m; k < s.n && is_blank(s.p[k]); k++)
			;
		if (k >= s.n || s.p[k] != ')')
			continue;
		hit = (ptrdiff_t)i;
		*all = k + 1;
		if (!--depth)
			break;
		i = k;
	}
	return hit;
}

/* The same for a title in quote marks alone; Revert "x" nests. */
static ptrdiff_t close_mark(struct str s, enum quote_mark mark, size_t *all)
{
	unsigned int depth = 1;
	size_t n;

	for (size_t i = 0; i < s.n; i++) {
		bool before, behind;

		if (quote_mark_at(s, i, &n) != mark)
			continue;
		before = !i || is_blank(s.p[i - 1]) || s.p[i - 1] == '(';
		behind = i + n < s.n && is_alnum(s.p[i + n]);
		if (before && behind) {
			depth++;
		} else if (mark == MARK_SINGLE && behind) {
			;	/* an apostrophe */
		} else if (!--depth) {
			*all = i + n;
			return (ptrdiff_t)i;
		}
		i += n - 1;
	}
	return -1;
}

static ptrdiff_t close_paren(struct str s, size_t *all)
{
	unsigned int depth = 1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(') {
			depth++;
		} else if (s.p[i] == ')' && !--depth) {
			*all = i + 1;
			return (ptrdiff_t)i;
		}
	}
	return -1;
}

ptrdiff_t title_close(struct str s, bool paren, enum quote_mark mark,
		      size_t *all)
{
	ptrdiff_t len = -1;

	if (mark == MARK_NONE)
		return close_paren(s, all);
	if (paren)
		len = close_both(s, mark, all);
	return len < 0 ? close_mark(s, mark, all) : len;
}
