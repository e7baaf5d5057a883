/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages for the operator: one line each, message id or file:line first,
 * never mail bodies or secrets.  Control characters in what strangers wrote
 * come out as '?', so that nobody can draw on the operator's terminal.
 */
#ifndef LOG_H
#define LOG_H

#include "base/base.h"

enum log_level {
	LOG_QUIET,	/* only what needs a person */
	LOG_NORMAL,
	LOG_VERBOSE,
};

struct log {
	FILE *out;
	enum log_level level;
	const char *lead;	/* in front of each line, or NULL: nothing */
};

void log_error(const struct log *log, const char *fmt, ...) __printf(2, 3);
void log_warn(const struct log *log, const char *fmt, ...) __printf(2, 3);
void log_info(const struct log *log, const char *fmt, ...) __printf(2, 3);
void log_debug(const struct log *log, const char *fmt, ...) __printf(2, 3);

#endif
