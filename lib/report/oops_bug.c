// SPDX-License-Identifier: GPL-2.0-only
/* "BUG:" */
#include "report/oops_families.h"

static const struct oops_stack kasan = {
	.parts = { "BUG: KASAN: %* in %f", PART_CALL_TRACE, PART_FRAMES },
};
static const struct oops_stack kmsan = {
	.parts = { "BUG: KMSAN: %* in %f", PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },	/* before 5.15 */
	.skip = (const char *const[]){ "crypto", "cipher", "aes", "drbg", "rng_",
		"sha1_", "sha256_", "sha512_", "crc", "_copy_to_iter", NULL },
	.also = "{Uninit was|Local variable}",
};
static const struct oops_stack kfence = {
	.parts = { "BUG: KFENCE: %* in %f", PART_FRAMES },
};
static const struct oops_stack soft_lockup = {
	.parts = { PART_POSITION, PART_CALL_TRACE, PART_FRAMES },
	.chooser = CHOOSE_BELOW_ANCHOR,
};
static const struct oops_stack atomic_stack = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "schedule", NULL },
};
static const struct oops_stack preempt_stack = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "preempt", "processor_id", "lockdep_",
		NULL },
};
static const struct oops_stack leak_stack = {
	.parts = { "backtrace{:| (crc}", PART_FRAMES },
	.skip = (const char *const[]){ "kmemleak", "create_object", "idr_",
		"radix_tree", "xas_", "kmemdup", "kstrdup", "memdup",
		"kobject_", "kvmalloc", "sget_userns", "sk_prot_alloc",
		"sk_alloc", "slab_", "_alloc_", "^new_inode", "^alloc_", "^__alloc_", NULL },
};

