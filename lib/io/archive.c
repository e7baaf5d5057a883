// SPDX-License-Identifier: GPL-2.0-only
#include "io/archive.h"

#include "base/buf.h"
#include "base/percent.h"
#include "base/strmap.h"
#include "io/archive_cache.h"
#include "io/fetch.h"
#include "io/mboxrd.h"

#define URL_MAX		((size_t)16384)
#define URL_PLAIN	"-._~@"	/* in a Message-ID or a query */
#define SEARCH_PAGES	50
/* mails can vanish between two pages, or be left out of one */
#define PAGE_SLACK	10
#define RECENT_PAGE	25
#define THREAD_MAILS	5000
#define PAGE_MEMORY	((size_t)64 << 20)	/* of hits without their bodies */

struct archive {
	char *name;
	struct buf base;	/* "https://lore.kernel.org/all/" */
	struct buf url;		/* of the last request */
	struct fetch *fetch;
	struct archive_cache *cache;
	struct fetch_answer answer;
	int64_t rest;
};

/* --- URLs ------------------------------------------------------------------ */

static bool is_url(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f ||
		    url.p[i] == '?' || url.p[i] == '#')
			return false;
	return str_skip_i(&url, STR("https://")) ||
	       str_skip_i(&url, STR("http://"));
}

/* "https://lore.kernel.org/r" is for short links, its mails are in "all". */
static int make_base(struct buf *base, const char *from, struct err *err)
{
	struct str url = str_from(from), list;
	size_t host;

	if (!is_url(url))
		return err_set(err, ERR_CONF, "%.200s: is no URL of a list (it is to look like https://lore.kernel.org/regressions/)",
			       from);
	host = (size_t)str_find(url, STR("://")) + 3;
	while (url.n > host && str_ends(url, STR("/")))
		url.n--;
	list = str_from_off(url, host);
	list = str_from_off(list, (size_t)(str_rchr(list, '/') + 1));
	if (list.n == url.n - host) {
		buf_add(base, url);
		buf_puts(base, "/all/");
	} else if (str_eq(list, STR("r"))) {
		buf_add(base, str_sub(url, 0, url.n - 1));
		buf_puts(base, "all/");
	} else {
		buf_add(base, url);
		buf_addc(base, '/');
	}
	return 0;
}

static void begin_url(struct archive *ar)
{
	buf_reset(&ar->url);
	buf_add(&ar->url, buf_str(&ar->base));
}

static void mail_url(struct archive *ar, struct str id, const char *what)
{
	begin_url(ar);
	percent_encode(&ar->url, id, STR(URL_PLAIN));
	buf_puts(&ar->url, what);
}

struct str archive_link(struct archive *ar, struct arena *a, struct str id)
{
	mail_url(ar, id, "/");
	return str_dup(a, buf_str(&ar->url));
}

/* --- asking ---------------------------------------------------------------- */

int archive_open(struct archive **out, const char *name,
		 const struct archive_place *place, const struct clock *clock,
		 struct err *err)
{
	struct archive *ar = mem_alloc(sizeof(*ar));
	int r;

	*ar = (struct archive){ .name = strdup(name) };
	if (!ar->name)
		mem_exhausted();
	buf_init(&ar->base, URL_MAX);
	buf_init(&ar->url, URL_MAX);
	r = make_base(&ar->base, place->url, err);
	if (r >= 0 && place->cache)
		r = archive_cache_open(&ar->cache, place->cache, clock, err);
	if (r < 0) {
		archive_close(ar);
		return err_add(err, "%s", name);
	}
	ar->fetch = fetch_new(&place->net, place->pause_ms);
	*out = ar;
	return 0;
}

void archive_close(struct archive *ar)
{
	if (!ar)
		return;
	fetch_free(ar->fetch);
	archive_cache_close(ar->cache);
	buf_release(&ar->base);
	buf_release(&ar->url);
	free(ar->name);
	free(ar);
}

int64_t archive_rest(const struct archive *ar)
{
	return ar->rest;
}

uint64_t archive_requests(const struct archive *ar)
{
	return fetch_requests(ar->fetch);
}

/*
 * An answer is copied at most twice, and what a stranger sends must leave room
 * for what comes after it: an arena that is full ends the process.
 */
static size_t ceiling(const struct arena *a, size_t max)
{
	return MIN(max, (a->max - a->used) / 4);
}

