// SPDX-License-Identifier: GPL-2.0-only
/*
 * What archives send, read without a server: feeds, packed mboxes, answers
 * that are none, and how far a list was read.
 */
#include "base/base.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <zlib.h>

#include "base/clock.h"
#include "io/archive_cache.h"
#include "io/atom.h"
#include "io/fetch_judge.h"
#include "io/gunzip.h"
#include "io/lore_mark.h"
#include "io/mboxrd.h"

#define BIG	((size_t)256 << 20)

static int set_up(void **state)
{
	struct arena *a = mem_alloc(sizeof(*a));

	arena_init(a, BIG);
	*state = a;
	return 0;
}

static int tear_down(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

static void assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)) || str_is_none(got) != !want)
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got),
			 want ? want : "(none)");
}

/* --- feeds ----------------------------------------------------------------- */

#define FEED(entries) \
	"<?xml version=\"1.0\" encoding=\"us-ascii\"?>\n<feed\n" \
	"xmlns=\"http://www.w3.org/2005/Atom\"\n" \
	"xmlns:thr=\"http://purl.org/syndication/thread/1.0\">" \
	"<title>a list</title><link\nrel=\"alternate\"\ntype=\"text/html\"\n" \
	"href=\"http://h.example/list/\"/><id>mailto:l@h.example</id>" \
	"<updated>2026-01-01T00:00:00Z</updated>" entries "</feed>"
#define ENTRY(link) "<entry><link\nhref=\"" link "\"/></entry>"

static struct archive_hits parse(struct arena *a, const char *feed)
{
	struct archive_hits hits = { 0 };
	struct err err = ERR_INIT;

	if (atom_parse(&hits, a, str_from(feed), 100, &err) < 0)
		fail_msg("%s", err.msg);
	return hits;
}

static void an_entry_is_read_whole(void **state)
{
	struct archive_hits hits = parse(*state, FEED(
		"<entry><author><name>D&#233;v, One</name>"
		"<email>dev@k.example</email></author>"
		"<title\ntype=\"html\">[syzbot] a &lt;b&gt; &#38; &quot;c&quot;\n in"
		" <![CDATA[<d> &amp;]]></title>"
		"<updated>2023-11-15T01:32:20Z</updated><link\n"
		"href=\"http://h.example/list/m1%2Fx@k.example/\"/>"
		"<id>urn:uuid:5410044a</id><thr:in-reply-to\nref=\"urn:uuid:9e95\"\n"
		"href=\"http://h.example/list/m0&#38;@k.example/\"/>"
		"<content\ntype=\"xhtml\"><div><pre>x <a href=\"other\">y</a>"
		"<title>no</title><link href=\"/z/no@x/\"/></pre></div></content>"
		"</entry>"));

	assert_int_equal(hits.nr, 1);
	assert_str(hits.v[0].id, "m1/x@k.example");
	assert_str(hits.v[0].parent, "m0&@k.example");
	assert_str(hits.v[0].title, "[syzbot] a <b> & \"c\" in <d> &amp;");
	assert_str(hits.v[0].name, "D\u00e9v, One");
	assert_str(hits.v[0].address, "dev@k.example");
	assert_int_equal(hits.v[0].date, 1700011940);
}

