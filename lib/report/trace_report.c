// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_report.h"

#include "report/trace_frames.h"
#include "report/trace_wrap.h"

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
		hit->follows = line.follows;
		if (hit->header && !is_replayed(text, hit->end))
			return true;
	}
	return false;
}

/* Were long lines wrapped?  A look at the first ones tells. */
static bool is_narrow(struct str rest)
{
	struct str raw;

	for (int i = 0; i < 64 && str_line(&rest, &raw); i++) {
		trace_cut_quotes(&raw);
		if (raw.n > WRAP_WIDTH)
			return false;
	}
	return true;
}

/* Puts @next, the rest of @l, back behind it. */
static void join(struct report_line *l, struct arena *keep,
		 const struct report_line *next)
{
	struct trace_line *line = &l->line;

	line->text = str_printf(keep, "%.*s %.*s",
				STR_ARG(str_trim_end(line->text)),
				STR_ARG(next->line.text));
	line->raw.n = (size_t)(next->line.raw.p + next->line.raw.n -
			       line->raw.p);
	l->function = frame_function(line->text);
	l->signs.kinds |= next->signs.kinds;
	l->signs.headers |= next->signs.headers;
	if (!l->signs.oops)
		l->signs.oops = next->signs.oops;
	l->signs.follows |= next->signs.follows;
}

void trace_region_read(struct trace_region *region, struct arena *a,
		       struct arena *keep, const struct trace_signs *signs,
		       size_t start, size_t reach)
{
	struct str rest = str_sub(signs->text, start, reach), raw;
	size_t hit = trace_signs_from(signs, start);
	bool narrow = is_narrow(rest), joined = false;

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
		if (region->lines.nr < 2)
			continue;
		/* a serial console and an early one both print */
		if (l->line.who.n && str_eq(raw, l[-1].line.raw)) {
			region->lines.nr--;
			continue;
		}
		/* a line comes in two pieces, hardly in more */
		if (!joined && trace_is_wrapped(&l[-1].line, &l->line, narrow)) {
			join(l - 1, keep, l);
			region->lines.nr--;
			joined = true;
		} else {
			joined = false;
		}
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
	       (!str_is_none(r->also) && str_eq(l->line.who, r->also)) ||
	       (all_cpus && who_is_cpu(l->line.who));
}

static bool is_of_trace(const struct report_line *l)
{
	return !str_is_none(l->function) || l->signs.kinds ||
	       str_starts(l->line.text, STR("CPU: "));
}

/* May a trace end with @l?  What has no prefix may be of the letter. */
static bool is_end_of_trace(const struct report_line *l)
{
	struct str s = l->line.text;

	return is_of_trace(l) || l->signs.oops ||
	       str_starts(s, STR("R")) || str_starts(s, STR("Code: ")) ||
	       str_starts(s, STR("Modules linked in")) ||
	       str_starts(s, STR("---[ end ")) ||
	       str_starts(s, STR("Hardware name")) ||
	       str_starts(s, STR("</")) || str_starts(s, STR("====="));
}

/*
 * People copy a headline without its time and the rest with it, or write the
 * headline themselves: if nothing follows in the same shape, and a trace in
 * the other, then both are one.
 */
static struct str other_shape(const struct trace_region *region, size_t i)
{
	struct str who = region->lines.v[i].line.who, other = STR_NONE;
	size_t last = MIN(region->lines.nr, i + 12);
	unsigned int nr = 0;

	while (++i < last) {
		const struct report_line *l = &region->lines.v[i];

		if (!l->line.text.n)
			continue;
		if (str_eq(l->line.who, who) || (who.n && l->line.who.n))
			return STR_NONE;
		if (str_is_none(other))
			other = l->line.who;
		if (str_eq(l->line.who, other) && is_of_trace(l))
			nr++;
	}
	return nr >= 3 ? other : STR_NONE;
}

bool trace_report_cut(struct trace_report *r, struct arena *a,
		      const struct trace_region *region,
		      const struct oops_hit *hit)
{
	const struct report_line *first, *l;
	size_t i = line_number(region, hit->start), nr = 0;
	size_t enough = LINES_ENOUGH;
	bool all_cpus = false, enclosed;

	if (i == region->lines.nr)
		return false;
	first = &region->lines.v[i];
	if (str_offset(region->signs->text, first->line.raw) != hit->start)
		return false;
	*r = (struct trace_report){
		.header = hit->header, .start = hit->start,
		.end = hit->start + first->line.raw.n, .who = first->line.who,
		.also = other_shape(region, i),
	};
	enclosed = who_is_task(r->who) || who_is_cpu(r->who);
	if (str_has(first->line.raw, STR("KMSAN")))
		enough = LINES_ENOUGH_KMSAN;
	for (; i < region->lines.nr && r->lines.nr < REPORT_LINES; i++) {
		l = &region->lines.v[i];
		if (l != first && !r->title_nr && !enclosed &&
		    l->signs.oops && !l->signs.follows)
			r->title_nr = r->lines.nr;
		if (r->title_nr && r->lines.nr > r->title_nr + BEHIND_LINES)
			break;
		if (!belongs(r, l, all_cpus))
			continue;
		if (!r->title_nr)
			*list_add(a, &r->all) = (struct report_line_ref){ l };
		if (l != first && l->line.doubted)
			continue;
		nr++;
		all_cpus = all_cpus || report_line_is(l, SIGN_ALL_CPUS);
		if (l != first && nr > enough && report_line_is(l, SIGN_FOLLOW_UP))
			break;
		if (l != first && report_line_is(l, SIGN_ASIDE))
			continue;
		*list_add(a, &r->own) = (struct report_line_ref){ l };
		*list_add(a, &r->lines) = l->line.text;
		/* below a trace without prefixes the letter goes on */
		if (!r->title_nr && (l->line.who.n || is_end_of_trace(l)))
			r->end = str_offset(region->signs->text, l->line.raw) +
				 l->line.raw.n;
	}
	if (!r->title_nr)
		r->title_nr = r->lines.nr;
	return true;
}
