/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to a public-inbox server, lore.kernel.org or any other: a mail, the
 * thread around it, what a search finds.  Few and small ones; whoever wants a
 * whole list takes its git repositories (io/epoch.h).
 *
 * "No such mail" is a value, not an error.  A thread and a mail are what a
 * stranger wrote; ids and titles of hits as well.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "io/atom.h"
#include "io/net.h"

/*
 * Ceilings.  An answer is also never larger than a quarter of the room that is
 * left in the arena it goes to; a longer one is cut there.
 */
#define ARCHIVE_MAIL_MAX	((size_t)64 << 20)
#define ARCHIVE_THREAD_MAX	((size_t)64 << 20)
#define ARCHIVE_FEED_MAX	((size_t)64 << 20)

struct archive_place {
	/*
	 * "https://lore.kernel.org/regressions/".  Without a list, or with
	 * the "r" of short links, it is "all" that is asked.
	 */
	const char *url;
	/*
	 * A folder for answers, made (0700) when missing; NULL: none is kept.
	 * Mails stay for a month, threads for ten minutes.
	 */
	const char *cache;
	uint64_t pause_ms;	/* between two requests */
	struct net_rules net;
};

struct archive;

/*
 * Asks nothing yet.  What @place points to must outlive the archive; @name is
 * copied and said in errors.  ERR_CONF for an URL that is none.
 */
int archive_open(struct archive **out, const char *name,
		 const struct archive_place *place, const struct clock *clock,
		 struct err *err);
void archive_close(struct archive *ar);

/*
 * The mail with the Message-ID @id (without <>): 1, 0 when the archive has
 * none, or an error.
 */
int archive_message(struct archive *ar, struct arena *a, struct str id,
		    struct str *mail, struct err *err);

/*
 * All mails of the thread of @id, in the order of the server, added to
 * *mails: 1, 0 when there is none, or an error.  Of a thread above the ceiling
 * the first mails are given.
 */
int archive_thread(struct archive *ar, struct arena *a, struct str id,
		   struct str_list *mails, struct err *err);

/*
 * Mails that @query finds ("s:lockdep rt:1700000000..", see
 * /_/text/help/ of the server), newest first, at most @max of them: 1, 0 when
 * there are none, or an error.
 */
int archive_search(struct archive *ar, struct arena *a, struct str query,
		   size_t max, struct archive_hits *hits, struct err *err);

/* The address of a mail, for people and messages to them. */
struct str archive_link(struct archive *ar, struct arena *a, struct str id);

/* After an error: leave this server alone for so many seconds; 0: as usual. */
int64_t archive_rest(const struct archive *ar);

/* How many requests were made so far. */
uint64_t archive_requests(const struct archive *ar);

DEFINE_FREE(archive, struct archive *, archive_close(*p))

/* --- page by page, for who follows a list ------------------------------ */

/* Hits that a server puts on a page. */
#define ARCHIVE_PAGE	200

enum archive_page {
	ARCHIVE_NONE,		/* no hit, or no more of them */
	ARCHIVE_HITS,
	ARCHIVE_NO_SEARCH,	/* this server has no index for it */
};

/*
 * Adds the hits of a page to *hits and yields what it was, or an error; a list
 * that does not exist is one.  @skip hits are passed over; oldest first goes
 * by arrival at the archive.
 */
int archive_page(struct archive *ar, struct arena *a, struct str query,
		 bool oldest_first, size_t skip, struct archive_hits *hits,
		 struct err *err);

/*
 * Without an index: some mails that arrived after @after, oldest first, or the
 * newest where there are few or the server knows no times.
 */
int archive_recent(struct archive *ar, struct arena *a, int64_t after,
		   struct archive_hits *hits, struct err *err);

#endif
