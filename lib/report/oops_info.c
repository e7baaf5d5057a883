// SPDX-License-Identifier: GPL-2.0-only
/*
 * "INFO:": stalls, hung tasks, and what lockdep said before it said WARNING.
 */
#include "report/oops_families.h"

/* The interrupt that found the stall has its own frames above its entry. */
static const struct oops_stack stall = {
	.parts = { "{apic_timer_interrupt+|(__irq_svc) from|__irq_svc from|"
		   "el1_irq+|el1h_64_irq+|do_IRQ+|ret_from_intr+}",
		   PART_FRAMES },
	.or_else = { PART_POSITION, PART_FRAMES },
	.chooser = CHOOSE_BELOW_ANCHOR,
	.positions = true,
};
static const struct oops_stack hung = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.chooser = CHOOSE_WAITER,
};

static const struct oops_format info[] = {
	{ "INFO: possible circular locking dependency detected ]",
	  "INFO: possible circular locking dependency detected ]%>is trying "
	  "to acquire lock", "possible deadlock in $f", NULL,
	  &stack_lock_trying, 0 },
	{ "INFO: possible irq lock inversion dependency detected ]",
	  "INFO: possible irq lock inversion dependency detected ]%>just "
	  "changed the state of lock", "possible deadlock in $f", NULL,
	  &stack_lock_trying, 0 },
	{ "INFO: {SOFTIRQ|HARDIRQ|RECLAIM_FS}-safe -> {SOFTIRQ|HARDIRQ|"
	  "RECLAIM_FS}-unsafe lock order detected",
	  "lock order detected%>is trying to acquire",
	  "possible deadlock in $f", NULL, &stack_lock_order, 0 },
	{ "INFO: possible recursive locking detected ]",
	  "INFO: possible recursive locking detected ]%>is trying to acquire "
	  "lock", "possible deadlock in $f", NULL, &stack_lock_trying, 0 },
	{ "INFO: inconsistent lock state ]",
	  "INFO: inconsistent lock state ]%>takes",
	  "inconsistent lock state in $f", NULL, &stack_lock_state, 0 },
	{ "INFO: rcu_{preempt|sched|bh|tasks} %({self-detected|detected}%)",
	  NULL, "INFO: rcu detected stall in $f", "stall in $f", &stall, 0 },
	{ "INFO: rcu_{preempt|sched|bh|tasks} detected", NULL,
	  "INFO: rcu detected stall in $f", "stall in $f", &stall, 0 },
	{ "INFO: trying to register non-static key", NULL,
	  "INFO: trying to register non-static key in $f", NULL, &stack_trace,
	  0 },
	{ "INFO: suspicious RCU usage", NULL,
	  "INFO: suspicious RCU usage in $f", NULL, &stack_rcu, 0 },
	{ "INFO: task %*blocked for more than %d seconds", NULL,
	  "INFO: task hung in $f", "hang in $f", &hung, 0 },
	{ "INFO: task %*%n%*blocked for more than %d seconds", NULL,
	  "INFO: task hung in $f", "hang in $f", &hung, 0 },
	{ "INFO: task %*blocked in I/O wait for more than %d seconds", NULL,
	  "INFO: task hung in $f", "hang in $f", &hung, 0 },
	{ "INFO: task %*can't die for more than %d seconds", NULL,
	  "INFO: task can't die in $f", "hang in $f", &hung, 0 },
	{ "INFO: %.", NULL, "INFO: $1", NULL, NULL, FORMAT_CORRUPTED },
};

const struct oops_formats oops_info = { info, ARRAY_SIZE(info) };
