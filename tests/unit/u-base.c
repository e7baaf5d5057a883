// SPDX-License-Identifier: GPL-2.0-only
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"
#include "base/percent.h"
#include "base/str.h"

#include <errno.h>
#include <setjmp.h>
#include <cmocka.h>

#define MAX_BYTES	((size_t)16 << 20)

static void lines_end_in_lf_or_crlf(void **state)
{
	struct str rest = STR("one\r\ntwo\n\nfour"), line;

	(void)state;
	assert_true(str_line(&rest, &line) && str_eq(line, STR("one")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("two")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("four")));
	assert_false(str_line(&rest, &line));
}

static void searching_finds_first_and_last(void **state)
{
	struct str s = STR("fs/io_uring.c and fs/io_uring.h");

	(void)state;
	assert_int_equal(str_find(s, STR("io_uring")), 3);
	assert_int_equal(str_rfind(s, STR("io_uring")), 21);
	assert_int_equal(str_find_i(s, STR("AND FS")), 14);
	assert_int_equal(str_find(s, STR("net/")), -1);
	assert_int_equal(str_find(STR_NONE, STR("x")), -1);
	assert_int_equal(str_find(STR("ab"), STR("abc")), -1);
}

static void numbers_do_not_overflow(void **state)
{
	uint64_t n;

	(void)state;
	assert_true(str_to_u64(STR("18446744073709551615"), &n));
	assert_true(n == UINT64_MAX);
	assert_false(str_to_u64(STR("18446744073709551616"), &n));
	assert_false(str_to_u64(STR("-1"), &n));
	assert_false(str_to_u64(STR("12x"), &n));
	assert_false(str_to_u64(STR(""), &n));
}

static void bad_utf8_becomes_visible(void **state)
{
	static const struct {
		struct str in, out;
	} rows[] = {
		{ STR("gr\xc3\xbc\xc3\x9f"), STR("gr\xc3\xbc\xc3\x9f") },
		{ STR("gr\xfc"), STR("gr\xef\xbf\xbd") },
		{ STR("\xc0\xaf"), STR("\xef\xbf\xbd\xef\xbf\xbd") },	/* overlong */
		{ STR("\xed\xa0\x80"), STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") },
		{ STR("a\0b"), STR("a\xef\xbf\xbd" "b") },
		{ STR("\xe2\x82"), STR("\xef\xbf\xbd\xef\xbf\xbd") },	/* cut off */
	};
	struct arena a __free(arena) = { .max = MAX_BYTES };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(str_eq(str_utf8(&a, rows[i].in), rows[i].out));
}

static void folding_joins_white_space(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };

	(void)state;
	assert_true(str_eq(str_fold(&a, STR("  a\n\t b  c ")), STR("a b c")));
	assert_true(str_eq(str_fold(&a, STR(" \n ")), STR("")));
}

static void lists_grow_and_keep_what_they_hold(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct str_list list = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		*list_add(&a, &list) = str_printf(&a, "%d", i);
	assert_int_equal(list.nr, 1000);
	assert_true(str_eq(list.v[0], STR("0")));
	assert_true(str_eq(list.v[999], STR("999")));
}

static void arena_is_empty_after_reset(void **state)
{
	struct arena a __free(arena) = { .max = 300 * 1024 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		char *p = arena_alloc(&a, 200 * 1024);

		assert_int_equal(p[0], 0);
		memset(p, 'x', 200 * 1024);
		arena_reset(&a);
	}
}

static void buffer_keeps_to_its_maximum(void **state)
{
	struct buf b __free(buf) = { .max = 10 };

	(void)state;
	buf_puts(&b, "12345");
	assert_false(b.overflow);
	buf_printf(&b, "%s", "67890");
	assert_false(b.overflow);
	assert_string_equal(b.p, "1234567890");
	buf_addc(&b, 'x');
	assert_true(b.overflow);
	assert_int_equal(b.n, 10);
	buf_reset(&b);
	buf_puts(&b, "again");
	assert_true(str_eq(buf_str(&b), STR("again")));
}

static void errors_gather_context(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&err, ERR_TREE, "no HEAD"), ERR_TREE);
	assert_int_equal(err_add(&err, "while opening %s", "x"), ERR_TREE);
	assert_string_equal(err.msg, "while opening x: no HEAD");
	errno = ENOENT;
	err_errno(&err, ERR_CONF, "%s", "a.json");
	assert_string_equal(err.msg, "a.json: No such file or directory");
}

