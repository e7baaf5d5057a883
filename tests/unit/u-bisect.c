// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bisection logs under rough treatment: cut anywhere, bytes changed, many of
 * them.  What is read out of whole ones is tested by t2100-bisection.sh.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "../lib/each_case.h"
#include "../lib/bisect_is_sound.h"

#define CASES	"tests/cases/bisect-*/input"

static void cut(struct str text)
{
	/* lines decide, so every line end and some places between */
	for (size_t n = 0; n < text.n; n += text.p[n] == '\n' ? 1 : 7) {
		struct arena a __free(arena) = { .max = 64 << 20 };
		struct str copy = str_dup(&a, str_sub(text, 0, n));

		assert_true(bisect_is_sound(&a, copy));
	}
}

static void changed(struct str text)
{
	static const char odd[] = { 0, '\n', '>', '[', '#', '\xff', ' ', '9' };

	for (size_t n = 0; n < text.n; n += 11) {
		struct arena a __free(arena) = { .max = 64 << 20 };
		char *copy = str_c(&a, text);

		copy[n] = odd[n % sizeof(odd)];
		assert_true(bisect_is_sound(&a, str_make(copy, text.n)));
	}
}

static void test_cut_anywhere(void **state)
{
	(void)state;
	each_case(CASES, cut);
}

static void test_bytes_changed(void **state)
{
	(void)state;
	each_case(CASES, changed);
}

/* Memory stands for work here: twice the log must not cost four times it. */
static size_t cost_of(const char *unit, size_t times)
{
	struct arena a __free(arena) = { .max = (size_t)1 << 30 };
	struct buf text __free(buf);

	buf_init(&text, (size_t)64 << 20);
	for (size_t i = 0; i < times; i++)
		buf_puts(&text, unit);
	assert_true(bisect_is_sound(&a, buf_str(&text)));
	return a.used;
}

static void test_cost_grows_with_the_text(void **state)
{
	static const char *const units[] = {
		"git bisect start\n",
		"git bisect good 0123456789abcdef0123456789abcdef01234567\n",
		"# bad: [0123456789abcdef0123456789abcdef01234567] mm: a title\n",
		"# skip: [0123456789abcdef0123456789abcdef01234567] mm: a\nb\n",
		"bisecting cause commit starting from 0123456789abcdef\n",
		"> > >>>> | # first bad commit: [0123456789ab] mm: a title\n",
		"commit 0123456789abcdef0123456789abcdef01234567\n",
		"testing commit 0123456789abcdef\nall runs: crashed: x in y\n",
		"git bisect bad ",
		">",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		assert_true(cost_of(units[i], 8000) <=
			    3 * cost_of(units[i], 4000) + (4 << 20));
}

static void test_many_logs_are_bounded(void **state)
{
	struct arena a __free(arena) = { .max = (size_t)1 << 30 };
	struct bisect_log_list logs = { 0 };
	struct buf text __free(buf);

	(void)state;
	buf_init(&text, (size_t)64 << 20);
	for (int i = 0; i < 2000; i++)
		buf_puts(&text, "git bisect start v6.2 v6.1\n");
	bisect_log_find(&logs, &a, buf_str(&text));
	assert_true(logs.nr > 100 && logs.nr <= 256);
}

static void test_retests_are_no_steps(void **state)
{
	struct arena a __free(arena) = { .max = 64 << 20 };
	struct bisect_log_list logs = { 0 };

	(void)state;
	bisect_log_find(&logs, &a,
			load(&a, "tests/cases/bisect-robot-counts/input"));
	assert_int_equal(logs.nr, 1);
	assert_int_equal(logs.v[0].steps.nr, 5);
	assert_int_equal(logs.v[0].retests.nr, 2);
	assert_int_equal(logs.v[0].steps.v[4].crashed, 4);
	assert_int_equal(logs.v[0].retests.v[0].ok, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_bytes_changed),
		cmocka_unit_test(test_cost_grows_with_the_text),
		cmocka_unit_test(test_many_logs_are_bounded),
		cmocka_unit_test(test_retests_are_no_steps),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
