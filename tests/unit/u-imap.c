// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parts of the IMAP client that need no server, and answers that no real
 * server gives; real ones are asked by t61*.sh.
 */
#include "base/arena.h"
#include "base/buf.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "io/imap.h"
#include "io/imap_mark.h"
#include "io/imap_name.h"
#include "io/source.h"

/* --- names of folders ---------------------------------------------------- */

static void test_names(__maybe_unused void **state)
{
	static const struct { const char *name, *encoded; } cases[] = {
		{ "INBOX", "INBOX" },
		{ "Lists/a b", "Lists/a b" },
		{ "R&D", "R&-D" },
		{ "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
		{ "Müll & Kram", "M&APw-ll &- Kram" },
		{ "\xf0\x9f\x90\xa7", "&2D3cJw-" },
		{ "a\r\nb", "a&AA0ACg-b" },
		{ "x\xff" "y\xc3", "x&,,0-y&,,0-" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buf b __free(buf) = { .max = 1000 };

		imap_name_encode(&b, str_from(cases[i].name));
		assert_string_equal(b.p ? b.p : "", cases[i].encoded);
	}
}

/* --- the mark ------------------------------------------------------------ */

static void test_mark(__maybe_unused void **state)
{
	struct buf b __free(buf) = { .max = 1000 };
	struct imap_position at = { .validity = 17, .last = 4294967295u };
	struct imap_position begun = { 3, 5, 90, 1700000000 };

	imap_mark_begin(&b);
	imap_mark_add(&b, STR("a b=%\xff"), &at);
	imap_mark_add(&b, STR("a"), &begun);
	assert_string_equal(b.p, "imap1 a%20b%3d%25%ff=17:4294967295 "
				 "a=3:5:90:1700000000");
	at = imap_mark_find(buf_str(&b), STR("a b=%\xff"));
	assert_int_equal(at.validity, 17);
	assert_int_equal(at.last, 4294967295u);
	assert_int_equal(at.until, 0);
	at = imap_mark_find(buf_str(&b), STR("a"));
	assert_int_equal(at.validity, 3);
	assert_int_equal(at.last, 5);
	assert_int_equal(at.until, 90);
	assert_int_equal(at.since, 1700000000);
	assert_int_equal(imap_mark_find(buf_str(&b), STR("b")).validity, 0);
}

static void test_odd_marks(__maybe_unused void **state)
{
	static const char *const odd[] = {
		"", "imap1", "imap1 a", "imap1 a=", "imap1 a=1", "imap1 a=1:",
		"imap1 a=x:1", "imap1 a=4294967296:1", "imap2 a=1:1",
		"maildir1 12 .a", "imap1 a=1:99999999999999999999",
	};

	for (size_t i = 0; i < ARRAY_SIZE(odd); i++)
		assert_int_equal(imap_mark_find(str_from(odd[i]), STR("a")).validity,
				 0);
	assert_int_equal(imap_mark_find(STR_NONE, STR("a")).validity, 0);
}

/* --- answers no real server gives ----------------------------------------- */

/* What the server says to the commands that come after EXAMINE, in order. */
struct script {
	const char *answers[12];	/* %T: the tag; NULL: hang up */
	const char *repeat;	/* said so often before the first answer */
	unsigned int times;
	size_t fill;		/* then so many bytes without an end of line */
	bool slow;		/* five bytes a second from then on */
};

struct server {
	pid_t pid;
	uint16_t port;
};

static void put(FILE *f, const char *text, const char *tag)
{
	for (; *text; text++) {
		if (text[0] == '%' && text[1] == 'T') {
			fputs(tag, f);
			text++;
		} else {
			fputc(*text, f);
		}
	}
	fflush(f);
}

/* Serves one client; login always works. */
static void serve(int fd, const struct script *script)
{
	char line[4096], tag[64], word[64];
	FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
	size_t at = 0;

	put(out, "* OK hello\r\n", "");
	while (fgets(line, sizeof(line), in)) {
		if (sscanf(line, "%63s %63s", tag, word) < 2)
			word[0] = '\0';	/* DONE */
		if (!strcmp(word, "CAPABILITY")) {
			put(out, "* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR\r\n%T OK\r\n",
			    tag);
		} else if (!strcmp(word, "AUTHENTICATE")) {
			put(out, "%T OK in\r\n", tag);
		} else if (!strcmp(word, "EXAMINE")) {
			put(out, "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"
			    "* OK [UIDNEXT 10] x\r\n%T OK [READ-ONLY] x\r\n", tag);
		} else {
			for (unsigned int i = 0; i < script->times; i++)
				fputs(script->repeat, out);
			for (size_t i = 0; i < script->fill; i++)
				fputc('x', out);
			while (script->slow && fputc('x', out) != EOF &&
			       fflush(out) != EOF)
				usleep(200000);
			if (at == ARRAY_SIZE(script->answers) ||
			    !script->answers[at])
				break;
			put(out, script->answers[at++], tag);
		}
	}
	fclose(out);
	fclose(in);
}

static struct server server_start(const struct script *script)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	socklen_t len = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct server s;

	assert_int_equal(bind(fd, (struct sockaddr *)&addr, len), 0);
	assert_int_equal(listen(fd, 5), 0);
	getsockname(fd, (struct sockaddr *)&addr, &len);
	s.port = ntohs(addr.sin_port);
	s.pid = fork();
	if (!s.pid) {
		alarm(60);
		for (;;)
			serve(accept(fd, NULL, NULL), script);
	}
	close(fd);
	return s;
}

static void server_stop(const struct server *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
}

static struct imap_account account_for(const struct server *s)
{
	return (struct imap_account){
		.host = "127.0.0.1",
		.port = s->port,
		.tls = IMAP_PLAIN,
		.user = "bot",
		.secret = { .command = "echo secret" },
		.net = { .connect_seconds = 5, .answer_seconds = 20 },
	};
}

static struct imap *examined(const struct imap_account *account)
{
	struct imap_folder folder;
	struct imap *im = NULL;
	struct err err = ERR_INIT;

	if (imap_open(&im, account, &err) ||
	    imap_examine(im, STR("INBOX"), &folder, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(folder.validity, 7);
	assert_int_equal(folder.next, 10);
	assert_int_equal(folder.exists, 3);
	return im;
}

static void take_nothing(__maybe_unused void *ctx,
			 __maybe_unused struct str bytes)
{
}

static void count_done(void *ctx, __maybe_unused uint32_t uid)
{
	++*(unsigned int *)ctx;
}

/* Fetches a mail of 100 bytes from a server that answers so. */
static unsigned int fetched_from(const struct script *script,
				 unsigned int seconds, struct err *err)
{
	struct server s = server_start(script);
	struct imap_account account = account_for(&s);
	struct imap *im;
	unsigned int done = 0;
	const struct imap_reader reader = { take_nothing, count_done, &done };
	const uint32_t uids[] = { 4, 5 };
	const struct imap_want want = { .uids = uids, .nr = 2, .dense = true };

	*err = ERR_INIT;
	account.net.answer_seconds = seconds;
	im = examined(&account);
	imap_fetch(im, &want, 100, 0, &reader, err);
	if (err->code == ERR_BUSY)
		assert_true(imap_is_broken(im));
	imap_close(im);
	server_stop(&s);
	return done;
}

static void test_fetch(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* 1 FETCH (UID 4 BODY[] {5}\r\nhello)\r\n"
		"* 3 FETCH (FLAGS (\\Seen))\r\n"
		"* 2 FETCH (BODY[] {3}\r\nabc UID 5)\r\n"
		"* 3 FETCH (UID 6 BODY[] NIL)\r\n"
		"%T OK done\r\n" } };
	struct err err;

	assert_int_equal(fetched_from(&script, 20, &err), 2);
	assert_int_equal(err.code, 0);
}

static void refuse_flood(const struct script *script)
{
	struct err err;

	assert_int_equal(fetched_from(script, 20, &err), 0);
	assert_int_equal(err.code, ERR_BUSY);
	if (!strstr(err.msg, "sends more than was asked for"))
		fail_msg("%s", err.msg);
}

static void test_floods(__maybe_unused void **state)
{
	refuse_flood(&(struct script){ .answers = {
		"* 1 FETCH (UID 4 BODY[] {4294967295}\r\nx" } });
	refuse_flood(&(struct script){ .answers = {
		"* 1 FETCH (UID 4 BODY[] {99999999999999999999999}\r\nx" } });
	refuse_flood(&(struct script){ .answers = {
		"* OK {3000000000+}\r\nx" } });
	refuse_flood(&(struct script){ .repeat = "* OK nothing\r\n",
				       .times = 400000 });
	refuse_flood(&(struct script){ .fill = (size_t)8 << 20 });
	/* each may pass, and both together not */
	refuse_flood(&(struct script){
		.repeat = "* 1 FETCH (UID 4 BODY[] {600000}\r\n", .times = 1,
		.fill = 600000,
		.answers = { ")\r\n* 2 FETCH (UID 5 BODY[] {600000}\r\n" } });
}

/* libetpan would run out of stack. */
static void test_deep(__maybe_unused void **state)
{
	static const char begin[] = "* 1 FETCH (UID 4 BODYSTRUCTURE ";
	char deep[300000];

	memset(deep, '(', sizeof(deep));
	memcpy(deep, begin, sizeof(begin) - 1);
	memcpy(deep + sizeof(deep) - 3, "\r\n", 3);
	refuse_flood(&(struct script){ .repeat = deep, .times = 1 });
}

static void test_nonsense(__maybe_unused void **state)
{
	static const char *const odd[] = {
		"this is no IMAP\r\n", "\r\n", "* 1 FETCH (UID 4 BODY[] {5}\r\nhe",
		"* 1 FETCH (UID 4 BODY[] {5}\r\nhelloworld)\r\n%T OK\r\n",
		"* 1 FETCH ((((((((\r\n%T OK\r\n", "nottag OK\r\n",
		"* BYE enough\r\n", "%T BAD what\r\n", "%T NO never\r\n",
	};
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		const struct script script = { .answers = { odd[i] } };

		fetched_from(&script, 1, &err);
		assert_true(err.code == ERR_BUSY || err.code == ERR_SOURCE);
		assert_non_null(strstr(err.msg, "127.0.0.1: "));
	}
	assert_int_equal(err.code, ERR_SOURCE);
	assert_non_null(strstr(err.msg, "the server refuses: never"));
}

