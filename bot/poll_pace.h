/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When a source is asked: no more often than the operator says, not before a
 * server that wants peace has had it, and one that fails again and again in
 * ever longer steps.
 */
#ifndef POLL_PACE_H
#define POLL_PACE_H

#include "config.h"

#include "state/store.h"

/*
 * The time from which on the source may be asked, INT64_MIN for any.  @watch:
 * the program runs on and keeps the pace by itself; else somebody else
 * (cron, a person) does, and a source that fails is asked each time, but for
 * its every_minutes.
 */
int64_t pace_due(const struct source_pace *pace,
		 const struct config_source *config, bool watch, int64_t now);

/* While @pace says so the source is left alone, even when a person asks. */
bool pace_rests(const struct source_pace *pace, int64_t now);

/*
 * It was asked at @now: well (@trouble is NULL), or it failed and wants to rest
 * for so many seconds (0: it does not say).  @pace->why is a view of @trouble.
 */
void pace_asked(struct source_pace *pace, int64_t now,
		const struct err *trouble, int64_t rest);

#endif
