// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traces under rough treatment, and how they are shown in drafts.  What is
 * read out of whole ones is tested by t2000-trace.sh.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "report/title.h"
#include "report/trace_pattern.h"
#include "report/trace_prefix.h"
#include "../lib/each_case.h"
#include "../lib/trace_is_sound.h"

#define CASES	"tests/cases/trace-*/input"

static void check(struct str text)
{
	struct arena a __free(arena) = { .max = 64 << 20 };

	assert_true(trace_is_sound(&a, text));
}

static void cut_anywhere(struct str text)
{
	for (size_t n = 0; n <= text.n; n += 7)
		check(str_sub(text, 0, n));
}

static void change_bytes(struct str text)
{
	static const char bytes[] = "\0\n[]<>(){}: \xff+.";
	unsigned int seed = 1;

	for (int round = 0; round < 40; round++) {
		struct arena a __free(arena) = { .max = 64 << 20 };
		char *p = str_c(&a, text);

		for (int i = 0; i < 12 && text.n; i++) {
			seed = seed * 1103515245 + 12345;
			p[(seed >> 8) % text.n] =
				bytes[(seed >> 4) % (sizeof(bytes) - 1)];
		}
		check(str_make(p, text.n));
	}
}

static void test_cut(void **state __maybe_unused)
{
	each_case(CASES, cut_anywhere);
}

static void test_changed(void **state __maybe_unused)
{
	each_case(CASES, change_bytes);
}

/* Texts made of one piece, a MiB long: none may take longer than the rest. */
static void test_monotonous(void **state __maybe_unused)
{
	static const char *const pieces[] = {
		"\n", " ", "[<", "BUG: ", "BUG:\n", "WARNING: a.c:1 at\n",
		"Call Trace:\n", " f+0x1/0x2\n", "> ", "[1.1][ T1] BUG: x\n",
		"INFO: task x blocked\n", "BUG: KASAN: use-after-free in ",
		"-> #1 (a){b}:\n", "at: [<0>] ", "Kernel panic - not syncing\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		struct arena a __free(arena) = { .max = 256 << 20 };
		struct str piece = str_from(pieces[i]);
		size_t n = (1 << 20) / piece.n;
		char *p = arena_alloc(&a, n * piece.n);

		for (size_t k = 0; k < n; k++)
			memcpy(p + k * piece.n, piece.p, piece.n);
		check(str_make(p, n * piece.n));
	}
}

static void assert_str(struct str s, const char *want)
{
	struct arena a __free(arena) = { .max = 1 << 20 };

	assert_string_equal(str_c(&a, s), want);
}

static void test_distill(void **state __maybe_unused)
{
	struct arena a __free(arena) = { .max = 64 << 20 };
	struct str text = load(&a, "tests/cases/trace-wrapped-mail/input");
	struct trace_list list = { 0 };

	trace_find(&list, &a, text);
	assert_int_equal(list.nr, 1);
	assert_str(trace_distill(&a, &list.v[0], text, 8),
		   "BUG: KASAN: slab-use-after-free in usblp_resubmit_read+0x1b/0x60 [usblp]\n"
		   "Read of size 8 at addr ffff88810a1b2c40 by task cupsd/1021\n"
		   "CPU: 3 PID: 1021 Comm: cupsd Not tainted 6.8.0-rc4-wl+ #17\n"
		   "Hardware name: Kontron D3402-B1/D3402-B1, BIOS V5.0.0.11 R1.8.0 03/09/2017\n"
		   "Call Trace:\n"
		   " usblp_resubmit_read+0x1b/0x60 [usblp]\n"
		   " usblp_read+0x2f1/0x3c0 [usblp]\n"
		   " ...\n");
	assert_str(trace_distill(&a, &list.v[0], text, 1),
		   "BUG: KASAN: slab-use-after-free in usblp_resubmit_read+0x1b/0x60 [usblp]\n");
	assert_str(trace_distill(&a, &list.v[0], text, 0), "");
}

