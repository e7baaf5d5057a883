// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "cases.h"
#include "context.h"
#include "outcome.h"
#include "poll_pace.h"

#define CASE_MAX	((size_t)512 << 20)
/* So long a report waits for an archive that does not answer. */
#define PATIENCE	((int64_t)6 * 3600)

/* What all cases of a round share. */
struct casework {
	struct round *round;
	struct archive *archive;	/* NULL: it is not asked */
	struct source_pace pace;	/* of the archive */
	struct err archive_failed;	/* code 0: it answers */
	uint64_t waiting;		/* cases that were put off for that */
};

/* The archive is paced like a source, and no source is called like this. */
#define ARCHIVE_PACE	STR("archive\n")

/* One report, and what is at hand to work on it. */
struct case_job {
	struct casework *all;
	struct arena arena;
	struct stored_message message;
	struct thread_context context;
	struct outcome outcome;
};

/* --- in the child --------------------------------------------------------- */

static int work(void *ctx, __maybe_unused size_t i, struct buf *out)
{
	const struct case_job *job = ctx;
	const struct round *r = job->all->round;
	struct workshop w __free(workshop) = { 0 };
	struct casefile c __free(casefile) = { 0 };
	struct outcome outcome;
	struct err err = ERR_INIT;

	casefile_init(&c);
	c.context = job->context;
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
	int rc = guard_start(&guard, &job->all->round->limits, 1, work, job, err);

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
	struct store *s = job->all->round->store;
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

static void read_queries(struct thread_query_list *out, struct arena *a,
			 struct str lines)
{
	struct str line;

	while (str_split(&lines, '\n', &line))
		list_add(a, out)->query = line;
}

/* Other mails of the thread that the state has kept. */
static int thread_from_state(struct case_job *job, struct err *err)
{
	struct stored_message_list list = { 0 };
	struct arena *a = &job->arena;

	if (store_thread(job->all->round->store, a, &job->message, &list,
			 err) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++) {
		struct thread_mail *mail = list_add(a, &job->context.mails);

		mail->bytes = list.v[i].raw;
		mail->origin = list.v[i].origin;
	}
	return 0;
}

/* 1 when the archive was asked, 0 when it does not answer in this round. */
static int ask_archive(struct case_job *job)
{
	struct thread_query_list queries = { 0 };
	struct casework *all = job->all;
	struct arena *a = &job->arena;

	if (all->archive_failed.code)
		return 0;
	read_queries(&queries, a, str_dup(a, job->outcome.queries));
	if (context_thread(&job->context, a, all->archive,
			   job->message.message_id, NULL) >= 0)
		context_search(&job->context, a, all->archive, &queries,
			       job->message.date);
	if (str_is_none(job->context.missing))
		return 1;
	err_set(&all->archive_failed, ERR_BUSY, "%.*s",
		STR_ARG(job->context.missing));
	return 0;
}

/*
 * First with what the state knows; only a case that would be answered is worth
 * the archive's time, and it is worked on again with what that says.  While
 * the archive does not answer the case waits (0), but not for ever.
 */
static int find_out(struct case_job *job, struct err *err)
{
	const struct round *r = job->all->round;

	if (thread_from_state(job, err) < 0 || ask_child(job, err) < 0)
		return err->code;
	if (!is_drafted(job) || !job->all->archive)
		return 1;
	if (!ask_archive(job)) {
		if (clock_now(&r->app->clock) - job->message.handled < PATIENCE)
			return 0;
		job->context.missing = str_dup(&job->arena,
			str_from(job->all->archive_failed.msg));
	}
	return ask_child(job, err) < 0 ? err->code : 1;
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
	struct round *r = job->all->round;

	job->message.outcome = STR("joined");
	job->message.why = str_printf(&job->arena, "draft %" PRId64 " already speaks for this culprit",
				      draft);
	r->counts.joined++;
	return store(job, NULL, err);
}

static int keep_draft(struct case_job *job, struct err *err)
{
	struct round *r = job->all->round;
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
	struct round *r = job->all->round;

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
	int rc = store_message(job->all->round->store, &job->arena, id,
			       &job->message, err);

	if (rc <= 0)
		return rc;
	rc = find_out(job, err);
	if (rc == ERR_MSG) {
		struct err why = *err;

		return keep_failed(job, &why, err);
	}
	if (rc < 0)
		return rc;
	if (rc)
		return settle(job, err);
	job->all->waiting++;
	return 0;
}

/* An archive that wants peace is left alone: it counts as failed. */
static int open_archive(struct casework *all, struct arena *a, struct err *err)
{
	const struct round *r = all->round;

	if (!r->config->ask_archive)
		return 0;
	if (store_pace(r->store, a, ARCHIVE_PACE, &all->pace, err) < 0)
		return err->code;
	if (pace_rests(&all->pace, clock_now(&r->app->clock)))
		err_set(&all->archive_failed, ERR_BUSY, "%.*s",
			STR_ARG(all->pace.why));
	return context_archive(&all->archive, r->config, &r->app->clock, err);
}

/* Remembers how the archive answered, and says what waits for it. */
static int leave_archive(struct casework *all, struct err *err)
{
	const struct round *r = all->round;
	const struct err *failed = &all->archive_failed;
	int64_t now = clock_now(&r->app->clock);

	if (!all->archive || pace_rests(&all->pace, now) ||
	    !(failed->code || archive_requests(all->archive)))
		return 0;
	pace_asked(&all->pace, now, failed->code ? failed : NULL,
		   archive_rest(all->archive));
	if (store_paced(r->store, ARCHIVE_PACE, &all->pace, err) < 0)
		return err->code;
	if (all->waiting)
		return err_set(err, failed->code, "%s (%" PRIu64 " report%s for the next poll)",
			       failed->msg, all->waiting,
			       all->waiting == 1 ? " waits" : "s wait");
	return 0;
}

static int work_on_all(struct casework *all, const struct str_list *ids,
		       struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ids->nr && !round_is_over(all->round);
	     i++) {
		struct case_job job = {
			.all = all,
			.context.missing = STR_NONE,
		};

		arena_init(&job.arena, CASE_MAX);
		rc = work_on(&job, ids->v[i], err);
		arena_release(&job.arena);
	}
	return rc;
}

int cases_work(struct round *r, struct err *err)
{
	struct casework all = { .round = r };
	struct arena a __free(arena) = { .max = CASE_MAX };
	struct str_list ids = { 0 };
	int rc;

	if (store_waiting(r->store, &a, &ids, err) < 0)
		return err->code;
	if (!ids.nr)
		return 0;
	if (handle_prepare(r, err) < 0 || open_archive(&all, &a, err) < 0)
		return err->code;
	rc = work_on_all(&all, &ids, err);
	if (rc == 0)
		rc = leave_archive(&all, err);
	archive_close(all.archive);
	return rc;
}
