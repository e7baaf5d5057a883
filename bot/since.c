// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "since.h"

#include "mail/date.h"

/* "14d": the number, then one letter. */
static bool parse_span(int64_t *seconds, struct str text)
{
	static const struct unit {
		char letter;
		int64_t seconds;
	} units[] = { { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 } };
	uint64_t n;

	if (text.n < 2 || !str_to_u64(str_sub(text, 0, text.n - 1), &n) ||
	    n > 100000)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (text.p[text.n - 1] == units[i].letter) {
			*seconds = (int64_t)n * units[i].seconds;
			return true;
		}
	return false;
}

int since_parse(int64_t *out, const char *text, const struct clock *clock,
		struct err *err)
{
	struct str s = str_trim(str_from(text));
	char full[64];
	int64_t span;

	if (parse_span(&span, s)) {
		*out = clock_now(clock) - span;
		return 0;
	}
	/* what date_parse() wants: a time behind the day, seconds, a zone */
	snprintf(full, sizeof(full), "%.*s%s +0000", STR_ARG(str_sub(s, 0, 30)),
		 str_chr(s, ':') < 0 ? " 00:00:00" : s.n == 16 ? ":00" : "");
	*out = date_parse(str_from(full));
	if (*out == TIME_NONE)
		return err_set(err, ERR_CONF, "--since: %s: not a date (give 2026-01-31, or 14d for fourteen days back)",
			       text);
	/*
	 * New mail would be passed over, and never be read again.  East of
	 * Greenwich it is another day already.
	 */
	if (*out > clock_now(clock) + 86400)
		return err_set(err, ERR_CONF, "--since: %s: is still to come (give a day of the past)",
			       text);
	return 0;
}
