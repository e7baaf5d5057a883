// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace.h"

#include "report/title.h"
#include "report/trace_facts.h"
#include "report/trace_guilty.h"
#include "report/trace_headless.h"
#include "report/trace_lockdep.h"
#include "report/trace_pattern.h"

#define REPORTS_MAX	64

/* The first report may be long, the others get what a usual one needs. */
#define REACH_FIRST	((size_t)1 << 20)
#define REACH_MORE	((size_t)128 << 10)
/* lines of one report: a hundred bytes for each of a MiB of line ends */
#define SCRATCH_MAX	((size_t)512 << 20)

/*
 * Reports that say more of the machine or of the tester than of the kernel:
 * memory ran out, the program that tests broke.
 */
static const char *const suppressions[] = {
	"Out of memory: {Kill|Killed} process %d (sshd)",
	"Out of memory: {Kill|Killed} process %d (syz-",
	"Killed process %d (syz-execprog", "Killed process %d (syz-fuzzer",
	"Killed process %d (sshd", "lowmemorykiller: Killing 'syz-",
	"lowmemorykiller: Killing 'sshd",
	"fatal error: runtime: out of memory", "runtime: out of memory",
	"fatal error: out of memory", "fatal error: unexpected signal during",
	"fatal error: runtime: cannot allocate", "signal SIGBUS: bus error",
	"panic: failed to start executor binary",
	"panic: executor %*: failed: pthread_create failed",
	"panic: failed to create temp dir", "SYZFAIL: %*out of memory",
	"INIT: PANIC: segmentation violation!",
	"*** stack smashing detected ***: terminated",
	"SYZFAIL: SIGBUS",
};

static bool is_suppressed(struct str text)
{
	for (size_t i = 0; i < ARRAY_SIZE(suppressions); i++) {
		const char *pattern = suppressions[i];
		struct str literal = str_make(pattern, strcspn(pattern, "{%"));
		struct pattern_match m = { .nr = 0 };
		size_t from = 0;
		ptrdiff_t at;

		while ((at = str_find(str_from_off(text, from), literal)) >= 0) {
			struct str rest = str_from_off(text, from + (size_t)at);
			struct str line;

			if (!str_line(&rest, &line))
				break;
			if (pattern_in_line(pattern, line, &m))
				return true;
			from = str_offset(text, line) + line.n;
		}
	}
	return false;
}

/* What all reports share that are being found in one text. */
struct search {
	struct arena *a;
	struct arena scratch;	/* emptied after each report */
	struct oops_finder finder;
	struct frame_skips skips;
	bool panicked, suppressed;
};

static void take_report(struct search *s, struct trace_list *out,
			struct str text, const struct oops_hit *hit,
			size_t reach)
{
	struct trace_report r;
	struct trace *t = list_add(s->a, out);

	trace_report_cut(&r, &s->scratch, &s->finder, text, hit, reach);
	t->start = r.start;
	t->end = r.end;
	t->head = r.lines.v[0];
	t->panicked = s->panicked;
	t->suppressed = s->suppressed;
	trace_facts(t, s->a, &r);
	if (hit->header)
		title_form(t, s->a, &s->skips, &r);
	else
		headless_title(t, s->a, &s->skips, &r);
	trace_locks(t, s->a, &s->skips, &r);
	t->guilty_file = trace_guilty(s->a, &r, t->title);
	arena_reset(&s->scratch);
}

void trace_find(struct trace_list *out, struct arena *a, struct str text)
{
	struct search s = { .a = a };
	struct oops_hit hit;
	size_t from = 0, first = out->nr;

	arena_init(&s.scratch, SCRATCH_MAX);
	oops_finder_init(&s.finder);
	frame_skips_init(&s.skips);
	while (out->nr - first < REPORTS_MAX &&
	       oops_find(&s.finder, text, from, &hit)) {
		from = hit.end;
		if (out->nr == first) {
			s.panicked = str_has(text, STR("Kernel panic - not syncing"));
			s.suppressed = is_suppressed(text);
		} else if (hit.header->follows) {
			continue;
		}
		take_report(&s, out, text, &hit,
			    out->nr == first ? REACH_FIRST : REACH_MORE);
	}
	if (out->nr == first && headless_find(text, &hit))
		take_report(&s, out, text, &hit, REACH_MORE);
	arena_release(&s.scratch);
}

const struct trace *trace_main(const struct trace_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!list->v[i].corrupted)
			return &list->v[i];
	return list->nr ? &list->v[0] : NULL;
}
