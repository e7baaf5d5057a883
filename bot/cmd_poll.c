// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>
#include <unistd.h>

#include "commands.h"
#include "options.h"
#include "setup.h"
#include "since.h"
#include "watch.h"

#include "base/json.h"

#define CONFIG_MEMORY_MAX	((size_t)16 << 20)

static const char examples[] =
	"  regbot poll --once --config /etc/regbot/regbot.json\n"
	"  regbot poll --once --dry-run -v        what would be drafted\n"
	"  regbot poll --once --since 14d         begin fourteen days back\n"
	"  regbot poll --watch                    as a service that runs on\n"
	"  */15 * * * * /usr/local/bin/regbot poll --once\n"
	"                                         in a crontab: silent unless a\n"
	"                                         person is needed\n";

static void print_json(struct app *app, const struct poll_counts *n)
{
	cJSON *line __free(json) = cJSON_CreateObject();

	json_put_int(line, "read", (int64_t)n->read);
	json_put_int(line, "known", (int64_t)n->known);
	json_put_int(line, "reports", (int64_t)n->reports);
	json_put_int(line, "drafted", (int64_t)n->drafted);
	json_put_int(line, "held", (int64_t)n->held);
	json_put_int(line, "joined", (int64_t)n->joined);
	json_put_int(line, "failed", (int64_t)n->failed);
	json_put_int(line, "removed", (int64_t)n->removed);
	json_put_int(line, "older", (int64_t)n->older);
	json_line(app->out, line);
}

/* For people: what was done, and what is theirs to do. */
static void print_summary(struct app *app, const struct poll_counts *n,
			  bool dry_run)
{
	fprintf(app->out, "%" PRIu64 " mails read, %" PRIu64 " of them new: %"
		PRIu64 " reports, %" PRIu64 " %s", n->read,
		n->read - n->known - n->older - n->removed,
		n->reports, n->drafted,
		dry_run ? "would be drafted" : "drafted");
	if (n->held)
		fprintf(app->out, " (%" PRIu64 " held for a person's judgement)",
			n->held);
	if (n->joined)
		fprintf(app->out, ", %" PRIu64 " joined a case that has a draft",
			n->joined);
	if (n->failed)
		fprintf(app->out, ", %" PRIu64 " could not be read", n->failed);
	if (n->removed)
		fprintf(app->out, ", %" PRIu64 " taken back by an archive",
			n->removed);
	fprintf(app->out, ".\n");
}

/* From cron there is silence, unless drafts wait or something failed. */
static bool worth_saying(const struct app *app, const struct poll_counts *n)
{
	if (app->log.level == LOG_QUIET)
		return false;
	return app->log.level == LOG_VERBOSE || isatty(STDOUT_FILENO) ||
	       n->drafted || n->failed;
}

static int poll_once(struct app *app, const struct config *config,
		     const struct poll_how *how, struct poll_counts *counts)
{
	struct err err = ERR_INIT;
	struct round r;
	int code;

	if (poll_open(&r, app, config, how, &err) < 0)
		code = app_fail(app, &err);
	else
		code = poll_round(&r);
	*counts = r.counts;
	poll_close(&r);
	return code;
}

static void say(struct app *app, const struct poll_counts *counts,
		const struct poll_how *how)
{
	if (app->json)
		print_json(app, counts);
	else if (worth_saying(app, counts))
		print_summary(app, counts, how->dry_run);
	fflush(app->out);
}

static int run(struct app *app, struct poll_how *how, const char *since)
{
	struct arena a __free(arena) = { .max = CONFIG_MEMORY_MAX };
	struct poll_counts counts = { 0 };
	struct config config;
	struct err err = ERR_INIT;
	int code;

	if (setup_service(&config, &a, app, &err) < 0 ||
	    (since && since_parse(&how->since, since, &app->clock, &err) < 0))
		return app_fail(app, &err);
	how->now |= since != NULL;	/* a person wants it, and wants it now */
	if (!config.sources.nr)
		log_warn(&app->log, "%s: no sources (add some to \"sources\")",
			 config.file);
	if (!config.trees.nr)
		log_debug(&app->log, "%s: no commit can be looked at (add a repository to \"trees\")",
			  config.file);
	if (how->dry_run)
		config.archive_place.cache = NULL;
	if (how->watch)
		return watch_run(app, &config, how, say);
	code = poll_once(app, &config, how, &counts);
	say(app, &counts, how);
	return code;
}

static int check_usage(struct app *app, const struct poll_how *how, bool once)
{
	if (!how->watch || !(once || how->dry_run))
		return OPTIONS_GO_ON;
	log_error(&app->log, "poll: --watch goes on and on, %s does not (leave one of them out)",
		  once ? "--once" : "--dry-run");
	return EXIT_USAGE;
}

int cmd_poll(struct app *app, int argc, char **argv)
{
	struct poll_how how = { .since = TIME_NONE };
	const char *since = NULL;
	bool once = false;
	const struct option_row rows[] = {
		{ 0, "once", OPTION_FLAG, &once, NULL,
		  "one round over all sources, then end (so without --watch)" },
		{ 'w', "watch", OPTION_FLAG, &how.watch, NULL,
		  "go on, and read new mail when it comes" },
		{ 0, "since", OPTION_STRING, &since, "DATE",
		  "read again from there on; what is known stays so" },
		{ 0, "now", OPTION_FLAG, &how.now, NULL,
		  "ask sources before their every_minutes are over" },
		{ 'n', "dry-run", OPTION_FLAG, &how.dry_run, NULL,
		  "store and file nothing" },
	};
	const struct usage usage = {
		.command = "poll",
		.operands = "",
		.summary = "Reads what is new in all sources, and files drafts.",
		.examples = examples,
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
	};
	int code = options_parse(app, &usage, &argc, &argv);

	if (code == OPTIONS_GO_ON)
		code = check_usage(app, &how, once);
	return code != OPTIONS_GO_ON ? code : run(app, &how, since);
}
