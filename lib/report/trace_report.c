// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_report.h"

#include "report/trace_pattern.h"

/*
 * So many lines make a report; what panic_on_warn or the lock checker adds
 * behind them is left out.  KMSAN is brief.
 */
#define LINES_ENOUGH		22
#define LINES_ENOUGH_KMSAN	16

void oops_finder_init(struct oops_finder *f)
{
	litset_init(&f->set);
	for (unsigned int i = 0; i < nr_oops_headers; i++)
		litset_add(&f->set, oops_headers[i].literal);
}

static bool fits_any(const char *const *patterns, struct str line)
{
	struct pattern_match m;

	for (; patterns && *patterns; patterns++) {
		m.nr = 0;
		if (pattern_in_line(*patterns, line, &m))
			return true;
	}
	return false;
}

/* The headers whose literal stands in @line, as bits in table order. */
static uint64_t headers_in(const struct oops_finder *f, struct str line)
{
	struct lit_hit hit;
	uint64_t found = 0;

	for (size_t at = 0; litset_find(&f->set, line, at, &hit);
	     at = hit.at + 1)
		found |= (uint64_t)1 << hit.index;
	return found;
}

static const struct oops_header *oops_in(const struct oops_finder *f,
					 struct str line)
{
	uint64_t found = headers_in(f, line);

	if (!found || fits_any(oops_never, line))
		return NULL;
	for (unsigned int i = 0; i < nr_oops_headers; i++)
		if (found >> i & 1 && !fits_any(oops_headers[i].unless, line))
			return &oops_headers[i];
	return NULL;
}

static size_t line_start(struct str text, size_t at)
{
	return (size_t)(str_rchr(str_sub(text, 0, at), '\n') + 1);
}

static size_t line_end(struct str text, size_t at)
{
	ptrdiff_t n = str_chr(str_from_off(text, at), '\n');

	return n < 0 ? text.n : at + (size_t)n;
}

/* printk, when it changes hands, prints a line's start and then all of it. */
static bool is_replayed(struct str text, size_t end)
{
	struct str next = str_sub(text, end + 1, 80);

	return str_starts(next, STR("** replaying previous printk message **"));
}

bool oops_find(const struct oops_finder *f, struct str text, size_t from,
	       struct oops_hit *hit)
{
	struct lit_hit lit;

	while (litset_find(&f->set, text, from, &lit)) {
		hit->start = line_start(text, lit.at);
		hit->end = line_end(text, lit.at);
		hit->header = oops_in(f, str_sub(text, hit->start,
						 hit->end - hit->start));
		if (hit->header && !is_replayed(text, hit->end))
			return true;
		from = hit->end;
	}
	return false;
}

static bool is_follow_up(struct str line)
{
	return str_has(line, STR("Kernel panic - not syncing")) ||
	       str_has(line, STR("WARNING: possible circular locking"));
}

void trace_report_cut(struct trace_report *r, struct arena *a,
		      const struct oops_finder *f, struct str text,
		      const struct oops_hit *hit, size_t reach)
{
	struct str rest = str_sub(text, hit->start, reach), raw;
	size_t enough = LINES_ENOUGH, nr = 0;
	bool all_cpus = false, second = false, enclosed = false;

	*r = (struct trace_report){
		.header = hit->header, .start = hit->start, .end = hit->end,
	};
	while (str_line(&rest, &raw)) {
		struct trace_line line;
		bool first = !nr;

		trace_line_read(&line, raw);
		if (first) {
			r->who = line.who;
			enclosed = who_is_task(r->who) || who_is_cpu(r->who);
			if (str_has(raw, STR("KMSAN")))
				enough = LINES_ENOUGH_KMSAN;
		} else if (!second) {
			const struct oops_header *h = oops_in(f, raw);

			second = h && !h->follows;
			if (second && !enclosed)
				r->title_nr = r->lines.nr;
		}
		if (!first && !str_eq(line.who, r->who) &&
		    !(all_cpus && who_is_cpu(line.who)))
			continue;
		if (!r->title_nr)
			*list_add(a, &r->all) = line;
		if (!first && line.doubted)
			continue;
		nr++;
		if (str_has(raw, STR("Sending NMI from CPU")))
			all_cpus = true;
		if (!first && nr > enough && is_follow_up(raw))
			break;
		if (!first && str_has(raw, STR("Disabling lock debugging due to kernel taint")))
			continue;
		*list_add(a, &r->lines) = line.text;
		if (!r->title_nr)
			r->end = str_offset(text, raw) + raw.n;
	}
	if (!r->title_nr)
		r->title_nr = r->lines.nr;
}
