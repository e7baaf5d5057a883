// SPDX-License-Identifier: GPL-2.0-only
/* The queue of drafts: list and show. */
#include "base/base.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "commands.h"
#include "options.h"
#include "setup.h"

#include "base/json.h"
#include "state/store.h"

#define QUEUE_MEMORY_MAX	((size_t)256 << 20)

static int open_queue(struct store **store, struct arena *a, struct app *app,
		      struct err *err)
{
	struct config config;

	if (setup_service(&config, a, app, err) < 0)
		return err->code;
	return store_open(store, config.state, &app->clock, 0, STORE_LOOK, err);
}

static void put_draft(cJSON *line, const struct stored_draft *d)
{
	json_put_int(line, "id", d->id);
	json_put_cstr(line, "status", draft_status_name(d->status));
	json_put_bool(line, "held", d->held);
	json_put_str(line, "situation", d->situation);
	json_put_str(line, "verdict", d->verdict);
	json_put_str(line, "culprit", d->culprit);
	json_put_str(line, "subject", d->subject);
	json_put_str(line, "to", d->to);
	json_put_str(line, "cc", d->cc);
	json_put_str(line, "report_id", d->report_id);
	json_put_str(line, "message_id", d->message_id);
	json_put_time(line, "created", d->created);
	json_put_str(line, "why", d->why);
}

/* --- list ----------------------------------------------------------------- */

static unsigned int terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return 0;	/* not for a person's screen: no cutting */
	return size.ws_col;
}

static void print_why(struct app *app, struct str why, unsigned int width)
{
	const unsigned int indent = 6;

	if (width > indent)
		why = str_sub(why, 0, width - indent);
	app_print(app, "%*s%.*s\n", (int)indent, "", STR_ARG(why));
}

/* One row; the culprit is the last column and cut to the screen. */
static void print_row(struct app *app, const struct stored_draft *d,
		      unsigned int width)
{
	static const char *const colours[] = { "", "\033[33m" };
	struct str what = d->culprit.n ? d->culprit : d->subject;
	int n;

	n = fprintf(app->out, "%s%4" PRId64 "  %-9s %-16.*s %-12.*s%s ",
		    app->colour ? colours[d->held] : "", d->id,
		    d->held ? "held" : draft_status_name(d->status),
		    STR_ARG(d->situation), STR_ARG(d->verdict),
		    app->colour ? "\033[0m" : "");
	if (app->colour)
		n -= 4 + (d->held ? 5 : 0);
	if (width > (unsigned int)n)
		what = str_sub(what, 0, width - (unsigned int)n);
	app_print(app, "%.*s\n", STR_ARG(what));
	if (d->held && d->why.n)
		print_why(app, d->why, width);
}

static void print_list(struct app *app, const struct stored_draft_list *list,
		       bool all)
{
	unsigned int width = terminal_width();
	bool any = false;

	for (size_t i = 0; i < list->nr; i++) {
		const struct stored_draft *d = &list->v[i];

		if (!all && (d->status == DRAFT_SENT ||
			     d->status == DRAFT_DROPPED))
			continue;
		if (!any)
			fprintf(app->out, "  ID  STATUS    SITUATION        VERDICT      CULPRIT\n");
		any = true;
		print_row(app, d, width);
	}
	if (!any)
		fprintf(app->out, "The queue is empty.\n");
}

int cmd_list(struct app *app, int argc, char **argv)
{
	bool all = false;
	const struct option_row rows[] = {
		{ 'a', "all", OPTION_FLAG, &all, NULL,
		  "sent and dropped drafts too" },
	};
	const struct usage usage = {
		.command = "list",
		.operands = "",
		.summary = "Lists the drafts that wait for a person.",
		.examples = "  regbot list\n"
			    "  regbot list --json | jq -r .message_id\n",
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
	};
	struct arena a __free(arena) = { .max = QUEUE_MEMORY_MAX };
	struct store *store __free(store) = NULL;
	struct stored_draft_list list = { 0 };
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	if (open_queue(&store, &a, app, &err) < 0 ||
	    store_drafts(store, &a, &list, &err) < 0)
		return app_fail(app, &err);
	if (!app->json) {
		print_list(app, &list, all);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < list.nr; i++) {
		cJSON *line __free(json) = cJSON_CreateObject();

		put_draft(line, &list.v[i]);
		json_line(app->out, line);
	}
	return EXIT_DONE;
}

/* --- show ----------------------------------------------------------------- */

/* The mail as it will be sent; headers stand out on a terminal. */
static void print_mail(struct app *app, struct str bytes)
{
	struct str line;
	bool header = true;

	while (str_line(&bytes, &line)) {
		header = header && line.n;
		if (header && app->colour)
			fprintf(app->out, "\033[1m%.*s\033[0m\n", STR_ARG(line));
		else
			fprintf(app->out, "%.*s\n", STR_ARG(line));
	}
}

static int take_id(struct app *app, const char *text, int64_t *id)
{
	uint64_t n;

	if (!str_to_u64(str_from(text), &n) || n > INT64_MAX) {
		log_error(&app->log, "show: %s: not the number of a draft (see regbot list)",
			  text);
		return EXIT_USAGE;
	}
	*id = (int64_t)n;
	return EXIT_DONE;
}

static void show_draft(struct app *app, const struct stored_draft *d,
		       bool patch)
{
	if (app->json) {
		cJSON *line __free(json) = cJSON_CreateObject();

		put_draft(line, d);
		json_put_str(line, "mail", d->bytes);
		json_put_str(line, "patch", d->patch);
		json_line(app->out, line);
		return;
	}
	print_mail(app, patch ? d->patch : d->bytes);
}

int cmd_show(struct app *app, int argc, char **argv)
{
	bool patch = false;
	const struct option_row rows[] = {
		{ 'p', "patch", OPTION_FLAG, &patch, NULL,
		  "the revert that lies beside the draft" },
	};
	const struct usage usage = {
		.command = "show",
		.operands = "ID",
		.summary = "Shows one draft whole, as it would be sent.",
		.examples = "  regbot show 3\n"
			    "  regbot show --patch 3 | git am\n",
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
		.min_operands = 1,
		.max_operands = 1,
	};
	struct arena a __free(arena) = { .max = QUEUE_MEMORY_MAX };
	struct store *store __free(store) = NULL;
	struct stored_draft draft;
	struct err err = ERR_INIT;
	int64_t id = 0;
	int rc, code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	code = take_id(app, argv[0], &id);
	if (code != EXIT_DONE)
		return code;
	if (open_queue(&store, &a, app, &err) < 0)
		return app_fail(app, &err);
	rc = store_draft(store, &a, id, &draft, &err);
	if (rc < 0)
		return app_fail(app, &err);
	if (!rc) {
		log_error(&app->log, "show: %" PRId64 ": no such draft (see regbot list)",
			  id);
		return EXIT_INPUT;
	}
	if (patch && !draft.patch.n) {
		log_error(&app->log, "show: %" PRId64 ": no revert lies beside this draft",
			  id);
		return EXIT_INPUT;
	}
	show_draft(app, &draft, patch);
	return EXIT_DONE;
}
