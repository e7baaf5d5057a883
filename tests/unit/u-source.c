// SPDX-License-Identifier: GPL-2.0-only
/*
 * Local sources and sinks: nothing is skipped, nothing is given twice, and
 * what is filed is whole or not there.
 */
#include "base/base.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "io/sink.h"
#include "io/source.h"

struct world {
	struct arena a;
	char folder[64];
	struct err err;
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	arena_init(&w->a, (size_t)256 << 20);
	snprintf(w->folder, sizeof(w->folder), "/tmp/u-source.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	assert_int_equal(system(str_printf(&w->a, "rm -rf %s", w->folder).p), 0);
	arena_release(&w->a);
	free(w);
	return 0;
}

static const char *path(struct world *w, const char *name)
{
	return str_printf(&w->a, "%s/%s", w->folder, name).p;
}

static void put(struct world *w, const char *name, const char *mode,
		const char *bytes)
{
	FILE *f __free(file) = fopen(path(w, name), mode);

	assert_non_null(f);
	fputs(bytes, f);
}

static void make_maildir(struct world *w, const char *name)
{
	static const char *const subs[] = { "", "/tmp", "/new", "/cur" };

	for (size_t i = 0; i < ARRAY_SIZE(subs); i++)
		mkdir(str_printf(&w->a, "%s/%s%s", w->folder, name, subs[i]).p,
		      0700);
}

/* The first lines of at most @max mails, joined; *mark moves on. */
static struct str read_some(struct world *w, struct source *s, size_t max,
			    struct str *mark)
{
	struct str got = STR(""), rest, line;
	struct raw_message m;

	for (size_t i = 0; i < max; i++) {
		int r = source_next(s, &m, &w->err);

		if (r < 0)
			fail_msg("%s", w->err.msg);
		if (r == 0)
			break;
		rest = m.bytes;
		line = STR("(empty)");
		str_line(&rest, &line);
		got = str_printf(&w->a, "%.*s%s%.*s", STR_ARG(got),
				 got.n ? "," : "", STR_ARG(line));
		if (mark)
			*mark = str_dup(&w->a, m.mark);
	}
	return got;
}

typedef int open_fn(struct source **, const char *, const char *, struct str,
		    struct err *);

static const char *poll_some(struct world *w, open_fn *open_source,
			     const char *name, size_t max, struct str *mark)
{
	struct source *s __free(source) = NULL;

	if (open_source(&s, name, path(w, name), *mark, &w->err) < 0)
		fail_msg("%s", w->err.msg);
	return read_some(w, s, max, mark).p;
}

static const char *any(struct world *w, const char *name)
{
	struct source *s __free(source) = NULL;

	if (source_any_open(&s, path(w, name), &w->err) < 0)
		return w->err.msg;
	return read_some(w, s, SIZE_MAX, NULL).p;
}

/* --- mbox ------------------------------------------------------------- */

#define FROM	"From a@b.example Thu Jan  1 00:00:00 1970\n"

static void mbox_is_read_mail_by_mail(void **state)
{
	struct world *w = *state;
	struct source *s __free(source) = NULL;
	struct raw_message m;

	put(w, "box", "w", FROM "S: 1\nContent-Length: 999999\n\nbody\n"
	    ">From the log\n>>From twice\n> From no\n\n"
	    "From here on it is text\n\n" FROM "S: 2\n\n\nFrom\n\n\n"
	    FROM "S: 3\r\n\r\ncrlf\r\n\r\n" FROM "S: 4\n\nno line end");
	assert_int_equal(source_any_open(&s, path(w, "box"), &w->err), 0);
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.bytes, STR("S: 1\nContent-Length: 999999\n\nbody\n"
		"From the log\n>From twice\n> From no\n\nFrom here on it is text\n")));
	assert_true(str_ends(m.origin, STR("/box:1")));
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.bytes, STR("S: 2\n\n\nFrom\n\n")));
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.bytes, STR("S: 3\r\n\r\ncrlf\r\n")));
	assert_int_equal(source_next(s, &m, &w->err), 1);
	assert_true(str_eq(m.bytes, STR("S: 4\n\nno line end")));
	assert_int_equal(source_next(s, &m, &w->err), 0);
	assert_int_equal(source_next(s, &m, &w->err), 0);
}

static void mbox_goes_on_at_its_mark(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE;

	put(w, "box", "w", FROM "1\n\n" FROM "2\n\n" FROM "3\n\n");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 1, &mark), "1");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 1, &mark), "2");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "3");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "");
	put(w, "box", "a", FROM "4\n\n");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "4");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "");
}

static void mbox_rewritten_is_read_again(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE, old;

	put(w, "box", "w", FROM "1\n\n" FROM "2\n\n" FROM "3\n\n");
	poll_some(w, source_mbox_open, "box", 9, &mark);
	old = mark;
	put(w, "box", "w", FROM "1\n\n" FROM "3\n\n");	/* one was deleted */
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "1,3");
	mark = old;
	put(w, "box", "w", FROM "7\n\n" FROM "8\n\n" FROM "9\n\n" FROM "a\n\n");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "7,8,9,a");
	put(w, "box", "a", "the last one grows\n");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "7,8,9,a");
	mark = STR("mbox1 99999999999999999999 x y");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 1, &mark), "7");
	mark = STR("\xff nonsense");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 1, &mark), "7");
	put(w, "box", "w", "");
	assert_string_equal(poll_some(w, source_mbox_open, "box", 9, &mark), "");
}