/* Asks for ar->url; what came is in ar->answer. */
static int ask(struct archive *ar, enum fetch_kind kind, size_t max,
	       struct err *err)
{
	const struct fetch_request request = {
		.url = ar->url.p,
		.kind = kind,
		.cut = true,
		.max = max,
	};
	int r;

	ar->rest = 0;
	if (ar->url.overflow)
		return err_set(err, ERR_SOURCE, "%s: the question is too long for an URL",
			       ar->name);
	r = fetch_ask(ar->fetch, &request, &ar->answer, err);
	return r < 0 ? err_add(err, "%s", ar->name) : 0;
}

static int refused(struct archive *ar, struct err *err)
{
	ar->rest = ar->answer.rest;
	fetch_refused(&ar->answer, err);
	return err_add(err, "%s", ar->name);
}

/*
 * What is asked about one mail: 1, 0 when the archive has none, or an error.
 * A status that concerns this mail alone leaves the others readable.
 */
static int ask_about_mail(struct archive *ar, struct str id,
			  enum fetch_kind kind, size_t max, struct err *err)
{
	int r = ask(ar, kind, max, err);

	if (r < 0)
		return r;
	if (ar->answer.state == FETCH_FOUND)
		return 1;
	if (ar->answer.state == FETCH_NONE || ar->answer.status == 300)
		return 0;
	if (ar->answer.state != FETCH_ODD)
		return refused(ar, err);
	fetch_refused(&ar->answer, err);
	err->code = ERR_MSG;
	return err_add(err, "%s: <%.*s>", ar->name, STR_ARG(id));
}

/* --- a mail, a thread ------------------------------------------------------ */

/* /raw gives the mail as it is, or as an mboxrd of all that have the id. */
static struct str mail_of(struct arena *a, struct str raw)
{
	struct str_list mails = { 0 };

	if (!str_starts(raw, STR("From ")))
		return str_dup(a, raw);
	mboxrd_split(&mails, a, raw, 1);
	return mails.v[0];
}

int archive_message(struct archive *ar, struct arena *a, struct str id,
		    struct str *mail, struct err *err)
{
	int r;

	if (!atom_id_usable(id))
		return 0;
	mail_url(ar, id, "/raw");
	if (ar->cache && archive_cache_get(ar->cache, a, CACHED_MAIL, id,
					   buf_str(&ar->url), mail))
		return 1;
	r = ask_about_mail(ar, id, FETCH_TEXT,
			   ceiling(a, ARCHIVE_MAIL_MAX), err);
	if (r <= 0)
		return r;
	*mail = mail_of(a, ar->answer.body);
	if (ar->cache)
		archive_cache_put(ar->cache, CACHED_MAIL, id,
				  buf_str(&ar->url), *mail);
	return 1;
}

int archive_thread(struct archive *ar, struct arena *a, struct str id,
		   struct str_list *mails, struct err *err)
{
	size_t before = mails->nr;
	struct str mbox;
	int r;

	if (!atom_id_usable(id))
		return 0;
	mail_url(ar, id, "/t.mbox.gz");
	if (!ar->cache || !archive_cache_get(ar->cache, a, CACHED_THREAD, id,
					     buf_str(&ar->url), &mbox)) {
		r = ask_about_mail(ar, id, FETCH_GZIP,
				   ceiling(a, ARCHIVE_THREAD_MAX), err);
		if (r <= 0)
			return r;
		mbox = ar->answer.body;
		if (ar->cache)
			archive_cache_put(ar->cache, CACHED_THREAD, id,
					  buf_str(&ar->url), mbox);
	}
	mboxrd_split(mails, a, mbox, THREAD_MAILS);
	return mails->nr > before;
}

/* --- searches and feeds ---------------------------------------------------- */

/* The hits of the answer; more may follow when there are @full of them. */
static int take_feed(struct archive *ar, struct arena *a, size_t full,
		     struct archive_hits *hits, struct err *err)
{
	size_t before = hits->nr;
	int nr = atom_parse(hits, a, ar->answer.body, 2 * ARCHIVE_PAGE, err);

	if (nr < 0 && ar->answer.cut && hits->nr > before)
		nr = (int)full;
	if (nr < 0)
		return err_add(err, "%s", ar->name);
	hits->more = (size_t)nr >= full;
	return nr ? ARCHIVE_HITS : ARCHIVE_NONE;
}

/*
 * 404 is what a search without hits yields, and a list that is not there; only
 * the first has @sign on its page.
 */
