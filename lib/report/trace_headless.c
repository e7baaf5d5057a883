// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_headless.h"

#include "report/title.h"
#include "report/trace_pattern.h"

/* So many frames make a stack: one alone may be quoted in a sentence. */
#define FRAMES_ENOUGH	3

/* Which handler ran tells what it handled; the first that is there. */
static const struct {
	const char *handler, *title, *alt;
} handlers[] = {
	{ "page_fault_oops", "BUG: unable to handle kernel paging request in ",
	  "bad-access in " },
	{ "exc_general_protection", "general protection fault in ",
	  "bad-access in " },
	{ "die_kernel_fault", "BUG: unable to handle kernel paging request in ",
	  "bad-access in " },
	{ "__warn", "WARNING in ", NULL },
	{ "handle_bug", "kernel BUG in ", NULL },
	{ "exc_divide_error", "divide error in ", NULL },
	{ "__might_resched",
	  "BUG: sleeping function called from invalid context in ", NULL },
	{ "print_circular_bug", "possible deadlock in ", NULL },
};

static bool is_stack_start(struct str s)
{
	return str_starts(str_trim(s), STR("Call Trace:")) ||
	       str_starts(str_trim(s), STR("Call trace:")) ||
	       str_starts(str_trim(s), STR("Backtrace:"));
}

/* How many frames stand right below the line that *rest goes on behind? */
static unsigned int frames_below(struct str rest)
{
	unsigned int nr = 0, other = 0;
	struct str raw;

	while (nr < FRAMES_ENOUGH && other < 3 && str_line(&rest, &raw)) {
		struct trace_line line;
		struct frame f;

		trace_line_read(&line, raw);
		if (frame_read(&f, line.text))
			nr++;
		else
			other++;
	}
	return nr;
}

/* Lines that a report has above its stack. */
static bool is_upper_line(struct str s)
{
	return str_starts(s, STR("Hardware name:")) ||
	       str_starts(s, STR("RIP: ")) || str_starts(s, STR("CPU: ")) ||
	       str_starts(s, STR("Modules linked in:")) ||
	       str_starts(s, STR("pc : ")) || str_starts(s, STR("NIP:")) ||
	       str_starts(s, STR("PC is at "));
}

/* Most texts have none: the pass over them tells. */
static bool has_stack(const struct trace_signs *signs)
{
	for (size_t i = 0; i < signs->hits.nr; i++) {
		const struct oops_sign *sign = sign_of(&signs->hits.v[i]);

		if (sign && sign->kind == SIGN_STACK)
			return true;
	}
	return false;
}

bool headless_find(const struct trace_signs *signs, struct oops_hit *hit)
{
	struct str text = signs->text, rest = text, raw;
	size_t upper = SIZE_MAX, since = 0;

	if (!has_stack(signs))
		return false;
	while (str_line(&rest, &raw)) {
		struct trace_line line;
		size_t at = str_offset(text, raw);

		trace_line_read(&line, raw);
		if (upper != SIZE_MAX && ++since > 40)
			upper = SIZE_MAX;
		if (is_upper_line(line.text) && upper == SIZE_MAX) {
			upper = at;
			since = 0;
		}
		if (!is_stack_start(line.text) ||
		    frames_below(rest) < FRAMES_ENOUGH)
			continue;
		*hit = (struct oops_hit){
			.start = upper == SIZE_MAX ? at : upper,
		};
		hit->end = hit->start;
		return true;
	}
	return false;
}

/* "CR2: 0000000000000010": a fault in the first page is a NULL pointer's */
static bool is_null_fault(const struct trace_report *r)
{
	for (size_t i = 0; i < r->all.nr; i++) {
		struct str s = r->all.v[i].at->line.text;
		ptrdiff_t at = str_find(s, STR("CR2: "));
		size_t n = 0;

		if (at < 0)
			continue;
		s = str_from_off(s, (size_t)at + 5);
		while (n < s.n && s.p[n] == '0')
			n++;
		s = str_from_off(s, n);
		for (n = 0; n < s.n && is_hex(s.p[n]); n++)
			;
		return n <= 3;
	}
	return false;
}

static struct str culprit_frame(const struct trace *t,
				const struct frame_skips *skips)
{
	if (!str_is_none(t->pc_function) &&
	    !frame_is_skipped(skips, t->pc_function, NULL))
		return t->pc_function;
	for (size_t i = 0; i < t->frames.nr; i++)
		if (!t->frames.v[i].unreliable &&
		    !frame_is_skipped(skips, t->frames.v[i].function, NULL))
			return t->frames.v[i].function;
	return t->frames.nr ? t->frames.v[0].function : STR("corrupted");
}

static bool has_frame(const struct trace *t, const char *function)
{
	for (size_t i = 0; i < t->frames.nr; i++)
		if (str_eq(t->frames.v[i].function, str_from(function)))
			return true;
	return false;
}

bool headless_title(struct trace *t, struct arena *a,
		    const struct frame_skips *skips,
		    const struct trace_report *r)
{
	struct str f = culprit_frame(t, skips);
	const char *title = NULL, *alt = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(handlers) && !title; i++) {
		if (has_frame(t, handlers[i].handler)) {
			title = handlers[i].title;
			alt = handlers[i].alt;
		}
	}
	if (title == handlers[0].title && is_null_fault(r))
		title = "BUG: unable to handle kernel NULL pointer dereference in ";
	if (!title && (str_is_none(t->pc_function) || has_frame(t, "dump_stack")))
		return false;
	if (!title) {
		title = "oops in ";
		t->corrupted = true;
		t->corrupted_why = STR("headline missing");
	}
	t->title = str_printf(a, "%s%.*s", title, STR_ARG(f));
	if (alt)
		*list_add(a, &t->alt_titles) =
			str_printf(a, "%s%.*s", alt, STR_ARG(f));
	t->type = title_type(t->title);
	t->frame = f;
	return true;
}
