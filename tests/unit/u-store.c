// SPDX-License-Identifier: GPL-2.0-only
#include "state/store.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define MAX_BYTES	((size_t)16 << 20)

static const struct clock clock_1 = { .fixed = 1700000000 };

/* A fresh folder for the state, as the state of each test. */
static int make_folder(void **state)
{
	static char template[64];

	snprintf(template, sizeof(template), "/tmp/u-store.XXXXXX");
	*state = mkdtemp(template);
	return *state ? 0 : -1;
}

static int drop_folder(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	return system(command);
}

static struct store *opened(const char *dir, enum store_mode mode)
{
	struct store *s = NULL;
	struct err err = ERR_INIT;

	if (store_open(&s, dir, &clock_1, 0, mode, &err) < 0)
		fail_msg("%s", err.msg);
	return s;
}

static struct stored_message message(const char *id)
{
	return (struct stored_message){
		.message_id = str_from(id),
		.source = STR("inbox"),
		.origin = STR("inbox:1"),
		.subject = STR("[REGRESSION] boot hangs"),
		.class = STR("report"),
		.outcome = STR("drafted"),
		.case_key = STR("title:mm: do better"),
		.raw = STR("Subject: x\n\nraw \xff bytes"),
		.date = TIME_NONE,
	};
}

static struct stored_draft draft(const char *id, const char *report)
{
	return (struct stored_draft){
		.situation = STR("revert-clean"),
		.message_id = str_from(id),
		.report_id = str_from(report),
		.subject = STR("Re: [REGRESSION] boot hangs"),
		.to = STR("a@x.example"),
		.cc = STR(""),
		.verdict = STR("trusted"),
		.bytes = STR("the mail"),
	};
}

/* One message, and the mark behind it, as a step. */
static int one_step(struct store *s, const struct stored_message *m,
		    struct stored_draft *d, struct str mark, struct err *err)
{
	int rc = store_begin(s, err);

	if (rc == 0)
		rc = store_handled(s, m, d, err);
	if (rc == 0)
		rc = store_read_to(s, m->source, mark, err);
	return store_end(s, rc, err);
}

static void a_step_is_remembered(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message m = message("one@x.example"), back;
	struct stored_draft d = draft("d1@bot.example", "one@x.example"), whole;
	struct err err = ERR_INIT;
	struct str mark;

	assert_int_equal(store_seen(s, m.message_id, &err), 0);
	assert_int_equal(one_step(s, &m, &d, STR("17"), &err), 0);
	store_close(s);

	s = opened(*state, STORE_LOOK);
	assert_int_equal(store_seen(s, m.message_id, &err), 1);
	assert_int_equal(store_mark(s, &a, STR("inbox"), &mark, &err), 0);
	assert_true(str_eq(mark, STR("17")));
	assert_int_equal(store_message(s, &a, m.message_id, &back, &err), 1);
	assert_true(str_eq(back.raw, m.raw));
	assert_true(back.date == TIME_NONE && back.handled == 1700000000);
	assert_int_equal(store_draft(s, &a, d.id, &whole, &err), 1);
	assert_true(str_eq(whole.bytes, STR("the mail")));
	assert_true(str_is_none(whole.patch));
	store_close(s);
}

static void a_step_that_fails_leaves_nothing(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message m1 = message("one@x.example");
	struct stored_message m2 = message("two@x.example");
	struct stored_draft d1 = draft("same@bot.example", "one@x.example");
	struct stored_draft d2 = draft("same@bot.example", "two@x.example");
	struct err err = ERR_INIT;
	struct str mark;

	assert_int_equal(one_step(s, &m1, &d1, STR("1"), &err), 0);
	/* a Message-ID of a draft stands once */
	assert_true(one_step(s, &m2, &d2, STR("2"), &err) < 0);
	assert_int_equal(store_seen(s, m2.message_id, &err), 0);
	assert_int_equal(store_mark(s, &a, STR("inbox"), &mark, &err), 0);
	assert_true(str_eq(mark, STR("1")));
	store_close(s);
}

