// SPDX-License-Identifier: GPL-2.0-only
#include "report/title.h"

/* The first that a title begins with gives its class. */
static const struct {
	const char *prefix, *type;
} types[] = {
	{ "KASAN: null-ptr-deref Read", "KASAN-NULL-POINTER-DEREFERENCE-READ" },
	{ "KASAN: null-ptr-deref Write", "KASAN-NULL-POINTER-DEREFERENCE-WRITE" },
	{ "KASAN: invalid-free", "KASAN-INVALID-FREE" },
	{ "KASAN: double-free", "KASAN-INVALID-FREE" },
	{ "KASAN: use-after-free Read", "KASAN-USE-AFTER-FREE-READ" },
	{ "KASAN: slab-use-after-free Read", "KASAN-USE-AFTER-FREE-READ" },
	{ "KASAN: use-after-free in", "KASAN-USE-AFTER-FREE-READ" },
	{ "KASAN: use-after-free Write", "KASAN-USE-AFTER-FREE-WRITE" },
	{ "KASAN: slab-use-after-free Write", "KASAN-USE-AFTER-FREE-WRITE" },
	{ "KFENCE: use-after-free read", "KFENCE-USE-AFTER-FREE-READ" },
	{ "KFENCE: use-after-free write", "KFENCE-USE-AFTER-FREE-WRITE" },
	{ "KFENCE: invalid free", "KFENCE-INVALID-FREE" },
	{ "KFENCE: memory corruption", "KFENCE-MEMORY-CORRUPTION" },
	{ "KFENCE: out-of-bounds read", "KFENCE-READ" },
	{ "KFENCE: out-of-bounds write", "KFENCE-WRITE" },
	{ "KFENCE: invalid read", "KFENCE-READ" },
	{ "KFENCE: invalid write", "KFENCE-WRITE" },
	{ "KMSAN: uninit-value", "KMSAN-UNINIT-VALUE" },
	{ "KMSAN: kernel-", "KMSAN-INFO-LEAK" },
	{ "KMSAN: use-after-free", "KMSAN-USE-AFTER-FREE-READ" },
	{ "KCSAN: data-race", "KCSAN-DATARACE" },
	{ "KCSAN: assert: race", "KCSAN-ASSERT" },
	{ "UBSAN: array-index", "MEMORY_SAFETY_UBSAN" },
	{ "UBSAN:", "UBSAN" },
	{ "memory leak", "LEAK" },
	{ "BUG: unable to handle kernel NULL pointer", "NULL-POINTER-DEREFERENCE" },
	{ "BUG: unable to handle kernel paging", "MEMORY_SAFETY_BUG" },
	{ "BUG: corrupted list", "MEMORY_SAFETY_BUG" },
	{ "BUG: soft lockup", "HANG" },
	{ "INFO: rcu detected stall", "HANG" },
	{ "INFO: task hung", "HANG" },
	{ "INFO: task can't die", "HANG" },
	{ "BUG: sleeping function called", "ATOMIC_SLEEP" },
	{ "BUG: scheduling while atomic", "ATOMIC_SLEEP" },
	{ "possible deadlock in", "LOCKDEP" },
	{ "inconsistent lock state in", "LOCKDEP" },
	{ "WARNING: suspicious RCU usage in", "LOCKDEP" },
	{ "WARNING: locking bug in", "LOCKDEP" },
	{ "WARNING: still has locks held in", "LOCKDEP" },
	{ "WARNING: bad unlock balance in", "LOCKDEP" },
	{ "WARNING: held lock freed in", "LOCKDEP" },
	{ "WARNING: nested lock was not taken in", "LOCKDEP" },
	{ "BUG: bad unlock balance in", "LOCKDEP" },
	{ "BUG: held lock freed in", "LOCKDEP" },
	{ "BUG: still has locks held in", "LOCKDEP" },
	{ "BUG: lock held when returning to user space", "LOCKDEP" },
	{ "WARNING: lock held when returning to user space", "LOCKDEP" },
	{ "BUG: using ", "LOCKDEP" },
	{ "BUG: spinlock", "LOCKDEP" },
	{ "BUG: rwlock", "LOCKDEP" },
	{ "WARNING: refcount bug in", "REFCOUNT_WARNING" },
	{ "WARNING: kernel stack", NULL },
	{ "WARNING: can't", NULL },
	{ "WARNING: stack", NULL },
	{ "WARNING", "WARNING" },
	{ "kernel BUG in", "BUG" },
	{ "BUG: bad usercopy in", "BUG" },
	{ "general protection fault", "DoS" },
	{ "kernel panic", "DoS" },
	{ "kernel stack overflow", "DoS" },
	{ "stack segment fault", "DoS" },
	{ "divide error", "DoS" },
	{ "invalid opcode", "DoS" },
	{ "int3", "DoS" },
	{ "Internal error", "DoS" },
	{ "Unhandled fault", "DoS" },
	{ "Alignment trap", "DoS" },
	{ "PANIC: double fault", "DoS" },
	{ "unregister_netdevice: waiting for", "DoS" },
	{ "trusty: ", "DoS" },
	{ "VFS: ", "DoS" },
	{ "go runtime error", "DoS" },
	{ "unexpected kernel reboot", "REBOOT" },
	{ "SYZFAIL", "SYZ_FAILURE" },
	{ "SYZFATAL", "SYZ_FAILURE" },
};

struct str title_type(struct str title)
{
	bool kasan = str_starts(title, STR("KASAN: "));

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (str_starts(title, str_from(types[i].prefix)))
			return str_from(types[i].type);
	if (kasan && str_has(title, STR(" Write")))
		return STR("KASAN-WRITE");
	return kasan ? STR("KASAN-READ") : STR_NONE;
}
