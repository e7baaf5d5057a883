// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <unistd.h>

#include "poll.h"
#include "sources.h"
#include "workshop.h"

#include "base/lock.h"

#define OUTCOME_SIZE_MAX	((size_t)16 << 20)
#define ROUND_MEMORY_MAX	((size_t)1 << 30)

/* What a source need not fetch again. */
static bool is_known(void *ctx, struct str message_id)
{
	struct err err = ERR_INIT;

	return handle_knows(ctx, message_id, &err) > 0;
}

/*
 * Reads @source to its end.  When it fails (@trouble), what it gave before
 * counts all the same.
 */
static int read_all(struct round *r, struct source *source,
		    struct err *trouble, struct err *err)
{
	struct raw_message raw;
	int rc;

	while ((rc = source_next(source, &raw, trouble)) > 0)
		if (handle_message(r, &raw, err) < 0)
			return err->code;
	return handle_rest(r, rc == 0 ? raw.mark : STR_NONE, err);
}

/* What is wrong with the source goes to @trouble. */
static int read_source(struct round *r, const struct config_source *config,
		       struct err *trouble, struct err *err)
{
	struct source *source __free(source) = NULL;
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	struct source_start start = {
		.since = TIME_NONE,
		.clock = &r->app->clock,
		.log = &r->app->log,
		.known = is_known,
		.known_ctx = r,
	};
	struct str name = str_from(config->name);

	if (store_mark(r->store, &a, name, &start.mark, err) < 0)
		return err->code;
	handle_begin(r, name);
	if (sources_open(&source, config, &start, trouble) < 0)
		return 0;
	return read_all(r, source, trouble, err);
}

/* The line of an error begins with the name of its source. */
static void name_source(struct err *err, const char *name)
{
	if (!str_starts(str_from(err->msg), str_from(name)))
		err_add(err, "%s", name);
}

/* One source that fails does not keep the others from being read. */
static int read_sources(struct round *r)
{
	const struct config_source_list *list = &r->config->sources;
	int code = EXIT_DONE;

	for (size_t i = 0; i < list->nr; i++) {
		struct err trouble = ERR_INIT, err = ERR_INIT;

		if (read_source(r, &list->v[i], &trouble, &err) < 0)
			return exit_worse(code, app_fail(r->app, &err));
		if (!trouble.code)
			continue;
		name_source(&trouble, list->v[i].name);
		code = exit_worse(code, app_fail(r->app, &trouble));
	}
	return code;
}

/* Drafts that were stored but not filed when the last round was stopped. */
static int file_left_over(struct round *r, struct err *err)
{
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	struct stored_draft_list list = { 0 };

	if (store_unfiled(r->store, &a, &list, err) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++)
		if (handle_file(r, &list.v[i], err) < 0)
			return err->code;
	return 0;
}

static int open_sink(struct round *r, struct err *err)
{
	switch (r->config->drafts_kind) {
	case SINK_MAILDIR:
		return sink_maildir_open(&r->sink, r->config->drafts_path, err);
	case SINK_FOLDER:
		return sink_folder_open(&r->sink, r->config->drafts_path, err);
	case SINK_NONE:
		break;
	}
	return 0;
}

static bool trees_are_there(const struct config *config)
{
	for (size_t i = 0; i < config->trees.nr; i++) {
		struct tree *t __free(tree) = NULL;
		struct err err = ERR_INIT;

		if (tree_open(&t, config->trees.v[i].path, &err) < 0)
			return false;
	}
	return true;
}

/*
 * What is wrong with templates and trees is said in each poll, but only mails
 * that are new are worth bringing the indexes up to date.
 */
static int check_workshop(struct round *r, struct err *err)
{
	struct workshop w __free(workshop) = { 0 };

	if (workshop_open(&w, r->config, &r->app->clock, &r->app->log, false,
			  err) < 0)
		return err->code;
	return trees_are_there(r->config) ? 0 : handle_prepare(r, err);
}

static uint64_t step_limit(void)
{
	uint64_t n = 0;

	str_to_u64(str_from(getenv("REGBOT_STEP_LIMIT")), &n);
	return n;
}

static int run_round(struct round *r, bool dry_run, struct err *err)
{
	const char *state = r->config->state;
	const char *lock_path = str_printf(&r->arena, "%s/lock", state).p;
	struct lock lock __free(lock) = LOCK_INIT;
	int code;

	if (store_open(&r->store, state, &r->app->clock, step_limit(),
		       dry_run ? STORE_REHEARSE : STORE_WORK, err) < 0 ||
	    (!dry_run && lock_take(&lock, lock_path, err) < 0) ||
	    check_workshop(r, err) < 0)
		return app_fail(r->app, err);
	if (!dry_run &&
	    (open_sink(r, err) < 0 || file_left_over(r, err) < 0))
		return app_fail(r->app, err);
	code = read_sources(r);
	/* a mail that could not be worked on, a draft that needs judgement */
	if (r->counts.failed || r->counts.held)
		code = exit_worse(code, EXIT_PERSON);
	return code;
}

int poll_once(struct app *app, const struct config *config, bool dry_run,
	      struct poll_counts *counts)
{
	struct err err = ERR_INIT;
	struct round r = {
		.app = app,
		.config = config,
		.limits = { .cpu_seconds = (unsigned int)config->cpu_seconds,
			    .wall_seconds = (unsigned int)config->wall_seconds,
			    .memory = config->memory_mib << 20,
			    .answer = OUTCOME_SIZE_MAX },
	};
	int code;

	handle_init(&r);
	code = run_round(&r, dry_run, &err);
	*counts = r.counts;
	handle_release(&r);
	sink_close(r.sink);
	store_close(r.store);
	return code;
}