static void mbox_of_long_lines(void **state)
{
	struct world *w = *state;
	struct source *s __free(source) = NULL;
	struct raw_message m;
	FILE *f = fopen(path(w, "box"), "w");

	assert_non_null(f);
	for (int mail = 0; mail < 3; mail++) {
		fputs(FROM "Subject: x\n\n", f);
		for (int i = 0; i < 200000; i++)
			fputs("From >\0", f);
		fputs("\n\n", f);
	}
	fclose(f);
	assert_int_equal(source_any_open(&s, path(w, "box"), &w->err), 0);
	for (int mail = 0; mail < 3; mail++) {
		assert_int_equal(source_next(s, &m, &w->err), 1);
		assert_int_equal(m.bytes.n, 12 + 6 * 200000 + 1);
	}
	assert_int_equal(source_next(s, &m, &w->err), 0);
}

/* --- Maildir ---------------------------------------------------------- */

static void maildir_in_order_of_names(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE;

	make_maildir(w, "md");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "");
	put(w, "md/new/1700000003.c", "w", "3\n");
	put(w, "md/cur/1700000001.a:2,S", "w", "1\n");
	put(w, "md/new/1700000002.b", "w", "2\n");
	put(w, "md/new/.hidden", "w", "no\n");
	put(w, "md/tmp/1700000004.d", "w", "no\n");
	mkdir(path(w, "md/new/1700000000.folder"), 0700);
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "1,2,3");
	assert_string_equal(any(w, "md"), "1,2,3");
}

static void maildir_flags_and_moves(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE;

	make_maildir(w, "md");
	put(w, "md/new/1700000001.a", "w", "1\n");
	put(w, "md/new/1700000002.b", "w", "2\n");
	put(w, "md/new/1700000003.c", "w", "3\n");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 2, &mark), "1,2");
	/* read ones move, get flags and vanish; the unread one moves */
	rename(path(w, "md/new/1700000001.a"), path(w, "md/cur/1700000001.a:2,S"));
	unlink(path(w, "md/new/1700000002.b"));
	rename(path(w, "md/new/1700000003.c"), path(w, "md/cur/1700000003.c:2,"));
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "3");
	rename(path(w, "md/cur/1700000003.c:2,"), path(w, "md/cur/1700000003.c:2,FS"));
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "");
	/* one more after all of that */
	put(w, "md/new/1700000009.d", "w", "4\n");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "4");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "");
}

static void maildir_smaller_names_that_come_later(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE;

	make_maildir(w, "md");
	put(w, "md/new/1700000005.x", "w", "5\n");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "5");
	put(w, "md/new/1700000002.other-host", "w", "2\n");
	put(w, "md/cur/1700000003.moved-here:2,S", "w", "3\n");
	put(w, "md/new/1700000008.x", "w", "8\n");
	/* killed after each one: still each once */
	assert_string_equal(poll_some(w, source_maildir_open, "md", 1, &mark), "2");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 1, &mark), "3");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 1, &mark), "8");
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "");
}

static void maildir_killed_after_every_mail(void **state)
{
	struct world *w = *state;
	struct str mark = STR_NONE;

	make_maildir(w, "md");
	for (int i = 0; i < 400; i++) {
		if (i % 100 == 0)	/* not all within a tick of the clock */
			usleep(20000);
		put(w, str_printf(&w->a, "md/new/17000%05d.x", i * 7 % 400).p,
		    "w", "x\n");
	}
	for (int i = 0; i < 400; i++) {
		if (strcmp(poll_some(w, source_maildir_open, "md", 1, &mark), "x"))
			fail_msg("mail %d is missing", i);
		assert_true(mark.n < 8192);
	}
	assert_string_equal(poll_some(w, source_maildir_open, "md", 9, &mark), "");
}

static void maildir_marks_that_are_nonsense(void **state)
{
	struct world *w = *state;
	static const char *const marks[] = {
		"", "x", "maildir1", "maildir1 ", "maildir1 x .a", "maildir1 1",
		"maildir1 99999999999999999999999 .a", "mbox1 1 2 3", "\xff\xff",
	};

	make_maildir(w, "md");
	put(w, "md/new/1", "w", "1\n");
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		struct str mark = str_from(marks[i]);

		assert_string_equal(poll_some(w, source_maildir_open, "md", 9,
					      &mark), "1");
	}
}

/* --- any place -------------------------------------------------------- */

