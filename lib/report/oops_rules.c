// SPDX-License-Identifier: GPL-2.0-only
#include "report/oops_families.h"

/* Patterns for lines that hold a header and are no oops. */
static const char *const no_bug[] = {
	"{DEBUG:|debug: BUG:|Debug: BUG:|_BUG:}", "[DEBUG",
	/* names of the kernel test robot, which have no blanks */
	"BUG:{KASAN|KCSAN|KMSAN|UBSAN|kernel_|unable_|sleeping_|scheduling_}",
	"BUG:{workqueue_|soft_|spinlock_|Bad_}", NULL
};
static const char *const no_warning[] = {
	/* programs and mounts */
	"WARNING: /etc/ssh/moduli does not exist", "sshd",
	"WARNING: {The|the} mand mount option", "WARNING: Unsupported flag value",
	"WARNING: {M|m}ounting", "WARNING: linker:", "WARNING: apt does not",
	"WARNING: Remote host identification", "WARNING: No SSH",
	"WARNING: device node", "EXT4-fs", "XFS (",
	/* its build */
	"WARNING: unmet direct dependencies", "WARNING: modpost",
	"WARNING: vmlinux", "WARNING: This email",
	"WARNING:{at_|possible_|suspicious_|inconsistent_|bad_|lock_}",
	/* the kernel's own advice */
	"WARNING: Unprivileged eBPF", "WARNING: See https:", "WARNING: kernel not configured for", "WARNING: kernel not compiled",
	"WARNING: You are running an unsupported",
	"kernel stack regs at %_(ptrval)", "_WARNING:", NULL
};
static const char *const no_info[] = {
	"INFO: lockdep is turned off",
	"INFO: Stall ended before state dump start", "INFO: NMI handler ",
	"{handler|interrupt}%*took too long", "_INFO:", "INFO::",
	"INFO: recovery required on readonly filesystem", "EXT4-fs", "ext4_",
	"XFS (", "INFO: sctp", "INFO: creating", "INFO: Could not",
	"INFO: transparent", "INFO:{task_|rcu|trying_}", NULL
};
/* a boot loader says it at the start of a line, not a program's output */
static const char *const no_reboot[] = { "'%*Booting the kernel.", NULL };
/* faults of programs */
static const char *const no_gpf[] = {
	"error:%d in ", "error:%x in ", "traps:", "ip:%x sp:%x", NULL
};
static const char *const no_panic[] = {
	"_panic:", "panic:%d", "onpanic:", "ddb.", NULL
};
static const char *const no_fatal[] = {
	"ALSA", ": fatal error:", "fatal error: opening", "fatal error: %$",
	"No such file or directory", NULL
};

/*
 * The order counts where a line holds two: "general protection fault" is also
 * printed behind "Oops:", "invalid opcode" below "kernel BUG".
 */
const struct oops_header oops_headers[] = {
	{ "BUG:", .formats = &oops_bug, .unless = no_bug },
	{ "WARNING:", .formats = &oops_warning, .unless = no_warning },
	{ "INFO:", .formats = &oops_info, .unless = no_info },
	{ "Unable to handle kernel", .formats = &oops_unable },
	{ "general protection fault", .formats = &oops_gpf, .unless = no_gpf },
	{ "stack segment: ", .formats = &oops_stack_segment },
	{ "Kernel panic", .formats = &oops_panic, .follows = true },
	{ "rust_kernel: panicked", .formats = &oops_rust },
	{ "kernel BUG", .formats = &oops_kernel_bug },
	{ "Kernel BUG", .formats = &oops_big_kernel_bug },
	{ "BUG kmalloc-", .formats = &oops_slub },
	{ "divide error:", .formats = &oops_divide },
	{ "divide_error:", .formats = &oops_divide },
	{ "invalid opcode:", .formats = &oops_invalid_op, .follows = true },
	{ "UBSAN:", .formats = &oops_ubsan },
	{ "Booting the kernel.", .formats = &oops_reboot, .unless = no_reboot },
	{ "unregister_netdevice: waiting for", .formats = &oops_netdevice,
	  .follows = true },
	{ "VFS: Busy inodes after unmount", .formats = &oops_vfs_busy },
	{ "VFS: Close: file count is 0", .formats = &oops_vfs_close },
	{ "Internal error:", .formats = &oops_internal, .follows = true },
	{ "Unhandled fault:", .formats = &oops_unhandled },
	{ "Alignment trap:", .formats = &oops_alignment },
	{ "trusty: panic", .formats = &oops_trusty },
	{ "int3:", .formats = &oops_int3 },
	{ "PANIC: double fault", .formats = &oops_double_fault, .follows = true },
	{ "fatal error:", .formats = &oops_go_fatal, .unless = no_fatal },
	{ "SYZFAIL:", .formats = &oops_syzfail },
	{ "SYZFATAL:", .formats = &oops_syzfatal },
	{ "panic:", .formats = &oops_go_panic, .unless = no_panic },
};
const unsigned int nr_oops_headers = ARRAY_SIZE(oops_headers);

/* Logs of bisections name crashes; they do not have them. */
const char *const oops_never[] = {
	"run #%d: %*: ", "all runs: ", "^crash: ", "Boot_DEBUG:", NULL
};

