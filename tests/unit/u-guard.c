// SPDX-License-Identifier: GPL-2.0-only
#include "base/guard_each.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>
#include <cmocka.h>

static const struct guard_limits limits = {
	.cpu_seconds = 60, .wall_seconds = 60, .answer = 2 << 20,
	.memory = (size_t)512 << 20,
};

static int answers(void *ctx, size_t i, struct buf *out)
{
	buf_printf(out, "%s %zu", (const char *)ctx, i);
	return 0;
}

/* @ctx: of how many times ten bytes */
static int answers_at_length(void *ctx, size_t i, struct buf *out)
{
	size_t nr = i % 2 ? 1 : *(size_t *)ctx;

	while (nr--)
		buf_puts(out, "0123456789");
	return 0;
}

static int dies(void *ctx, size_t i, struct buf *out)
{
	(void)ctx;
	(void)i;
	buf_puts(out, "half an answ");
	return raise(SIGKILL);
}

static int refuses(void *ctx, size_t i, struct buf *out)
{
	(void)ctx;
	(void)i;
	(void)out;
	return -1;
}

static int spins(void *ctx, size_t i, struct buf *out)
{
	volatile bool done = false;

	(void)ctx;
	(void)i;
	(void)out;
	while (!done)
		;
	return 0;
}

static int sleeps(void *ctx, size_t i, struct buf *out)
{
	(void)ctx;
	(void)i;
	(void)out;
	return pause();
}

/* Is well for some cases, and dies of the third. */
static int dies_of_the_third(void *ctx, size_t i, struct buf *out)
{
	return i == 2 ? dies(ctx, i, out) : answers(ctx, i, out);
}

