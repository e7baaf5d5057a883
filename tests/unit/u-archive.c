// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails, threads and searches of an archive, from a server on loopback that
 * says what the real ones say (t6200 asks one of those).
 */
#include "base/base.h"

#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "io/archive.h"
#include "io/fetch.h"

#define NOW	INT64_C(1700000000)

struct world {
	struct arena a;
	char folder[32];
	char url[64];		/* of the server, without a path */
	struct clock clock;
	struct archive_place place;
	struct archive *archive;
	struct err err;
};

/* What the shell makes of @command in the folder. */
static struct str run(struct world *w, const char *command)
{
	struct str line = str_printf(&w->a, "top=$PWD; cd %s && { %s; }",
				     w->folder, command);
	FILE *f = popen(line.p, "r");
	char text[1024];
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof(text), f);
	assert_int_equal(pclose(f), 0);
	return str_dup(&w->a, str_trim(str_make(text, n)));
}

static void put(struct world *w, const char *name, struct str bytes)
{
	const char *path = str_printf(&w->a, "%s/http/%s", w->folder, name).p;
	FILE *f __free(file) = fopen(path, "w");

	assert_non_null(f);
	fwrite(bytes.p, 1, bytes.n, f);
}

/* Asks @path of the server from now on, with an empty cache. */
static void ask_at(struct world *w, const char *path, const char *answers)
{
	archive_close(w->archive);
	w->archive = NULL;
	run(w, "rm -rf cache; : >http/requests");
	put(w, "answers", str_from(answers));
	w->place.url = str_printf(&w->a, "%s%s", w->url, path).p;
	w->place.cache = str_printf(&w->a, "%s/cache", w->folder).p;
	if (archive_open(&w->archive, "test", &w->place, &w->clock, &w->err) < 0)
		fail_msg("%s", w->err.msg);
}

static const char *asked(struct world *w)
{
	return run(w, "cut -f 3 http/requests").p;
}

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));
	struct str url;

	*w = (struct world){
		.folder = "/tmp/u-archive.XXXXXX",
		.clock = { .fixed = NOW },
		.place = { .net = { .user_agent = "regbot/test",
				    .connect_seconds = 5,
				    .answer_seconds = 20 } },
	};
	arena_init(&w->a, (size_t)512 << 20);
	assert_non_null(mkdtemp(w->folder));
	setenv("PEER_CALLER", str_printf(&w->a, "%ld", (long)getpid()).p, 1);
	url = run(w, "$top/tests/helper/peer-http start http | sed -n s/^HTTP_URL=//p");
	assert_true(url.n > 0 && url.n < sizeof(w->url));
	memcpy(w->url, url.p, url.n + 1);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	archive_close(w->archive);
	run(w, "$top/tests/helper/peer-http stop http; rm -rf http cache");
	rmdir(w->folder);
	arena_release(&w->a);
	free(w);
	return 0;
}

/* The mail of @id; NULL: there is none. */
static const char *mail_of(struct world *w, const char *id)
{
	struct str mail;
	int r = archive_message(w->archive, &w->a, str_from(id), &mail, &w->err);

	if (r < 0)
		fail_msg("%s", w->err.msg);
	return r ? str_c(&w->a, mail) : NULL;
}

static void a_mail_is_asked_for_once(void **state)
{
	struct world *w = *state;

	put(w, "mail", STR("From mboxrd@z Thu Jan  1 00:00:00 1970\nA: b\n\n"
			   ">From x\n\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\n"
			   "another with that id\n"));
	put(w, "bare", STR("A: b\n\n>From x\n"));
	ask_at(w, "/list", "/list/m%2F1%25@x/raw body=mail\n"
			   "/list/bare@x/raw body=bare\n");
	for (int i = 0; i < 2; i++) {
		assert_string_equal(mail_of(w, "m/1%@x"), "A: b\n\nFrom x\n");
		assert_string_equal(mail_of(w, "bare@x"), "A: b\n\n>From x\n");
	}
	assert_null(mail_of(w, "none@x"));
	assert_string_equal(asked(w), "/list/m%2F1%25@x/raw\n/list/bare@x/raw\n"
				      "/list/none@x/raw");
	assert_int_equal(archive_requests(w->archive), 3);
	/* these cannot be asked for */
	assert_null(mail_of(w, ""));
	assert_null(mail_of(w, ".."));
	assert_null(mail_of(w, "a\r\nX: y@x"));
	assert_int_equal(archive_requests(w->archive), 3);
}

