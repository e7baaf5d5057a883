// SPDX-License-Identifier: GPL-2.0-only
#include "mail/flowed.h"

static size_t quote_depth(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '>')
		n++;
	return n;
}

struct str flowed_join(struct arena *a, struct str text, bool delsp)
{
	/* a paragraph takes its marks once, plus a blank behind them */
	char *out = arena_alloc(a, text.n + text.n / 2 + 2);
	size_t n = 0, was = 0;
	bool open = false;	/* the line before ended in a soft break */
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		size_t depth = quote_depth(line);
		bool soft;

		line = str_from_off(line, depth);
		str_skip(&line, STR(" "));
		soft = line.n && line.p[line.n - 1] == ' ' &&
		       !str_eq(line, STR("-- "));
		if (open && (depth != was || str_eq(line, STR("-- ")))) {
			out[n++] = '\n';
			open = false;
		}
		if (!open) {
			memset(out + n, '>', depth);
			n += depth;
			if (depth)
				out[n++] = ' ';
		}
		if (soft && delsp)
			line.n--;
		if (line.n)
			memcpy(out + n, line.p, line.n);
		n += line.n;
		if (!soft)
			out[n++] = '\n';
		open = soft;
		was = depth;
	}
	if (open)
		out[n++] = '\n';
	return str_make(out, n);
}