static void test_search(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 9 4 5 9 2\r\n* SEARCH 7\r\n%T OK done\r\n",
		"* SEARCH\r\n%T OK done\r\n" } };
	struct server s = server_start(&script);
	struct imap_account account = account_for(&s);
	struct imap *im = examined(&account);
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct imap_uids found = { 0 };
	const uint32_t sorted[] = { 4, 5, 7, 9 };
	struct err err = ERR_INIT;

	assert_int_equal(imap_search(im, 3, UINT32_MAX, TIME_NONE, &found, &a,
				     &err), 0);
	assert_int_equal(found.nr, 4);
	assert_memory_equal(found.v, sorted, sizeof(sorted));
	found = (struct imap_uids){ 0 };
	assert_int_equal(imap_search(im, 3, 8, 1700000000, &found, &a, &err), 0);
	assert_int_equal(found.nr, 0);
	imap_close(im);
	server_stop(&s);
}

/* A byte now and then is no answer. */
static void test_trickle(__maybe_unused void **state)
{
	const struct script script = { .slow = true };
	struct server s = server_start(&script);
	struct imap_account account = account_for(&s);
	struct imap *im;
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct imap_uids found = { 0 };
	struct err err = ERR_INIT;

	account.net.answer_seconds = 1;
	im = examined(&account);
	alarm(5);
	assert_int_equal(imap_search(im, 3, 8, TIME_NONE, &found, &a, &err),
			 ERR_BUSY);
	alarm(0);
	assert_non_null(strstr(err.msg, "no answer in time"));
	imap_close(im);
	server_stop(&s);
}