static void drafts_wait_until_they_are_filed(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message m = message("one@x.example");
	struct stored_draft d = draft("d1@bot.example", "one@x.example");
	struct stored_draft_list before = { 0 }, after = { 0 };
	struct err err = ERR_INIT;
	int64_t other;

	assert_int_equal(one_step(s, &m, &d, STR_NONE, &err), 0);
	assert_int_equal(store_unfiled(s, &a, &before, &err), 0);
	assert_int_equal(before.nr, 1);
	assert_true(str_eq(before.v[0].bytes, STR("the mail")));
	assert_int_equal(store_filed(s, d.id, &err), 0);
	assert_int_equal(store_unfiled(s, &a, &after, &err), 0);
	assert_int_equal(after.nr, 0);
	assert_int_equal(store_case_draft(s, m.case_key, &other, &err), 0);
	assert_int_equal(other, d.id);
	assert_int_equal(store_case_draft(s, STR("title:other"), &other, &err), 0);
	assert_int_equal(other, 0);
	store_close(s);
}

static void a_rehearsal_answers_and_forgets(void **state)
{
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message m = message("one@x.example");
	struct stored_draft d = draft("d1@bot.example", "one@x.example");
	struct err err = ERR_INIT;

	store_close(s);
	s = opened(*state, STORE_REHEARSE);
	assert_int_equal(one_step(s, &m, &d, STR("9"), &err), 0);
	assert_int_equal(store_seen(s, m.message_id, &err), 1);
	store_close(s);
	s = opened(*state, STORE_LOOK);
	assert_int_equal(store_seen(s, m.message_id, &err), 0);
	store_close(s);
}

static void a_rehearsal_is_in_nobodys_way(void **state)
{
	struct store *s = opened(*state, STORE_WORK), *rehearsal;
	struct stored_message one = message("one@x.example");
	struct stored_message two = message("two@x.example");
	struct err err = ERR_INIT;

	rehearsal = opened(*state, STORE_REHEARSE);
	assert_int_equal(one_step(rehearsal, &one, NULL, STR("9"), &err), 0);
	assert_int_equal(one_step(s, &two, NULL, STR("9"), &err), 0);
	assert_int_equal(store_seen(rehearsal, two.message_id, &err), 0);
	store_close(rehearsal);
	store_close(s);
}

static void a_rehearsal_needs_no_state(void **state)
{
	char dir[128];
	struct store *s;

	snprintf(dir, sizeof(dir), "%s/none", (char *)*state);
	s = opened(dir, STORE_REHEARSE);
	store_close(s);
	assert_int_not_equal(access(dir, F_OK), 0);
}

/* Two messages, the second with a draft. */
static void two_messages(struct store *s)
{
	struct stored_message m1 = message("one@x.example");
	struct stored_message m2 = message("two@x.example");
	struct stored_draft d = draft("d@bot.example", "two@x.example");
	struct err err = ERR_INIT;
	int rc = store_begin(s, &err);

	if (rc == 0)
		rc = store_handled(s, &m1, NULL, &err);
	if (rc == 0)
		rc = store_handled(s, &m2, &d, &err);
	if (rc == 0)
		rc = store_read_to(s, m2.source, STR("5"), &err);
	store_end(s, rc, &err);
}

