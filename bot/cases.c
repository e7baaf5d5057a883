// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "case_archive.h"
#include "cases.h"
#include "outcome.h"
#include "progress.h"

/* Reports for one child: opening trees and indexes takes longer than a case. */
#define GROUP_MAX	32
#define GROUP_BYTES	((size_t)8 << 20)
#define ARENA_MAX	((size_t)2 << 30)
/* So long a report waits for an archive that does not answer. */
#define PATIENCE	((int64_t)6 * 3600)

/* One report, and what is at hand to work on it; all lies in its group. */
struct case_job {
	struct stored_message message;
	struct thread_context context;
	struct outcome outcome;
	struct str failed;	/* why there is none, or STR_NONE */
};

/* Reports that one child works on. */
struct group {
	struct round *round;
	struct case_archive *archive;
	struct arena arena;
	struct case_job v[GROUP_MAX];
	size_t nr;
};

/* --- in the child --------------------------------------------------------- */

struct work {
	const struct round *round;
	const struct case_job *jobs;
	struct workshop workshop;
};

static int answer(void *ctx, size_t i, struct buf *out)
{
	struct work *work = ctx;
	const struct case_job *job = &work->jobs[i];
	struct casefile c __free(casefile) = { 0 };
	struct outcome outcome;
	struct err err = ERR_INIT;

	casefile_init(&c);
	c.context = job->context;
	if (handle_workshop(&work->workshop, work->round, &err) < 0 ||
	    case_work(&c, &work->workshop, job->message.raw,
		      job->message.origin, &err) < 0) {
		outcome_pack_err(out, &err);
		return 0;
	}
	outcome_of(&outcome, &c);
	outcome_pack(out, &outcome);
	return 0;
}

/* --- in the parent -------------------------------------------------------- */

/* What came of a case: an outcome, or why it has failed. */
static int take_answer(struct group *g, struct case_job *job, int rc,
		       struct str bytes, struct err *err)
{
	job->failed = STR_NONE;
	if (rc > 0)
		rc = outcome_unpack(&job->outcome, str_dup(&g->arena, bytes),
				    err);
	if (rc == ERR_MSG)
		job->failed = str_dup(&g->arena, str_from(err->msg));
	return rc == ERR_MSG ? 0 : rc;
}

/* Works on @nr jobs of the group. */
static int ask_child(struct group *g, struct case_job *jobs, size_t nr,
		     struct err *err)
{
	struct work work = { .round = g->round, .jobs = jobs };
	struct guard_each guard __free(guard_each) = { 0 };
	struct str bytes;
	int rc = guard_each_start(&guard, &g->round->limits, nr, answer, &work,
				  err);

	while (rc == 0) {
		int got = guard_each_next(&guard, &bytes, err);

		if (!got)
			break;
		rc = take_answer(g, &jobs[guard.done - 1], got, bytes, err);
	}
	return rc;
}

/* One step: the report waits no longer. */
static int store(struct group *g, struct case_job *job,
		 struct stored_draft *draft, struct err *err)
{
	struct store *s = g->round->store;
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

/* Not when the clock was set back, or it could be for ever. */
static bool may_wait(const struct group *g, const struct case_job *job)
{
	int64_t waited = clock_now(&g->round->app->clock) -
			 job->message.handled;

	return waited >= 0 && waited < PATIENCE;
}

static void read_queries(struct thread_query_list *out, struct arena *a,
			 struct str lines)
{
	struct str line;

