// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "handle.h"
#include "identify.h"
#include "outcome.h"

/* Answers that wait to be stored; beyond that they are stored at once. */
#define ANSWERS_MAX		((size_t)16 << 20)
#define MESSAGE_MEMORY_MAX	((size_t)64 << 20)

void handle_init(struct round *r)
{
	arena_init(&r->arena, MESSAGE_MEMORY_MAX);
	for (size_t i = 0; i < ARRAY_SIZE(r->batches); i++)
		batch_init(&r->batches[i]);
	r->filling = &r->batches[0];
	r->working = &r->batches[1];
}

void handle_release(struct round *r)
{
	guard_each_stop(&r->guard);
	for (size_t i = 0; i < ARRAY_SIZE(r->batches); i++)
		batch_release(&r->batches[i]);
	arena_release(&r->arena);
}

/* --- in the child --------------------------------------------------------- */

struct job {
	const struct round *round;
	const struct batch *batch;
	struct workshop workshop;
};

int handle_workshop(struct workshop *w, const struct round *r,
		    struct err *err)
{
	struct workshop new;

	if (w->config)
		return 0;
	if (workshop_open(&new, r->config, &r->app->clock, &r->app->log, false,
			  err) < 0)
		return err->code;
	*w = new;
	return 0;
}

/* Only for the rules: what needs a tree waits for cases.c. */
static int answer_without_trees(struct casefile *c, struct job *job,
				struct err *err)
{
	if (handle_workshop(&job->workshop, job->round, err) < 0)
		return err->code;
	workshop_no_trees(&job->workshop);
	return case_answer(c, &job->workshop, err);
}

static int work(void *ctx, size_t i, struct buf *out)
{
	struct job *job = ctx;
	const struct batch_item *item = &job->batch->v[i];
	struct casefile c __free(casefile) = { 0 };
	struct outcome outcome;
	struct err err = ERR_INIT;

	if (item->removed)
		return 0;
	casefile_init(&c);
	if (case_read(&c, item->bytes, item->origin, &err) < 0) {
		outcome_pack_err(out, &err);
		return 0;
	}
	if (case_is_claim(&c)) {
		outcome_of_claim(&outcome, &c);
	} else if (answer_without_trees(&c, job, &err) < 0) {
		outcome_pack_err(out, &err);
		return 0;
	} else {
		outcome_of(&outcome, &c);
	}
	outcome_pack(out, &outcome);
	return 0;
}

/* --- in the parent: working on a batch ------------------------------------ */

int handle_prepare(struct round *r, struct err *err)
{
	struct workshop w __free(workshop) = { 0 };

	if (r->prepared)
		return 0;
	if (workshop_open(&w, r->config, &r->app->clock, &r->app->log, true,
			  err) < 0)
		return err->code;
	workshop_trees(&w);
	r->prepared = true;
	return 0;
}

static int start_work(struct round *r, struct batch *b, struct err *err)
{
	struct job *job = arena_new(&b->arena, struct job);

	job->round = r;
	job->batch = b;
	guard_each_stop(&r->guard);
	return guard_each_start(&r->guard, &r->limits, b->nr, work, job, err);
}

static int store_batch(struct round *r, struct batch *b, struct err *err);

/* Waits until all items of the batch are answered. */
static int finish_work(struct round *r, struct batch *b, struct err *err)
{
	struct str answer;
	int rc;

	while ((rc = guard_each_next(&r->guard, &answer, err)) != 0) {
		struct batch_item *item = &b->v[b->done];

		if (rc > 0)
			item->answer = str_dup(&b->answers, answer);
		else if (rc == ERR_MSG)
			item->failed = str_dup(&b->answers, str_from(err->msg));
		else
			return rc;
		b->done++;
		if (b->answers.used > ANSWERS_MAX &&
		    store_batch(r, b, err) < 0)
			return err->code;
	}
	return 0;
}

/* --- in the parent: what came of it --------------------------------------- */

static void message_record(struct stored_message *m, const struct round *r,
			   const struct outcome *o, const struct batch *b,
			   const struct batch_item *item)
{
	uint64_t date;

	*m = (struct stored_message){
		.message_id = item->id,
		.source = b->source,
		.origin = item->origin,
		.subject = o->subject,
		.sender = o->sender,
		.class = o->class,
		.outcome = STR("nothing"),
		.why = o->why,
		.case_key = STR_NONE,
		.raw = str_is_none(o->keep) ? STR_NONE : item->bytes,
		.root = o->root,
		.parent = o->parent,
		.date = str_to_u64(o->date, &date) ? (int64_t)date : TIME_NONE,
		.handled = clock_now(&r->app->clock),
	};
}

/* Its bytes are kept, so that somebody can look into it. */
static int keep_failed(struct round *r, const struct batch *b,
		       const struct batch_item *item, struct str why,
		       struct err *err)
{
	struct outcome o = { .class = STR("other"), .why = why,
			     .keep = STR("1") };
	struct stored_message m;

	log_warn(&r->app->log, "%.*s: %.*s (the mail is kept; see regbot explain '%.*s')",
		 STR_ARG(item->origin), STR_ARG(why), STR_ARG(item->id));
	message_record(&m, r, &o, b, item);
	m.outcome = STR("failed");
	r->counts.failed++;
	return store_handled(r->store, &m, NULL, err);
}