/* --- a source ------------------------------------------------------------ */

#define SIZES	"* 1 FETCH (UID 4 RFC822.SIZE 5)\r\n" \
		"* 2 FETCH (UID 5 RFC822.SIZE 5)\r\n%T OK done\r\n"

/*
 * Reads from a server that goes by @script, beginning at @mark: how it ends.
 * The mails are put behind one another into @got, with "/" behind each.
 */
static int read_source(const struct script *script, struct str mark,
		       struct buf *got, struct err *err)
{
	struct server s = server_start(script);
	struct imap_account account = account_for(&s);
	const struct clock clock = { 0 };
	const struct log log = { .out = stderr };
	const struct source_start start = {
		.mark = mark,
		.since = TIME_NONE,
		.clock = &clock,
		.log = &log,
	};
	struct source *source __free(source) = NULL;
	struct raw_message mail;
	int r;

	source_imap_open(&source, "work", &account, &start, err);
	while ((r = source_next(source, &mail, err)) > 0) {
		buf_add(got, mail.bytes);
		buf_addc(got, '/');
		buf_add(got, mail.mark);
		buf_addc(got, '/');
	}
	server_stop(&s);
	return r;
}

#define SIZE(uid)	"* 1 FETCH (UID " uid " RFC822.SIZE 5)\r\n%T OK done\r\n"
#define MAIL(uid, text)	"* 1 FETCH (UID " uid " BODY[] {5}\r\n" text ")\r\n"
#define OK		"%T OK done\r\n"
#define NO		"%T NO damaged\r\n"

