// SPDX-License-Identifier: GPL-2.0-only
#include "base/guard.h"

#include <setjmp.h>
#include <signal.h>
#include <unistd.h>
#include <cmocka.h>

static const struct guard_limits limits = {
	.cpu_seconds = 60, .wall_seconds = 60, .memory = (size_t)512 << 20,
};

static int answers(void *ctx, struct buf *out)
{
	buf_printf(out, "%s", (const char *)ctx);
	return 0;
}

static int answers_at_length(void *ctx, struct buf *out)
{
	(void)ctx;
	for (int i = 0; i < 100000; i++)
		buf_puts(out, "0123456789");
	return 0;
}

static int dies(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_puts(out, "half an answ");
	return raise(SIGKILL);
}

static int spins(void *ctx, struct buf *out)
{
	volatile bool done = false;

	(void)ctx;
	(void)out;
	while (!done)
		;
	return 0;
}

static int sleeps(void *ctx, struct buf *out)
{
	(void)ctx;
	(void)out;
	return pause();
}

static void the_answer_arrives_whole(void **state)
{
	struct buf result __free(buf) = { .max = 2 << 20 };
	struct err err = ERR_INIT;
	char fine[] = "fine";

	(void)state;
	assert_int_equal(guard_run(&result, &limits, answers, fine, &err), 0);
	assert_true(str_eq(buf_str(&result), STR("fine")));
	buf_reset(&result);
	assert_int_equal(guard_run(&result, &limits, answers_at_length, NULL,
				   &err), 0);
	assert_int_equal(result.n, 1000000);
}

static void an_answer_beyond_the_maximum_fails(void **state)
{
	struct buf result __free(buf) = { .max = 1000 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(guard_run(&result, &limits, answers_at_length, NULL,
				   &err), ERR_MSG);
}

static void each_way_to_die_is_told(void **state)
{
	/* the other limit is far away, however busy the machine is */
	static const struct {
		int (*work)(void *ctx, struct buf *out);
		struct guard_limits limits;
		const char *told;
	} rows[] = {
		{ dies, { 60, 60, 0 }, "killed by signal 9" },
		{ spins, { 1, 60, 0 }, "processor time" },
		{ sleeps, { 60, 1, 0 }, "longer than 1 seconds" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct buf result __free(buf) = { .max = 1000 };
		struct err err = ERR_INIT;

		assert_int_equal(guard_run(&result, &rows[i].limits,
					   rows[i].work, NULL, &err), ERR_MSG);
		assert_non_null(strstr(err.msg, rows[i].told));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_arrives_whole),
		cmocka_unit_test(an_answer_beyond_the_maximum_fails),
		cmocka_unit_test(each_way_to_die_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
