/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One function under several names: system calls carry the prefixes of their
 * wrappers, and some helpers stand for a group.  The first name is the one
 * for a title; two reports that share any are about the same.
 */
#ifndef TITLE_NAMES_H
#define TITLE_NAMES_H

#include "base/str.h"
#include "report/trace_report.h"

#define FRAME_NAMES 6

struct frame_names {
	struct str v[FRAME_NAMES];
	unsigned int nr;
};

void frame_names(struct frame_names *names, struct str function);

/* Why the stacks in a report cannot be trusted, or NULL. */
const char *stacks_broken(const struct trace_report *r);

#endif