/* The last mail is refused, alone too: it is asked for again next time. */
static void test_refused_last(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 4 5\r\n" OK, SIZES, MAIL("4", "hello") NO,
		SIZE("5"), NO } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script, STR("imap1 INBOX=7:3"), &got,
				     &err), ERR_SOURCE);
	assert_string_equal(got.p, "hello/imap1 INBOX=7:4/");
	assert_string_equal(err.msg, "work: 127.0.0.1: reading mail: the server refuses: damaged");
}

/* One in the middle is passed over, once another is given. */
static void test_refused_one(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 4 5 6\r\n" OK, SIZES, MAIL("4", "hello") NO,
		SIZE("5"), NO, SIZE("6"), MAIL("6", "world") OK } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script, STR("imap1 INBOX=7:3"), &got,
				     &err), 0);
	assert_string_equal(got.p, "hello/imap1 INBOX=7:4/world/imap1 INBOX=7:6/");
}

/* A chunk is refused, but none of its mails alone. */
static void test_refused_together(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 4 5\r\n" OK, SIZES, NO,
		SIZE("4"), MAIL("4", "hello") OK,
		SIZE("5"), MAIL("5", "world") OK } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script, STR("imap1 INBOX=7:3"), &got,
				     &err), 0);
	assert_string_equal(got.p, "hello/imap1 INBOX=7:4/world/imap1 INBOX=7:5/");
}

/* Several in a row: that is the folder, and nothing of it is passed over. */
static void test_refused_all(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 4 5 6 7\r\n" OK, SIZES, NO, SIZE("4"), NO,
		SIZE("5"), NO, SIZE("6"), NO } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script, STR("imap1 INBOX=7:3"), &got,
				     &err), ERR_SOURCE);
	assert_int_equal(got.n, 0);
}

