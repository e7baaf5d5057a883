// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "cases.h"
#include "poll.h"
#include "poll_pace.h"
#include "progress.h"
#include "sources.h"
#include "workshop.h"

#define OUTCOME_SIZE_MAX	((size_t)16 << 20)
#define ROUND_MEMORY_MAX	((size_t)1 << 30)

/* --- one source ----------------------------------------------------------- */

/* What a source need not fetch again. */
static bool is_known(void *ctx, struct str message_id)
{
	struct err err = ERR_INIT;

	return handle_knows(ctx, message_id, &err) > 0;
}

/* These hand out all they have, however old. */
static bool is_local(const struct config_source *config)
{
	return config->kind == SOURCE_MAILDIR || config->kind == SOURCE_MBOX;
}

/*
 * Reads @source to its end.  When it fails (@trouble), what it gave before
 * counts all the same.
 */
static int read_all(struct round *r, struct source *source,
		    struct err *trouble, struct err *err)
{
	struct progress progress __free(progress) = { 0 };
	struct raw_message raw;
	uint64_t done = 0;
	int rc;

	progress_begin(&progress, &r->app->log, source->name);
	while ((rc = source_next(source, &raw, trouble)) > 0) {
		if (round_is_over(r))
			return 0;
		if (handle_message(r, &raw, err) < 0)
			return err->code;
		progress_at(&progress, ++done, source->total);
	}
	log_debug(&r->app->log, "%s: %" PRIu64 " mails", source->name, done);
	return handle_rest(r, rc == 0 ? raw.mark : STR_NONE, err);
}

/*
 * What is wrong with the source goes to @trouble, how long it wants to rest to
 * *rest; an error is one of the state.
 */
static int read_source(struct round *r, const struct config_source *config,
		       struct err *trouble, int64_t *rest, struct err *err)
{
	struct source *source __free(source) = NULL;
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	struct source_start start = {
		.since = r->how->since,
		.clock = &r->app->clock,
		.log = &r->app->log,
		.known = is_known,
		.known_ctx = r,
	};
	struct str name = str_from(config->name);
	int rc;

	if (store_mark(r->store, &a, name, &start.mark, err) < 0)
		return err->code;
	/*
	 * Read again from a date on: the marks behind that date are right
	 * whenever this ends, since what is known is passed over.
	 */
	if (r->how->since != TIME_NONE && !r->rounds)
		start.mark = STR_NONE;
	handle_begin(r, name, is_local(config) && str_is_none(start.mark) ?
				      start.since : TIME_NONE);
	if (sources_open(&source, config, &start, trouble) < 0)
		return 0;
	rc = read_all(r, source, trouble, err);
	*rest = source->rest;
	return rc;
}

/* Failing again for the same reason is no news to those who watch. */
static int say_trouble(struct round *r, const struct config_source *config,
		       const struct source_pace *before, struct err *trouble)
{
	if (!str_starts(str_from(trouble->msg), str_from(config->name)))
		err_add(trouble, "%s", config->name);
	if (r->how->watch && str_eq(before->why, str_from(trouble->msg)))
		return EXIT_AGAIN;
	return app_fail(r->app, trouble);
}

int poll_source(struct round *r, const struct config_source *config)
{
	struct err trouble = ERR_INIT, err = ERR_INIT;
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	struct str name = str_from(config->name);
	struct source_pace pace, before;
	int64_t now = clock_now(&r->app->clock), rest = 0;
	int code = EXIT_DONE;

	if (store_pace(r->store, &a, name, &before, &err) < 0 ||
	    read_source(r, config, &trouble, &rest, &err) < 0) {
		r->broken = true;
		return app_fail(r->app, &err);
	}
	if (round_is_over(r))
		return code;	/* it was not read to its end */
	if (trouble.code)
		code = say_trouble(r, config, &before, &trouble);
	else if (before.failures)
		log_debug(&r->app->log, "%s: is back", config->name);
	pace = before;
	pace_asked(&pace, now, trouble.code ? &trouble : NULL, rest);
	if (store_paced(r->store, name, &pace, &err) < 0) {
		r->broken = true;
		code = exit_worse(code, app_fail(r->app, &err));
	}
	return code;
}

