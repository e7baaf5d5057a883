// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "handle.h"
#include "identify.h"
#include "outcome.h"

#define OUTCOME_SIZE_MAX	((size_t)16 << 20)

/* --- in the child --------------------------------------------------------- */

struct job {
	const struct round *round;
	struct raw_message raw;
};

/*
 * The parent has opened the workshop before and said what is wrong with it;
 * here it is opened again, since databases do not survive a fork.
 */
static int work(void *ctx, struct buf *out)
{
	const struct job *job = ctx;
	const struct round *r = job->round;
	struct workshop w __free(workshop) = { 0 };
	struct casefile c __free(casefile) = { 0 };
	struct outcome outcome;
	struct err err = ERR_INIT;

	casefile_init(&c);
	if (workshop_open(&w, r->config, &r->app->clock, &r->app->log, false,
			  &err) < 0 ||
	    case_work(&c, &w, job->raw.bytes, job->raw.origin, &err) < 0) {
		outcome_pack_err(out, &err);
		return 0;
	}
	outcome_of(&outcome, &c);
	outcome_pack(out, &outcome);
	return 0;
}

/* --- in the parent -------------------------------------------------------- */

static void message_record(struct stored_message *m, const struct round *r,
			   const struct outcome *o, struct str id,
			   const struct raw_message *raw, struct str source)
{
	uint64_t date;

	*m = (struct stored_message){
		.message_id = id,
		.source = source,
		.origin = raw->origin,
		.subject = o->subject,
		.sender = o->sender,
		.class = o->class,
		.outcome = STR("nothing"),
		.why = o->why,
		.case_key = o->case_key,
		.raw = str_is_none(o->keep) ? STR_NONE : raw->bytes,
		.date = str_to_u64(o->date, &date) ? (int64_t)date : TIME_NONE,
		.handled = clock_now(&r->app->clock),
	};
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

int handle_file(struct round *r, const struct stored_draft *d, struct err *err)
{
	if (r->sink && sink_put(r->sink, d->message_id, d->bytes, err) < 0)
		return err_add(err, "while filing draft %" PRId64, d->id);
	return store_filed(r->store, d->id, err);
}

/* The mail is a report, and something was drafted. */
static int keep_draft(struct round *r, const struct outcome *o,
		      struct stored_message *m, struct str mark,
		      struct err *err)
{
	struct stored_draft draft;
	int64_t other = 0;

	if (store_case_draft(r->store, o->case_key, &other, err) < 0)
		return err->code;
	if (other) {
		m->outcome = STR("joined");
		m->why = str_printf(&r->arena, "draft %" PRId64 " already speaks for this culprit",
				    other);
		r->counts.joined++;
		return store_handled(r->store, m, NULL, mark, err);
	}
	m->outcome = STR("drafted");
	draft_record(&draft, o, m->message_id);
	if (store_handled(r->store, m, &draft, mark, err) < 0)
		return err->code;
	r->counts.drafted++;
	r->counts.held += draft.held;
	log_debug(&r->app->log, "%.*s: draft %" PRId64 ", %.*s",
		  STR_ARG(m->origin), draft.id, STR_ARG(draft.situation));
	return handle_file(r, &draft, err);
}

/* Its bytes are kept, so that somebody can look into it. */
static int keep_failed(struct round *r, struct str id,
		       const struct raw_message *raw, struct str source,
		       const struct err *why, struct err *err)
{
	struct outcome o = { .class = STR("other"), .why = str_from(why->msg),
			     .keep = STR("1") };
	struct stored_message m;

	log_warn(&r->app->log, "%.*s: %s (the mail is kept; see regbot explain '%.*s')",
		 STR_ARG(raw->origin), why->msg, STR_ARG(id));
	message_record(&m, r, &o, id, raw, source);
	m.outcome = STR("failed");
	r->counts.failed++;
	return store_handled(r->store, &m, NULL, raw->mark, err);
}

int handle_message(struct round *r, const struct raw_message *raw,
		   struct str source, struct err *err)
{
	struct buf answer __free(buf) = { .max = OUTCOME_SIZE_MAX };
	struct job job = { .round = r, .raw = *raw };
	struct str id = identify(&r->arena, raw->bytes);
	struct stored_message m;
	struct outcome o;
	int seen = store_seen(r->store, id, err);

	if (seen < 0)
		return seen;
	if (seen) {
		r->counts.known++;
		return store_skip(r->store, source, raw->mark, err);
	}
	if (guard_run(&answer, &r->limits, work, &job, err) < 0 ||
	    outcome_unpack(&o, buf_str(&answer), err) < 0) {
		struct err why = *err;

		if (why.code != ERR_MSG)
			return why.code;
		return keep_failed(r, id, raw, source, &why, err);
	}
	message_record(&m, r, &o, id, raw, source);
	r->counts.reports += str_eq(m.class, STR("report")) ||
			     str_eq(m.class, STR("bisection"));
	if (!str_is_none(o.bytes))
		return keep_draft(r, &o, &m, raw->mark, err);
	return store_handled(r->store, &m, NULL, raw->mark, err);
}