/* Who allocated the page tells more than who stumbled over it. */
static const struct oops_stack page_state = {
	.parts = { "page last allocated via order", PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
};

static const struct oops_format formats[] = {
	{ "BUG: KASAN: {double-free or invalid-free|double-free|invalid-free} "
	  "in %f", NULL, "KASAN: invalid-free in $f", "invalid-free in $f",
	  &kasan, 0 },
	{ "BUG: KASAN: %k in %f%>%({Read|Write}%) {of size|at addr}", NULL,
	  "KASAN: $1 $3 in $f", "bad-access in $f", &kasan, 0 },
	{ "BUG: KASAN: %k on address%>%({Read|Write}%) of size", NULL,
	  "KASAN: $1 $2", NULL, NULL, 0 },
	{ "BUG: KASAN: %.", NULL, "KASAN: $1", NULL, NULL, FORMAT_CORRUPTED },
	{ "BUG: KMSAN: kernel-%(%*%) in %f", NULL, "KMSAN: kernel-$1 in $f",
	  "bad-access in $f", &kmsan, 0 },
	{ "BUG: KMSAN: %k in %f", NULL, "KMSAN: $1 in $f", "bad-access in $f",
	  &kmsan, 0 },
	{ "BUG: KCSAN: %(%*%)+%x/%x%$", NULL, "KCSAN: $1", NULL, NULL, 0 },
	{ "BUG: KCSAN: %.", NULL, "KCSAN: $1", NULL, NULL, 0 },
	{ "BUG: KFENCE: use-after-free %({read|write}%)", NULL,
	  "KFENCE: use-after-free $1 in $f", "bad-access in $f", &kfence, 0 },
	{ "BUG: KFENCE: out-of-bounds %({read|write}%)", NULL,
	  "KFENCE: out-of-bounds $1 in $f", "bad-access in $f", &kfence, 0 },
	{ "BUG: KFENCE: invalid %({read|write}%)", NULL,
	  "KFENCE: invalid $1 in $f", "bad-access in $f", &kfence, 0 },
	{ "BUG: KFENCE: memory corruption", NULL,
	  "KFENCE: memory corruption in $f", NULL, &kfence, 0 },
	{ "BUG: KFENCE: invalid free", NULL, "KFENCE: invalid free in $f",
	  "invalid-free in $f", &kfence, 0 },
	{ "BUG: {unable to handle page fault for address|unable to handle "
	  "kernel paging request|Unable to handle kernel data access|Unable "
	  "to handle kernel instruction fetch|unable to handle kernel data "
	  "access|unable to handle kernel instruction fetch|supervisor }", NULL,
	  "BUG: unable to handle kernel paging request in $f",
	  "bad-access in $f", &stack_rip, 0 },
	{ "BUG: {unable to handle kernel NULL pointer dereference|kernel NULL "
	  "pointer dereference|Kernel NULL pointer dereference}", NULL,
	  "BUG: unable to handle kernel NULL pointer dereference in $f",
	  "bad-access in $f", &stack_rip, 0 },
	{ "BUG: unable to handle kernel", NULL, "BUG: unable to handle kernel",
	  NULL, NULL, FORMAT_CORRUPTED },
	{ "BUG: spinlock %({lockup suspected|already unlocked|recursion|bad "
	  "magic|wrong owner|wrong CPU|trylock failure}%)", NULL,
	  "BUG: spinlock $1 in $f", NULL, &stack_trace, 0 },
	{ "BUG: rwlock %({lockup suspected|already unlocked|recursion|bad "
	  "magic|wrong owner|wrong CPU|trylock failure}%)", NULL,
	  "BUG: rwlock $1 in $f", NULL, &stack_trace, 0 },
	{ "BUG: rwlock-lockup", NULL, "BUG: rwlock lockup in $f", NULL,
	  &stack_trace, 0 },
	{ "BUG: soft lockup", NULL, "BUG: soft lockup in $f", "stall in $f",
	  &soft_lockup, 0 },
	{ "BUG: %*still has locks held!",
	  "still has locks held!%>at: {[<%x>]|[%x]|}%_%f",
	  "BUG: still has locks held in $1", NULL, NULL, 0 },
	{ "BUG: lock held when returning to user space",
	  "lock held when returning to user space%>at: {[<%x>]|[%x]|}%_%f",
	  "BUG: lock held when returning to user space in $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "BUG: bad unlock balance detected!", NULL,
	  "BUG: bad unlock balance in $f", NULL, &stack_lock_release, 0 },
	{ "BUG: held lock freed!", NULL, "BUG: held lock freed in $f", NULL,
	  &stack_trace, 0 },
	{ "BUG: Bad rss-counter state", NULL, "BUG: Bad rss-counter state",
	  NULL, NULL, FORMAT_NO_TRACE },
	{ "BUG: non-zero nr_ptes on freeing mm", NULL,
	  "BUG: non-zero nr_ptes on freeing mm", NULL, NULL, FORMAT_NO_TRACE },
	{ "BUG: non-zero nr_pmds on freeing mm", NULL,
	  "BUG: non-zero nr_pmds on freeing mm", NULL, NULL, FORMAT_NO_TRACE },
	{ "BUG: non-zero pgtables_bytes on freeing mm: %.", NULL,
	  "BUG: non-zero pgtables_bytes on freeing mm: $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "BUG: Dentry %*still in use%*[unmount of %(%*%)]", NULL,
	  "BUG: Dentry still in use in unmount",
	  "BUG: Dentry still in use [unmount of $1]", NULL, 0 },
	{ "BUG: Bad page state", NULL, "BUG: Bad page state in $f", NULL,
	  &page_state, 0 },
	{ "BUG: Bad page map", NULL, "BUG: Bad page map", NULL, NULL, 0 },
	{ "BUG: Bad page cache", NULL, "BUG: Bad page cache in $f", NULL,
	  &stack_trace, 0 },
	{ "BUG: scheduling while atomic", NULL,
	  "BUG: scheduling while atomic in $f", NULL, &atomic_stack, 0 },
	{ "BUG: workqueue leaked lock or atomic: ",
	  "BUG: workqueue leaked lock or atomic: %*%>last function: %F",
	  "BUG: workqueue leaked lock or atomic in $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "BUG: workqueue leaked atomic, lock or RCU: ",
	  "BUG: workqueue leaked atomic, lock or RCU: %*%>last function: %F",
	  "BUG: workqueue leaked atomic, lock or RCU in $1", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "BUG: workqueue lockup", NULL, "BUG: workqueue lockup", NULL, NULL,
	  FORMAT_NO_TRACE },
	{ "BUG: sleeping function called from invalid context", NULL,
	  "BUG: sleeping function called from invalid context in $f", NULL,
	  &stack_trace, 0 },
	{ "BUG: using %*() in preemptible",
	  "BUG: using %(%*%)() in preemptible%*code",
	  "BUG: using $1() in preemptible code in $f", NULL, &preempt_stack,
	  0 },
	{ "BUG: memory leak", "BUG: memory leak%>backtrace{:| (crc}",
	  "memory leak in $f", NULL, &leak_stack, 0 },
	{ "BUG: memory leak", NULL, "memory leak", NULL, NULL,
	  FORMAT_CORRUPTED },
	{ "BUG: stack guard page was hit at", NULL,
	  "BUG: stack guard page was hit in $f", "stack-overflow in $f",
	  &stack_overflow, 0 },
	{ "BUG: %w stack guard page was hit at", NULL,
	  "BUG: stack guard page was hit in $f", "stack-overflow in $f",
	  &stack_overflow, 0 },
	{ "BUG: Invalid wait context ]", NULL, "WARNING: locking bug in $f",
	  NULL, &stack_trace, 0 },
	{ "BUG: corrupted list", NULL, "BUG: corrupted list in $f",
	  "bad-access in $f", &stack_trace, 0 },
	{ "BUG:%_%$", NULL, "BUG: corrupted", NULL, NULL, FORMAT_CORRUPTED },
};

const struct oops_formats oops_bug = { formats, ARRAY_SIZE(formats) };
