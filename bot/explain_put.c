// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "explain_put.h"

/* Every section looks the same: a name in a column of its own, then text. */
#define COLUMN	"%-11s "
#define LINE_MAX_SHOWN	100	/* bytes of a mail's line */

void explain_heading(const struct app *app, const char *name)
{
	if (app->colour)
		fprintf(app->out, "\033[1m" COLUMN "\033[0m", name);
	else
		fprintf(app->out, COLUMN, name);
}

void explain_put(const struct app *app, struct str s)
{
	struct str line;

	/* one line, whatever it was */
	while (str_split(&s, '\n', &line))
		app_print(app, "%.*s%s", STR_ARG(line), s.n ? " " : "");
}

void explain_put_line(const struct app *app, const char *name, struct str s)
{
	explain_heading(app, name);
	explain_put(app, s);
	fputc('\n', app->out);
}

void explain_put_quoted(const struct app *app, unsigned int line, struct str s)
{
	s = str_trim(s);
	fprintf(app->out, EXPLAIN_INDENT);
	if (line)
		fprintf(app->out, "line %u: ", line);
	explain_put(app, str_sub(s, 0, LINE_MAX_SHOWN));
	fprintf(app->out, "%s\n", s.n > LINE_MAX_SHOWN ? "..." : "");
}
