/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Patterns of kernel messages, as the rule tables write them.  They need no
 * compiling and match in one line at a time:
 *
 *	%f	a function, captured: its name before "+0x" or ".part"
 *	%F	a name, captured, whatever follows
 *	%k	a kind like "use-after-free", captured
 *	%W	anything up to a blank, captured; %w: the same, not captured
 *	%D	digits, captured; %d: the same, not captured
 *	%x	hex digits, with or without 0x
 *	%_	blanks, or nothing
 *	%*	anything, as little as possible
 *	%( %)	captures what is between
 *	%.	captures the rest of the line
 *	%$	the end of the line
 *	{a|b}	one of these, the first that lets the rest match; no braces in them
 *	%>	what follows stands in a later line; %=: in this or a later one
 *	%n	what follows stands in the next line
 *	%%	a per cent sign
 *
 * A pattern may begin anywhere in a line, unless it begins with ^.
 */
#ifndef TRACE_PATTERN_H
#define TRACE_PATTERN_H

#include "base/str.h"

#define PATTERN_CAPTURES 6

struct pattern_match {
	struct str capture[PATTERN_CAPTURES];
	unsigned int nr;
	size_t line;	/* where the match begins */
	size_t at;	/* byte in that line */
};

/* In one line.  A pattern with %> or %= matches up to there. */
bool pattern_in_line(const char *pattern, struct str line,
		     struct pattern_match *m);

/* In lines[first..nr).  Each part is taken where it is found first. */
bool pattern_in_lines(const char *pattern, const struct str *lines,
		      size_t first, size_t nr, struct pattern_match *m);

#endif
