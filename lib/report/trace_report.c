// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_report.h"

#include "report/trace_frames.h"

/*
 * So many lines make a report; what panic_on_warn or the lock checker adds
 * behind them is left out.  KMSAN is brief.
 */
#define LINES_ENOUGH		22
#define LINES_ENOUGH_KMSAN	16

/* More lines than a report has, fewer than a hostile text may. */
#define REGION_LINES	32768
#define REPORT_LINES	8192
/* How far below the next oops the stacks of this one may go on. */
#define BEHIND_LINES	1024

/* printk, when it changes hands, prints a line's start and then all of it. */
static bool is_replayed(struct str text, size_t end)
{
	struct str next = str_sub(text, end + 1, 80);

	return str_starts(next, STR("** replaying previous printk message **"));
}

bool oops_find(const struct trace_signs *signs, size_t from,
	       struct oops_hit *hit)
{
	struct str text = signs->text;
	size_t i = trace_signs_from(signs, from);

	while (i < signs->hits.nr) {
		size_t at = signs->hits.v[i].at;
		struct line_signs line;
		ptrdiff_t n = str_chr(str_from_off(text, at), '\n');

		if (!sign_header(&signs->hits.v[i])) {
			i++;
			continue;
		}
		hit->end = n < 0 ? text.n : at + (size_t)n;
		hit->start = (size_t)(str_rchr(str_sub(text, 0, at), '\n') + 1);
		trace_signs_in_line(signs, &i, hit->start, hit->end, STR(""),
				    &line);
		hit->header = line.oops;
		if (hit->header && !is_replayed(text, hit->end))
			return true;
	}
	return false;
}

void trace_region_read(struct trace_region *region, struct arena *a,
		       const struct trace_signs *signs, size_t start,
		       size_t reach)
{
	struct str rest = str_sub(signs->text, start, reach), raw;
	size_t hit = trace_signs_from(signs, start);

	*region = (struct trace_region){
		.signs = signs, .start = start, .end = start + rest.n,
	};
	while (region->lines.nr < REGION_LINES && str_line(&rest, &raw)) {
		struct report_line *l = list_add(a, &region->lines);
		size_t at = str_offset(signs->text, raw);

		trace_line_read(&l->line, raw);
		l->function = frame_function(l->line.text);
		trace_signs_in_line(signs, &hit, at, at + raw.n, l->line.text,
				    &l->signs);
	}
	if (rest.n)
		region->end = str_offset(signs->text, rest);
}

/* The number of the line that begins at @start. */
static size_t line_number(const struct trace_region *region, size_t start)
{
	const char *p = region->signs->text.p + start;
	size_t lo = 0, hi = region->lines.nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (region->lines.v[mid].line.raw.p < p)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Does @l belong to the report, whoever else prints at the same time? */
static bool belongs(const struct trace_report *r, const struct report_line *l,
		    bool all_cpus)
{
	return str_eq(l->line.who, r->who) ||
	       (all_cpus && who_is_cpu(l->line.who));
}

void trace_report_cut(struct trace_report *r, struct arena *a,
		      const struct trace_region *region,
		      const struct oops_hit *hit)
{
	const struct report_line *first, *l;
	size_t i = line_number(region, hit->start), nr = 0;
	size_t enough = LINES_ENOUGH;
	bool all_cpus = false, enclosed;

	first = &region->lines.v[i];
	*r = (struct trace_report){
		.header = hit->header, .start = hit->start,
		.end = hit->start + first->line.raw.n, .who = first->line.who,
	};
	enclosed = who_is_task(r->who) || who_is_cpu(r->who);
	if (str_has(first->line.raw, STR("KMSAN")))
		enough = LINES_ENOUGH_KMSAN;
	for (; i < region->lines.nr && r->lines.nr < REPORT_LINES; i++) {
		l = &region->lines.v[i];
		if (l != first && !r->title_nr && !enclosed &&
		    l->signs.oops && !l->signs.oops->follows)
			r->title_nr = r->lines.nr;
		if (r->title_nr && r->lines.nr > r->title_nr + BEHIND_LINES)
			break;
		if (!belongs(r, l, all_cpus))
			continue;
		if (!r->title_nr)
			*list_add(a, &r->all) = l;
		if (l != first && l->line.doubted)
			continue;
		nr++;
		all_cpus = all_cpus || report_line_is(l, SIGN_ALL_CPUS);
		if (l != first && nr > enough && report_line_is(l, SIGN_FOLLOW_UP))
			break;
		if (l != first && report_line_is(l, SIGN_ASIDE))
			continue;
		*list_add(a, &r->own) = l;
		*list_add(a, &r->lines) = l->line.text;
		if (!r->title_nr)
			r->end = str_offset(region->signs->text, l->line.raw) +
				 l->line.raw.n;
	}
	if (!r->title_nr)
		r->title_nr = r->lines.nr;
}
