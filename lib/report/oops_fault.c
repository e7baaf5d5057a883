// SPDX-License-Identifier: GPL-2.0-only
/* Faults of the processor, panics, kernel BUG, and what is left. */
#include "report/oops_families.h"



static const struct oops_stack kernel_bug = {
	.parts = { PART_POSITION, PART_CALL_TRACE, PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "^skb_", NULL },
};

static const struct oops_format unable[] = {
	{ "Unable to handle kernel {paging request|access to user memory|read "
	  "from unreadable memory|write to read-only memory|execute from "
	  "non-executable memory|access of user address|access to unmapped}",
	  NULL, "BUG: unable to handle kernel paging request in $f",
	  "bad-access in $f", &stack_rip, 0 },
	{ "Unable to handle kernel NULL pointer dereference", NULL,
	  "BUG: unable to handle kernel NULL pointer dereference in $f",
	  "bad-access in $f", &stack_rip, 0 },
	/* s390 */
	{ "Unable to handle kernel pointer dereference in", NULL,
	  "BUG: unable to handle kernel paging request in $f",
	  "bad-access in $f", &stack_rip, 0 },
	{ "Unable to handle kernel {%w|%w %w} {for|at}", NULL,
	  "BUG: unable to handle kernel paging request in $f",
	  "bad-access in $f", &stack_rip, 0 },
};
const struct oops_formats oops_unable = { unable, ARRAY_SIZE(unable) };

static const struct oops_format gpf[] = {
	{ "general protection fault", NULL, "general protection fault in $f",
	  "bad-access in $f", &stack_rip, 0 },
};
const struct oops_formats oops_gpf = { gpf, ARRAY_SIZE(gpf) };

static const struct oops_format stack_segment[] = {
	{ "stack segment: ", NULL, "stack segment fault in $f", NULL,
	  &stack_rip, 0 },
};
const struct oops_formats oops_stack_segment = {
	stack_segment, ARRAY_SIZE(stack_segment)
};

static const struct oops_format panic[] = {
	{ "Kernel panic - not syncing: stack-protector: %*is corrupted in: %f",
	  NULL, "kernel panic: stack is corrupted in $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "Kernel panic - not syncing: stack-protector: %*is corrupted in: %x",
	  NULL, "kernel panic: stack is corrupted in $f", NULL, &stack_trace,
	  0 },
	{ "Kernel panic - not syncing: corrupted stack end", NULL,
	  "kernel panic: corrupted stack end in $f", "stack-overflow in $f",
	  &stack_overflow, 0 },
	{ "Kernel panic - not syncing: kernel stack overflow", NULL,
	  "kernel stack overflow in $f", "stack-overflow in $f",
	  &stack_overflow, 0 },
	{ "Kernel panic - not syncing: Attempted to kill init!", NULL,
	  "kernel panic: Attempted to kill init!", NULL, NULL, 0 },
	{ "Kernel panic - not syncing: Couldn't open N_TTY ldisc for "
	  "%w%*error %d", NULL, "kernel panic: Couldn't open N_TTY ldisc", NULL,
	  NULL, 0 },
	{ "Kernel panic - not syncing: %({kernel: |}panic_on_warn set%)", NULL,
	  "kernel panic: panic_on_warn set", NULL, NULL, FORMAT_CORRUPTED },
	{ "Kernel panic - not syncing: Fatal exception", NULL,
	  "kernel panic: Fatal exception", NULL, NULL, FORMAT_CORRUPTED },
	{ "Kernel panic - not syncing: %({hung_task: |softlockup: |Hard "
	  "LOCKUP|RCU Stall}%*%)%$", NULL, "kernel panic: $1", NULL, NULL,
	  FORMAT_CORRUPTED },
	{ "Kernel panic - not syncing: %.", NULL, "kernel panic: $1", NULL,
	  NULL, 0 },
};
const struct oops_formats oops_panic = { panic, ARRAY_SIZE(panic) };

static const struct oops_format rust[] = {
	{ "rust_kernel: panicked at", "rust_kernel: panicked at %*%>%.",
	  "rust_kernel: panicked: $1 in $f", NULL, &stack_trace, 0 },
};
const struct oops_formats oops_rust = { rust, ARRAY_SIZE(rust) };

static const struct oops_format kernel_bugs[] = {
	{ "kernel BUG at mm/usercopy.c", NULL, "BUG: bad usercopy in $f", NULL,
	  &stack_trace, 0 },
	{ "kernel BUG at lib/list_debug.c", NULL, "BUG: corrupted list in $f",
	  "bad-access in $f", &kernel_bug, 0 },
	{ "kernel BUG at %w", NULL, "kernel BUG in $f", NULL, &kernel_bug, 0 },
};
const struct oops_formats oops_kernel_bug = {
	kernel_bugs, ARRAY_SIZE(kernel_bugs)
};

static const struct oops_format big_kernel_bugs[] = {
	{ "Kernel BUG at %f", NULL, "kernel BUG in $f", NULL, &kernel_bug, 0 },
	{ "Kernel BUG", NULL, "kernel BUG in $f", NULL, &kernel_bug, 0 },
};
const struct oops_formats oops_big_kernel_bug = {
	big_kernel_bugs, ARRAY_SIZE(big_kernel_bugs)
};

