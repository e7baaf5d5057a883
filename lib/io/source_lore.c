// SPDX-License-Identifier: GPL-2.0-only
/*
 * A list of a public-inbox server, followed by asking: what arrived since the
 * mark, oldest first, page by page (?q=rt:SINCE.. and the configured search).
 * Of these the mails that nobody knows yet are fetched one by one.  A poll
 * without news is one request.
 *
 * A server without an index to search (501) is asked for its newest mails
 * (new.atom), from the mark on where it understands that.
 *
 * What is not found: a mail that appears in the archive more than the overlap
 * of the mark (lore_mark.h) after mails that arrived later than it.  Who needs
 * those reads the git repositories (source_epoch.c).
 */
#include "base/arena.h"
#include "base/buf.h"

#include <inttypes.h>

#include "base/strmap.h"
#include "io/archive.h"
#include "io/lore.h"
#include "io/lore_mark.h"
#include "io/source_local.h"

#define FIRST_DAYS	7	/* of a list that was never read */
#define PAGES_MAX	50	/* of one poll */
#define PAGE_OVERLAP	10	/* mails can vanish between two pages */
#define FAILED_MAX	3	/* mails that the server fails on */

/* Of so many mails one is told again without a further request. */
#define KEEP_SEARCH	150
#define KEEP_RECENT	10

#define ARENA_MAX	((size_t)512 << 20)
#define MARK_MAX	((size_t)64 << 10)

struct lore_source {
	struct source source;
	const struct lore_list *list;
	struct source_start start;
	struct archive_place place;
	struct archive *archive;
	struct lore_mark mark;
	struct arena arena;	/* of the poll: the ids listed */
	struct arena page_arena, mail_arena;
	struct strmap listed;
	struct archive_hits page;
	size_t at;		/* in the page */
	bool more;		/* pages behind this one */
	int64_t since;		/* of the mark when the poll began */
	int64_t after;		/* what the page was asked for */
	size_t skip;		/* hits in front of the next page */
	unsigned int pages, failed;
	uint64_t handed, max;
	bool ended;
	struct buf given;	/* the mark as the caller knows it */
	struct buf next_mark;
};

static bool is_known(const struct lore_source *s, struct str id)
{
	return s->start.known && s->start.known(s->start.known_ctx, id);
}

/* --- listing ----------------------------------------------------------------- */

/* Without an index the next page begins where most of the last one ended. */
static int64_t recent_after(const struct lore_source *s)
{
	int64_t newest = lore_mark_newest(&s->mark);

	if (newest == TIME_NONE)
		return s->since;
	return MAX(MIN(newest, clock_now(s->start.clock)) - 1, s->since);
}

static int ask_page(struct lore_source *s, struct err *err)
{
	struct str query;

	s->after = s->mark.recent ? recent_after(s) : s->since;
	if (s->mark.recent)
		return archive_recent(s->archive, &s->page_arena, s->after,
				      &s->page, err);
	/* the time first: a search with an open quote cannot swallow it */
	query = str_printf(&s->page_arena, "rt:%" PRId64 "..%s%s%s",
			   MAX(s->since, INT64_C(100000)),
			   s->list->search ? " AND (" : "",
			   s->list->search ? s->list->search : "",
			   s->list->search ? ")" : "");
	return archive_page(s->archive, &s->page_arena, query, true, s->skip,
			    &s->page, err);
}

static int no_search(struct lore_source *s, struct err *err)
{
	if (s->list->search)
		return err_set(err, ERR_SOURCE, "%s: this server cannot search (leave out \"search\", or read the git repositories of the list)",
			       s->source.name);
	log_info(s->start.log, "%s: the server has no index; its newest mails are read",
		 s->source.name);
	s->mark.recent = true;
	s->page = (struct archive_hits){ 0 };
	return ask_page(s, err);
}

/* By most neighbours: single mails have the date wrong. */
static bool newest_first(const struct archive_hits *page)
{
	ptrdiff_t up = 0;

	for (size_t i = 1; i < page->nr; i++) {
		int64_t a = page->v[i - 1].date, b = page->v[i].date;

		up += (b > a) - (b < a);
	}
	return up < 0;
}

static void turn_round(struct archive_hits *page)
{
	for (size_t i = 0, j = page->nr; i + 1 < j; i++) {
		struct archive_hit hit = page->v[i];

		page->v[i] = page->v[--j];
		page->v[j] = hit;
	}
}

/*
 * A page that begins with the newest mail is the last one.  When it is full
 * and all of it is later than what was asked for, there may be a gap.
 */
static void take_order(struct lore_source *s)
{
	int64_t oldest = INT64_MAX;

	s->more = s->page.more;
	if (!newest_first(&s->page))
		return;
	turn_round(&s->page);
	for (size_t i = 0; i < s->page.nr; i++)
		oldest = MIN(oldest, s->page.v[i].date);
	if (s->more && oldest > s->after)
		log_warn(s->start.log, "%s: more mails have come than the server lists, older ones may be missing (poll more often, or read the git repositories of the list)",
			 s->source.name);
	s->more = false;
}

/* Those that were not listed before in this poll; how many are unknown. */
static size_t keep_fresh(struct lore_source *s)
{
	size_t nr = 0, unknown = 0;

	for (size_t i = 0; i < s->page.nr; i++) {
		struct str id = str_dup(&s->arena, s->page.v[i].id);

		if (!strmap_add(&s->listed, &s->arena, id))
			continue;
		unknown += !is_known(s, id);
		s->page.v[nr++] = s->page.v[i];
	}
	s->page.nr = nr;
	return unknown;
}