static void test_prefixes(void **state __maybe_unused)
{
	static const struct {
		const char *line, *who, *text;
		bool doubted;
	} rows[] = {
		{ "[    1.544420] Call Trace:", "console", "Call Trace:", false },
		{ "[ 0.09][    T1]  f+0x1/0x2", "T1", " f+0x1/0x2", false },
		{ "[  8.33] [     T44] a", "T44", "a", false },
		{ "[   C10] a", "C10", "a", false },
		{ "<4>[ 76.1] a", "console", "a", false },
		{ "> > <5>[ 76.1] a", "console", "a", false },
		{ ">>[ 76.1] a", "console", "a", false },
		{ "Sep 04 15:51:46 box kernel: a", "console", "a", false },
		{ "Sep 04 15:51:46 box kernel: [ 1.2] a", "console", "a", false },
		{ "2025-07-30T09:47:04.97+02:00 box kernel: [ T32] a", "T32", "a", false },
		{ "19:07:54  [ 18.3] a", "console", "a", false },
		{ "[Thu Oct 22 08:54:51 2020] a", "console", "a", false },
		{ "[  +0,009952] [  T265] a", "T265", "a", false },
		{ "[Apr23 12:31] a", "console", "a", false },
		{ "box login: [    5.1] a", "console", "a", false },
		{ "** 17 printk messages dropped ** [ 5.1] a", "console", "a", false },
		{ "[ 1.1]  ? f+0x1/0x2", "console", " f+0x1/0x2", true },
		{ " ? f+0x1/0x2", "", " f+0x1/0x2", true },
		{ "[ 1.1] [c0] [c1] f+0x1/0x2 (unreliable)", "console", "[c0] [c1] f+0x1/0x2", true },
		{ "[drm] is no time", "", "[drm] is no time", false },
		{ "[<80c1e5e8>] (f) from [<80>] (g+0x1/0x2)", "",
		  "[<80c1e5e8>] (f) from [<80>] (g+0x1/0x2)", false },
		{ "", "", "", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct trace_line line;

		trace_line_read(&line, str_from(rows[i].line));
		assert_str(line.who, rows[i].who);
		assert_str(line.text, rows[i].text);
		assert_int_equal(line.doubted, rows[i].doubted);
	}
}

static void test_titles_are_cleaned(void **state __maybe_unused)
{
	static const char *const rows[][2] = {
		{ "BUG: x at ffff88004ec29b58", "BUG: x at ADDR" },
		{ "f+0x1052/0x2d80 at 0x12345678", "f at ADDR" },
		{ "a in b.c:123!", "a in b.c:LINE!" },
		{ "CPU#3 stuck for 22s", "CPU stuck for 22s" },
		{ "from 192.168.0.1 to 7", "from IP to NUM" },
		{ "syz-executor.3 died", "syz-executor died" },
		{ "a \t b\x01", "a b" },
		{ "cafe babe f00d", "cafe babe f00d" },
		{ "", "" },
	};
	struct arena a __free(arena) = { .max = 1 << 20 };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_str(title_clean(&a, str_from(rows[i][0])), rows[i][1]);
}

static void test_patterns(void **state __maybe_unused)
{
	static const struct {
		const char *pattern, *line, *capture;	/* NULL: no match */
	} rows[] = {
		{ "in %f", "is in foo+0x1/0x2", "foo" },
		{ "in %f", "in foo.isra.3+0x1", "foo" },
		{ "in %f", "in foo bar+0x1", NULL },
		{ "^in %F", "in foo", "foo" },
		{ "^in %F", "within foo", NULL },
		{ "%({Read|Write}%) of size %d", "a Write of size 8", "Write" },
		{ "a%*b%(%*%)c%$", "a..b..c.c", "..c." },
		{ "{x: |}%D%%", "12%", "12" },
		{ "{x: |}%D%%", "12", NULL },
		{ "a%_b %.", "a   b rest of it", "rest of it" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct pattern_match m = { .nr = 0 };
		bool hit = pattern_in_line(rows[i].pattern,
					   str_from(rows[i].line), &m);

		assert_int_equal(hit, rows[i].capture != NULL);
		if (hit)
			assert_str(m.capture[0], rows[i].capture);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_titles_are_cleaned),
		cmocka_unit_test(test_distill),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_monotonous),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