static void killed_in_a_step_all_or_nothing(void **state)
{
	/* in front of each message, before the commit, behind it */
	for (uint64_t limit = 1; limit <= 4; limit++) {
		struct arena a __free(arena) = { .max = MAX_BYTES };
		struct err err = ERR_INIT;
		struct store *s;
		struct str mark;
		int status;
		pid_t pid = fork();

		if (!pid) {
			if (store_open(&s, *state, &clock_1, limit, STORE_WORK,
				       &err) == 0)
				two_messages(s);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		s = opened(*state, STORE_WORK);
		for (int i = 0; i < 2; i++)
			assert_int_equal(store_seen(s, i ? STR("two@x.example") :
							   STR("one@x.example"),
						    &err), limit == 4);
		assert_int_equal(store_mark(s, &a, STR("inbox"), &mark, &err), 0);
		assert_int_equal(str_eq(mark, STR("5")), limit == 4);
		store_close(s);
	}
}

/* As a step, for @id; yields the draft that is held. */
static int64_t take_back(struct store *s, const char *id)
{
	struct stored_message m = message(id);
	struct err err = ERR_INIT;
	int64_t held = 0;
	int rc = store_begin(s, &err);

	m.outcome = STR("removed");
	m.why = STR("it was taken back");
	m.case_key = STR_NONE;
	if (rc == 0)
		rc = store_removed(s, &m, &held, &err);
	assert_int_equal(store_end(s, rc, &err), 0);
	return held;
}

static void what_is_taken_back_is_held(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message m = message("one@x.example"), back;
	struct stored_draft d = draft("d1@bot.example", "one@x.example");
	struct err err = ERR_INIT;

	assert_int_equal(one_step(s, &m, &d, STR_NONE, &err), 0);
	assert_int_equal(store_draft(s, &a, d.id, &d, &err), 1);
	assert_true(!d.held && str_is_none(d.why));
	assert_int_equal(take_back(s, "one@x.example"), d.id);
	assert_int_equal(store_draft(s, &a, d.id, &d, &err), 1);
	assert_true(d.held && d.status == DRAFT_REVIEW);
	assert_true(str_eq(d.why, STR("it was taken back")));
	assert_int_equal(store_message(s, &a, m.message_id, &back, &err), 1);
	assert_true(str_eq(back.outcome, STR("drafted")));
	assert_true(str_eq(back.why, STR("it was taken back")));
	/* said once */
	assert_int_equal(take_back(s, "one@x.example"), 0);
	store_close(s);
}

static void what_is_taken_back_unread_is_never_worked_on(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct stored_message back;
	struct err err = ERR_INIT;

	struct stored_message waits = message("waits@x.example");
	struct str_list ids = { 0 };

	waits.outcome = STORE_WAITING;
	assert_int_equal(one_step(s, &waits, NULL, STR_NONE, &err), 0);
	assert_int_equal(take_back(s, "waits@x.example"), 0);
	assert_int_equal(store_waiting(s, &a, &ids, &err), 0);
	assert_int_equal(ids.nr, 0);
	assert_int_equal(take_back(s, "new@x.example"), 0);
	assert_int_equal(store_seen(s, STR("new@x.example"), &err), 1);
	assert_int_equal(store_message(s, &a, STR("new@x.example"), &back,
				       &err), 1);
	assert_true(str_eq(back.outcome, STR("removed")));
	store_close(s);
}

static void the_pace_of_a_source_is_kept(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct store *s = opened(*state, STORE_WORK);
	struct source_pace pace;
	struct err err = ERR_INIT;

	assert_int_equal(store_pace(s, &a, STR("lkml"), &pace, &err), 0);
	assert_true(pace.polled == TIME_NONE && pace.rest_until == TIME_NONE);
	assert_true(!pace.failures && str_is_none(pace.why));
	pace = (struct source_pace){ 100, 200, 3, STR("busy") };
	assert_int_equal(store_paced(s, STR("lkml"), &pace, &err), 0);
	store_close(s);
	s = opened(*state, STORE_WORK);
	pace = (struct source_pace){ 0 };
	assert_int_equal(store_pace(s, &a, STR("lkml"), &pace, &err), 0);
	assert_true(pace.polled == 100 && pace.rest_until == 200);
	assert_true(pace.failures == 3 && str_eq(pace.why, STR("busy")));
	store_close(s);
}

static void files_are_for_the_owner_only(void **state)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), "%s/new", (char *)*state);
	store_close(opened(path, STORE_WORK));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(path, sizeof(path), "%s/new/state.db", (char *)*state);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void what_cannot_be_opened_is_told(void **state)
{
	struct err err = ERR_INIT;
	struct store *s;
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/none", (char *)*state);
	assert_int_equal(store_open(&s, path, &clock_1, 0, STORE_LOOK, &err),
			 ERR_CONF);
	assert_non_null(strstr(err.msg, "no state yet"));

	snprintf(path, sizeof(path), "%s/state.db", (char *)*state);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(store_open(&s, *state, &clock_1, 0, STORE_WORK, &err),
			 ERR_CONF);
	assert_non_null(strstr(err.msg, "later regbot"));

	assert_int_equal(truncate(path, 0), 0);
	{
		FILE *f = fopen(path, "w");

		for (int i = 0; i < 1000; i++)
			fputs("no database ", f);
		fclose(f);
	}
	assert_true(store_open(&s, *state, &clock_1, 0, STORE_WORK, &err) < 0);
	assert_non_null(strstr(err.msg, "damaged"));
}

