// SPDX-License-Identifier: GPL-2.0-only
/* "WARNING:" */
#include "report/oops_families.h"

#define AT_FILE(file)	"WARNING: {CPU: %d PID: %d at |}%*" file

/*
 * Where a warning is a trap, its stack goes on behind the position in the
 * code; else it is the whole trace.
 */
static const struct oops_stack warning = {
	.parts = { PART_POSITION, PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
};
static const struct oops_stack usb_urb = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "usb_submit_urb", "usb_start_wait_urb",
		"usb_bulk_msg", "usb_interrupt_msg", "usb_control_msg", NULL },
};
static const struct oops_stack lock_bug = {
	.parts = { PART_POSITION, PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "lock_sock", "release_sock", NULL },
};
static const struct oops_stack proc_bug = {
	.parts = { PART_POSITION, PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "^proc_", "_proc_", "create_proc", NULL },
};

#define TRYING "%>is trying to acquire lock"

static const struct oops_format formats[] = {
	{ AT_FILE("lib/debugobjects.c"), NULL, "WARNING: ODEBUG bug in $f",
	  NULL, &warning, 0 },
	{ AT_FILE("mm/usercopy.c"), NULL, "WARNING: bad usercopy in $f", NULL,
	  &warning, 0 },
	{ AT_FILE("lib/kobject.c"), NULL, "WARNING: kobject bug in $f", NULL,
	  &warning, 0 },
	{ AT_FILE("fs/proc/generic.c"), NULL,
	  "WARNING: proc registration bug in $f", NULL, &proc_bug, 0 },
	{ AT_FILE("lib/refcount.c"), NULL, "WARNING: refcount bug in $f", NULL,
	  &warning, 0 },
	{ AT_FILE("kernel/locking/lockdep.c"), NULL,
	  "WARNING: locking bug in $f", NULL, &lock_bug, 0 },
	{ AT_FILE("mm/slab_common.c"), NULL, "WARNING: kmalloc bug in $f", NULL,
	  &warning, 0 },
	{ AT_FILE("mm/util.c"), NULL, "WARNING: kmalloc bug in $f", NULL,
	  &warning, 0 },
	{ AT_FILE("mm/vmalloc.c:%d __vmalloc_node_range"), NULL,
	  "WARNING: zero-size vmalloc in $f", NULL, &warning, 0 },
	{ AT_FILE("drivers/usb/core/urb.c"), NULL,
	  "WARNING in $f/usb_submit_urb", NULL, &usb_urb, 0 },
	{ "WARNING: CPU: %d PID: %d at %*:%d %f", NULL, "WARNING in $f", NULL,
	  &warning, 0 },
	{ "WARNING: CPU: %d PID: %d at ", NULL, "WARNING in $f", NULL, &warning,
	  0 },
	{ "WARNING: [%*] %w at %f", NULL, "WARNING in $f", NULL, &warning, 0 },
	{ "WARNING: at %*:%d %f", NULL, "WARNING in $f", NULL, &warning, 0 },
	{ "WARNING: %*:%d at %f", NULL, "WARNING in $f", NULL, &warning, 0 },
	{ "WARNING: %*:%d at %x, CPU#%d", NULL, "WARNING in $f", NULL, &warning,
	  0 },
	{ "WARNING: possible circular locking dependency detected",
	  "WARNING: possible circular locking dependency detected" TRYING,
	  "possible deadlock in $f", NULL, &stack_lock_trying, 0 },
	{ "WARNING: possible irq lock inversion dependency detected",
	  "WARNING: possible irq lock inversion dependency detected%>just "
	  "changed the state of lock", "possible deadlock in $f", NULL,
	  &stack_lock_trying, 0 },
	{ "WARNING: {SOFTIRQ|HARDIRQ|RECLAIM_FS}-safe -> {SOFTIRQ|HARDIRQ|"
	  "RECLAIM_FS}-unsafe lock order detected",
	  "lock order detected%>is trying to acquire",
	  "possible deadlock in $f", NULL, &stack_lock_order, 0 },
	{ "WARNING: possible recursive locking detected",
	  "WARNING: possible recursive locking detected" TRYING,
	  "possible deadlock in $f", NULL, &stack_lock_trying, 0 },
	{ "WARNING: inconsistent lock state",
	  "WARNING: inconsistent lock state%>takes",
	  "inconsistent lock state in $f", NULL, &stack_lock_state, 0 },
	{ "WARNING: suspicious RCU usage",
	  "WARNING: suspicious RCU usage%n%n%n%*:%d ",
	  "WARNING: suspicious RCU usage in $f", NULL, &stack_rcu, 0 },
	{ "WARNING: kernel stack regs at %x in %w has bad '%F' value", NULL,
	  "WARNING: kernel stack regs has bad '$1' value", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "WARNING: kernel stack frame pointer %*has bad value", NULL,
	  "WARNING: kernel stack regs has bad value", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "WARNING: bad unlock balance detected!", NULL,
	  "WARNING: bad unlock balance in $f", NULL, &stack_lock_release, 0 },
	{ "WARNING: held lock freed!", NULL, "WARNING: held lock freed in $f",
	  NULL, &stack_trace, 0 },
	{ "WARNING: Nested lock was not taken", NULL,
	  "WARNING: nested lock was not taken in $f", NULL, &stack_trace, 0 },
	{ "WARNING: lock held when returning to user space",
	  "lock held when returning to user space%>at: {[<%x>]|[%x]|}%_%f",
	  "WARNING: lock held when returning to user space in $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "WARNING: %*still has locks held!",
	  "still has locks held!%>at: {[<%x>]|[%x]|}%_%f",
	  "WARNING: still has locks held in $1", NULL, NULL, 0 },
	{ "WARNING: can't access registers at %f", NULL,
	  "WARNING: can't access registers at $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "WARNING: can't dereference {iret |}registers at %w for ip %f", NULL,
	  "WARNING: can't dereference registers at ADDR for ip $1", NULL,
	  NULL, FORMAT_NO_TRACE },
	{ "WARNING: stack going in the wrong direction", NULL,
	  "WARNING: stack going in the wrong direction", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "WARNING: stack recursion", NULL, "WARNING: stack recursion", NULL,
	  NULL, FORMAT_NO_TRACE },
	{ "WARNING: %*unrecoverable", NULL, "WARNING: corrupted", NULL, NULL,
	  FORMAT_CORRUPTED },
	{ "WARNING:%_%$", NULL, "WARNING: corrupted", NULL, NULL,
	  FORMAT_CORRUPTED },
	{ "WARNING: %.", NULL, "WARNING: $1", NULL, NULL, FORMAT_NO_TRACE },
};

const struct oops_formats oops_warning = { formats, ARRAY_SIZE(formats) };
