// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "poll_pace.h"

#define MINUTE		INT64_C(60)
#define REST_MAX	(24 * 60 * MINUTE)
#define BACK_OFF_MIN	(MINUTE / 2)
#define BACK_OFF_OWN	2	/* one's own mailbox; nobody else is asked */
#define BACK_OFF_MAX	(60 * MINUTE)
#define HOPELESS	5	/* failures that such a one counts for */
#define WATCH_MINUTES	5	/* where the configuration says nothing */

/*
 * Twice as long after each failure, and up to a quarter more, so that the bots
 * of a server that was away do not all come back in the same second.
 */
static int64_t back_off(const struct source_pace *pace,
			const struct config_source *config)
{
	int64_t seconds = config->kind == SOURCE_IMAP ? BACK_OFF_OWN :
							BACK_OFF_MIN;
	uint64_t chance = str_hash(str_from(config->name)) +
			  (uint64_t)pace->polled;

	for (int64_t i = 1; i < pace->failures && seconds < BACK_OFF_MAX; i++)
		seconds *= 2;
	seconds = MIN(seconds, BACK_OFF_MAX);
	return seconds + (int64_t)(chance % (uint64_t)(seconds / 4 + 1));
}

bool pace_rests(const struct source_pace *pace, int64_t now)
{
	/* further away than any rest: the clock was set back */
	return pace->rest_until > now && pace->rest_until - now <= REST_MAX;
}

int64_t pace_due(const struct source_pace *pace,
		 const struct config_source *config, bool watch, int64_t now)
{
	int64_t minutes = (int64_t)config->every_minutes;
	int64_t wait;

	if (pace_rests(pace, now))
		return pace->rest_until;
	if (pace->polled == TIME_NONE || pace->polled > now)
		return INT64_MIN;
	if (watch && !minutes)
		minutes = WATCH_MINUTES;
	/* cron is not exact to the second: a twentieth less is as good */
	wait = minutes * (MINUTE - 3);
	if (pace->failures) {
		int64_t longer = back_off(pace, config);

		wait = watch ? longer : MIN(longer, wait);
	}
	return pace->polled + wait;
}

void pace_asked(struct source_pace *pace, int64_t now,
		const struct err *trouble, int64_t rest)
{
	pace->polled = now;
	pace->rest_until = TIME_NONE;
	if (!trouble) {
		pace->failures = 0;
		pace->why = STR_NONE;
		return;
	}
	/* what a person has to mend is not worth asking for soon */
	pace->failures = trouble->code == ERR_SOURCE ?
				 MAX(pace->failures + 1, HOPELESS) :
				 pace->failures + 1;
	pace->why = str_from(trouble->msg);
	if (rest > 0)
		pace->rest_until = now + MIN(rest, REST_MAX);
}
