/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a running command has at hand: the terminal, the clock, the options
 * that all commands share.  main.c fills it; commands get it as their first
 * argument.
 */
#ifndef APP_H
#define APP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"

/* Exit codes (spec: regbot(1), EXIT STATUS). */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_PERSON = 1,	/* done, and something needs a person */
	EXIT_USAGE = 2,		/* wrong usage or configuration */
	EXIT_INPUT = 65,	/* input cannot be understood at all */
	EXIT_UNAVAILABLE = 69,	/* a server or repository is not there */
	EXIT_AGAIN = 75,	/* try again later: locked, network */
};

struct app {
	struct log log;
	struct clock clock;
	FILE *out;
	bool json;		/* --json: JSON Lines on out */
	bool colour;		/* out is a terminal, or --color=always */
	const char *config;	/* --config FILE, or NULL */
};

/* A command of the table in main.c. */
struct command {
	const char *name;
	/* argv[0] is the command's name; yields an exit code */
	int (*run)(struct app *app, int argc, char **argv);
	bool git;	/* needs libgit2, whose start reads all CA certificates */
	const char *summary;
};

/*
 * Prints for people, on @app->out; whatever of it strangers wrote does nothing
 * to the terminal.  Colours go there with fputs().
 */
void app_print(const struct app *app, const char *fmt, ...) __printf(2, 3);

/* Says the error on stderr and yields the exit code for it. */
int app_fail(struct app *app, const struct err *err);

/* The worse of two exit codes, for commands that go on after a failure. */
int exit_worse(int a, int b);

#endif
