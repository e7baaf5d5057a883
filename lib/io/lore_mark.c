// SPDX-License-Identifier: GPL-2.0-only
#include "io/lore_mark.h"

#include <inttypes.h>

#include "base/clock.h"

#define MINUTE	INT64_C(60)
#define DAY	(24 * 60 * MINUTE)
#define VOTERS	15	/* so many mails say how late it is */

/* --- as text: "lore1 SINCE search|recent HASH HASH ..." -------------------- */

static bool hex_u64(struct str s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_hex(s.p[i]))
			return false;
		*out = *out << 4 | (uint64_t)(is_digit(s.p[i]) ? s.p[i] - '0' :
					      to_lower(s.p[i]) - 'a' + 10);
	}
	return s.n > 0 && s.n <= 16;
}

bool lore_mark_read(struct lore_mark *m, struct str text)
{
	struct str kind, since, how;
	uint64_t n;

	if (!str_word(&text, &kind) || !str_eq(kind, STR("lore1")) ||
	    !str_word(&text, &since) || !str_to_u64(since, &n) ||
	    n > INT64_MAX || !str_word(&text, &how))
		return false;
	m->since = (int64_t)n;
	m->recent = str_eq(how, STR("recent"));
	while (m->held_nr < LORE_HELD && str_word(&text, &how))
		if (hex_u64(how, &n))
			m->held[m->held_nr++].hash = n;
	return true;
}

void lore_mark_write(const struct lore_mark *m, struct buf *out)
{
	buf_reset(out);
	buf_printf(out, "lore1 %" PRId64 " %s", m->since,
		   m->recent ? "recent" : "search");
	for (size_t i = 0; i < m->held_nr; i++)
		buf_printf(out, " %" PRIx64, m->held[i].hash);
}

/* --- what is held ----------------------------------------------------------- */

static void drop(struct lore_mark *m, size_t i)
{
	m->held_nr--;
	memmove(&m->held[i], &m->held[i + 1],
		(m->held_nr - i) * sizeof(*m->held));
}

void lore_mark_hold(struct lore_mark *m, struct str id)
{
	if (m->held_nr == LORE_HELD)
		drop(m, 0);
	m->held[m->held_nr++] = (struct lore_held){ str_hash(id), true };
}

bool lore_mark_meet(struct lore_mark *m, struct str id, bool knows)
{
	uint64_t hash = str_hash(id);

	for (size_t i = 0; i < m->held_nr; i++) {
		if (m->held[i].hash != hash)
			continue;
		if (knows)
			drop(m, i);
		else
			m->held[i].met = true;
		return true;
	}
	return false;
}

/* --- how late it is --------------------------------------------------------- */

void lore_mark_pass(struct lore_mark *m, int64_t date)
{
	if (date != TIME_NONE)
		m->dates[m->dates_nr++ % LORE_DATES] = date;
}

/* Of the @i-th date from the end. */
static int64_t date_back(const struct lore_mark *m, size_t i)
{
	return m->dates[(m->dates_nr - 1 - i) % LORE_DATES];
}

static int by_time(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

int64_t lore_mark_newest(const struct lore_mark *m)
{
	size_t nr = MIN(m->dates_nr, (size_t)VOTERS);
	int64_t votes[VOTERS] = { 0 };

	if (!nr)
		return TIME_NONE;
	for (size_t i = 0; i < nr; i++)
		votes[i] = date_back(m, i);
	qsort(votes, nr, sizeof(*votes), by_time);
	return votes[nr / 2];
}

void lore_mark_advance(struct lore_mark *m, int64_t now, size_t keep,
		       bool whole)
{
	int64_t last, from;

	for (size_t i = m->held_nr; whole && i > 0; i--)
		if (!m->held[i - 1].met)
			drop(m, i - 1);
	/* with more to come, a few liars must not decide */
	if (!m->dates_nr || (!whole && m->dates_nr < VOTERS))
		return;
	last = MIN(lore_mark_newest(m), now);
	from = last - DAY;
	if (m->dates_nr >= keep)
		from = MAX(from, date_back(m, keep - 1));
	m->since = MAX(m->since, MIN(from, last - 15 * MINUTE));
}