static void put(struct store *s, const char *id, const char *root,
		const char *parent, bool keep, struct str outcome)
{
	struct stored_message m = message(id);
	struct err err = ERR_INIT;

	m.root = str_from(root);
	m.parent = str_from(parent);
	m.outcome = outcome;
	if (!keep)
		m.raw = STR_NONE;
	assert_int_equal(one_step(s, &m, NULL, STR_NONE, &err), 0);
}

static void what_waits_is_listed_until_it_is_settled(void **state)
{
	struct store *s __free(store) = opened(*state, STORE_WORK);
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct str_list ids = { 0 };
	struct err err = ERR_INIT;

	put(s, "b@x", NULL, NULL, true, STORE_WAITING);
	put(s, "a@x", NULL, NULL, true, STORE_WAITING);
	put(s, "c@x", NULL, NULL, true, STR("nothing"));
	assert_int_equal(store_waiting(s, &a, &ids, &err), 0);
	assert_int_equal(ids.nr, 2);
	assert_true(str_eq(ids.v[0], STR("b@x")));	/* read first */
	put(s, "b@x", NULL, NULL, true, STR("drafted"));
	ids.nr = 0;
	assert_int_equal(store_waiting(s, &a, &ids, &err), 0);
	assert_int_equal(ids.nr, 1);
	assert_true(str_eq(ids.v[0], STR("a@x")));
}

static void a_thread_is_found_from_its_report(void **state)
{
	struct store *s __free(store) = opened(*state, STORE_WORK);
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct stored_message_list list = { 0 };
	struct stored_message report;
	struct err err = ERR_INIT;

	put(s, "patch@x", NULL, NULL, false, STR("nothing"));
	put(s, "report@x", "patch@x", "patch@x", true, STORE_WAITING);
	put(s, "answer@x", "patch@x", "report@x", true, STR("nothing"));
	put(s, "deeper@x", "patch@x", "answer@x", true, STR("nothing"));
	put(s, "not-kept@x", "patch@x", "report@x", false, STR("nothing"));
	put(s, "broken-refs@x", "report@x", "report@x", true, STR("nothing"));
	put(s, "stranger@x", "else@x", "else@x", true, STR("nothing"));
	assert_int_equal(store_message(s, &a, STR("report@x"), &report, &err), 1);
	assert_int_equal(store_thread(s, &a, &report, &list, &err), 0);
	assert_int_equal(list.nr, 3);
	for (size_t i = 0; i < list.nr; i++) {
		assert_false(str_eq(list.v[i].message_id, STR("stranger@x")));
		assert_true(list.v[i].raw.n > 0);
	}

	assert_int_equal(store_keeps(s, STR("report@x"), STR_NONE, &err), 1);
	assert_int_equal(store_keeps(s, STR_NONE, STR("deeper@x"), &err), 1);
	assert_int_equal(store_keeps(s, STR("patch@x"), STR_NONE, &err), 0);
	assert_int_equal(store_keeps(s, STR_NONE, STR_NONE, &err), 0);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_step_is_remembered),
		TEST(a_step_that_fails_leaves_nothing),
		TEST(drafts_wait_until_they_are_filed),
		TEST(a_rehearsal_answers_and_forgets),
		TEST(a_rehearsal_is_in_nobodys_way),
		TEST(a_rehearsal_needs_no_state),
		TEST(killed_in_a_step_all_or_nothing),
		TEST(what_is_taken_back_is_held),
		TEST(what_is_taken_back_unread_is_never_worked_on),
		TEST(the_pace_of_a_source_is_kept),
		TEST(what_waits_is_listed_until_it_is_settled),
		TEST(a_thread_is_found_from_its_report),
		TEST(files_are_for_the_owner_only),
		TEST(what_cannot_be_opened_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
