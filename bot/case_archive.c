// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "case_archive.h"
#include "poll_pace.h"

/* No source is called like this. */
#define PACE_NAME	STR("archive\n")

/*
 * One that failed is asked again by each poll of a crontab, but not with each
 * mail that comes while watching.
 */
static bool is_left_alone(const struct round *r, const struct source_pace *pace)
{
	const struct config_source place = { .name = "archive",
					     .kind = SOURCE_LORE };
	int64_t now = clock_now(&r->app->clock);

	return pace_rests(pace, now) ||
	       (pace->failures &&
		pace_due(pace, &place, r->how->watch, now) > now);
}

int case_archive_open(struct case_archive *ca, struct round *r,
		      struct arena *a, struct err *err)
{
	*ca = (struct case_archive){ .round = r };
	if (!r->config->ask_archive)
		return 0;
	if (store_pace(r->store, a, PACE_NAME, &ca->pace, err) < 0)
		return err->code;
	ca->left_alone = is_left_alone(r, &ca->pace);
	if (ca->left_alone)
		err_set(&ca->failed, ERR_BUSY, "%.*s", STR_ARG(ca->pace.why));
	return context_archive(&ca->archive, r->config, &r->app->clock, err);
}

bool case_archive_ask(struct case_archive *ca, struct thread_context *context,
		      struct arena *a, const struct stored_message *m,
		      const struct thread_query_list *queries)
{
	int rc;

	if (ca->failed.code) {
		context->missing = str_dup(a, str_from(ca->failed.msg));
		return false;
	}
	rc = context_thread(context, a, ca->archive, m->message_id, NULL);
	if (rc >= 0)
		rc = context_search(context, a, ca->archive, queries, m->date);
	if (str_is_none(context->missing))
		return true;
	/* what one mail causes is not to keep the others waiting */
	err_set(rc == ERR_MSG ? &ca->odd : &ca->failed, ERR_BUSY, "%.*s",
		STR_ARG(context->missing));
	return false;
}

/* Failing again for the same reason is no news to those who watch. */
static bool said_before(struct round *r, const struct err *why)
{
	bool same = r->how->watch && !strcmp(r->archive_said.msg, why->msg);

	r->archive_said = *why;
	return same;
}

int case_archive_end(struct case_archive *ca, struct err *err)
{
	const struct err *why = ca->failed.code ? &ca->failed : &ca->odd;
	struct round *r = ca->round;
	int64_t now = clock_now(&r->app->clock);

	if (!ca->archive || ca->left_alone ||
	    !(ca->failed.code || archive_requests(ca->archive)))
		return 0;
	pace_asked(&ca->pace, now, ca->failed.code ? &ca->failed : NULL,
		   archive_rest(ca->archive));
	if (store_paced(r->store, PACE_NAME, &ca->pace, err) < 0)
		return err->code;
	if (!ca->waiting)
		r->archive_said = ERR_INIT;
	else if (!said_before(r, why))
		return err_set(err, why->code, "%s (%" PRIu64 " report%s for the next poll)",
			       why->msg, ca->waiting,
			       ca->waiting == 1 ? " waits" : "s wait");
	return 0;
}

void case_archive_release(struct case_archive *ca)
{
	archive_close(ca->archive);
	ca->archive = NULL;
}
