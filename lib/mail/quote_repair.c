// SPDX-License-Identifier: GPL-2.0-only
#include "mail/quote_repair.h"

#include "mail/marks.h"

/* "On ... wrote:" above a quote, over up to four lines. */
static void find_attribution(struct line *v, size_t quote)
{
	size_t last = quote, first;

	while (last > 0 && quote - last < 2 && !v[last - 1].raw.n)
		last--;
	if (!last--)
		return;
	if (v[last].who == LINE_QUOTE || v[last].depth ||
	    !marks_attribution_end(v[last].text))
		return;
	for (first = last; !marks_attribution_start(v[first].text); first--)
		if (first == 0 || last - first == 3 || v[first - 1].depth ||
		    !v[first - 1].raw.n) {
			first = last;
			break;
		}
	for (size_t i = first; i < quote; i++)
		if (v[i].who == LINE_AUTHOR || v[i].who == LINE_SIGNATURE)
			v[i].who = LINE_QUOTE;
}

/*
 * A long quoted line that somebody's mailer wrapped: its rest stands without
 * marks between two quoted lines.
 */
static void find_wrapped(struct line *v, size_t nr, size_t quote)
{
	struct line *above = &v[quote];
	size_t n = 0;
	char end;

	while (quote + n + 1 < nr && n < 4 && !v[quote + n + 1].depth &&
	       v[quote + n + 1].raw.n)
		n++;
	if (!n || n > 3 || quote + n + 1 >= nr ||
	    !v[quote + n + 1].depth || above->raw.n < WRAPPED_MIN)
		return;
	end = above->raw.p[above->raw.n - 1];
	if (strchr(".?!:;>", end))
		return;
	for (size_t i = quote + 1; i <= quote + n; i++)
		if (v[i].who == LINE_AUTHOR)
			v[i].who = LINE_QUOTE;
}

/*
 * A web page that lost all quote marks: what is below an attribution cannot be
 * told apart any more, and must not count as the author's.
 */
static void read_lost_quotes(struct line *v, size_t nr)
{
	bool below = false;

	for (size_t i = 0; i < nr; i++)
		if (v[i].depth)
			return;
	for (size_t i = 0; i < nr; i++) {
		below |= v[i].who == LINE_QUOTE;
		if (below && v[i].who == LINE_AUTHOR)
			v[i].who = LINE_QUOTE;
	}
}

static void read_quotes(struct line *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (v[i].who != LINE_QUOTE || !v[i].depth)
			continue;
		if (!i || !v[i - 1].depth)
			find_attribution(v, i);
		if (i + 1 < nr && !v[i + 1].depth)
			find_wrapped(v, nr, i);
	}
}

void quote_repair(struct line *v, size_t nr, bool lost_marks)
{
	read_quotes(v, nr);
	if (lost_marks)
		read_lost_quotes(v, nr);
}