static int load_page(struct lore_source *s, struct err *err)
{
	size_t unknown;
	int r;

	arena_reset(&s->page_arena);
	s->page = (struct archive_hits){ 0 };
	s->at = 0;
	r = ask_page(s, err);
	if (r == ARCHIVE_NO_SEARCH)
		r = no_search(s, err);
	if (r < 0)
		return r;
	take_order(s);
	s->skip += s->page.nr > PAGE_OVERLAP ? s->page.nr - PAGE_OVERLAP :
					       s->page.nr;
	unknown = keep_fresh(s);
	s->more = s->more && s->page.nr;
	s->source.total = MIN(s->handed + unknown, s->max);
	if (++s->pages == PAGES_MAX && s->more)
		log_warn(s->start.log, "%s: very many mails are listed since the last poll; the rest comes with the next ones",
			 s->source.name);
	return 0;
}

/* --- handing out --------------------------------------------------------------- */

/* The mark as it is now; STR_NONE when the caller has it already. */
static struct str make_mark(struct lore_source *s, bool whole)
{
	lore_mark_advance(&s->mark, clock_now(s->start.clock),
			  s->mark.recent ? KEEP_RECENT : KEEP_SEARCH, whole);
	lore_mark_write(&s->mark, &s->next_mark);
	if (str_eq(buf_str(&s->next_mark), buf_str(&s->given)))
		return STR_NONE;
	buf_reset(&s->given);
	buf_add(&s->given, buf_str(&s->next_mark));
	return buf_str(&s->given);
}

static int end(struct lore_source *s, struct raw_message *out, bool whole)
{
	s->ended = true;
	out->mark = make_mark(s, whole);
	return 0;
}

/* The server fails on a mail; others may be fine, and this one next time. */
static int pass_failed(struct lore_source *s, struct err *err)
{
	log_warn(s->start.log, "%s", err->msg);
	if (++s->failed <= FAILED_MAX)
		return 0;
	err->code = ERR_BUSY;
	return ERR_BUSY;
}

/* 1: handed out, 0: the archive does not have it any more, or an error. */
static int hand_out(struct lore_source *s, const struct archive_hit *hit,
		    struct raw_message *out, struct err *err)
{
	int r;

	arena_reset(&s->mail_arena);
	r = archive_message(s->archive, &s->mail_arena, hit->id, &out->bytes,
			    err);
	if (r == ERR_MSG)
		return pass_failed(s, err);
	if (r < 0)
		return r;
	lore_mark_hold(&s->mark, hit->id);
	if (!r) {
		log_info(s->start.log, "%s: <%.*s> is listed but not there (any more)",
			 s->source.name, STR_ARG(hit->id));
		return 0;
	}
	s->handed++;
	out->origin = archive_link(s->archive, &s->mail_arena, hit->id);
	return 1;
}

static int lore_next(struct source *source, struct raw_message *out,
		     struct err *err)
{
	struct lore_source *s = (struct lore_source *)source;
	int r = 0;

	while (!s->ended) {
		const struct archive_hit *hit;
		bool knows;

		if (s->at == s->page.nr) {
			if (s->pages == PAGES_MAX || !s->more)
				return end(s, out, !s->more);
			r = load_page(s, err);
			if (r < 0)
				break;
			continue;
		}
		hit = &s->page.v[s->at];
		knows = is_known(s, hit->id);
		if (!lore_mark_meet(&s->mark, hit->id, knows) && !knows) {
			if (s->handed == s->max)
				return end(s, out, false);
			r = hand_out(s, hit, out, err);
		}
		if (r < 0)
			break;
		s->at++;
		lore_mark_pass(&s->mark, hit->date);
		if (r > 0) {
			out->mark = make_mark(s, false);
			return 1;
		}
	}
	source->rest = r < 0 ? archive_rest(s->archive) : 0;
	return r;
}

static void lore_close(struct source *source)
{
	struct lore_source *s = (struct lore_source *)source;

	archive_close(s->archive);
	arena_release(&s->arena);
	arena_release(&s->page_arena);
	arena_release(&s->mail_arena);
	buf_release(&s->given);
	buf_release(&s->next_mark);
	free(source->name);
	free(s);
}

static const struct source_driver lore_driver = {
	.kind = "lore",
	.next = lore_next,
	.close = lore_close,
};

static void begin(struct lore_source *s)
{
	const struct source_start *start = &s->start;

	buf_add(&s->given, start->mark);
	if (!lore_mark_read(&s->mark, start->mark)) {
		if (start->mark.n)
			log_warn(start->log, "%s: how far it was read cannot be understood; the last %d days are read again",
				 s->source.name, FIRST_DAYS);
		s->mark.since = start->since != TIME_NONE ? start->since :
			clock_now(start->clock) - FIRST_DAYS * 24 * 3600;
	}
	s->since = s->mark.since;
}

int source_lore_open(struct source **out, const char *name,
		     const struct lore_list *list,
		     const struct source_start *start, struct err *err)
{
	struct lore_source *s = mem_alloc(sizeof(*s));
	int r;

	*s = (struct lore_source){
		.source = { .driver = &lore_driver, .name = name_dup(name) },
		.list = list,
		.start = *start,
		.place = {
			.url = list->url,
			.pause_ms = list->pause_ms,
			.net = list->net,
		},
		.more = true,
		.max = list->max_messages ? list->max_messages : UINT64_MAX,
	};
	arena_init(&s->arena, ARENA_MAX);
	arena_init(&s->page_arena, ARENA_MAX);
	arena_init(&s->mail_arena, ARENA_MAX);
	buf_init(&s->given, MARK_MAX);
	buf_init(&s->next_mark, MARK_MAX);
	begin(s);
	r = archive_open(&s->archive, name, &s->place, start->clock, err);
	if (r < 0)
		lore_close(&s->source);
	else
		*out = &s->source;
	return r;
}