static void what_a_path_is(void **state)
{
	struct world *w = *state;

	put(w, "one.eml", "w", "Subject: one\n\nx\n");
	put(w, "log.txt", "w", "From the log we see\nnothing\n");
	put(w, "empty", "w", "");
	mkdir(path(w, "folder"), 0700);
	put(w, "folder/b.eml", "w", "b\n");
	put(w, "folder/a.eml", "w", "a\n");
	put(w, "folder/notes.txt", "w", "no\n");
	assert_string_equal(any(w, "one.eml"), "Subject: one");
	assert_string_equal(any(w, "log.txt"), "From the log we see");
	assert_string_equal(any(w, "folder"), "a,b");
}

static void places_that_cannot_be_read(void **state)
{
	struct world *w = *state;
	struct source *s = NULL;

	mkfifo(path(w, "pipe"), 0600);
	assert_non_null(strstr(any(w, "missing"), "missing: no such file (check the name)"));
	assert_non_null(strstr(any(w, "pipe"), "is no regular file"));
	assert_int_equal(source_file_open(&s, "/dev/zero", &w->err), ERR_SOURCE);
	assert_int_equal(source_file_open(&s, w->folder, &w->err), ERR_SOURCE);
	assert_int_equal(source_maildir_open(&s, "m", path(w, "missing"),
					     STR_NONE, &w->err), ERR_SOURCE);
	assert_int_equal(source_maildir_open(&s, "m", w->folder, STR_NONE,
					     &w->err), ERR_SOURCE);
	assert_non_null(strstr(w->err.msg, "is no Maildir"));
	assert_null(s);
}

/* --- sinks ------------------------------------------------------------ */

static int count(struct world *w, const char *pattern)
{
	const char *command = str_printf(&w->a, "cd %s && ls -d %s 2>/dev/null | wc -l",
					 w->folder, pattern).p;
	FILE *p = popen(command, "r");
	int n = -1;

	assert_non_null(p);
	assert_int_equal(fscanf(p, "%d", &n), 1);
	pclose(p);
	return n;
}

static void maildir_sink_files_once(void **state)
{
	struct world *w = *state;
	struct sink *s __free(sink) = NULL;
	struct stat st;

	assert_int_equal(sink_maildir_open(&s, path(w, "deep/er/md"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("a@b"), STR("one\n"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("a@b"), STR("one\n"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("../../c@d"), STR("two\n"), &w->err), 0);
	assert_int_equal(count(w, "deep/er/md/new/*"), 2);
	assert_int_equal(count(w, "deep/er/md/tmp/.[!.]* deep/er/md/tmp/*"), 0);
	assert_string_equal(any(w, "deep/er/md"), "two,one");
	assert_int_equal(stat(path(w, "deep/er/md/new"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	/* a mail reader moves it; it is still the same draft */
	assert_int_equal(system(str_printf(&w->a, "cd %s/deep/er/md && for f in new/a*; do mv $f cur/${f#new/}:2,S; done",
					   w->folder).p), 0);
	assert_int_equal(sink_put(s, STR("a@b"), STR("one\n"), &w->err), 0);
	assert_int_equal(count(w, "deep/er/md/*/a*"), 1);
	assert_int_equal(sink_put(s, STR(""), STR("x\n"), &w->err), ERR_MSG);
}

static void folder_sink_files_once(void **state)
{
	struct world *w = *state;
	struct sink *s __free(sink) = NULL;
	struct str bytes;

	assert_int_equal(sink_folder_open(&s, path(w, "drafts"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("a@b"), STR("one\n"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("a@b"), STR("other\n"), &w->err), 0);
	assert_int_equal(sink_put(s, STR("/etc/passwd"), STR("two\n"), &w->err), 0);
	assert_int_equal(count(w, "drafts/*.eml"), 2);
	assert_int_equal(count(w, "drafts/.[!.]*"), 0);
	assert_string_equal(any(w, "drafts"), "two,one");
	assert_int_equal(file_read(&bytes, &w->a, AT_FDCWD,
				   path(w, "drafts/nothing"), 100, ERR_FATAL,
				   &w->err), FILE_ABSENT);
}

static void sinks_that_cannot_be_used(void **state)
{
	struct world *w = *state;
	struct sink *s = NULL;

	put(w, "file", "w", "x");
	assert_int_equal(sink_folder_open(&s, path(w, "file"), &w->err), ERR_SOURCE);
	assert_int_equal(sink_maildir_open(&s, path(w, "file/md"), &w->err), ERR_SOURCE);
	assert_null(s);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mbox_is_read_mail_by_mail),
		TEST(mbox_goes_on_at_its_mark),
		TEST(mbox_rewritten_is_read_again),
		TEST(mbox_of_long_lines),
		TEST(maildir_in_order_of_names),
		TEST(maildir_flags_and_moves),
		TEST(maildir_smaller_names_that_come_later),
		TEST(maildir_killed_after_every_mail),
		TEST(maildir_marks_that_are_nonsense),
		TEST(what_a_path_is),
		TEST(places_that_cannot_be_read),
		TEST(maildir_sink_files_once),
		TEST(folder_sink_files_once),
		TEST(sinks_that_cannot_be_used),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sources and sinks", tests, NULL, NULL);
}