/* --- a round -------------------------------------------------------------- */

static void say_not_asked(struct round *r, const struct config_source *config,
			  const struct source_pace *pace, int64_t due)
{
	char text[CLOCK_TEXT];

	time_rfc3339(text, due);
	if (pace->failures)
		log_debug(&r->app->log, "%s: not asked before %s, because of: %.*s",
			  config->name, text, STR_ARG(pace->why));
	else
		log_debug(&r->app->log, "%s: not asked before %s (--now asks)",
			  config->name, text);
}

int poll_due(struct round *r, const struct config_source *config, int64_t *due,
	     struct err *err)
{
	struct arena a __free(arena) = { .max = ROUND_MEMORY_MAX };
	int64_t now = clock_now(&r->app->clock);
	/* the first round is as any other poll */
	bool watch = r->how->watch && r->rounds;
	struct source_pace pace;

	if (store_pace(r->store, &a, str_from(config->name), &pace, err) < 0)
		return err->code;
	*due = pace_due(&pace, config, watch, now);
	if (r->how->now && !r->rounds && !pace_rests(&pace, now))
		*due = INT64_MIN;
	if (*due > now)
		say_not_asked(r, config, &pace, *due);
	return 0;
}

int poll_finish(struct round *r)
{
	struct err err = ERR_INIT;
	int code = EXIT_DONE;

	r->rounds++;
	if (!round_is_over(r) && cases_work(r, &err) < 0)
		code = app_fail(r->app, &err);
	/* a mail that could not be worked on, a draft that needs judgement */
	if (r->counts.failed || r->counts.held)
		code = exit_worse(code, EXIT_PERSON);
	return code;
}

/* One source that fails does not keep the others from being read. */
int poll_round(struct round *r)
{
	const struct config_source_list *list = &r->config->sources;
	int64_t now = clock_now(&r->app->clock), due = INT64_MAX;
	int code = EXIT_DONE;

	for (size_t i = 0; i < list->nr && !round_is_over(r); i++) {
		struct err err = ERR_INIT;

		if (poll_due(r, &list->v[i], &due, &err) < 0)
			return exit_worse(code, app_fail(r->app, &err));
		if (due <= now)
			code = exit_worse(code, poll_source(r, &list->v[i]));
	}
	return exit_worse(code, poll_finish(r));
}

/* --- opening and closing -------------------------------------------------- */

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

static int take_state(struct round *r, struct err *err)
{
	const char *state = r->config->state;
	const char *lock_path = str_printf(&r->arena, "%s/lock", state).p;

	if (store_open(&r->store, state, &r->app->clock, step_limit(),
		       r->how->dry_run ? STORE_REHEARSE : STORE_WORK, err) < 0)
		return err->code;
	return r->how->dry_run ? 0 : lock_take(&r->lock, lock_path, err);
}

int poll_open(struct round *r, struct app *app, const struct config *config,
	      const struct poll_how *how, struct err *err)
{
	*r = (struct round){
		.app = app,
		.config = config,
		.how = how,
		.lock = LOCK_INIT,
		.limits = { .cpu_seconds = (unsigned int)config->cpu_seconds,
			    .wall_seconds = (unsigned int)config->wall_seconds,
			    .memory = config->memory_mib << 20,
			    .answer = OUTCOME_SIZE_MAX },
	};
	handle_init(r);
	if (take_state(r, err) < 0 || check_workshop(r, err) < 0)
		return err->code;
	if (!how->dry_run && (open_sink(r, err) < 0 || file_left_over(r, err) < 0))
		return err->code;
	return 0;
}

void poll_close(struct round *r)
{
	handle_release(r);
	sink_close(r->sink);
	store_close(r->store);
	lock_release(&r->lock);
}