static const struct oops_format slub[] = {
	{ "BUG %w (%*): %.", NULL, "BUG: $1", NULL, NULL, 0 },
};
const struct oops_formats oops_slub = { slub, ARRAY_SIZE(slub) };

static const struct oops_format divide[] = {
	{ "divide{ |_}error:", NULL, "divide error in $f", NULL, &stack_rip,
	  0 },
};
const struct oops_formats oops_divide = { divide, ARRAY_SIZE(divide) };

static const struct oops_format invalid_op[] = {
	{ "invalid opcode:", NULL, "invalid opcode in $f", NULL, &stack_rip,
	  0 },
};
const struct oops_formats oops_invalid_op = {
	invalid_op, ARRAY_SIZE(invalid_op)
};

static const struct oops_format ubsan[] = {
	{ "UBSAN: Undefined behaviour in", NULL,
	  "UBSAN: undefined-behaviour in $f", NULL, &stack_trace, 0 },
	{ "UBSAN: array-index-out-of-bounds in", NULL,
	  "UBSAN: array-index-out-of-bounds in $f", "bad-access in $f",
	  &stack_trace, 0 },
	{ "UBSAN: %k in", NULL, "UBSAN: $1 in $f", NULL, &stack_trace, 0 },
};
const struct oops_formats oops_ubsan = { ubsan, ARRAY_SIZE(ubsan) };

static const struct oops_format reboot[] = {
	{ "Booting the kernel.", NULL, "unexpected kernel reboot", NULL, NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_reboot = { reboot, ARRAY_SIZE(reboot) };

static const struct oops_format netdevice[] = {
	{ "unregister_netdevice: waiting for", NULL,
	  "unregister_netdevice: waiting for DEV to become free", NULL, NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_netdevice = { netdevice, ARRAY_SIZE(netdevice) };

static const struct oops_format int3[] = {
	{ "int3:", NULL, "int3 in $f", NULL, &stack_rip, 0 },
};
const struct oops_formats oops_int3 = { int3, ARRAY_SIZE(int3) };

static const struct oops_format vfs_busy[] = {
	{ "VFS: Busy inodes after unmount", NULL,
	  "VFS: Busy inodes after unmount (use-after-free)", NULL, NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_vfs_busy = { vfs_busy, ARRAY_SIZE(vfs_busy) };

static const struct oops_format vfs_close[] = {
	{ "VFS: Close: file count is 0", NULL,
	  "VFS: Close: file count is zero (use-after-free)", NULL, NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_vfs_close = { vfs_close, ARRAY_SIZE(vfs_close) };

static const struct oops_format internal[] = {
	{ "Internal error:", NULL, "Internal error in $f", "bad-access in $f",
	  &stack_rip, 0 },
};
const struct oops_formats oops_internal = { internal, ARRAY_SIZE(internal) };

static const struct oops_format unhandled[] = {
	{ "Unhandled fault:", NULL, "Unhandled fault in $f", "bad-access in $f",
	  &stack_rip, 0 },
};
const struct oops_formats oops_unhandled = { unhandled, ARRAY_SIZE(unhandled) };

static const struct oops_format alignment[] = {
	{ "Alignment trap:", NULL, "Alignment trap in $f", NULL, &stack_rip,
	  0 },
};
const struct oops_formats oops_alignment = { alignment, ARRAY_SIZE(alignment) };

static const struct oops_format trusty[] = {
	{ "trusty: panic %*ASSERT FAILED at %*): %(%w%)", NULL,
	  "trusty: ASSERT FAILED: $1", NULL, NULL, FORMAT_NO_TRACE },
	{ "trusty: panic %*ASSERT FAILED at", NULL, "trusty: ASSERT FAILED:",
	  NULL, NULL, FORMAT_CORRUPTED },
	{ "trusty: panic %*): %.", NULL, "trusty: panic: $1", NULL, NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_trusty = { trusty, ARRAY_SIZE(trusty) };

static const struct oops_format double_fault[] = {
	{ "PANIC: double fault", NULL, "PANIC: double fault in $f", NULL,
	  &stack_rip, 0 },
};
const struct oops_formats oops_double_fault = {
	double_fault, ARRAY_SIZE(double_fault)
};

static const struct oops_format go_fatal[] = {
	{ "fatal error:", "fatal error:%*%>goroutine", "go runtime error", NULL,
	  NULL, FORMAT_NO_TRACE },
};
const struct oops_formats oops_go_fatal = { go_fatal, ARRAY_SIZE(go_fatal) };

static const struct oops_format go_panic[] = {
	{ "panic: ", "panic: %.", "panic: $1", NULL, NULL, FORMAT_NO_TRACE },
};
const struct oops_formats oops_go_panic = { go_panic, ARRAY_SIZE(go_panic) };

static const struct oops_format syzfail[] = {
	{ "SYZFAIL: %.", NULL, "SYZFAIL: $1", NULL, NULL, FORMAT_NO_TRACE },
};
const struct oops_formats oops_syzfail = { syzfail, ARRAY_SIZE(syzfail) };

static const struct oops_format syzfatal[] = {
	{ "SYZFATAL: %.", NULL, "SYZFATAL: $1", "SYZFATAL", NULL,
	  FORMAT_NO_TRACE },
};
const struct oops_formats oops_syzfatal = { syzfatal, ARRAY_SIZE(syzfatal) };
