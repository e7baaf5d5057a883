// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "cases.h"
#include "outcome.h"

#define CASE_MAX	((size_t)512 << 20)

/* One report, and what is at hand to work on it. */
struct case_job {
	struct round *round;
	struct arena arena;
	struct stored_message message;
	struct outcome outcome;
};

/* --- in the child --------------------------------------------------------- */

static int work(void *ctx, __maybe_unused size_t i, struct buf *out)
{
	const struct case_job *job = ctx;
	const struct round *r = job->round;
	struct workshop w __free(workshop) = { 0 };
	struct casefile c __free(casefile) = { 0 };
	struct outcome outcome;
	struct err err = ERR_INIT;

	casefile_init(&c);
	if (workshop_open(&w, r->config, &r->app->clock, &r->app->log, false,
			  &err) < 0 ||
	    case_work(&c, &w, job->message.raw, job->message.origin,
		      &err) < 0) {
		outcome_pack_err(out, &err);
		return 0;
	}
	outcome_of(&outcome, &c);
	outcome_pack(out, &outcome);
	return 0;
}

/* --- in the parent -------------------------------------------------------- */

static int ask_child(struct case_job *job, struct err *err)
{
	struct guard guard = { 0 };
	struct str answer;
	int rc = guard_start(&guard, &job->round->limits, 1, work, job, err);

	if (rc == 0)
		rc = guard_next(&guard, &answer, err);
	if (rc > 0)
		answer = str_dup(&job->arena, answer);
	guard_stop(&guard);
	if (rc == 0)
		return err_set(err, ERR_MSG, "gave no whole answer");
	return rc < 0 ? rc : outcome_unpack(&job->outcome, answer, err);
}

/* One step: the report waits no longer. */
static int store(struct case_job *job, struct stored_draft *draft,
		 struct err *err)
{
	struct store *s = job->round->store;
	int rc = store_begin(s, err);

	if (rc < 0)
		return rc;
	rc = store_handled(s, &job->message, draft, err);
	return store_end(s, rc, err);
}

static bool is_drafted(const struct case_job *job)
{
	return !str_is_none(job->outcome.bytes);
}

static void draft_record(struct stored_draft *d, const struct outcome *o,
			 struct str report_id)
{
	*d = (struct stored_draft){
		.status = DRAFT_REVIEW,
		.held = !str_is_none(o->held),
		.situation = o->situation,
		.message_id = o->message_id,
		.report_id = report_id,
		.subject = o->draft_subject,
		.to = o->to,
		.cc = o->cc,
		.culprit = o->culprit,
		.verdict = o->verdict,
		.bytes = o->bytes,
		.patch = o->patch,
	};
}

/* Somebody else's report of the same commit has a draft already. */
static int join(struct case_job *job, int64_t draft, struct err *err)
{
	struct round *r = job->round;

	job->message.outcome = STR("joined");
	job->message.why = str_printf(&job->arena, "draft %" PRId64 " already speaks for this culprit",
				      draft);
	r->counts.joined++;
	return store(job, NULL, err);
}

static int keep_draft(struct case_job *job, struct err *err)
{
	struct round *r = job->round;
	struct stored_draft draft;
	int64_t other = 0;

	if (store_case_draft(r->store, job->outcome.case_key, &other, err) < 0)
		return err->code;
	if (other)
		return join(job, other, err);
	job->message.outcome = STR("drafted");
	draft_record(&draft, &job->outcome, job->message.message_id);
	if (store(job, &draft, err) < 0)
		return err->code;
	r->counts.drafted++;
	r->counts.held += draft.held;
	log_debug(&r->app->log, "%.*s: draft %" PRId64 ", %.*s",
		  STR_ARG(job->message.origin), draft.id,
		  STR_ARG(draft.situation));
	return handle_file(r, &draft, err);
}

/* The child failed: the mail is kept, and the operator is told. */
static int keep_failed(struct case_job *job, const struct err *why,
		       struct err *err)
{
	struct stored_message *m = &job->message;
	struct round *r = job->round;

	log_warn(&r->app->log, "%.*s: %s (the mail is kept; see regbot explain '%.*s')",
		 STR_ARG(m->origin), why->msg, STR_ARG(m->message_id));
	m->outcome = STR("failed");
	m->why = str_dup(&job->arena, str_from(why->msg));
	r->counts.failed++;
	return store(job, NULL, err);
}

static int settle(struct case_job *job, struct err *err)
{
	struct stored_message *m = &job->message;

	m->class = job->outcome.class;
	m->why = job->outcome.why;
	m->case_key = job->outcome.case_key;
	m->outcome = STR("nothing");
	if (is_drafted(job))
		return keep_draft(job, err);
	return store(job, NULL, err);
}

static int work_on(struct case_job *job, struct str id, struct err *err)
{
	int rc = store_message(job->round->store, &job->arena, id,
			       &job->message, err);

	if (rc <= 0)
		return rc;
	rc = ask_child(job, err);
	if (rc == ERR_MSG) {
		struct err why = *err;

		return keep_failed(job, &why, err);
	}
	return rc < 0 ? rc : settle(job, err);
}

int cases_work(struct round *r, struct err *err)
{
	struct arena a __free(arena) = { .max = CASE_MAX };
	struct str_list ids = { 0 };
	int rc = store_waiting(r->store, &a, &ids, err);

	if (rc == 0 && ids.nr)
		rc = handle_prepare(r, err);
	for (size_t i = 0; rc == 0 && i < ids.nr; i++) {
		struct case_job job = { .round = r };

		arena_init(&job.arena, CASE_MAX);
		rc = work_on(&job, ids.v[i], err);
		arena_release(&job.arena);
	}
	return rc;
}