/* Says what is open beside the standard files and the pipe. */
static int looks_around(void *ctx, size_t i, struct buf *out)
{
	(void)ctx;
	(void)i;
	for (int fd = 4; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			buf_printf(out, "%d ", fd);
	return 0;
}

/* Half a second of processor time. */
static int works(void *ctx, size_t i, struct buf *out)
{
	clock_t end = clock() + CLOCKS_PER_SEC / 2;

	while (clock() < end)
		;
	return answers(ctx, i, out);
}

static void each_answer_arrives_whole(void **state)
{
	size_t nr = 100000;
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;

	(void)state;
	assert_int_equal(guard_start(&g, &limits, 20, answers_at_length, &nr,
				     &err), 0);
	for (size_t i = 0; i < 20; i++) {
		assert_int_equal(guard_next(&g, &answer, &err), 1);
		assert_int_equal(answer.n, i % 2 ? 10 : 1000000);
		assert_true(str_ends(answer, STR("0123456789")));
	}
	assert_int_equal(guard_next(&g, &answer, &err), 0);
}

static void an_answer_beyond_the_maximum_fails(void **state)
{
	size_t nr = 1000000;
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;

	(void)state;
	assert_int_equal(guard_start(&g, &limits, 1, answers_at_length, &nr,
				     &err), 0);
	assert_int_equal(guard_next(&g, &answer, &err), ERR_MSG);
}

static void what_came_before_a_death_counts(void **state)
{
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;
	char word[] = "case";

	(void)state;
	assert_int_equal(guard_start(&g, &limits, 5, dies_of_the_third, word,
				     &err), 0);
	assert_int_equal(guard_next(&g, &answer, &err), 1);
	assert_true(str_eq(answer, STR("case 0")));
	assert_int_equal(guard_next(&g, &answer, &err), 1);
	assert_true(str_eq(answer, STR("case 1")));
	assert_int_equal(guard_next(&g, &answer, &err), ERR_MSG);
	assert_int_equal(g.done, 2);
	assert_int_equal(g.pid, 0);
}

static void each_case_has_its_own_time(void **state)
{
	static const struct guard_limits short_ones = { 1, 60, 1000, 0 };
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;
	char word[] = "case";

	(void)state;
	assert_int_equal(guard_start(&g, &short_ones, 6, works, word, &err), 0);
	for (size_t i = 0; i < 6; i++)
		if (guard_next(&g, &answer, &err) != 1)
			fail_msg("case %zu %s", i, err.msg);
	assert_int_equal(guard_next(&g, &answer, &err), 0);
}

static void the_files_of_the_parent_are_closed(void **state)
{
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;
	int fd = dup(STDOUT_FILENO);

	(void)state;
	assert_int_equal(guard_start(&g, &limits, 1, looks_around, NULL, &err),
			 0);
	assert_int_equal(guard_next(&g, &answer, &err), 1);
	assert_true(str_eq(answer, STR("")));
	close(fd);
}

/* Case 3 is bad; case 5 suffers from those before it. */
static int some_die(void *ctx, size_t i, struct buf *out)
{
	static size_t before;

	(void)ctx;
	if (i == 3 || (i == 5 && before))
		raise(SIGKILL);
	before++;
	buf_printf(out, "%zu", i);
	return 0;
}

static void a_bad_case_costs_no_other(void **state)
{
	struct guard_each e __free(guard_each) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;

	(void)state;
	assert_int_equal(guard_each_start(&e, &limits, 8, some_die, NULL, &err),
			 0);
	for (size_t i = 0; i < 8; i++) {
		int rc = guard_each_next(&e, &answer, &err);

		assert_int_equal(e.done, i + 1);
		if (i == 3) {
			assert_int_equal(rc, ERR_MSG);
			assert_non_null(strstr(err.msg, "killed by signal 9"));
			continue;
		}
		assert_int_equal(rc, 1);
		assert_int_equal(answer.n, 1);
		assert_int_equal(answer.p[0], '0' + (int)i);
	}
	assert_int_equal(guard_each_next(&e, &answer, &err), 0);
}

static void all_cases_bad_and_none(void **state)
{
	struct guard_each e __free(guard_each) = { 0 };
	struct err err = ERR_INIT;
	struct str answer;

	(void)state;
	assert_int_equal(guard_each_start(&e, &limits, 2, dies, NULL, &err), 0);
	assert_int_equal(guard_each_next(&e, &answer, &err), ERR_MSG);
	assert_int_equal(guard_each_next(&e, &answer, &err), ERR_MSG);
	assert_int_equal(guard_each_next(&e, &answer, &err), 0);
	guard_each_stop(&e);
	assert_int_equal(guard_each_start(&e, &limits, 0, dies, NULL, &err), 0);
	assert_int_equal(guard_each_next(&e, &answer, &err), 0);
}

static void a_child_can_be_stopped(void **state)
{
	struct guard g __free(guard) = { 0 };
	struct err err = ERR_INIT;
	pid_t pid;

	(void)state;
	assert_int_equal(guard_start(&g, &limits, 1, sleeps, NULL, &err), 0);
	pid = g.pid;
	guard_stop(&g);
	assert_int_equal(kill(pid, 0), -1);
}

static void each_way_to_die_is_told(void **state)
{
	/* the other limit is far away, however busy the machine is */
	static const struct {
		int (*work)(void *ctx, size_t i, struct buf *out);
		struct guard_limits limits;
		const char *told;
	} rows[] = {
		{ dies, { 60, 60, 1000, 0 }, "killed by signal 9" },
		{ refuses, { 60, 60, 1000, 0 }, "ended with status 1" },
		{ spins, { 1, 60, 1000, 0 }, "processor time" },
		{ sleeps, { 60, 1, 1000, 0 }, "longer than 1 seconds" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct guard g __free(guard) = { 0 };
		struct err err = ERR_INIT;
		struct str answer;

		assert_int_equal(guard_start(&g, &rows[i].limits, 1,
					     rows[i].work, NULL, &err), 0);
		assert_int_equal(guard_next(&g, &answer, &err), ERR_MSG);
		assert_non_null(strstr(err.msg, rows[i].told));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_arrives_whole),
		cmocka_unit_test(an_answer_beyond_the_maximum_fails),
		cmocka_unit_test(what_came_before_a_death_counts),
		cmocka_unit_test(each_case_has_its_own_time),
		cmocka_unit_test(the_files_of_the_parent_are_closed),
		cmocka_unit_test(a_bad_case_costs_no_other),
		cmocka_unit_test(all_cases_bad_and_none),
		cmocka_unit_test(a_child_can_be_stopped),
		cmocka_unit_test(each_way_to_die_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
