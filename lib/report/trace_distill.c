// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace.h"

#include "base/buf.h"
#include "report/trace_blanks.h"
#include "report/trace_pattern.h"
#include "report/trace_prefix.h"
#include "report/trace_wrap.h"

#define DISTILL_MAX	((size_t)64 << 10)
#define LINE_MAX_SHOWN	200

/* Lines above the stack that say what happened and where; once each. */
static const char *const telling[] = {
	"^CPU: %d ", "^Hardware name: ", "^{Read|Write} of size %d at",
	"^KASAN: %*in range", "^RIP: %d:%f", "^pc : %f", "^PC is at %f",
	"^NIP [%x] %f", "^epc : %f", " is trying to acquire",
	"^but task is already holding lock", "just changed the state of lock",
	"^inconsistent {", " takes:$", "^#PF: ", "^in_atomic():",
	"suspicious rcu_dereference", "Illegal context switch in RCU",
};

/* The line below these belongs to them. */
static const char *const with_next[] = {
	" is trying to acquire", "^but task is already holding lock",
	"just changed the state of lock",
};

/* Frames of the report itself stand above those of the crash. */
static const char *const reporting[] = {
	"dump_stack", "__dump_stack", "show_stack", "dump_backtrace", "show_trace",
	"panic", "__warn", "warn_slowpath", "report_bug", "fixup_bug",
	"handle_bug", "do_error_trap", "do_trap", "do_invalid_op",
	"invalid_op", "exc_invalid_op", "asm_exc_", "__die", "die",
	"page_fault_oops", "no_context", "__bad_area", "bad_area",
	"do_user_addr_fault", "exc_page_fault", "exc_general_protection",
	"print_", "kasan", "__kasan", "__asan", "kmsan", "__msan", "kcsan",
	"__tsan", "check_memory_region", "__might_", "___might_", "check_",
	"__lock_acquire", "lock_acquire", "validate_chain", "mark_lock",
	"valid_state", "__schedule_bug", "spin_dump", "spin_bug",
	"ubsan", "__ubsan", "handle_overflow", "lockdep_rcu_suspicious",
	"nmi_", "arch_trigger", "rcu_dump", "unwind_backtrace", "__warn_printk",
	"brk_handler", "bug_handler", "call_break_hook", "do_debug_exception",
	"el1_", "el1h_", "kthread_", NULL
};

struct distilling {
	struct buf out;
	unsigned int left;	/* lines that still fit */
	uint64_t seen;		/* telling[] that were shown */
};

static bool matches(const char *pattern, struct str s)
{
	struct pattern_match m = { .nr = 0 };

	return pattern_in_line(pattern, s, &m);
}

static void show(struct distilling *d, struct str s)
{
	if (!d->left)
		return;
	d->left--;
	s = str_trim_end(s);
	buf_add(&d->out, str_sub(s, 0, LINE_MAX_SHOWN));
	buf_addc(&d->out, '\n');
}

/* Shows @s if it tells something new; true if the next line belongs to it. */
static bool show_telling(struct distilling *d, struct str s)
{
	for (size_t i = 0; i < ARRAY_SIZE(telling); i++) {
		if (d->seen >> i & 1 || !matches(telling[i], s))
			continue;
		d->seen |= (uint64_t)1 << i;
		show(d, s);
		for (size_t k = 0; k < ARRAY_SIZE(with_next); k++)
			if (matches(with_next[k], s))
				return true;
		return false;
	}
	return false;
}

static bool begins_stack(struct str s)
{
	return str_has(s, STR("Call Trace:")) ||
	       str_has(s, STR("Call trace:")) ||
	       str_has(s, STR("Backtrace:"));
}

/* The next line of the one who printed @line last; put together again. */
static bool next_line(struct trace_line *line, struct arena *a,
		      struct str *rest)
{
	struct str who = line->who, raw, ahead;

