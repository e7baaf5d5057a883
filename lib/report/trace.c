// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace.h"

#include "report/title.h"
#include "report/trace_blanks.h"
#include "report/trace_facts.h"
#include "report/trace_guilty.h"
#include "report/trace_headless.h"
#include "report/trace_lockdep.h"

#define REPORTS_MAX	64

/* The first report may be long, the others get what a usual one needs. */
#define REACH_FIRST	((size_t)1 << 20)
#define REACH_MORE	((size_t)128 << 10)
/* far above what the lines of a region need */
#define MEMORY_MAX	((size_t)64 << 20)

/* What all reports share that are being found in one text. */
struct search {
	struct arena *a;
	struct arena signs_memory;	/* what lives through the search */
	struct arena region_memory;	/* emptied for the next region */
	struct arena report_memory;	/* emptied after each report */
	struct trace_signs signs;
	struct frame_skips skips;
	struct trace_region region;
};

static void take_report(struct search *s, struct trace_list *out,
			const struct oops_hit *hit)
{
	struct trace_report r;
	struct trace *t;

	if (!trace_report_cut(&r, &s->report_memory, &s->region, hit))
		return;
	t = list_add(s->a, out);
	t->start = r.start;
	t->end = r.end;
	t->head = r.lines.v[0];
	t->panicked = s->signs.panicked;
	t->suppressed = s->signs.suppressed;
	trace_facts(t, s->a, &r);
	if (hit->header) {
		title_form(t, s->a, &s->skips, &r);
	} else if (!headless_title(t, s->a, &s->skips, &r)) {
		out->nr--;
		return;
	}
	trace_locks(t, s->a, &s->skips, &r);
	t->guilty_file = trace_guilty(s->a, &r, t->title);
	arena_reset(&s->report_memory);
}

/* The same splat again: a mail quotes it, or its bug prints it each time. */
static bool is_copy(const struct trace_list *list, size_t first)
{
	const struct trace *t = &list->v[list->nr - 1];

	for (size_t i = first; i + 1 < list->nr; i++) {
		const struct trace *o = &list->v[i];

		if (str_eq(t->head, o->head) && str_eq(t->title, o->title) &&
		    t->pid == o->pid && t->frames.nr == o->frames.nr)
			return true;
	}
	return false;
}

/* Have the lines at @start read; @first is for the first report. */
static void have_region(struct search *s, size_t start, bool first)
{
	if (!first && start >= s->region.start && start < s->region.end)
		return;
	arena_reset(&s->region_memory);
	trace_region_read(&s->region, &s->region_memory, s->a, &s->signs,
			  start, first ? REACH_FIRST : REACH_MORE);
}

static void search_text(struct trace_list *out, struct arena *a,
			struct str text)
{
	struct search s = { .a = a };
	struct oops_hit hit;
	size_t from = 0, first = out->nr;

	arena_init(&s.signs_memory, MEMORY_MAX);
	arena_init(&s.region_memory, MEMORY_MAX);
	arena_init(&s.report_memory, MEMORY_MAX);
	trace_signs_find(&s.signs, &s.signs_memory, text);
	for (int i = 0; i < REPORTS_MAX && oops_find(&s.signs, from, &hit);
	     i++) {
		from = hit.end;
		if (out->nr == first)
			frame_skips_init(&s.skips);
		else if (hit.follows)
			continue;
		have_region(&s, hit.start, out->nr == first);
		take_report(&s, out, &hit);
		if (out->nr > first && is_copy(out, first))
			out->nr--;
	}
	if (out->nr == first && headless_find(&s.signs, &hit)) {
		frame_skips_init(&s.skips);
		have_region(&s, hit.start, true);
		take_report(&s, out, &hit);
	}
	arena_release(&s.report_memory);
	arena_release(&s.region_memory);
	arena_release(&s.signs_memory);
}

void trace_find(struct trace_list *out, struct arena *a, struct str text)
{
	struct str plain = trace_plain_blanks(a, text);
	size_t first = out->nr;

	search_text(out, a, plain);
	if (plain.p == text.p)
		return;
	for (size_t i = first; i < out->nr; i++) {
		struct trace *t = &out->v[i];

		t->start = trace_blanks_offset(text, t->start);
		t->end = trace_blanks_offset(text, t->end);
	}
}

const struct trace *trace_main(const struct trace_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!list->v[i].corrupted)
			return &list->v[i];
	return list->nr ? &list->v[0] : NULL;
}
