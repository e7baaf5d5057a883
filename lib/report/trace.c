// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace.h"

#include "report/title.h"
#include "report/trace_facts.h"

#define REPORTS_MAX	64

/* The first report may be long, the others get what a usual one needs. */
#define REACH_FIRST	((size_t)1 << 20)
#define REACH_MORE	((size_t)128 << 10)

/* Where the search goes on. */
static size_t behind(const struct oops_hit *hit)
{
	return hit->end;
}

void trace_find(struct trace_list *out, struct arena *a, struct str text)
{
	struct oops_finder finder;
	struct frame_skips skips;
	struct oops_hit hit;
	size_t from = 0, first = out->nr;

	oops_finder_init(&finder);
	frame_skips_init(&skips);
	while (out->nr - first < REPORTS_MAX &&
	       oops_find(&finder, text, from, &hit)) {
		struct trace_report report;
		struct trace *t;

		from = behind(&hit);
		if (hit.header->follows && out->nr > first)
			continue;
		trace_report_cut(&report, a, &finder, text, &hit,
				 out->nr == first ? REACH_FIRST : REACH_MORE);
		t = list_add(a, out);
		t->start = report.start;
		t->end = report.end;
		t->head = report.lines.v[0];
		title_form(t, a, &skips, &report);
		trace_facts(t, a, &report);
		t->panicked = str_has(text, STR("Kernel panic - not syncing"));
	}
}

const struct trace *trace_main(const struct trace_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!list->v[i].corrupted)
			return &list->v[i];
	return list->nr ? &list->v[0] : NULL;
}
