/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands in front of a kernel message on its way to a reader: quote marks
 * of a mail, stamps of syslog and journal, log levels, printk's time and
 * caller; and the marks of a stack walker that is not sure.
 */
#ifndef TRACE_PREFIX_H
#define TRACE_PREFIX_H

#include "base/str.h"

struct trace_line {
	struct str raw;		/* as it stands, without its line end */
	struct str text;	/* the message: no prefix, no "? " */
	/*
	 * Who printed it: "T123", "C0", "console" where only the time is
	 * known, empty where there is no prefix at all.
	 */
	struct str who;
	bool doubted;		/* "? " or "(unreliable)" */
};

void trace_line_read(struct trace_line *line, struct str raw);

/* "T123": only messages of that task carry this name */
static inline bool who_is_task(struct str who)
{
	return who.n && *who.p == 'T';
}

static inline bool who_is_cpu(struct str who)
{
	return who.n && *who.p == 'C';
}

static inline bool who_is_console(struct str who)
{
	return who.n && *who.p == 'c';
}

/* Cuts "> > " and ">>" off; how many there were. */
unsigned int trace_cut_quotes(struct str *line);

#endif