static void times_are_written_in_utc(void **state)
{
	char text[CLOCK_TEXT];

	(void)state;
	assert_string_equal(time_rfc3339(text, 1795200000), "2026-11-20T18:40:00Z");
	assert_string_equal(time_rfc5322(text, 0), "Thu, 1 Jan 1970 00:00:00 +0000");
	assert_string_equal(time_day(text, -86400), "1969-12-31");
	assert_string_equal(time_day(text, TIME_NONE), "");
	assert_string_equal(time_day(text, INT64_MAX), "");
	assert_int_equal(time_days(2024, 2, 29) + 1, time_days(2024, 3, 1));
	assert_int_equal(time_days(1970, 1, 1), 0);
}

static void percent_signs_stand_for_bytes(void **state)
{
	struct arena a __free(arena) = { .max = MAX_BYTES };
	struct buf out __free(buf) = { .max = 64 };

	(void)state;
	assert_true(str_eq(percent_decode(&a, STR("a%40b%2Fc%4")),
			   STR("a@b/c%4")));
	assert_true(str_eq(percent_decode(&a, STR("100%, %zz%")),
			   STR("100%, %zz%")));
	percent_encode(&out, STR("a@b/\xc3\xa9 %"), STR("@"));
	assert_true(str_eq(buf_str(&out), STR("a@b%2F%C3%A9%20%25")));
}

static void json_reading_is_strict(void **state)
{
	static const struct {
		struct str text;
		const char *complaint;
	} rows[] = {
		{ STR("{\"a\": 1,\n \"b\": }"), "x.json:2: not valid JSON" },
		{ STR("{\"a\": 1} x"), "x.json:1: text behind the end" },
		{ STR("{\"a\": 1, \"a\": 2}"), "stands twice" },
		{ STR("[1]"), "must be an object" },
		{ STR("{\"a\": \"\xff\"}"), "not valid UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cJSON *root __free(json) = NULL;
		struct err err = ERR_INIT;

		assert_int_equal(json_parse(&root, rows[i].text, "x.json", &err),
				 ERR_CONF);
		assert_non_null(strstr(err.msg, rows[i].complaint));
	}
}

/* Servers send lists of what they have; many keys take no longer each. */
static void json_has_room_for_many_keys(void **state)
{
	struct buf text __free(buf) = { .max = MAX_BYTES };
	struct err err = ERR_INIT;
	cJSON *root = NULL;

	(void)state;
	buf_puts(&text, "{");
	for (unsigned int i = 0; i < 300000; i++)
		buf_printf(&text, "\"%u\": {},", i);
	buf_puts(&text, "\"last\": {}}");
	assert_int_equal(json_parse(&root, buf_str(&text), "x", &err), 0);
	cJSON_Delete(root);
}

static void json_paths_have_lines(void **state)
{
	const struct str text = STR("{\n  \"a\": {\"x\": \"}\\\"]\"},\n"
				    "  \"list\": [\n    {\"k\": [1, 2]},\n"
				    "    {\"k\": 5,\n     \"m\": 6}\n  ]\n}\n");

	(void)state;
	assert_int_equal(json_line_of(text, "a.x"), 2);
	assert_int_equal(json_line_of(text, "list[1].m"), 6);
	assert_int_equal(json_line_of(text, "list[0].k[1]"), 4);
	assert_int_equal(json_line_of(text, "list[2]"), 0);
	assert_int_equal(json_line_of(text, "none"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_in_lf_or_crlf),
		cmocka_unit_test(searching_finds_first_and_last),
		cmocka_unit_test(numbers_do_not_overflow),
		cmocka_unit_test(bad_utf8_becomes_visible),
		cmocka_unit_test(folding_joins_white_space),
		cmocka_unit_test(lists_grow_and_keep_what_they_hold),
		cmocka_unit_test(arena_is_empty_after_reset),
		cmocka_unit_test(buffer_keeps_to_its_maximum),
		cmocka_unit_test(errors_gather_context),
		cmocka_unit_test(times_are_written_in_utc),
		cmocka_unit_test(percent_signs_stand_for_bytes),
		cmocka_unit_test(json_reading_is_strict),
		cmocka_unit_test(json_has_room_for_many_keys),
		cmocka_unit_test(json_paths_have_lines),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
