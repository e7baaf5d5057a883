/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel says when it fails, as tables.  A new kind of oops is a row
 * in one of the oops_*.c files and a case in tests/cases.
 *
 * Of all headers the first in oops_headers[] that a line holds counts.  Of its
 * formats the one whose title stands first in the report counts; of several
 * at one place the first that is complete.  The last resort is the line.
 */
#ifndef OOPS_RULES_H
#define OOPS_RULES_H

#include "base/str.h"

/* Which function out of a stack names the crash. */
enum oops_chooser {
	CHOOSE_FIRST,		/* the first that is no helper */
	CHOOSE_BELOW_ANCHOR,	/* what a dispatcher had called: stalls */
	CHOOSE_WAITER,		/* who waits: hung tasks */
};

#define OOPS_PARTS	6

/* The line that says where the processor was, on any architecture. */
#define PART_POSITION	"{IP|pc |PC is at|epc |--- interrupt|" \
			"Krnl PSW : %x %x (}{:|}%_{%d:|%d at |}" \
			"{[<%x>]|[%x]|}%_{[<%x>]|[%x]|}%_" \
			"{%f|0x%x|(null)|[<%_(null)>]}"
#define PART_CALL_TRACE	"{Call Trace:|Call trace:|Backtrace:}"

/* A part of oops_stack: frames up to the next start of a stack trace. */
#define PART_FRAMES	"FRAMES"

struct oops_stack {
	/* patterns to be found one after the other; what they capture are
	   functions, as are the frames of PART_FRAMES */
	const char *parts[OOPS_PARTS];
	const char *or_else[OOPS_PARTS];	/* tried when the first gave none */
	const char *const *skip;		/* beyond the common ones */
	enum oops_chooser chooser;
	bool positions;		/* PART_POSITION counts as a frame */
	const char *also;	/* a second stack that must be there, or NULL */
};

enum oops_format_flags {
	FORMAT_CORRUPTED = 1,	/* a title that names nothing */
	FORMAT_NO_TRACE = 2,	/* comes without a stack trace */
};

/* Patterns as in trace_pattern.h; in texts $1.. is a capture, $f the frame. */
struct oops_format {
	const char *title;
	const char *more;	/* must match too, and its captures count */
	const char *text;
	const char *alt;
	const struct oops_stack *stack;
	unsigned int flags;
};

struct oops_formats {
	const struct oops_format *v;
	unsigned int nr;
};

struct oops_header {
	const char *literal;	/* as in the text */
	const struct oops_formats *formats;
	bool follows;		/* part of the report above, if there is one */
	const char *const *unless;	/* patterns of lines that are no oops */
};

extern const struct oops_header oops_headers[];
extern const unsigned int nr_oops_headers;

/* Lines that are never an oops, whatever they hold. */
extern const char *const oops_never[];

/* What else in a line matters for reports. */
enum oops_sign_kind {
	SIGN_STACK,	/* a stack trace begins here */
	SIGN_SPOILER,	/* somebody else's stack in the middle of ours */
	SIGN_POSITION,	/* may match PART_POSITION */
	SIGN_ALL_CPUS,	/* stacks of other CPUs follow */
	SIGN_FOLLOW_UP,	/* what the report itself brought about */
	SIGN_ASIDE,	/* a line that is no part of it */
	SIGN_LOCKS,	/* a lock of a chain, or the head of a list of held ones */
	SIGN_HANG_UP,	/* the console went away */
	SIGN_PANIC,
	SIGN_SUPPRESS,	/* the machine or the tester is at fault */
};

struct oops_sign {
	const char *literal;	/* four bytes at least */
	const char *pattern;	/* of the whole line; or NULL */
	enum oops_sign_kind kind;
};

extern const struct oops_sign oops_signs[];
extern const unsigned int nr_oops_signs;

/* Common stacks. */
extern const struct oops_stack stack_rip, stack_trace, stack_overflow,
	stack_lock_trying, stack_lock_state, stack_lock_order,
	stack_lock_release, stack_rcu;

#endif
