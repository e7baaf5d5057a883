/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time as an argument, so that tests and drafts made again see the same
 * one, and points in time as text.  Times are seconds since 1970, UTC.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include "base/str.h"

struct clock {
	int64_t fixed;	/* 0: the clock of the machine */
};

#define CLOCK_TEXT	40	/* room for any of the forms below */
#define TIME_NONE	INT64_MIN

int64_t clock_now(const struct clock *clock);

/* Milliseconds of a clock that nobody sets, for measuring how long. */
int64_t clock_ms(void);

/* Both write to @out and return it; TIME_NONE and years beyond 9999: "". */
const char *time_rfc3339(char out[CLOCK_TEXT], int64_t t); /* 2026-11-20T18:00:00Z */
const char *time_rfc5322(char out[CLOCK_TEXT], int64_t t); /* Fri, 20 Nov 2026 18:00:00 +0000 */
const char *time_day(char out[CLOCK_TEXT], int64_t t);	   /* 2026-11-20 */

/* Days since 1970-01-01 of a date in the Gregorian calendar, month 1 to 12. */
int64_t time_days(int64_t year, unsigned int month, unsigned int day);

#endif
