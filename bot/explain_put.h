/* SPDX-License-Identifier: GPL-2.0-only */
/* How a case is told: a name in a column of its own, then text. */
#ifndef EXPLAIN_PUT_H
#define EXPLAIN_PUT_H

#include "app.h"

#include "base/str.h"

/* In front of the lines below the first one of a section. */
#define EXPLAIN_INDENT	"            "

void explain_heading(const struct app *app, const char *name);

/* What strangers wrote, made harmless for a terminal. */
void explain_put(const struct app *app, struct str s);

/* A line with a name, and a line of a mail, cut and with its number. */
void explain_put_line(const struct app *app, const char *name, struct str s);
void explain_put_quoted(const struct app *app, unsigned int line, struct str s);

#endif