static void links_and_servers_stand_for_all(void **state)
{
	static const struct {
		const char *path, *base;
	} cases[] = {
		{ "/r/", "/all/" }, { "/r", "/all/" }, { "", "/all/" },
		{ "/", "/all/" }, { "/list", "/list/" }, { "/list//", "/list/" },
		{ "/pub/r/", "/pub/all/" }, { "/pub/list/", "/pub/list/" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str want, got;

		ask_at(w, cases[i].path, "");
		want = str_printf(&w->a, "%s%sa@x/", w->url, cases[i].base);
		got = archive_link(w->archive, &w->a, STR("a@x"));
		assert_string_equal(got.p, want.p);
	}
}

static void other_urls_are_refused(void **state)
{
	static const char *const urls[] = {
		"", "lore.kernel.org", "ftp://x/list", "file:///etc",
		"https://x/list?q=1", "https://x/li st", "https://x/#a",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(urls); i++) {
		struct archive_place place = { .url = urls[i] };
		struct archive *ar = NULL;

		assert_int_equal(archive_open(&ar, "test", &place, &w->clock,
					      &w->err), ERR_CONF);
		assert_null(ar);
	}
}

static size_t thread_of(struct world *w, const char *id, const char *last)
{
	struct str_list mails = { 0 };
	int r = archive_thread(w->archive, &w->a, str_from(id), &mails, &w->err);

	if (r < 0)
		fail_msg("%s", w->err.msg);
	if (r)
		assert_true(str_eq(mails.v[mails.nr - 1], str_from(last)));
	return mails.nr;
}

static void a_thread_is_kept_for_ten_minutes(void **state)
{
	struct world *w = *state;

	run(w, "printf 'From mboxrd@z\\nA: 1\\n\\nx\\n\\nFrom mboxrd@z\\nA: 2\\n\\n>From y\\n' | gzip >http/t");
	ask_at(w, "/list/", "*/t.mbox.gz type=application/gzip body=t times=2\n");
	assert_int_equal(thread_of(w, "a@x", "A: 2\n\nFrom y\n"), 2);
	w->clock.fixed = NOW + 599;
	assert_int_equal(thread_of(w, "a@x", "A: 2\n\nFrom y\n"), 2);
	assert_int_equal(archive_requests(w->archive), 1);
	w->clock.fixed = NOW + 600;
	assert_int_equal(thread_of(w, "a@x", "A: 2\n\nFrom y\n"), 2);
	assert_int_equal(archive_requests(w->archive), 2);
	assert_int_equal(thread_of(w, "b@x", NULL), 0);
	w->clock.fixed = NOW;
}

static void a_full_arena_cuts_and_does_not_kill(void **state)
{
	struct arena small __free(arena) = { .max = 400000 };
	struct str_list mails = { 0 };
	struct world *w = *state;
	struct str mail;

	run(w, "yes | head -c 3000000 | tr -d '\\n' >http/y;"
	       "{ echo From x; cat http/y; } | gzip -1 >http/t");
	ask_at(w, "/list/", "*/raw body=y\n"
			    "*/t.mbox.gz type=application/gzip body=t\n");
	for (int i = 0; i < 4; i++) {
		assert_int_equal(archive_message(w->archive, &small, STR("a@x"),
						 &mail, &w->err), 1);
		assert_true(mail.n > 1000 && mail.n <= 100000);
		assert_true(archive_thread(w->archive, &small, STR("a@x"),
					   &mails, &w->err) >= 0);
	}
	w->place.cache = NULL;
}

/* Entries @from to @to, the newest first, as lines of an Atom feed. */
static void put_feed(struct world *w, const char *name, int from, int to)
{
	struct buf feed __free(buf) = { .max = 1 << 20 };

	buf_puts(&feed, "<feed>");
	for (int i = from; i <= to; i++)
		buf_printf(&feed, "<entry><title>t%d</title><link href='/l/m%d@x/'/></entry>",
			   i, i);
	buf_puts(&feed, "</feed>");
	put(w, name, buf_str(&feed));
}

static void hits_come_page_by_page(void **state)
{
	struct archive_hits hits = { 0 };
	struct world *w = *state;

	put_feed(w, "one", 0, 199);
	put_feed(w, "two", 190, 259);
	ask_at(w, "/list/",
	       "*q=s%3Aa%20b&x=A type=application/atom+xml body=one\n"
	       "*q=s%3Aa%20b&x=A&o=190 type=application/atom+xml body=two\n"
	       "*q=s%3Anone* status=404 type=text/html text=-+search+results\n"
	       "*q=s%3Abad* status=400 type=text/html text=x\n");
	assert_int_equal(archive_search(w->archive, &w->a, STR("s:a b"), 1000,
					&hits, &w->err), 1);
	assert_int_equal(hits.nr, 260);
	assert_false(hits.more);
	assert_string_equal(hits.v[259].id.p, "m259@x");
	assert_int_equal(archive_requests(w->archive), 2);

	hits.nr = 0;
	assert_int_equal(archive_search(w->archive, &w->a, STR("s:a b"), 50,
					&hits, &w->err), 1);
	assert_int_equal(hits.nr, 50);
	assert_true(hits.more);
	assert_int_equal(archive_requests(w->archive), 3);

	hits.nr = 0;
	assert_int_equal(archive_search(w->archive, &w->a, STR("s:none"), 50,
					&hits, &w->err), 0);
	assert_int_equal(archive_search(w->archive, &w->a, STR("s:bad"), 50,
					&hits, &w->err), ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "does not understand the search"));
}

