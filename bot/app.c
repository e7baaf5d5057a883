// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "app.h"

#include "base/terminal.h"

void app_print(const struct app *app, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		mem_exhausted();
	terminal_clean(text, (size_t)n);
	fwrite(text, 1, (size_t)n, app->out);
	free(text);
}

int app_fail(struct app *app, const struct err *err)
{
	log_error(&app->log, "%s", err->msg);
	switch (err->code) {
	case ERR_MSG:
		return EXIT_INPUT;
	case ERR_SOURCE:
	case ERR_TREE:
		return EXIT_UNAVAILABLE;
	case ERR_CONF:
		return EXIT_USAGE;
	case ERR_BUSY:
	case ERR_FATAL:
		break;
	}
	return EXIT_AGAIN;
}

int exit_worse(int a, int b)
{
	/* the codes were numbered by how much is broken, but for usage */
	if (a == EXIT_USAGE || b == EXIT_USAGE)
		return EXIT_USAGE;
	return MAX(a, b);
}