	while (str_split(&lines, '\n', &line))
		list_add(a, out)->query = line;
}

/*
 * Only a case that would be answered is worth the archive's time; it is worked
 * on again with what that says.  While the archive does not answer the case
 * waits (0), but not for ever.
 */
static int ask_archive(struct group *g, struct case_job *job, struct err *err)
{
	struct thread_query_list queries = { 0 };
	struct case_archive *ca = g->archive;

	if (!str_is_none(job->failed) || !is_drafted(job) || !ca->archive)
		return 1;
	read_queries(&queries, &g->arena, job->outcome.queries);
	if (!case_archive_ask(ca, &job->context, &g->arena, &job->message,
			      &queries) && may_wait(g, job)) {
		ca->waiting++;
		return 0;
	}
	return ask_child(g, job, 1, err) < 0 ? err->code : 1;
}

static void draft_record(struct stored_draft *d, const struct outcome *o,
			 struct str report_id)
{
	*d = (struct stored_draft){
		.status = DRAFT_REVIEW,
		.held = !str_is_none(o->held),
		.why = o->held,
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
static int join(struct group *g, struct case_job *job, int64_t draft,
		struct err *err)
{
	job->message.outcome = STR("joined");
	job->message.why = str_printf(&g->arena, "draft %" PRId64 " already speaks for this culprit",
				      draft);
	g->round->counts.joined++;
	return store(g, job, NULL, err);
}

static int keep_draft(struct group *g, struct case_job *job, struct err *err)
{
	struct round *r = g->round;
	struct stored_draft draft;
	int64_t other = 0;

	if (store_case_draft(r->store, job->outcome.case_key, &other, err) < 0)
		return err->code;
	if (other)
		return join(g, job, other, err);
	job->message.outcome = STR("drafted");
	draft_record(&draft, &job->outcome, job->message.message_id);
	if (store(g, job, &draft, err) < 0)
		return err->code;
	r->counts.drafted++;
	r->counts.held += draft.held;
	log_debug(&r->app->log, "%.*s: draft %" PRId64 ", %.*s",
		  STR_ARG(job->message.origin), draft.id,
		  STR_ARG(draft.situation));
	return handle_file(r, &draft, err);
}

/* The child failed: the mail is kept, and the operator is told. */
static int keep_failed(struct group *g, struct case_job *job, struct err *err)
{
	struct stored_message *m = &job->message;
	struct round *r = g->round;

	log_warn(&r->app->log, "%.*s: %.*s (the mail is kept; see regbot explain '%.*s')",
		 STR_ARG(m->origin), STR_ARG(job->failed),
		 STR_ARG(m->message_id));
	m->outcome = STR("failed");
	m->why = job->failed;
	r->counts.failed++;
	return store(g, job, NULL, err);
}

static int settle(struct group *g, struct case_job *job, struct err *err)
{
	struct stored_message *m = &job->message;

	if (!str_is_none(job->failed))
		return keep_failed(g, job, err);
	m->class = job->outcome.class;
	m->why = job->outcome.why;
	m->case_key = job->outcome.case_key;
	m->outcome = STR("nothing");
	if (is_drafted(job))
		return keep_draft(g, job, err);
	return store(g, job, NULL, err);
}

/* Other mails of the thread that the state has kept. */
static int thread_from_state(struct group *g, struct case_job *job,
			     struct err *err)
{
	struct stored_message_list list = { 0 };

	if (store_thread(g->round->store, &g->arena, &job->message, &list,
			 err) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++)
		*list_add(&g->arena, &job->context.mails) = (struct thread_mail){
			.bytes = list.v[i].raw,
			.origin = list.v[i].origin,
		};
	return 0;
}

/* Takes the reports from ids[*at] on into the group until it is full. */
static int fill(struct group *g, const struct str_list *ids, size_t *at,
		struct err *err)
{
	g->nr = 0;
	while (g->nr < GROUP_MAX && *at < ids->nr &&
	       g->arena.used < GROUP_BYTES) {
		struct case_job *job = &g->v[g->nr];
		int rc;

		*job = (struct case_job){ .context.missing = STR_NONE };
		rc = store_message(g->round->store, &g->arena, ids->v[(*at)++],
				   &job->message, err);
		if (rc < 0 || (rc && thread_from_state(g, job, err) < 0))
			return err->code;
		g->nr += rc > 0;
	}
	return 0;
}

static int work_on(struct group *g, struct err *err)
{
	int rc = ask_child(g, g->v, g->nr, err);

	for (size_t i = 0; rc == 0 && i < g->nr && !round_is_over(g->round);
	     i++) {
		rc = ask_archive(g, &g->v[i], err);
		if (rc > 0)
			rc = settle(g, &g->v[i], err);
	}
	return rc;
}

static int work_on_all(struct round *r, struct case_archive *ca,
		       const struct str_list *ids, struct err *err)
{
	struct group g = { .round = r, .archive = ca };
	struct progress progress __free(progress) = { 0 };
	size_t done = 0;
	int rc = 0;

	arena_init(&g.arena, ARENA_MAX);
	progress_begin(&progress, &r->app->log, "reports");
	while (rc == 0 && done < ids->nr && !round_is_over(r)) {
		progress_at(&progress, done, ids->nr);
		rc = fill(&g, ids, &done, err);
		if (rc == 0)
			rc = work_on(&g, err);
		arena_reset(&g.arena);
	}
	arena_release(&g.arena);
	return rc;
}

int cases_work(struct round *r, struct err *err)
{
	struct arena a __free(arena) = { .max = ARENA_MAX };
	struct case_archive ca __free(case_archive) = { 0 };
	struct str_list ids = { 0 };

	if (store_waiting(r->store, &a, &ids, err) < 0)
		return err->code;
	if (!ids.nr)
		return 0;
	if (handle_prepare(r, err) < 0 ||
	    case_archive_open(&ca, r, &a, err) < 0 ||
	    work_on_all(r, &ca, &ids, err) < 0)
		return err->code;
	return case_archive_end(&ca, err);
}
