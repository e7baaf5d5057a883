// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <unistd.h>

#include "poll.h"
#include "sources.h"
#include "workshop.h"

#include "base/lock.h"

#define MESSAGE_MEMORY_MAX	((size_t)64 << 20)
#define ROUND_MEMORY_MAX	((size_t)1 << 30)

static int read_source(struct round *r, const struct config_source *config,
		       struct err *err)
{
	struct source *source __free(source) = NULL;
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	struct str name = str_from(config->name);
	struct source_start start = {
		.since = TIME_NONE,
		.clock = &r->app->clock,
		.log = &r->app->log,
	};
	struct raw_message raw;
	int rc;

	if (store_mark(r->store, &a, name, &start.mark, err) < 0 ||
	    sources_open(&source, config, &start, err) < 0)
		return err->code;
	while ((rc = source_next(source, &raw, err)) > 0) {
		arena_reset(&r->arena);
		r->counts.read++;
		rc = handle_message(r, &raw, name, err);
		if (rc < 0)
			break;
	}
	return rc;
}

/* One source that fails does not keep the others from being read. */
static int read_sources(struct round *r)
{
	const struct config_source_list *list = &r->config->sources;
	int code = EXIT_DONE;

	for (size_t i = 0; i < list->nr; i++) {
		struct err err = ERR_INIT;
		int rc = read_source(r, &list->v[i], &err);

		if (rc >= 0)
			continue;
		code = exit_worse(code, app_fail(r->app, &err));
		if (rc != ERR_SOURCE && rc != ERR_BUSY)
			break;		/* not the source, but all of it */
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

/*
 * Says what is wrong with trees and templates before any mail is read, and
 * brings the indexes up to date, so that the children only read them.
 */
static int prepare_workshop(struct round *r, struct err *err)
{
	struct workshop w __free(workshop) = { 0 };

	if (workshop_open(&w, r->config, &r->app->clock, &r->app->log, true,
			  err) < 0)
		return err->code;
	workshop_trees(&w);
	return 0;
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
	    prepare_workshop(r, err) < 0)
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
			    .memory = config->memory_mib << 20 },
	};
	int code;

	arena_init(&r.arena, MESSAGE_MEMORY_MAX);
	code = run_round(&r, dry_run, &err);
	*counts = r.counts;
	sink_close(r.sink);
	store_close(r.store);
	arena_release(&r.arena);
	return code;
}
