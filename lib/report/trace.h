/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Crash reports in console logs and in mail text: where each begins and ends,
 * what it is called, and its frames as data.  Names are formed as syzbot forms
 * them, since these are the titles kernel people know.
 *
 * Text without a crash gives an empty list.  A report that is cut off or
 * mixed with another is kept and marked corrupted: its title names nothing.
 */
#ifndef TRACE_H
#define TRACE_H

#include "base/arena.h"
#include "base/str.h"

struct frame {
	struct str function;
	struct str module;	/* "i915", or STR_NONE */
	struct str file;	/* "fs/io_uring.c", or STR_NONE */
	int64_t offset, size;	/* function+offset/size; -1: not stated */
	int line;		/* 0: not stated */
	bool inlined;		/* "[inline]" */
	bool unreliable;	/* "? " or "(unreliable)" */
};

struct frame_list {
	struct frame *v;
	size_t nr, cap;
};

/* A lock named by lockdep, in a chain or held. */
struct lock_ref {
	struct str name;	/* "&dev_priv->mm_lock" */
	struct str state;	/* "{+.+.}", or STR_NONE */
	struct str function;	/* where it was taken, or STR_NONE */
	int depth;		/* #N in the chain or in the list of held locks */
};

struct lock_list {
	struct lock_ref *v;
	size_t nr, cap;
};

struct trace {
	struct str title;	/* "KASAN: slab-out-of-bounds Read in foo" */
	struct str_list alt_titles;
	struct str type;	/* "KASAN-READ"; STR_NONE: of no known class */
	struct str frame;	/* the function in the title, or STR_NONE */
	bool corrupted;
	struct str corrupted_why;	/* STR_NONE unless corrupted */
	bool suppressed;	/* of a kind that is not to be reported */
	bool panicked;
	struct str guilty_file;	/* whose code to blame, or STR_NONE */
	struct str executor;	/* "proc=0, id=5", or STR_NONE */
	size_t start, end;	/* byte offsets in the text that was given */
	struct str head;	/* the line that says "BUG:" or the like, no prefix */
	struct str pc_function;	/* RIP, pc, NIP; or STR_NONE */
	struct frame_list frames;	/* in the order of the text */
	struct str version;	/* "5.14.0-rc1-syzkaller" */
	struct str tainted;	/* flags ("G     U"); STR_NONE: not tainted or not stated */
	struct str comm, hardware;
	int64_t cpu, pid;	/* -1: not stated */
	struct lock_list chain;	/* lockdep's dependency chain, newest first */
	struct lock_list held;
};

struct trace_list {
	struct trace *v;
	size_t nr, cap;
};

/*
 * Appends all reports in @text, in order.  Strings lie in @a or in @text.
 * Works in time linear to the text; at most 64 reports are taken.
 */
void trace_find(struct trace_list *out, struct arena *a, struct str text);

/* The first report that is not corrupted, else the first, else NULL. */
const struct trace *trace_main(const struct trace_list *list);

/*
 * The trace as a draft shows it: head line, position, call trace; no
 * timestamps, registers, module list, stack dump or frames of the reporting
 * itself; at most @max_lines lines, each ended by LF.
 */
struct str trace_distill(struct arena *a, const struct trace *t,
			 struct str text, unsigned int max_lines);

#endif