static void ids_are_decoded(void **state)
{
	static const struct {
		const char *feed, *id;
	} cases[] = {
		{ FEED(ENTRY("http://h/l/a+b@x/")), "a+b@x" },
		{ FEED(ENTRY("http://h/l/p%25q@x/")), "p%q@x" },
		{ FEED(ENTRY("http://h/l/a%2520b@x")), "a%20b@x" },
		{ FEED(ENTRY("sp%20ace@x/")), "sp ace@x" },
		{ FEED(ENTRY("http://h/l/%C3%BC@x/")), "\u00fc@x" },
		/* taken for Latin-1 by the server, and encoded again */
		{ FEED(ENTRY("http://h/l/%C3%83%C2%BC@x/")), "\u00fc@x" },
		{ FEED(ENTRY("http://h/l/a&amp;b@x/?q=1#here")), "a&b@x" },
		{ FEED(ENTRY("/l/..%2F..%2Fetc%2Fpasswd/")),
		  "../../etc/passwd" },
		{ FEED("<entry><link rel='self' href='/l/no@x/'/>"
		       "<link rel='alternate' href='/l/yes@x/'/></entry>"),
		  "yes@x" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct archive_hits hits = parse(*state, cases[i].feed);

		assert_int_equal(hits.nr, 1);
		assert_str(hits.v[0].id, cases[i].id);
	}
}

static void hostile_entries_are_left_out(void **state)
{
	static const char *const feeds[] = {
		FEED(""),
		FEED("<entry></entry>"),
		FEED("<entry/>"),
		FEED(ENTRY("http://h/l/a%0d%0aX: y@x/")),
		FEED(ENTRY("http://h/l/a%00b/")),
		FEED(ENTRY("http://h/l/%1b[31m@x/")),
		FEED(ENTRY("http://h/l/../")),
		FEED(ENTRY("/")),
		FEED("<!-- " ENTRY("http://h/l/a@x/") " -->"),
		FEED("<![CDATA[" ENTRY("http://h/l/a@x/") "]]>"),
		FEED("<entry><link title='<link href=\"/l/a@x/\"/>'/></entry>"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(feeds); i++)
		assert_int_equal(parse(*state, feeds[i]).nr, 0);
}

static void entities_of_the_feed_are_not_expanded(void **state)
{
	struct archive_hits hits = parse(*state,
		"<!DOCTYPE feed [<!ENTITY a \"aaaaaaaaaa\">"
		"<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
		FEED("<entry><title>&a;&b;&#x41;&#0;&#99999999;</title>"
		     "<link href='/l/a@x/'/></entry>"));

	assert_int_equal(hits.nr, 1);
	assert_str(hits.v[0].title, "&a;&b;A\ufffd\ufffd");
}

static void controls_do_not_reach_a_terminal(void **state)
{
	struct archive_hits hits = parse(*state, FEED(
		"<entry><title>a&#27;[31m<![CDATA[\033]0;x\007]]>b</title>"
		"<link href='/l/a@x/'/></entry>"));

	assert_str(hits.v[0].title, "a [31m ]0;x b");
}

static void a_cut_feed_is_told(void **state)
{
	struct str feed = STR(FEED(ENTRY("/l/a@x/") ENTRY("/l/b@x/")));

	for (size_t n = 0; n <= feed.n; n++) {
		struct archive_hits hits = { 0 };
		struct err err = ERR_INIT;
		char *copy = memcpy(mem_alloc(n + 1), feed.p, n);
		int r = atom_parse(&hits, *state, str_make(copy, n), 100, &err);

		free(copy);
		if (n == feed.n)
			assert_int_equal(r, 2);
		else
			assert_true(r == ERR_BUSY || r == ERR_SOURCE);
	}
}

static void a_page_is_no_feed(void **state)
{
	struct archive_hits hits = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(atom_parse(&hits, *state,
				    STR("<html><entry><link href='/a@x/'/></entry></html>"),
				    100, &err), ERR_SOURCE);
	assert_int_equal(hits.nr, 0);
}

static void large_feeds_cost_one_pass(void **state)
{
	static const char *const heads[] = {
		"<feed>", "<feed><entry><link ", "<feed><entry><title>",
	};
	static const char *const pieces[] = {
		ENTRY("/l/a@x/"), "<", "<a ", "<!--", "<!---->", "&", "<a b='",
		"\"", "]]>", "<title>", "<title></title>", "<entry>",
		"<![CDATA[", "<![CDATA[]]>", "<a b=", " x", "&#1", "=", "</",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces) * ARRAY_SIZE(heads); i++) {
		struct arena a __free(arena) = { .max = BIG };
		struct archive_hits hits = { 0 };
		struct err err = ERR_INIT;
		struct buf feed __free(buf) = { .max = 8 << 20 };

		buf_puts(&feed, heads[i % ARRAY_SIZE(heads)]);
		while (feed.n < (1 << 18))
			buf_puts(&feed, pieces[i / ARRAY_SIZE(heads)]);
		alarm(20);
		atom_parse(&hits, &a, buf_str(&feed), 400, &err);
		alarm(0);
		assert_true(hits.nr <= 400);
	}
}

/* Feeds of some megabytes, of which next to nothing is kept. */
static void hostile_feeds_fill_no_arena(void **state)
{
	static const char *const pieces[] = {
		"<b>x", "<b>&zwnj;", "<title>x</title>", "<link href='/%00'/>",
		"<link href='/a@x'/>", "<in-reply-to href='/a@x'/>",
		"<author><name>x</name><email>y</email></author>",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		struct arena a __free(arena) = { .max = 100000 };
		struct archive_hits hits = { 0 };
		struct err err = ERR_INIT;
		struct buf feed __free(buf) = { .max = 8 << 20 };

		buf_puts(&feed, "<feed><entry><title>");
		while (feed.n < (2 << 20))
			buf_puts(&feed, pieces[i]);
		buf_puts(&feed, "</title></entry></feed>");
		assert_int_equal(atom_parse(&hits, &a, buf_str(&feed), 400, &err),
				 1);
	}
}

/* --- gzip ------------------------------------------------------------------ */

static struct str pack(struct arena *a, struct str plain)
{
	z_stream z = { 0 };
	size_t room = plain.n + 1024;
	char *p = arena_alloc(a, room);

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9,
				      Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (z_const Bytef *)plain.p;
	z.avail_in = (uInt)plain.n;
	z.next_out = (Bytef *)p;
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return str_make(p, room - z.avail_out);
}

static int unpack(struct str packed, size_t max, struct buf *out)
{
	struct err err = ERR_INIT;

	buf_init(out, max);
	return gunzip(out, packed, &err);
}

static void gzip_members_are_joined(void **state)
{
	struct str one = pack(*state, STR("one\n")), two = pack(*state, STR("two\n"));
	struct buf packed __free(buf) = { .max = 1000 };
	struct buf out __free(buf) = { 0 };

	buf_add(&packed, one);
	buf_add(&packed, two);
	buf_add(&packed, str_make("\0\0\0", 3));
	assert_int_equal(unpack(buf_str(&packed), 100, &out), 0);
	assert_str(buf_str(&out), "one\ntwo\n");
}

static void gzip_that_is_not_whole_is_refused(void **state)
{
	struct str packed = pack(*state, STR("a mail of some length, a mail"));

	for (size_t n = 0; n < packed.n; n++) {
		struct buf out __free(buf) = { 0 };
		char *copy = memcpy(mem_alloc(n + 1), packed.p, n);

		assert_int_equal(unpack(str_make(copy, n), 1000, &out),
				 n == 1 ? ERR_SOURCE : ERR_BUSY);
		free(copy);
	}
	for (size_t n = packed.n - 8; n < packed.n; n++) {	/* CRC, length */
		struct buf out __free(buf) = { 0 };
		char *copy = memcpy(mem_alloc(packed.n), packed.p, packed.n);

		copy[n] ^= 1;
		assert_int_equal(unpack(str_make(copy, packed.n), 1000, &out),
				 ERR_BUSY);
		free(copy);
	}
}

static void gzip_bombs_are_refused(void **state)
{
	struct str zeros = str_make(arena_alloc(*state, 64 << 20), 64 << 20);
	struct str packed = pack(*state, zeros);
	struct buf out __free(buf) = { 0 }, small __free(buf) = { 0 };

	/* by its growth, long before the ceiling */
	assert_int_equal(unpack(packed, BIG, &out), ERR_SOURCE);
	assert_true(out.n < (2 << 20));
	/* by the ceiling, whatever the growth */
	packed = pack(*state, str_sub(zeros, 0, 100000));
	assert_int_equal(unpack(packed, 50000, &small), ERR_SOURCE);
	assert_true(small.n <= 50000);
}

static void garbage_is_no_gzip(void **state)
{
	struct buf out __free(buf) = { 0 }, packed __free(buf) = { .max = 100 };
	struct buf more __free(buf) = { 0 };

	assert_int_equal(unpack(STR("<html>"), 100, &out), ERR_SOURCE);
	buf_add(&packed, pack(*state, STR("one\n")));
	buf_puts(&packed, "behind");
	assert_int_equal(unpack(buf_str(&packed), 100, &more), ERR_BUSY);
}

/* --- mboxrd ---------------------------------------------------------------- */

#define FROM	"From mboxrd@z Thu Jan  1 00:00:00 1970\n"

static void mboxrd_is_undone(void **state)
{
	struct str_list mails = { 0 };

	mboxrd_split(&mails, *state, STR(
		"in front\n" FROM "A: 1\n\n>From me\n>>From you\n> From\nFromage\n\n"
		FROM "A: 2\n\n\n\n" FROM FROM "A: 4\n\nno end"), 9);
	assert_int_equal(mails.nr, 4);
	assert_str(mails.v[0], "A: 1\n\nFrom me\n>From you\n> From\nFromage\n");
	assert_str(mails.v[1], "A: 2\n\n\n");
	assert_str(mails.v[2], "");
	assert_str(mails.v[3], "A: 4\n\nno end");
	mails.nr = 0;
	mboxrd_split(&mails, *state, STR(FROM "1\n\n" FROM "2\n\n" FROM "3\n"), 2);
	assert_int_equal(mails.nr, 2);
	assert_str(mails.v[1], "2\n");
	mails.nr = 0;
	mboxrd_split(&mails, *state, STR(""), 9);
	mboxrd_split(&mails, *state, STR("no mbox\n"), 9);
	assert_int_equal(mails.nr, 0);
}

/* --- answers ---------------------------------------------------------------- */

static struct fetch_answer judged(long status, const char *type,
				  const char *body, int64_t retry_after,
				  enum fetch_kind kind)
{
	struct fetch_answer answer = { .status = status, .body = str_from(body) };

	fetch_take_type(&answer, str_from(type));
	if (fetch_expected(&answer, kind))
		answer.state = FETCH_FOUND;
	else
		fetch_judge(&answer, retry_after);
	return answer;
}

static void answers_are_told_apart(void **state)
{
	static const char anubis[] = "<html><title>Making sure you&#39;re not a bot!</title>";
	static const struct {
		long status;
		const char *type, *body;
		int64_t retry_after;
		enum fetch_state state;
		int64_t rest;
	} cases[] = {
		{ 200, "application/atom+xml", "", 0, FETCH_FOUND, 0 },
		{ 200, "Application/Atom+XML; charset=x", "", 0, FETCH_FOUND, 0 },
		{ 200, "text/html", anubis, 0, FETCH_CHALLENGE, 21600 },
		{ 403, "text/html; charset=utf-8", anubis, 0, FETCH_CHALLENGE, 21600 },
		{ 503, "text/html", anubis, 30000, FETCH_CHALLENGE, 30000 },
		{ 200, "text/html", "<html>hello", 0, FETCH_PAGE, 3600 },
		{ 200, "image/png", "", 0, FETCH_ODD, 0 },
		{ 200, NULL, "", 0, FETCH_ODD, 0 },
		{ 404, "text/html", "", 0, FETCH_NONE, 0 },
		{ 410, "text/html", "", 0, FETCH_NONE, 0 },
		{ 429, "text/plain", "", 120, FETCH_LATER, 120 },
		{ 429, "text/plain", "", 1000000000, FETCH_LATER, 86400 },
		{ 503, "text/plain", "", -5, FETCH_LATER, 0 },
		{ 501, "text/html", "", 0, FETCH_UNABLE, 0 },
		{ 403, "text/html", "no", 0, FETCH_ODD, 0 },
		{ 206, "application/atom+xml", "", 0, FETCH_ODD, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fetch_answer got = judged(cases[i].status, cases[i].type,
						 cases[i].body,
						 cases[i].retry_after, FETCH_ATOM);

		assert_int_equal(got.state, cases[i].state);
		assert_int_equal(got.rest, cases[i].rest);
	}
}

/* --- how far a list was read -------------------------------------------------- */

#define T0	INT64_C(1700000000)
#define HOUR	INT64_C(3600)

static int64_t advanced(int64_t since, const int64_t *dates, size_t nr,
			size_t keep, bool whole)
{
	static struct lore_mark m;

	m = (struct lore_mark){ .since = since };
	for (size_t i = 0; i < nr; i++)
		lore_mark_pass(&m, dates[i]);
	lore_mark_advance(&m, T0 + 1000 * HOUR, keep, whole);
	return m.since;
}

static void a_mark_goes_back_a_day_on_quiet_lists(void **state)
{
	const int64_t dates[] = { T0 + 40 * HOUR, T0 + 50 * HOUR, T0 + 60 * HOUR };

	(void)state;
	assert_int_equal(advanced(T0, dates, 3, 100, true), T0 + 26 * HOUR);
	/* with more to come three mails decide nothing */
	assert_int_equal(advanced(T0, dates, 3, 100, false), T0);
	/* never back */
	assert_int_equal(advanced(T0 + 55 * HOUR, dates, 3, 100, true),
			 T0 + 55 * HOUR);
	assert_int_equal(advanced(T0, NULL, 0, 100, true), T0);
}

static void a_mark_goes_back_less_on_busy_lists(void **state)
{
	int64_t dates[120];

	(void)state;
	for (size_t i = 0; i < 120; i++)	/* one a minute */
		dates[i] = T0 + 100 * HOUR + (int64_t)i * 60;
	assert_int_equal(advanced(T0, dates, 120, 100, true), dates[20]);
	assert_int_equal(advanced(T0, dates, 120, 10, true),
			 dates[112] - HOUR / 4);
}

static void single_liars_do_not_move_a_mark(void **state)
{
	int64_t dates[20];

	(void)state;
	for (size_t i = 0; i < 20; i++)
		dates[i] = T0 + 50 * HOUR;
	for (size_t i = 10; i < 17; i++)
		dates[i] = i % 2 ? 0 : T0 + 5000 * HOUR;
	assert_int_equal(advanced(T0, dates, 20, 100, false), T0 + 26 * HOUR);
	/* and none is believed to come from the future */
	for (size_t i = 0; i < 20; i++)
		dates[i] = T0 + 5000 * HOUR;
	assert_int_equal(advanced(T0, dates, 20, 100, true),
			 T0 + 976 * HOUR);
}

static void a_mark_holds_what_the_store_does_not_know(void **state)
{
	struct buf text __free(buf) = { .max = 1 << 20 };
	static struct lore_mark m, again;

	(void)state;
	m = (struct lore_mark){ .since = T0 };
	again = (struct lore_mark){ .since = 1 };
	lore_mark_hold(&m, STR("a@x"));
	lore_mark_hold(&m, STR("b@x"));
	lore_mark_hold(&m, STR("gone@x"));
	lore_mark_write(&m, &text);
	assert_true(lore_mark_read(&again, buf_str(&text)));
	assert_int_equal(again.since, T0);
	assert_true(lore_mark_meet(&again, STR("a@x"), false));
	assert_true(lore_mark_meet(&again, STR("b@x"), true));
	assert_false(lore_mark_meet(&again, STR("c@x"), false));
	lore_mark_advance(&again, T0, 100, false);
	assert_int_equal(again.held_nr, 2);
	/* what is listed no more is forgotten */
	lore_mark_advance(&again, T0, 100, true);
	assert_int_equal(again.held_nr, 1);
	assert_true(lore_mark_meet(&again, STR("a@x"), false));
}

static void other_marks_are_refused(void **state)
{
	static const char *const texts[] = {
		"", "lore1", "lore1 x search", "lore1 -5 search", "lore1 5",
		"lore2 5 search", "mbox1 1 2 3",
		"lore1 99999999999999999999 search",
	};
	static struct lore_mark m;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_false(lore_mark_read(&m, str_from(texts[i])));
	assert_true(lore_mark_read(&m, STR("lore1 5 recent zz ff")));
	assert_true(m.recent);
	assert_int_equal(m.held_nr, 1);
}

/* --- the cache ---------------------------------------------------------------- */

#define ID	STR("../a\n@x")
#define DAY	(24 * HOUR)

struct cache_world {
	char folder[64], path[80];
	struct clock clock;
	struct archive_cache *cache;
	struct arena *a;
};

static void cache_begin(struct cache_world *w, struct arena *a)
{
	struct err err = ERR_INIT;

	*w = (struct cache_world){ .clock = { .fixed = T0 }, .a = a };
	snprintf(w->folder, sizeof(w->folder), "/tmp/u-lore.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof(w->path), "%s/new/cache", w->folder);
	if (archive_cache_open(&w->cache, w->path, &w->clock, &err) < 0)
		fail_msg("%s", err.msg);
}

/* What the shell makes of @command, run in the folder. */
static struct str in_folder(struct cache_world *w, const char *command)
{
	struct str line = str_printf(w->a, "cd %s/new/cache && { %s; }",
				     w->folder, command);
	FILE *f = popen(line.p, "r");
	char text[256];
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof(text), f);
	assert_int_equal(pclose(f), 0);
	return str_dup(w->a, str_trim(str_make(text, n)));
}

static void cache_end(struct cache_world *w)
{
	in_folder(w, "rm -rf ../../new");
	rmdir(w->folder);
	archive_cache_close(w->cache);
}

static bool is_cached(struct cache_world *w, enum archive_cached what,
		      const char *url, const char *want)
{
	struct str body;

	if (!archive_cache_get(w->cache, w->a, what, ID, str_from(url), &body))
		return false;
	assert_str(body, want);
	return true;
}

static void answers_are_kept_for_a_while(void **state)
{
	struct cache_world w;

	cache_begin(&w, *state);
	assert_false(is_cached(&w, CACHED_MAIL, "http://h/a", ""));
	archive_cache_put(w.cache, CACHED_MAIL, ID, STR("http://h/a"), STR("mail\n"));
	archive_cache_put(w.cache, CACHED_THREAD, ID, STR("http://h/a"), STR(""));
	assert_true(is_cached(&w, CACHED_MAIL, "http://h/a", "mail\n"));
	assert_true(is_cached(&w, CACHED_THREAD, "http://h/a", ""));
	assert_false(is_cached(&w, CACHED_MAIL, "http://h/b", ""));
	archive_cache_put(w.cache, CACHED_MAIL, ID, STR("http://h/a"), STR("new\n"));
	assert_true(is_cached(&w, CACHED_MAIL, "http://h/a", "new\n"));
	/* nobody else reads it, and nothing lies outside */
	assert_str(in_folder(&w, "stat -c %a .; stat -c %a * | sort -u; ls | wc -l; ls ../.. ..| wc -l"),
		   "700\n600\n2\n5");
	w.clock.fixed = T0 + 599;
	assert_true(is_cached(&w, CACHED_THREAD, "http://h/a", ""));
	w.clock.fixed = T0 + 600;
	assert_false(is_cached(&w, CACHED_THREAD, "http://h/a", ""));
	w.clock.fixed = T0 + 29 * DAY;
	assert_true(is_cached(&w, CACHED_MAIL, "http://h/a", "new\n"));
	w.clock.fixed = T0 + 31 * DAY;
	assert_false(is_cached(&w, CACHED_MAIL, "http://h/a", ""));
	w.clock.fixed = T0 - 1;		/* a clock that was set back */
	assert_false(is_cached(&w, CACHED_MAIL, "http://h/a", ""));
	cache_end(&w);
}

static void damaged_files_are_as_good_as_none(void **state)
{
	static const char *const damages[] = {
		"truncate -s -1 mail-*", "truncate -s 0 mail-*",
		"truncate -s 9 mail-*", "echo x >>$(ls mail-*)",
		"sed -i s/mail/nail/ mail-*", "sed -i 1s,h/a,h/b, mail-*",
		"chmod 0 mail-*; test $(id -u) != 0 || rm mail-*",
		"f=$(ls mail-*); rm $f; mkdir $f",
		"f=$(ls mail-*); mv $f ../x; ln -s ../x $f",
		"f=$(ls mail-*); rm $f; mkfifo $f",
	};

	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		struct str command = str_printf(*state, "%s; touch -h -d @%lld mail-* 2>&-; true",
						damages[i], (long long)T0);
		struct cache_world w;

		cache_begin(&w, *state);
		archive_cache_put(w.cache, CACHED_MAIL, ID, STR("http://h/a"),
				  STR("mail\n"));
		in_folder(&w, command.p);
		alarm(5);
		assert_false(is_cached(&w, CACHED_MAIL, "http://h/a", ""));
		alarm(0);
		cache_end(&w);
	}
}

static void the_cache_stays_small(void **state)
{
	struct cache_world w;

	cache_begin(&w, *state);
	in_folder(&w, "for i in 1 2 3 4 5 6; do truncate -s 60M mail-$i; "
		      "touch -d @$((1700000000 - i)) mail-$i; done; "
		      "echo x >mail-old; touch -d @1600000000 mail-old; "
		      "echo x >tmp-1; touch -d @1699990000 tmp-1; "
		      "echo x >notes; touch -d @1600000000 notes");
	archive_cache_put(w.cache, CACHED_MAIL, ID, STR("http://h/a"), STR("m"));
	/* the newest ones, what was just put, and what is not ours */
	assert_str(in_folder(&w, "LC_ALL=C ls | sed s/=.*//"),
		   "mail-1\nmail-2\nmail-3\nmail-\nnotes");
	cache_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_read_whole),
		cmocka_unit_test(ids_are_decoded),
		cmocka_unit_test(hostile_entries_are_left_out),
		cmocka_unit_test(entities_of_the_feed_are_not_expanded),
		cmocka_unit_test(controls_do_not_reach_a_terminal),
		cmocka_unit_test(a_cut_feed_is_told),
		cmocka_unit_test(a_page_is_no_feed),
		cmocka_unit_test(large_feeds_cost_one_pass),
		cmocka_unit_test(hostile_feeds_fill_no_arena),
		cmocka_unit_test(gzip_members_are_joined),
		cmocka_unit_test(gzip_that_is_not_whole_is_refused),
		cmocka_unit_test(gzip_bombs_are_refused),
		cmocka_unit_test(garbage_is_no_gzip),
		cmocka_unit_test(mboxrd_is_undone),
		cmocka_unit_test(answers_are_told_apart),
		cmocka_unit_test(a_mark_goes_back_a_day_on_quiet_lists),
		cmocka_unit_test(a_mark_goes_back_less_on_busy_lists),
		cmocka_unit_test(single_liars_do_not_move_a_mark),
		cmocka_unit_test(a_mark_holds_what_the_store_does_not_know),
		cmocka_unit_test(other_marks_are_refused),
		cmocka_unit_test(answers_are_kept_for_a_while),
		cmocka_unit_test(damaged_files_are_as_good_as_none),
		cmocka_unit_test(the_cache_stays_small),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