	do {
		if (!str_line(rest, &raw))
			return false;
		trace_line_read(line, raw);
	} while (!str_is_none(who) && !str_eq(line->who, who));
	ahead = *rest;
	if (str_line(&ahead, &raw)) {
		struct trace_line next;

		trace_line_read(&next, raw);
		if (trace_is_wrapped(line, &next, true)) {
			line->text = str_printf(a, "%.*s %.*s",
						STR_ARG(str_trim_end(line->text)),
						STR_ARG(next.text));
			*rest = ahead;
		}
	}
	return true;
}

/* What stands between the headline and the stack. */
static void show_lines(struct distilling *d, struct arena *a,
		       const struct trace *t, struct str text)
{
	struct str rest = trace_plain_blanks(a, str_sub(text, t->start,
							t->end - t->start));
	struct trace_line line = { .who = STR_NONE };
	bool with_last = false;

	next_line(&line, a, &rest);
	while (next_line(&line, a, &rest) && !begins_stack(line.text)) {
		if (with_last) {
			show(d, line.text);
			with_last = false;
		} else {
			with_last = show_telling(d, line.text);
		}
	}
}

static bool is_reporting(struct str function)
{
	for (size_t i = 0; reporting[i]; i++)
		if (str_starts(function, str_from(reporting[i])))
			return true;
	return false;
}

/* The first frame that is the crash's own. */
static size_t first_frame(const struct trace *t)
{
	size_t i = 0, own;

	/* a stall's stack goes on below the interrupt that found it */
	for (own = 0; own < t->frames.nr; own++)
		if (str_has(t->frames.v[own].function,
			    STR("apic_timer_interrupt")) &&
		    str_eq(t->type, STR("HANG")))
			i = own + 1;
	while (i < t->frames.nr && (t->frames.v[i].unreliable ||
				    is_reporting(t->frames.v[i].function)))
		i++;
	return i < t->frames.nr ? i : 0;
}

static struct str frame_line(struct arena *a, const struct frame *f)
{
	struct str s = str_printf(a, " %.*s", STR_ARG(f->function));

	if (f->offset >= 0 && f->size >= 0)
		s = str_printf(a, "%.*s+0x%llx/0x%llx", STR_ARG(s),
			       (unsigned long long)f->offset,
			       (unsigned long long)f->size);
	if (!str_is_none(f->module))
		s = str_printf(a, "%.*s [%.*s]", STR_ARG(s),
			       STR_ARG(f->module));
	if (!str_is_none(f->file))
		s = str_printf(a, "%.*s %.*s:%d", STR_ARG(s),
			       STR_ARG(f->file), f->line);
	if (f->inlined)
		s = str_printf(a, "%.*s [inline]", STR_ARG(s));
	return s;
}

static void show_frames(struct distilling *d, struct arena *a,
			const struct trace *t)
{
	size_t i = first_frame(t);

	if (!t->frames.nr || d->left < 2)
		return;
	show(d, STR("Call Trace:"));
	for (; i < t->frames.nr && d->left; i++) {
		if (t->frames.v[i].unreliable)
			continue;
		/* the last line says that there is more */
		if (d->left == 1 && i + 1 < t->frames.nr)
			show(d, STR(" ..."));
		else
			show(d, frame_line(a, &t->frames.v[i]));
	}
}

struct str trace_distill(struct arena *a, const struct trace *t,
			 struct str text, unsigned int max_lines)
{
	struct distilling d = { .left = max_lines };
	struct str s;

	buf_init(&d.out, DISTILL_MAX);
	show(&d, t->head);
	/* at least half is for the stack */
	d.left -= MIN(d.left, max_lines / 2);
	show_lines(&d, a, t, text);
	d.left += MIN(max_lines - 1, max_lines / 2);
	show_frames(&d, a, t);
	s = str_dup(a, buf_str(&d.out));
	buf_release(&d.out);
	return s;
}
