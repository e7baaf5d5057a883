// SPDX-License-Identifier: GPL-2.0-only
#include "report/title_names.h"

/* How far below its start a stack must show a frame. */
#define STACK_LOOK	15

static const struct str prefixes[] = {
	{ "SYSC_", 5 }, { "SyS_", 4 }, { "compat_SYSC_", 12 },
	{ "compat_SyS_", 11 }, { "ksys_", 5 }, { "sys_", 4 },
	{ "__do_sys_", 9 }, { "__do_", 5 }, { "__se_sys_", 9 },
	{ "__se_", 5 }, { "__x64_", 6 }, { "__ia32_", 7 },
	{ "__arm64_", 8 }, { "__riscv_", 8 }, { "__s390x_", 8 },
};

static const struct {
	struct str part, group;
} groups[] = {
	{ { "smp_call_function", 17 }, { "smp_call_function", 17 } },
	{ { "synchronize_rcu", 15 }, { "synchronize_rcu", 15 } },
	{ { "synchronize_srcu", 16 }, { "synchronize_rcu", 15 } },
	{ { "synchronize_net", 15 }, { "synchronize_rcu", 15 } },
	{ { "synchronize_sched", 17 }, { "synchronize_rcu", 15 } },
};

static void add(struct frame_names *names, struct str name)
{
	unsigned int at = names->nr;

	if (!name.n || names->nr == FRAME_NAMES)
		return;
	for (unsigned int i = 0; i < names->nr; i++)
		if (str_eq(names->v[i], name))
			return;
	/* the shortest first */
	while (at && names->v[at - 1].n > name.n) {
		names->v[at] = names->v[at - 1];
		at--;
	}
	names->v[at] = name;
	names->nr++;
}

void frame_names(struct frame_names *names, struct str function)
{
	names->nr = 0;
	add(names, function);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		if (str_has(function, groups[i].part)) {
			add(names, groups[i].group);
			return;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct str rest = function;

		/* "__do_" begins many names */
		if (str_skip(&rest, prefixes[i]) &&
		    (!str_eq(prefixes[i], STR("__do_")) ||
		     str_starts(rest, STR("sys_"))))
			add(names, rest);
	}
}

/* What a stack that begins in line @i shows. */
enum stack_state { STACK_OK, STACK_EMPTY, STACK_CUT };

static enum stack_state look_at_stack(const struct trace_report *r, size_t i)
{
	size_t last = i + STACK_LOOK;

	while (++i < r->own.nr && i <= last) {
		const struct report_line *l = r->own.v[i].at;

		if (report_line_is(l, SIGN_SPOILER) ||
		    report_line_is(l, SIGN_STACK))
			return STACK_EMPTY;
		if (!str_is_none(l->function) ||
		    str_has(l->line.text, STR("stack is not available")) ||
		    str_has(l->line.text, STR("<Same stack as pid ")))
			return STACK_OK;
	}
	return i < r->own.nr ? STACK_EMPTY : STACK_CUT;
}

/* riscv prints its stack below the registers, under no heading. */
static bool is_plain_stack(struct str line)
{
	return str_starts(line, STR("status: ")) &&
	       str_has(line, STR("badaddr: "));
}

const char *stacks_broken(const struct trace_report *r)
{
	bool any = false;

	for (size_t i = 0; i < r->own.nr; i++) {
		if (!report_line_is(r->own.v[i].at, SIGN_STACK) &&
		    !is_plain_stack(r->lines.v[i]))
			continue;
		any = true;
		if (look_at_stack(r, i) == STACK_EMPTY)
			return "no frames in a stack trace";
	}
	return any ? NULL : "no stack trace in report";
}
