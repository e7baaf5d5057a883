// SPDX-License-Identifier: GPL-2.0-only
/* Stacks that formats of several families have. */
#include "report/oops_rules.h"

const struct oops_stack stack_rip = {
	.parts = { PART_POSITION, PART_CALL_TRACE, PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
};

const struct oops_stack stack_trace = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
};

const struct oops_stack stack_lock_trying = {
	.parts = { "at: {[<%x>]|[%x]|((____ptrval____))|}%_%f", PART_FRAMES },
	.or_else = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "^process_one_work$", NULL },
};

/* Where a helper took the lock, the whole stack tells who called it. */
const struct oops_stack stack_lock_state = {
	.parts = { "at: {[<%x>]|[%x]|((____ptrval____))|}%_%f",
		   PART_CALL_TRACE, PART_FRAMES },
};

/* Who made the lock an interrupt's comes first. */
const struct oops_stack stack_lock_order = {
	.parts = { "which became %*-irq-safe at:", PART_FRAMES },
	.or_else = { "at: {[<%x>]|[%x]|((____ptrval____))|}%_%f", PART_FRAMES },
};

const struct oops_stack stack_rcu = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.skip = (const char *const[]){ "rcu", "kmem", "slab", "kmalloc", NULL },
};

const struct oops_stack stack_lock_release = {
	.parts = { "is trying to release lock", PART_FRAMES, PART_CALL_TRACE,
		   PART_FRAMES },
};

/* Stacks that overflowed go round in circles: whom the dispatcher called. */
const struct oops_stack stack_overflow = {
	.parts = { PART_CALL_TRACE, PART_FRAMES },
	.chooser = CHOOSE_BELOW_ANCHOR,
};
