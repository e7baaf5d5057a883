// SPDX-License-Identifier: GPL-2.0-only
#include "mail/date.h"

struct date {
	int64_t year;
	unsigned int month, day;	/* 0: not seen yet */
	unsigned int hour, minute, second;
	int zone;			/* minutes east of UTC */
	bool year_seen, time_seen, zone_seen;
};

static const char months[12][4] = {
	"jan", "feb", "mar", "apr", "may", "jun",
	"jul", "aug", "sep", "oct", "nov", "dec",
};

/* RFC 5322 section 4.3, and what archives print */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "UT", 0 }, { "GMT", 0 }, { "UTC", 0 }, { "Z", 0 }, { "WET", 0 },
	{ "EST", -300 }, { "EDT", -240 }, { "CST", -360 }, { "CDT", -300 },
	{ "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
	{ "CET", 60 }, { "CEST", 120 }, { "MET", 60 }, { "MEST", 120 },
	{ "BST", 60 }, { "WEST", 60 }, { "EET", 120 }, { "EEST", 180 },
	{ "MSK", 180 }, { "IST", 330 }, { "JST", 540 }, { "KST", 540 },
	{ "AEST", 600 }, { "AEDT", 660 },
};

static bool number(struct str s, unsigned int *out)
{
	uint64_t v;

	if (s.n > 6 || !str_to_u64(s, &v))
		return false;
	*out = (unsigned int)v;
	return true;
}

/* "02:43" or "02:43:07", fractions are dropped */
static bool read_time(struct date *d, struct str word)
{
	struct str h, m, s = STR("0");

	if (!str_split(&word, ':', &h) || !str_split(&word, ':', &m))
		return false;
	if (word.n && !str_split(&word, '.', &s))
		return false;
	d->time_seen = true;
	return number(h, &d->hour) && number(m, &d->minute) &&
	       number(s, &d->second) && d->hour < 24 && d->minute < 60 &&
	       d->second <= 60;
}

/* "+0200" or "+02:00" */
static bool read_zone(struct date *d, struct str word)
{
	unsigned int n;
	int sign = word.p[0] == '-' ? -1 : 1;
	struct str hh = str_sub(word, 1, 2), mm = str_from_off(word, 3);
	unsigned int minutes;

	str_skip(&mm, STR(":"));
	if (mm.n != 2 || !number(hh, &n) || !number(mm, &minutes) || n > 23)
		return false;
	d->zone = sign * (int)(n * 60 + minutes % 60);
	d->zone_seen = true;
	return true;
}

static void read_name(struct date *d, struct str word)
{
	for (unsigned int i = 0; i < 12 && !d->month; i++)
		if (word.n >= 3 && str_starts_i(word, str_from(months[i])))
			d->month = i + 1;
	for (size_t i = 0; i < ARRAY_SIZE(zones) && d->time_seen; i++) {
		if (d->zone_seen || !str_eq_i(word, str_from(zones[i].name)))
			continue;
		d->zone = zones[i].minutes;
		d->zone_seen = true;
	}
}

/* A bare number is the day first and the year second, unless it has four digits. */
static bool read_number(struct date *d, struct str word)
{
	unsigned int n;

	if (!number(word, &n))
		return false;
	if (word.n <= 2 && !d->day) {
		d->day = n;
	} else if (!d->year_seen && word.n >= 2) {
		d->year = n;
		if (word.n == 2)	/* RFC 5322 section 4.3 */
			d->year += n < 50 ? 2000 : 1900;
		else if (word.n == 3)
			d->year += 1900;
		d->year_seen = true;
	}
	return true;
}

/* "2023-07-25" and "25-Jul-2023" as three words */
static bool split_dashes(struct date *d, struct str word)
{
	struct str one, two;

	if (!str_split(&word, '-', &one) || !str_split(&word, '-', &two) ||
	    !number(word, &(unsigned int){ 0 }))
		return false;
	if (one.n == 4) {
		uint64_t year;

		if (!str_to_u64(one, &year) || !number(two, &d->month))
			return false;
		d->year = (int64_t)year;
		d->year_seen = true;
		return number(word, &d->day);
	}
	read_name(d, two);
	return read_number(d, one) && read_number(d, word);
}

/* "2023-07-25T02:43:07.123+02:00" (ISO 8601) as date, time and zone */
static bool read_iso(struct date *d, struct str word, size_t t)
{
	struct str time = str_from_off(word, t + 1);
	size_t n = 0;

	while (n < time.n && (is_digit(time.p[n]) || strchr(":.", time.p[n])))
		n++;
	return split_dashes(d, str_sub(word, 0, t)) &&
	       read_time(d, str_sub(time, 0, n)) &&
	       (n == time.n || str_eq(str_from_off(time, n), STR("Z")) ||
		read_zone(d, str_from_off(time, n)));
}

static bool read_word(struct date *d, struct str word)
{
	ptrdiff_t t = str_chr(word, 'T');

	if (is_digit(word.p[0])) {
		if (t > 0)
			return read_iso(d, word, (size_t)t);
		if (str_has(word, STR(":")))
			return read_time(d, word);
		if (str_has(word, STR("-")))
			return split_dashes(d, word);
		return read_number(d, word);
	}
	if ((word.p[0] == '+' || word.p[0] == '-') && word.n > 1 &&
	    d->time_seen && !d->zone_seen)
		return read_zone(d, word);
	if (is_alpha(word.p[0]))
		read_name(d, word);
	return true;
}

/*
 * Without comments, and without the blanks that obsolete forms allow around
 * colons: "09(comment):   55  :  06".
 */
static struct str tidy(char *out, struct str text)
{
	size_t n = 0, depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		depth += c == '(';
		if (depth) {
			depth -= c == ')';
			c = ' ';
		}
		c = is_space(c) || c == ',' ? ' ' : c;
		if (c == ':')
			while (n && out[n - 1] == ' ')
				n--;
		if (c == ' ' && n && out[n - 1] == ':')
			continue;
		out[n++] = c;
	}
	return str_make(out, n);
}

int64_t date_parse(struct str text)
{
	static const unsigned char len[] = { 31, 29, 31, 30, 31, 30,
					     31, 31, 30, 31, 30, 31 };
	struct date d = { 0 };
	char plain[200];
	struct str rest = tidy(plain, str_sub(text, 0, sizeof(plain))), word;

	while (str_word(&rest, &word))
		if (!read_word(&d, word))
			return TIME_NONE;
	if (!d.year_seen || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > len[d.month - 1] || d.year < 1900 || d.year > 9999)
		return TIME_NONE;
	return time_days(d.year, d.month, d.day) * 86400 + d.hour * 3600 +
	       d.minute * 60 + d.second - (int64_t)d.zone * 60;
}
