// SPDX-License-Identifier: GPL-2.0-only
#include "base/clock.h"

int64_t clock_now(const struct clock *clock)
{
	return clock && clock->fixed ? clock->fixed : (int64_t)time(NULL);
}

int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* strftime() would take names from the locale */
static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static bool split(struct tm *tm, int64_t t)
{
	time_t tt = (time_t)t;

	return t != TIME_NONE && gmtime_r(&tt, tm) && tm->tm_year >= -1900 &&
	       tm->tm_year <= 9999 - 1900;
}

const char *time_rfc3339(char out[CLOCK_TEXT], int64_t t)
{
	struct tm tm;

	out[0] = '\0';
	if (split(&tm, t))
		snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ",
			 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
			 tm.tm_hour, tm.tm_min, tm.tm_sec);
	return out;
}

const char *time_rfc5322(char out[CLOCK_TEXT], int64_t t)
{
	struct tm tm;

	out[0] = '\0';
	if (split(&tm, t))
		snprintf(out, CLOCK_TEXT, "%s, %d %s %04d %02d:%02d:%02d +0000",
			 days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
			 tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return out;
}

const char *time_day(char out[CLOCK_TEXT], int64_t t)
{
	struct tm tm;

	out[0] = '\0';
	if (split(&tm, t))
		snprintf(out, CLOCK_TEXT, "%04d-%02d-%02d", tm.tm_year + 1900,
			 tm.tm_mon + 1, tm.tm_mday);
	return out;
}

int64_t time_days(int64_t year, unsigned int month, unsigned int day)
{
	/* years begin in March, so that the leap day is the last of one */
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 +
		      day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}
