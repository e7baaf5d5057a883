// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_facts.h"

#include "report/trace_frames.h"
#include "report/trace_pattern.h"

/* "CPU: 1 UID: 0 PID: 12 Comm: a b Tainted: G W 6.1.0-rc1+ #1 more" */
static bool read_cpu_line(struct trace *t, struct str s)
{
	struct pattern_match m = { .nr = 0 };
	uint64_t n;
	ptrdiff_t at;
	struct str rest, word;

	if (t->cpu >= 0 || !pattern_in_line("CPU: %D %*PID: %D %*Comm: ", s, &m))
		return false;
	if (str_to_u64(m.capture[0], &n) && n < INT32_MAX)
		t->cpu = (int64_t)n;
	if (str_to_u64(m.capture[1], &n) && n < INT32_MAX)
		t->pid = (int64_t)n;
	rest = str_from_off(s, (size_t)str_find(s, STR("Comm: ")) + 6);
	at = str_find(rest, STR(" Not tainted"));
	if (at < 0)
		at = str_find(rest, STR(" Tainted: "));
	if (at < 0) {
		t->comm = str_trim_end(rest);
		return true;
	}
	t->comm = str_trim(str_sub(rest, 0, (size_t)at));
	rest = str_from_off(rest, (size_t)at + 1);
	if (str_skip(&rest, STR("Not tainted "))) {
		if (str_word(&rest, &word))
			t->version = word;
		return true;
	}
	if (!str_skip(&rest, STR("Tainted: ")))
		return true;
	/* flags are letters, "[W]=WARN" lists; the version has a digit first */
	s = rest;
	while (str_word(&rest, &word)) {
		if (is_digit(*word.p) ||
		    (rest.n > 1 && str_starts(str_trim(rest), STR("#")))) {
			t->version = word;
			s.n = str_offset(s, word);
			break;
		}
	}
	t->tainted = str_trim(s);
	return true;
}

static const char *const positions[] = {
	"RIP: %d:{[<%x>]  [<%x>] |[<%x>] [<%x>] |[<%x>] |}%f", "PC is at %f",
	"pc : {[<%x>] |[%x] |}%f", "NIP [%x] {[%x] |}%f", "epc : %f",
	"EIP: {[<%x>] |}%f", "EIP is at %f", "Krnl PSW : %x %x (%f",
	"IP: {[<%x>] |}%f", "pc is at %f",
};

static void read_position(struct trace *t, struct str s)
{
	for (size_t i = 0; i < ARRAY_SIZE(positions); i++) {
		struct pattern_match m = { .nr = 0 };

		if (pattern_in_line(positions[i], s, &m) && m.nr) {
			t->pc_function = m.capture[0];
			return;
		}
	}
}

static void read_hardware(struct trace *t, struct str s)
{
	if (str_skip(&s, STR("Hardware name: ")) ||
	    str_skip(&s, STR("Hardware: ")))
		t->hardware = str_trim(s);
}

/* Registers and the like stand between two halves of one trace. */
static bool is_interlude(struct str s)
{
	s = str_trim(s);
	return str_starts(s, STR("<")) || str_starts(s, STR("RIP:")) ||
	       str_starts(s, STR("Code:")) || str_starts(s, STR("RSP:")) ||
	       str_starts(s, STR("RAX:")) || str_starts(s, STR("RDX:")) ||
	       str_starts(s, STR("RBP:")) || str_starts(s, STR("R1")) ||
	       str_starts(s, STR("R0")) || !s.n;
}

static bool is_call_trace(const struct report_line *l)
{
	struct str s = l->line.text;

	if (!report_line_is(l, SIGN_STACK))
		return false;
	return str_has(s, STR("Call Trace:")) || str_has(s, STR("Call trace:")) ||
	       str_has(s, STR("Backtrace:"));
}

/* The frames of the stack that begins below line @i; how many lines. */
static size_t read_stack(struct trace *t, struct arena *a,
			 const struct report_line_refs *lines, size_t i)
{
	for (; i < lines->nr; i++) {
		const struct trace_line *line = &lines->v[i].at->line;
		struct frame f;

		if (frame_read(&f, line->text)) {
			f.unreliable |= line->doubted;
			*list_add(a, &t->frames) = f;
		} else if (!is_interlude(line->text)) {
			break;
		}
	}
	return i;
}

static void read_frames(struct trace *t, struct arena *a,
			const struct report_line_refs *lines)
{
	struct frame f;

	for (size_t i = 0; i < lines->nr && !t->frames.nr; i++)
		if (is_call_trace(lines->v[i].at))
			i = read_stack(t, a, lines, i + 1) - 1;
	for (size_t i = 1; i < lines->nr && !t->frames.nr; i++)
		if (!str_is_none(lines->v[i].at->function) &&
		    frame_read(&f, lines->v[i].at->line.text))
			i = read_stack(t, a, lines, i);
}

static void read_executor(struct trace *t, struct arena *a)
{
	struct pattern_match m = { .nr = 0 };

	if (!str_is_none(t->comm) &&
	    pattern_in_line("^syz.%D.%D%$", t->comm, &m))
		t->executor = str_printf(a, "proc=%.*s, id=%.*s",
					 STR_ARG(m.capture[0]),
					 STR_ARG(m.capture[1]));
}

void trace_facts(struct trace *t, struct arena *a,
		 const struct trace_report *r)
{
	t->cpu = t->pid = -1;
	for (size_t i = 0; i < r->all.nr; i++) {
		struct str s = r->all.v[i].at->line.text;

		if (!read_cpu_line(t, s) && str_is_none(t->hardware))
			read_hardware(t, s);
		if (str_is_none(t->pc_function) &&
		    report_line_is(r->all.v[i].at, SIGN_POSITION))
			read_position(t, s);
	}
	read_executor(t, a);
	read_frames(t, a, &r->all);
}
