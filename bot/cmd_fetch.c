// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "commands.h"
#include "identify.h"
#include "options.h"
#include "setup.h"
#include "since.h"
#include "sources.h"

#include "base/json.h"
#include "io/mbox_write.h"
#include "state/store.h"

#define FETCH_MEMORY_MAX	((size_t)1 << 30)

static const char examples[] =
	"  regbot fetch regressions >regressions.mbox   all of one source\n"
	"  regbot fetch --new | regbot extract -        what the next poll will read\n"
	"  regbot fetch --since 14d --json lkml         what came in two weeks\n";

struct fetching {
	struct app *app;
	struct config config;
	bool only_new;
	int64_t since;
	struct store *store;	/* with only_new */
};

static bool is_known(void *ctx, struct str message_id)
{
	struct fetching *f = ctx;
	struct err err = ERR_INIT;

	return store_seen(f->store, message_id, &err) > 0;
}

static void print_json(struct fetching *f, const char *source,
		       const struct raw_message *raw, struct arena *a)
{
	cJSON *line __free(json) = cJSON_CreateObject();

	json_put_cstr(line, "source", source);
	json_put_str(line, "origin", raw->origin);
	json_put_str(line, "message_id", identify(a, raw->bytes));
	json_put_int(line, "size", (int64_t)raw->bytes.n);
	json_put_bool(line, "removed", raw->removed);
	json_line(f->app->out, line);
}

static int fetch_source(struct fetching *f, const struct config_source *config,
			struct err *err)
{
	struct arena a __free(arena) = { .max = FETCH_MEMORY_MAX };
	struct source *source __free(source) = NULL;
	struct source_start start = {
		.mark = STR_NONE,
		.since = f->since,
		.clock = &f->app->clock,
		.log = &f->app->log,
	};
	struct raw_message raw;
	uint64_t done = 0;
	int rc;

	if (f->store) {
		start.known = is_known;
		start.known_ctx = f;
		if (store_mark(f->store, &a, str_from(config->name),
			       &start.mark, err) < 0)
			return err->code;
	}
	if (sources_open(&source, config, &start, err) < 0)
		return err->code;
	while ((rc = source_next(source, &raw, err)) > 0) {
		struct arena scratch __free(arena) = { .max = FETCH_MEMORY_MAX };

		if (f->app->json)
			print_json(f, config->name, &raw, &scratch);
		else if (!raw.removed)
			mbox_write(f->app->out, raw.bytes);
		done++;
		if (ferror(f->app->out))
			return err_errno(err, ERR_FATAL, "cannot write what was fetched");
	}
	log_debug(&f->app->log, "%s: %" PRIu64 " mails", config->name, done);
	return rc;
}

static bool is_wanted(const char *name, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return !argc;
}

/* ERR_CONF when a source is named that there is not. */
static int check_names(const struct config_source_list *list, int argc,
		       char **argv, struct err *err)
{
	for (int i = 0; i < argc; i++) {
		bool there = false;

		for (size_t j = 0; j < list->nr; j++)
			there |= !strcmp(argv[i], list->v[j].name);
		if (!there)
			return err_set(err, ERR_CONF, "%s: no such source (see \"sources\" in the configuration)",
				       argv[i]);
	}
	return 0;
}

static int fetch_all(struct fetching *f, int argc, char **argv)
{
	const struct config_source_list *list = &f->config.sources;
	int code = EXIT_DONE;

	for (size_t i = 0; i < list->nr; i++) {
		struct err err = ERR_INIT;

		if (is_wanted(list->v[i].name, argc, argv) &&
		    fetch_source(f, &list->v[i], &err) < 0)
			code = exit_worse(code, app_fail(f->app, &err));
	}
	return code;
}

int cmd_fetch(struct app *app, int argc, char **argv)
{
	struct fetching f = { .app = app, .since = TIME_NONE };
	const char *since = NULL;
	const struct option_row rows[] = {
		{ 0, "new", OPTION_FLAG, &f.only_new, NULL,
		  "only what the next poll would read" },
		{ 0, "since", OPTION_STRING, &since, "DATE",
		  "leave out older mails, where the source can tell" },
	};
	const struct usage usage = {
		.command = "fetch",
		.operands = "[SOURCE...]",
		.summary = "Prints the mails of sources of the configuration as an mbox; the state stays as it is.",
		.examples = examples,
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
		.max_operands = -1,
	};
	struct arena a __free(arena) = { .max = FETCH_MEMORY_MAX };
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	if (setup_service(&f.config, &a, app, &err) < 0 ||
	    (since && since_parse(&f.since, since, &app->clock, &err) < 0) ||
	    check_names(&f.config.sources, argc, argv, &err) < 0 ||
	    (f.only_new && store_open(&f.store, f.config.state, &app->clock, 0,
				      STORE_REHEARSE, &err) < 0))
		return app_fail(app, &err);
	code = fetch_all(&f, argc, argv);
	store_close(f.store);
	return code;
}