static int no_feed(struct archive *ar, struct str sign, struct err *err)
{
	if (ar->answer.state != FETCH_NONE)
		return refused(ar, err);
	if (str_has(ar->answer.body, sign))
		return ARCHIVE_NONE;
	return err_set(err, ERR_SOURCE, "%s: there is no such list on the server (status %ld; check the URL %s)",
		       ar->name, ar->answer.status, ar->base.p);
}

int archive_page(struct archive *ar, struct arena *a, struct str query,
		 bool oldest_first, size_t skip, struct archive_hits *hits,
		 struct err *err)
{
	int r;

	begin_url(ar);
	buf_puts(&ar->url, "?q=");
	percent_encode(&ar->url, query, STR(URL_PLAIN));
	buf_puts(&ar->url, "&x=A");
	/* from the other end: -1 is the last one */
	if (oldest_first)
		buf_printf(&ar->url, "&o=-%zu", skip + 1);
	else if (skip)
		buf_printf(&ar->url, "&o=%zu", skip);
	hits->more = false;
	r = ask(ar, FETCH_ATOM, ARCHIVE_FEED_MAX, err);
	if (r < 0)
		return r;
	if (ar->answer.state == FETCH_FOUND)
		return take_feed(ar, a, ARCHIVE_PAGE - PAGE_SLACK, hits,
				 err);
	if (ar->answer.state == FETCH_UNABLE)
		return ARCHIVE_NO_SEARCH;
	if (ar->answer.status == 400)
		return err_set(err, ERR_SOURCE, "%s: the server does not understand the search (\"%.*s\")",
			       ar->name, STR_ARG(query));
	return no_feed(ar, STR("search results"), err);
}

int archive_recent(struct archive *ar, struct arena *a, int64_t after,
		   struct archive_hits *hits, struct err *err)
{
	char text[CLOCK_TEXT];
	int r;

	begin_url(ar);
	buf_puts(&ar->url, "new.atom");
	if (*time_rfc3339(text, after)) {	/* ?t=YYYYMMDDhhmmss- */
		buf_puts(&ar->url, "?t=");
		for (const char *c = text; *c; c++)
			if (is_digit(*c))
				buf_addc(&ar->url, *c);
		buf_addc(&ar->url, '-');
	}
	hits->more = false;
	r = ask(ar, FETCH_ATOM, ARCHIVE_FEED_MAX, err);
	if (r < 0)
		return r;
	if (ar->answer.state == FETCH_FOUND)
		return take_feed(ar, a, RECENT_PAGE, hits, err);
	return no_feed(ar, STR("No feed found"), err);
}

static struct archive_hit hit_dup(struct arena *a, const struct archive_hit *hit)
{
	return (struct archive_hit){
		.id = str_dup(a, hit->id),
		.parent = str_dup(a, hit->parent),
		.title = str_dup(a, hit->title),
		.name = str_dup(a, hit->name),
		.address = str_dup(a, hit->address),
		.date = hit->date,
	};
}

/* Adds what is new of @page to *hits, up to @max; how many were. */
static size_t add_new(struct archive_hits *hits, struct arena *a,
		      struct strmap *seen, const struct archive_hits *page,
		      size_t max)
{
	size_t before = hits->nr;

	for (size_t i = 0; i < page->nr; i++) {
		struct archive_hit *hit;

		if (strmap_get(seen, page->v[i].id))
			continue;
		hits->more = hits->nr >= max;
		if (hits->more)
			break;
		hit = list_add(a, hits);
		*hit = hit_dup(a, &page->v[i]);
		*strmap_at(seen, a, hit->id) = seen;
	}
	return hits->nr - before;
}

int archive_search(struct archive *ar, struct arena *a, struct str query,
		   size_t max, struct archive_hits *hits, struct err *err)
{
	struct arena page_arena __free(arena) = { .max = PAGE_MEMORY };
	struct strmap seen = { 0 };
	unsigned int pages = 0;
	size_t skip = 0, found;
	bool more;

	hits->more = false;
	do {
		struct archive_hits page = { 0 };
		int r;

		arena_reset(&page_arena);
		r = archive_page(ar, &page_arena, query, false, skip, &page, err);
		if (r < 0)
			return r;
		if (r == ARCHIVE_NO_SEARCH)
			return err_set(err, ERR_SOURCE, "%s: this server cannot search",
				       ar->name);
		found = add_new(hits, a, &seen, &page, max);
		skip += page.nr > PAGE_SLACK ? page.nr - PAGE_SLACK : page.nr;
		more = page.more && found;
	} while (more && !hits->more && ++pages < SEARCH_PAGES);
	hits->more = hits->more || more;
	return hits->nr > 0;
}