/* Mail 5 comes first and then the end: to go on behind it would lose mail 4. */
static void test_cut_in_disorder(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH 4 5\r\n%T OK done\r\n", SIZES,
		"* 2 FETCH (UID 5 BODY[] {5}\r\nworld)\r\n* BYE\r\n" } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script, STR("imap1 INBOX=7:3"), &got,
				     &err), ERR_BUSY);
	assert_int_equal(got.n, 0);
}

/* The first reading was broken off: older mails are still left out, new not. */
static void test_since_goes_on(__maybe_unused void **state)
{
	const struct script script = { .answers = {
		"* SEARCH\r\n%T OK done\r\n",
		"* SEARCH 6\r\n%T OK done\r\n",
		"* 3 FETCH (UID 6 RFC822.SIZE 5)\r\n%T OK done\r\n",
		"* 3 FETCH (UID 6 BODY[] {5}\r\nthere)\r\n%T OK done\r\n" } };
	struct buf got __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	assert_int_equal(read_source(&script,
				     STR("imap1 INBOX=7:3:5:1700000000"), &got,
				     &err), 0);
	assert_string_equal(got.p, "there/imap1 INBOX=7:6/");
}

/* --- IDLE ---------------------------------------------------------------- */

/* What imap_idle_ready() says within two seconds, once it is not 0. */
static int wait_ready(struct imap *im, struct err *err)
{
	int r = 0;

	for (int i = 0; i < 200 && !r; i++) {
		usleep(10000);
		r = imap_idle_ready(im, err);
	}
	return r;
}

static void test_idle(__maybe_unused void **state)
{
	/* the second answer comes with DONE; then IDLE is asked for again */
	const struct script script = { .answers = {
		"* OK hm\r\n+ idling\r\n* OK Still here\r\n* 3 EXI",
		"STS\r\nidle OK done\r\n",
		"* 4 EXISTS\r\n+ idling\r\n* 2 EXPUNGE\r\n* 4 EXISTS\r\n",
		"* 5 EXISTS\r\nidle OK done\r\n",
		"idle NO never\r\n" } };
	struct server s = server_start(&script);
	struct imap_account account = account_for(&s);
	struct imap *im = examined(&account);
	struct err err = ERR_INIT;

	assert_true(imap_has_idle(im));
	assert_int_equal(imap_idle_begin(im, &err), 0);
	assert_true(imap_idle_fd(im) >= 0);
	usleep(50000);
	assert_int_equal(imap_idle_ready(im, &err), 0);
	assert_int_equal(imap_idle_end(im, &err), 0);
	assert_int_equal(imap_idle_begin(im, &err), 1);
	assert_int_equal(wait_ready(im, &err), 1);
	assert_int_equal(imap_idle_end(im, &err), 1);
	assert_int_equal(imap_idle_begin(im, &err), ERR_SOURCE);
	imap_close(im);
	server_stop(&s);
}

static void test_idle_ends(__maybe_unused void **state)
{
	const struct script scripts[] = {
		{ .answers = { "+ idling\r\n* BYE shutting down\r\n" } },
		{ .answers = { "+ idling\r\n" }, .repeat = "* OK x\r\n",
		  .times = 700000 },
	};
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		struct server s = server_start(&scripts[i]);
		struct imap_account account = account_for(&s);
		struct imap *im = examined(&account);
		int r = imap_idle_begin(im, &err);

		if (!r)
			r = wait_ready(im, &err);
		assert_int_equal(r, ERR_BUSY);
		assert_true(imap_is_broken(im));
		imap_close(im);
		server_stop(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_odd_marks),
		cmocka_unit_test(test_fetch),
		cmocka_unit_test(test_floods),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_trickle),
		cmocka_unit_test(test_refused_last),
		cmocka_unit_test(test_refused_one),
		cmocka_unit_test(test_refused_together),
		cmocka_unit_test(test_refused_all),
		cmocka_unit_test(test_cut_in_disorder),
		cmocka_unit_test(test_since_goes_on),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_idle_ends),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