const struct oops_sign oops_signs[] = {
	{ "Call Trace:", NULL, SIGN_STACK },
	{ "Call trace:", NULL, SIGN_STACK },
	{ "Backtrace:", NULL, SIGN_STACK },
	{ "backtrace:", "^%_backtrace:", SIGN_STACK },
	{ "backtrace (crc", NULL, SIGN_STACK },
	{ "(unwind_backtrace) from", NULL, SIGN_STACK },
	/* sanitizers name theirs */
	{ "Allocated by task", NULL, SIGN_STACK },
	{ "Freed by task", NULL, SIGN_STACK },
	{ "Allocated:", NULL, SIGN_STACK },
	{ "Freed:", NULL, SIGN_STACK },
	{ "allocated by task", NULL, SIGN_STACK },
	{ "freed by task", NULL, SIGN_STACK },
	{ "otentially related work creation", NULL, SIGN_STACK },
	{ "Uninit was ", NULL, SIGN_STACK },
	{ "BUG: KMSAN: ", NULL, SIGN_STACK },
	{ "BUG: KFENCE: ", NULL, SIGN_STACK },
	{ " to 0x", "{read|write|read-write} {to|(marked) to|(reordered) to} 0x",
	  SIGN_STACK },
	{ "race at unknown origin", NULL, SIGN_STACK },

	/* fault injection and failed allocations dump their own stacks */
	{ "should_fail", "^%_{[<%x>] |[%x] |}should_fail{+|.|_ex+|slab+}",
	  SIGN_SPOILER },
	{ "vmalloc: allocation failure", NULL, SIGN_SPOILER },
	{ "FAULT_FLAG_ALLOW_RETRY missing", NULL, SIGN_SPOILER },

	{ "IP: ", NULL, SIGN_POSITION },
	{ "IP  [", NULL, SIGN_POSITION },
	{ "IP [<", NULL, SIGN_POSITION },
	{ "NIP [", NULL, SIGN_POSITION },
	{ "PC is at", NULL, SIGN_POSITION },
	{ "IP is at", NULL, SIGN_POSITION },
	{ "pc : ", NULL, SIGN_POSITION },
	{ "epc : ", NULL, SIGN_POSITION },
	{ "Krnl PSW", NULL, SIGN_POSITION },
	{ "--- interrupt", NULL, SIGN_POSITION },

	{ "Sending NMI from CPU", NULL, SIGN_ALL_CPUS },
	{ "Kernel panic - not syncing", NULL, SIGN_FOLLOW_UP },
	{ "Kernel panic - not syncing", NULL, SIGN_PANIC },
	{ "WARNING: possible circular locking dependency detected", NULL,
	  SIGN_FOLLOW_UP },
	{ "-> #", NULL, SIGN_LOCKS },
	{ " held by ", NULL, SIGN_LOCKS },
	{ "serialport: VM disconnected", NULL, SIGN_HANG_UP },
	{ "Disabling lock debugging due to kernel taint", NULL, SIGN_ASIDE },

	/* memory ran out, or the program that tests broke */
	{ "Out of memory: ",
	  "Out of memory: {Kill|Killed} process %d (sshd)", SIGN_SUPPRESS },
	{ "Out of memory: ",
	  "Out of memory: {Kill|Killed} process %d (syz-", SIGN_SUPPRESS },
	{ "Killed process ",
	  "Killed process %d (syz-execprog", SIGN_SUPPRESS },
	{ "Killed process ",
	  "Killed process %d (syz-fuzzer", SIGN_SUPPRESS },
	{ "Killed process ",
	  "Killed process %d (sshd", SIGN_SUPPRESS },
	{ "lowmemorykiller: Killing 'syz-", NULL, SIGN_SUPPRESS },
	{ "lowmemorykiller: Killing 'sshd", NULL, SIGN_SUPPRESS },
	{ "fatal error: runtime: out of memory", NULL, SIGN_SUPPRESS },
	{ "runtime: out of memory", NULL, SIGN_SUPPRESS },
	{ "fatal error: out of memory", NULL, SIGN_SUPPRESS },
	{ "fatal error: unexpected signal during", NULL, SIGN_SUPPRESS },
	{ "fatal error: runtime: cannot allocate", NULL, SIGN_SUPPRESS },
	{ "signal SIGBUS: bus error", NULL, SIGN_SUPPRESS },
	{ "panic: failed to start executor binary", NULL, SIGN_SUPPRESS },
	{ "panic: executor ",
	  "panic: executor %*: failed: pthread_create failed", SIGN_SUPPRESS },
	{ "panic: failed to create temp dir", NULL, SIGN_SUPPRESS },
	{ "SYZFAIL: ",
	  "SYZFAIL: %*out of memory", SIGN_SUPPRESS },
	{ "INIT: PANIC: segmentation violation!", NULL, SIGN_SUPPRESS },
	{ "*** stack smashing detected ***: terminated", NULL, SIGN_SUPPRESS },
	{ "SYZFAIL: SIGBUS", NULL, SIGN_SUPPRESS },
};
const unsigned int nr_oops_signs = ARRAY_SIZE(oops_signs);
