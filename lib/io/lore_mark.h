/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far a list of a public-inbox server was read.  A server tells of its
 * mails by the time of their arrival, in the order of it, but not that time
 * itself: only what the mails say, which is the truth as a rule.  And an index
 * or a mirror lags behind, so a mail may turn up a bit late.
 *
 * So a mark is the time from which on to ask again: a day before the newest
 * mails, less on a busy list but never less than a quarter of an hour, and it
 * moves by what most of the last mails say, so that a few liars do not count.  What is asked
 * for again is known to the store by its Message-ID, and what the store need
 * not know (a mail handed out with another id inside, a mail that is listed
 * but gone) is held in the mark.
 */
#ifndef LORE_MARK_H
#define LORE_MARK_H

#include "base/buf.h"

#define LORE_DATES	192
#define LORE_HELD	2048

struct lore_mark {
	int64_t since;		/* ask for what arrived from here on */
	bool recent;		/* the server has no index to search */
	struct lore_held {
		uint64_t hash;	/* of a Message-ID */
		bool met;	/* in the listings of this poll */
	} held[LORE_HELD];
	size_t held_nr;
	int64_t dates[LORE_DATES];	/* of the mails passed; a ring */
	size_t dates_nr;	/* how many were added */
};

/* False, and nothing changed, when @text is no such mark. */
bool lore_mark_read(struct lore_mark *m, struct str text);
void lore_mark_write(const struct lore_mark *m, struct buf *out);

/* The mail listed next says that it is of @date. */
void lore_mark_pass(struct lore_mark *m, int64_t date);

/* What most of the last mails passed say; TIME_NONE: there were none. */
int64_t lore_mark_newest(const struct lore_mark *m);

void lore_mark_hold(struct lore_mark *m, struct str id);
/* Is it held?  Then it is again, unless the store @knows it by now. */
bool lore_mark_meet(struct lore_mark *m, struct str id, bool knows);

/*
 * Moves @since, never back.  @keep: of so many mails it is cheap to be told
 * again.  @whole: nothing more is listed, so what was not met is gone and
 * need not be held.
 */
void lore_mark_advance(struct lore_mark *m, int64_t now, size_t keep,
		       bool whole);

#endif
