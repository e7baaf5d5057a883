// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds the command in the table, starts and stops the libraries whose set-up
 * is process-wide, chooses the exit code.
 */
#include "base/base.h"

#include <curl/curl.h>
#include <errno.h>
#include <git2.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "commands.h"
#include "guess.h"

#include "base/str.h"

static const struct command commands[] = {
	{ "poll", cmd_poll, true, "fetch new mail, file drafts" },
	{ "reply", cmd_reply, true, "draft the answer to one message, now" },
	{ "explain", cmd_explain, true, "what was understood of a mail, and why" },
	{ "list", cmd_list, false, "the queue of drafts" },
	{ "show", cmd_show, false, "one draft, whole" },
	{ "lint", cmd_lint, false, "check a mail against the rules of kernel mail" },
	{ "fetch", cmd_fetch, true, "the mails of a source, as an mbox" },
	{ "extract", cmd_extract, false, "facts of a mail" },
	{ "trace", cmd_trace, false, "crash reports in a log or mail" },
	{ "bisection", cmd_bisection, false, "bisection logs, and whether to believe them" },
	{ "judge", cmd_judge, true, "may the claim of a mail be believed" },
	{ "revert", cmd_revert, true, "would a revert apply" },
	{ "maintainers", cmd_maintainers, true, "who looks after a file or patch" },
};

static void help(FILE *out)
{
	fprintf(out, "usage: regbot COMMAND [options] [operands]\n\n"
		"Reads regression mails and bisection results of the Linux kernel and drafts\n"
		"the reply; it mails nobody by itself.\n\nCommands:\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-12s %s\n", commands[i].name,
			commands[i].summary);
	fprintf(out, "\nregbot COMMAND --help tells more, with examples; man regbot.\n");
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int unknown(struct app *app, const char *name)
{
	const char *names[ARRAY_SIZE(commands)];
	const char *near;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		names[i] = commands[i].name;
	near = guess(name, names, ARRAY_SIZE(commands));
	if (near)
		log_error(&app->log, "%s: no such command (did you mean \"%s\"?)",
			  name, near);
	else
		log_error(&app->log, "%s: no such command (see regbot --help)",
			  name);
	return EXIT_USAGE;
}

static bool wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && *no) &&
	       !(term && !strcmp(term, "dumb"));
}

/* Options before the command: "regbot -C DIR poll" is "regbot poll -C DIR". */
static char **command_first(int argc, char **argv, const struct command **cmd)
{
	for (int i = 1; i < argc; i++) {
		char *name = argv[i];

		if (*name == '-') {
			i += !strcmp(name, "-C") || !strcmp(name, "--config") ||
			     !strcmp(name, "--color");
			continue;
		}
		*cmd = find(name);
		memmove(&argv[2], &argv[1], (size_t)(i - 1) * sizeof(*argv));
		argv[1] = name;
		return argv + 1;
	}
	return NULL;
}

static int run_command(struct app *app, const struct command *cmd, int argc,
		       char **argv)
{
	int code;

	if (!cmd->git)
		return cmd->run(app, argc, argv);
	if (git_libgit2_init() < 0) {
		log_error(&app->log, "libgit2 cannot start (is it installed whole?)");
		return EXIT_UNAVAILABLE;
	}
	code = cmd->run(app, argc, argv);
	git_libgit2_shutdown();
	return code;
}

static int run(struct app *app, int argc, char **argv)
{
	const struct command *cmd = NULL;
	char **first;

	if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help") ||
			 !strcmp(argv[1], "help"))) {
		help(app->out);
		return EXIT_DONE;
	}
	if (argc > 1 && !strcmp(argv[1], "--version")) {
		fprintf(app->out, "regbot %s\n", REGBOT_VERSION);
		return EXIT_DONE;
	}
	first = command_first(argc, argv, &cmd);
	if (!first) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!cmd)
		return unknown(app, first[0]);
	return run_command(app, cmd, argc - 1, first);
}

static int64_t fixed_date(void)
{
	const char *date = getenv("REGBOT_DATE");
	uint64_t t = 0;

	return date && str_to_u64(str_from(date), &t) ? (int64_t)t : 0;
}

int main(int argc, char **argv)
{
	struct app app = {
		.log = { .out = stderr, .level = LOG_NORMAL },
		.clock = { .fixed = fixed_date() },
		.out = stdout,
		.colour = wants_colour(),
	};
	int code;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);	/* libetpan sends without MSG_NOSIGNAL */
	curl_global_init(CURL_GLOBAL_DEFAULT);	/* 0.3 ms; reads no files */
	code = run(&app, argc, argv);
	curl_global_cleanup();
	/* a reader that went away (head, a pager left early) is no failure */
	if (fflush(stdout) == EOF && errno != EPIPE) {
		log_error(&app.log, "standard output: %s (is the disk full?)",
			  strerror(errno));
		code = exit_worse(code, EXIT_AGAIN);
	}
	return code;
}
