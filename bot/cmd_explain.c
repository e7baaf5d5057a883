// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "commands.h"
#include "explain.h"
#include "explain_json.h"
#include "operand.h"
#include "options.h"
#include "setup.h"

#define EXPLAIN_MEMORY_MAX	((size_t)256 << 20)

static const char examples[] =
	"  regbot explain report.eml\n"
	"  regbot explain --repo ~/linux --onto v6.12 report.eml\n"
	"  regbot explain --context thread.mbox report.eml\n"
	"  regbot explain '<20241105.1@mail.example>'   what the poll did with it\n";

/* What the poll made of it; its reasons then may not be those of today. */
static void print_known(struct app *app, const struct stored_message *m)
{
	char day[CLOCK_TEXT];

	if (str_is_none(m->message_id) || app->json)
		return;
	app_print(app, "%-11s %.*s on %s", "Poll", STR_ARG(m->outcome),
		  time_day(day, m->handled));
	if (m->why.n)
		app_print(app, ": %.*s", STR_ARG(m->why));
	fputc('\n', app->out);
}

static int explain_one(struct app *app, struct workshop *w,
		       struct operand *o, struct arena *a,
		       const struct raw_message *raw)
{
	struct casefile c __free(casefile) = { 0 };
	struct err err = ERR_INIT;

	casefile_init(&c);
	if (operand_case(&c, o, a, w, raw, &err) < 0)
		return app_fail(app, &err);
	if (app->json)
		explain_json(app, &c);
	else
		explain_print(app, &c);
	return EXIT_DONE;
}

/* What all operands are explained with. */
struct explaining {
	struct option_list context;	/* --context */
	bool offline;
};

static int explain(struct app *app, struct workshop *w,
		   const struct explaining *how, const char *operand)
{
	struct arena a __free(arena) = { .max = EXPLAIN_MEMORY_MAX };
	struct operand o __free(operand) = { 0 };
	struct raw_message raw;
	struct err err = ERR_INIT;
	int rc, code = EXIT_DONE;
	bool any = false;

	if (operand_open(&o, &a, operand, w->config, app, how->offline,
			 &err) < 0)
		return app_fail(app, &err);
	for (size_t i = 0; i < how->context.nr; i++)
		if (context_file(&o.thread, &a, how->context.v[i], &err) < 0)
			return app_fail(app, &err);
	print_known(app, &o.known);
	while ((rc = source_next(o.source, &raw, &err)) > 0) {
		if (any && !app->json)
			fputc('\n', app->out);
		any = true;
		code = exit_worse(code, explain_one(app, w, &o, &a, &raw));
	}
	if (rc < 0)
		return app_fail(app, &err);
	if (!any) {
		log_error(&app->log, "%s: no mail in it", operand);
		return EXIT_INPUT;
	}
	return code;
}

int cmd_explain(struct app *app, int argc, char **argv)
{
	struct setup_trees trees = { 0 };
	struct explaining how = { 0 };
	const struct option_row rows[] = {
		{ 0, "repo", OPTION_STRING, &trees.repo, "DIR",
		  "ask this repository" },
		{ 0, "onto", OPTION_LIST, &trees.onto, "REF",
		  "try the revert on this branch (may be repeated)" },
		{ 0, "context", OPTION_LIST, &how.context, "FILE",
		  "read also these mails of its thread (may be repeated)" },
		{ 0, "offline", OPTION_FLAG, &how.offline, NULL,
		  "ask no archive for a message and its thread" },
	};
	const struct usage usage = {
		.command = "explain",
		.operands = "MSGID|URL|FILE...",
		.summary = "Tells what was understood of a mail, and why something is drafted or not.",
		.examples = examples,
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
		.min_operands = 1,
		.max_operands = -1,
	};
	struct arena a __free(arena) = { .max = EXPLAIN_MEMORY_MAX };
	struct workshop w __free(workshop) = { 0 };
	struct config config;
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		goto out;
	code = EXIT_DONE;
	if (setup_by_hand(&config, &a, app, &trees, &err) < 0 ||
	    workshop_open(&w, &config, &app->clock, &app->log, true, &err) < 0) {
		code = app_fail(app, &err);
		goto out;
	}
	for (int i = 0; i < argc; i++)
		code = exit_worse(code, explain(app, &w, &how, argv[i]));
out:
	options_release(&usage);
	return code;
}
