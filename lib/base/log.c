// SPDX-License-Identifier: GPL-2.0-only
#include "base/log.h"

#include "base/terminal.h"

static void __printf(3, 0) put(const struct log *log, const char *mark,
			       const char *fmt, va_list ap)
{
	char line[1024];

	vsnprintf(line, sizeof(line), fmt, ap);
	terminal_clean(line, strlen(line));
	for (char *c = line; *c; c++)
		if (*c == '\n')
			*c = '?';
	fprintf(log->out, "%sregbot: %s%s\n", log->lead ? log->lead : "", mark,
		line);
	fflush(log->out);
}

void log_error(const struct log *log, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(log, "", fmt, ap);
	va_end(ap);
}

void log_warn(const struct log *log, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(log, "warning: ", fmt, ap);
	va_end(ap);
}

void log_info(const struct log *log, const char *fmt, ...)
{
	va_list ap;

	if (log->level < LOG_NORMAL)
		return;
	va_start(ap, fmt);
	put(log, "", fmt, ap);
	va_end(ap);
}

void log_debug(const struct log *log, const char *fmt, ...)
{
	va_list ap;

	if (log->level < LOG_VERBOSE)
		return;
	va_start(ap, fmt);
	put(log, "", fmt, ap);
	va_end(ap);
}