/* Whoever took it back may tell why; the bot does not know. */
static int keep_removed(struct round *r, const struct batch *b,
			const struct batch_item *item, struct err *err)
{
	struct outcome o = { .class = STR("other") };
	struct stored_message m;
	int64_t draft;

	message_record(&m, r, &o, b, item);
	m.outcome = STR("removed");
	m.why = STR("the archive has taken the mail back");
	r->counts.removed++;
	if (store_removed(r->store, &m, &draft, err) < 0)
		return err->code;
	if (draft)
		log_warn(&r->app->log, "%.*s: has taken back %.*s; draft %" PRId64 " that answers it is held (see regbot show %" PRId64 ")",
			 STR_ARG(b->source), STR_ARG(item->id), draft, draft);
	return 0;
}

/* What belongs to the thread of a report may decide what is said to it. */
static int keep_thread(struct round *r, struct stored_message *m,
		       const struct batch_item *item, struct err *err)
{
	int keeps = 0;

	if (str_is_none(m->raw))
		keeps = store_keeps(r->store, m->root, m->parent, err);
	if (keeps > 0)
		m->raw = item->bytes;
	return keeps;
}

static int keep_item(struct round *r, struct batch *b,
		     const struct batch_item *item, struct err *err)
{
	struct stored_message m;
	struct outcome o;

	if (item->removed)
		return keep_removed(r, b, item, err);
	if (!str_is_none(item->failed))
		return keep_failed(r, b, item, item->failed, err);
	if (outcome_unpack(&o, item->answer, err) < 0) {
		struct err why = *err;

		if (why.code != ERR_MSG)
			return why.code;
		return keep_failed(r, b, item, str_from(why.msg), err);
	}
	message_record(&m, r, &o, b, item);
	if (keep_thread(r, &m, item, err) < 0)
		return err->code;
	r->counts.reports += str_eq(m.class, STR("report")) ||
			     str_eq(m.class, STR("bisection"));
	if (!str_is_none(o.waits))
		m.outcome = STORE_WAITING;
	return store_handled(r->store, &m, NULL, err);
}

int handle_file(struct round *r, const struct stored_draft *d, struct err *err)
{
	if (r->sink && sink_put(r->sink, d->message_id, d->bytes, err) < 0)
		return err_add(err, "while filing draft %" PRId64, d->id);
	return store_filed(r->store, d->id, err);
}

/* One step: all items that are answered, and the mark behind them. */
static int store_batch(struct round *r, struct batch *b, struct err *err)
{
	struct str mark = batch_mark(b, b->done);
	int rc;

	if (b->stored == b->done && str_is_none(mark))
		return 0;
	rc = store_begin(r->store, err);
	if (rc < 0)
		return rc;
	for (; rc == 0 && b->stored < b->done; b->stored++)
		rc = keep_item(r, b, &b->v[b->stored], err);
	if (rc == 0)
		rc = store_read_to(r->store, b->source, mark, err);
	if (store_end(r->store, rc, err) < 0)
		return err->code;
	arena_reset(&b->answers);
	return 0;
}

/* --- taking messages in --------------------------------------------------- */

void handle_begin(struct round *r, struct str source, int64_t since)
{
	r->since = since;
	for (size_t i = 0; i < ARRAY_SIZE(r->batches); i++)
		batch_reset(&r->batches[i], source);
}

int handle_knows(struct round *r, struct str id, struct err *err)
{
	if (batch_has(r->filling, id) || batch_has(r->working, id))
		return 1;
	return store_seen(r->store, id, err);
}

/*
 * The batch that was filled is worked on, the one that was worked on is stored
 * meanwhile and then filled again.
 */
static int next_batch(struct round *r, struct err *err)
{
	struct batch *done = r->working;

	if (finish_work(r, done, err) < 0 ||
	    start_work(r, r->filling, err) < 0 || store_batch(r, done, err) < 0)
		return err->code;
	r->working = r->filling;
	r->filling = done;
	batch_reset(done, r->working->source);
	return 0;
}

/* A mail without a date that can be read is never too old. */
static bool is_older(struct round *r, const struct raw_message *raw)
{
	int64_t date;

	if (r->since == TIME_NONE)
		return false;
	date = identify_date(&r->arena, raw->bytes);
	return date != TIME_NONE && date < r->since;
}

int handle_message(struct round *r, const struct raw_message *raw,
		   struct err *err)
{
	struct str id;
	int known = 0;

	arena_reset(&r->arena);
	id = identify(&r->arena, raw->bytes);
	if (!raw->removed)
		known = handle_knows(r, id, err);
	if (known < 0)
		return known;
	r->counts.read++;
	r->counts.known += (uint64_t)known;
	if (!known && is_older(r, raw)) {
		r->counts.older++;
		known = true;
	}
	if (known)
		batch_pass(r->filling, raw->mark);
	else
		batch_add(r->filling, raw, id);
	return batch_is_full(r->filling) ? next_batch(r, err) : 0;
}

int handle_rest(struct round *r, struct str mark, struct err *err)
{
	if (!str_is_none(mark))
		batch_pass(r->filling, mark);
	/* twice: the one that is filled has to be worked on, too */
	if (next_batch(r, err) < 0)
		return err->code;
	return next_batch(r, err);
}