static void who_asks_to_wait_is_left_alone(void **state)
{
	struct world *w = *state;
	struct str mail;

	ask_at(w, "/list/", "*a@x* status=429 header=Retry-After:77\n");
	assert_int_equal(archive_message(w->archive, &w->a, STR("a@x"), &mail,
					 &w->err), ERR_BUSY);
	assert_int_equal(archive_rest(w->archive), 77);
	assert_null(mail_of(w, "b@x"));
	assert_int_equal(archive_rest(w->archive), 0);
}

static void the_ceiling_is_one_of_the_unpacked_body(void **state)
{
	struct world *w = *state;
	struct fetch *f __free(fetch) = fetch_new(&w->place.net, 0);
	struct fetch_request request = { .kind = FETCH_GZIP, .max = 5 };
	struct fetch_answer answer;

	run(w, "printf hello | gzip >http/packed");
	put(w, "answers", STR("/packed type=application/gzip body=packed\n"));
	request.url = str_printf(&w->a, "%s/packed", w->url).p;
	assert_int_equal(fetch_ask(f, &request, &answer, &w->err), 0);
	assert_int_equal(answer.state, FETCH_FOUND);
	assert_true(str_eq(answer.body, STR("hello")) && !answer.cut);
	request.max = 4;
	assert_int_equal(fetch_ask(f, &request, &answer, &w->err), ERR_SOURCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_asked_for_once),
		cmocka_unit_test(links_and_servers_stand_for_all),
		cmocka_unit_test(other_urls_are_refused),
		cmocka_unit_test(a_thread_is_kept_for_ten_minutes),
		cmocka_unit_test(a_full_arena_cuts_and_does_not_kill),
		cmocka_unit_test(hits_come_page_by_page),
		cmocka_unit_test(who_asks_to_wait_is_left_alone),
		cmocka_unit_test(the_ceiling_is_one_of_the_unpacked_body),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
