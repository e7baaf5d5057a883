// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>

#include "case_archive.h"
#include "poll_pace.h"

/* No source is called like this. */
#define PACE_NAME	STR("archive\n")

int case_archive_open(struct case_archive *ca, struct round *r,
		      struct arena *a, struct err *err)
{
	int64_t now = clock_now(&r->app->clock);

	*ca = (struct case_archive){ .round = r };
	if (!r->config->ask_archive)
		return 0;
	if (store_pace(r->store, a, PACE_NAME, &ca->pace, err) < 0)
		return err->code;
	if (pace_rests(&ca->pace, now))
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

int case_archive_end(struct case_archive *ca, struct err *err)
{
	const struct err *why = ca->failed.code ? &ca->failed : &ca->odd;
	const struct round *r = ca->round;
	int64_t now = clock_now(&r->app->clock);

	if (!ca->archive || pace_rests(&ca->pace, now) ||
	    !(ca->failed.code || archive_requests(ca->archive)))
		return 0;
	pace_asked(&ca->pace, now, ca->failed.code ? &ca->failed : NULL,
		   archive_rest(ca->archive));
	if (store_paced(r->store, PACE_NAME, &ca->pace, err) < 0)
		return err->code;
	if (ca->waiting)
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
