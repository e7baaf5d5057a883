// SPDX-License-Identifier: GPL-2.0-only
/* What titles and paths tell, the second opinion, and what a level needs. */
#include "base/base.h"

#include <math.h>
#include <setjmp.h>
#include <cmocka.h>

#include "verify/signals.h"
#include "verify/verdict_posterior.h"
#include "verify/verdict_subsystem.h"

enum title_kind { PLAIN, MERGE, RELEASE, REVERT, NON_CODE };

static void test_titles(void **state)
{
	static const struct {
		const char *title;
		enum title_kind kind;
	} cases[] = {
		{ "Merge tag 'net-6.9' of git://git.example/net", MERGE },
		{ "Merge branch 'a' into b", MERGE },
		{ "Merge two loops into one", PLAIN },
		{ "mm: Merge tag handling", PLAIN },
		{ "Linux 6.9-rc1", RELEASE },
		{ "Linux 4.12", RELEASE },
		{ "Linux 2.6 compatibility: drop it", PLAIN },
		{ "Add linux-next specific files for 20240101", RELEASE },
		{ "Revert \"mm: a change\"", REVERT },
		{ "Revert \"Revert \"mm: a change\"\"", PLAIN },
		{ "MAINTAINERS: a new name", NON_CODE },
		{ "dt-bindings: i2c: plover", NON_CODE },
		{ "selftests/bpf: a test", NON_CODE },
		{ "ARM: dts: heron: a board", NON_CODE },
		{ "tools: a tool", NON_CODE },
		{ "docs", PLAIN },
		{ "toolsmith: a driver", PLAIN },
		{ "net: larch: a change", PLAIN },
		{ "", PLAIN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str title = str_from(cases[i].title);
		enum title_kind kind = cases[i].kind;

		assert_int_equal(title_is_merge(title), kind == MERGE);
		assert_int_equal(title_is_release(title), kind == RELEASE);
		assert_int_equal(title_is_revert(title), kind == REVERT);
		assert_int_equal(title_is_non_code(title), kind == NON_CODE);
	}
}

static void test_checks_in_titles(void **state)
{
	static const struct {
		const char *title;
		bool adds;
	} cases[] = {
		{ "mm: check the order of pages", true },
		{ "locking: Warn about holes", true },
		{ "net: larch: add lockdep_assert_held()", true },
		{ "quillfs: validating the header", true },
		{ "sched: detection of loops", true },
		{ "mmu: rename invalidate_range notifier", false },
		{ "mm: rename check_range() to range_ok()", false },
		{ "Input: trackpad: a new name", false },
		{ "quillfs: a checksum for each page", false },
		{ "plover: drop debugfs", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (title_adds_check(str_from(cases[i].title)) != cases[i].adds)
			fail_msg("\"%s\"", cases[i].title);
}

static void test_code_paths(void **state)
{
	static const struct {
		const char *path;
		bool code;
	} cases[] = {
		{ "MAINTAINERS", false },
		{ "Documentation/mm/index.rst", false },
		{ "tools/testing/selftests/mm/a.c", false },
		{ "drivers/net/Kconfig", false },
		{ "arch/x86/entry/syscalls/syscall_64.tbl", false },
		{ "mm/memory.c", true },
		{ "arch/arm/boot/dts/heron.dts", true },
		{ "Makefile", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(is_code_path(str_from(cases[i].path)),
				 cases[i].code);
}

static struct str_list list_of(struct arena *a, const char *words)
{
	struct str rest = str_from(words), word;
	struct str_list list = { 0 };

	while (str_word(&rest, &word))
		*list_add(a, &list) = word;
	return list;
}

static void test_kinship_of_titles(void **state)
{
	static const struct {
		const char *title, *files;
		enum kinship kin;
	} cases[] = {
		{ "quillfs: commit later", "fs/quillfs/trans.c fs/super.c",
		  KINSHIP_SAME },
		{ "net: larch: refill", "fs/quillfs/trans.c", KINSHIP_NONE },
		{ "blk-mq: a queue", "block/blk_mq.c", KINSHIP_SAME },
		{ "Bluetooth: L2CAP: fix", "net/bluetooth/sco.c",
		  KINSHIP_SAME },
		{ "ovl: a fix", "fs/overlayfs/super.c", KINSHIP_SAME },
		{ "io_uring/net: a fix", "io_uring/net.c", KINSHIP_SAME },
		{ "Revert \"quillfs: commit later\"", "fs/quillfs/trans.c",
		  KINSHIP_SAME },
		/* too wide to tell where both lie below it */
		{ "mm: a change", "mm/swap.c", KINSHIP_UNKNOWN },
		{ "mm: a change", "net/core/dev.c", KINSHIP_NONE },
		{ "no prefix at all", "net/core/dev.c", KINSHIP_UNKNOWN },
		{ "quillfs: commit later", "", KINSHIP_UNKNOWN },
		{ "", "net/core/dev.c", KINSHIP_UNKNOWN },
	};
	struct arena a __free(arena) = { .max = 1 << 20 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str_list files = list_of(&a, cases[i].files);
		struct str where;

		assert_int_equal(kinship_of_title(str_from(cases[i].title),
						  &files, &where),
				 cases[i].kin);
	}
}

static void test_kinship_of_paths(void **state)
{
	static const struct {
		const char *touched, *files;
		enum kinship kin;
	} cases[] = {
		{ "drivers/gpu/drm/acorn/a.c", "net/core/sock.c",
		  KINSHIP_NONE },
		{ "drivers/net/larch/a.c", "drivers/net/larch/b.c",
		  KINSHIP_SAME },
		{ "drivers/net/larch/a.c", "drivers/net/plover/b.c",
		  KINSHIP_NONE },
		{ "fs/quillfs/a.c fs/other/b.c", "fs/other/c.c",
		  KINSHIP_SAME },
		{ "include/linux/heron.h", "net/heron/core.c", KINSHIP_SAME },
		{ "block/bio.c", "block/blk-mq.c", KINSHIP_SAME },
		/* files that are not built, folders, names cut short */
		{ "MAINTAINERS", "net/core/sock.c", KINSHIP_UNKNOWN },
		{ "drivers", "net/core/sock.c", KINSHIP_UNKNOWN },
		{ ".../acorn/a.c", "net/core/sock.c", KINSHIP_UNKNOWN },
		{ "mm/swap.c", "", KINSHIP_UNKNOWN },
	};
	struct arena a __free(arena) = { .max = 1 << 20 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str_list touched = list_of(&a, cases[i].touched);
		struct str_list files = list_of(&a, cases[i].files);
		struct str where;

		assert_int_equal(kinship_of_paths(&touched, &files, &where),
				 cases[i].kin);
	}
}

static void test_places(void **state)
{
	struct str text = STR("RIP: 0010:f+0x1/0x2 ./fs/quillfs/a.c:12\n"
			      " spin_lock include/linux/spinlock.h:354\n"
			      " g+0x1/0x2 fs/quillfs/a.c:40 [inline]\n"
			      " h /home/me/linux/fs/no.c:1 time 12:30\n"
			      " entry arch/x86/entry/common.c:46\n"
			      " k+0x3/0x4 net/heron/core.c:7\n"
			      " not/a/path.txt:3 x.c:4\n");
	struct trace t = { .start = 0, .end = text.n };
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct str_list files = { 0 };

	(void)state;
	trace_places(&files, &a, &t, text);
	assert_int_equal(files.nr, 2);
	assert_true(str_eq(files.v[0], STR("fs/quillfs/a.c")));
	assert_true(str_eq(files.v[1], STR("net/heron/core.c")));
}

/* A log of verdicts "g" and "b", the last "b" being the culprit. */
static struct bisect_log log_of(struct arena *a, const char *verdicts,
				unsigned int crashed, unsigned int runs)
{
	struct bisect_log log = { .kind = BISECT_SYZBOT, .repro_chance = -1,
				  .error_probability = -1 };

	for (size_t i = 0; verdicts[i]; i++) {
		struct bisect_step *s = list_add(a, &log.steps);
		bool bad = verdicts[i] == 'b';

		*s = (struct bisect_step){
			.commit = str_printf(a, "%012zx", i + 1),
			.verdict = bad ? BISECT_BAD : BISECT_GOOD,
			.judged = true, .line = (unsigned int)i + 1,
			.crashed = bad ? crashed : 0,
			.ok = bad ? runs - crashed : runs, .total = runs,
			.false_negative = -1,
		};
		if (bad)
			log.culprit.sha = s->commit;
	}
	return log;
}

static void test_counts_that_leave_no_room(void **state)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct bisect_log log = log_of(&a, "bgbgbg", 10, 10);
	struct posterior p;

	(void)state;
	assert_true(posterior_of_log(&p, &a, &log));
	assert_true(p.culprit > 0.999);
	assert_true(str_is_none(p.next_test));
}

/* One crash in ten: each clean good one may be luck. */
static void test_counts_that_leave_doubt(void **state)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct bisect_log log = log_of(&a, "bgbgggbg", 1, 10);
	struct posterior p;
	double sum = 0;

	(void)state;
	assert_true(posterior_of_log(&p, &a, &log));
	assert_true(p.culprit < 0.5);
	assert_false(str_is_none(p.next_test));
	for (size_t i = 0; i < p.suspects.nr; i++) {
		sum += p.suspects.v[i].probability;
		assert_true(!i || p.suspects.v[i].probability <=
			    p.suspects.v[i - 1].probability);
	}
	assert_true(sum > 0.5 && sum < 1.0001);
}

static void test_no_counts_no_opinion(void **state)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct bisect_log log = log_of(&a, "bgbgbg", 0, 0);
	struct posterior p;

	(void)state;
	assert_false(posterior_of_log(&p, &a, &log));
}

/* More clean runs of the good neighbours make the named commit likelier. */
static void test_more_runs_more_certainty(void **state)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	double before = 0;

	(void)state;
	for (unsigned int runs = 10; runs <= 160; runs *= 2) {
		struct bisect_log log = log_of(&a, "bgbgbg", runs / 5, runs);
		struct posterior p;

		assert_true(posterior_of_log(&p, &a, &log));
		assert_true(p.culprit >= before);
		before = p.culprit;
	}
	assert_true(before > 0.99);
}

static void test_every_signal_is_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIGNALS_NR; i++) {
		assert_non_null(signals[i].name);
		assert_non_null(signals[i].origin);
		assert_null(strchr(signals[i].name, ' '));
		if (signals[i].effect == SIGNAL_REFUTES)
			assert_true(signals[i].robot < 0 &&
				    signals[i].person < 0);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(signals[i].name,
						signals[j].name);
	}
}

static enum verdict_level level_with(const enum signal_id *ids, size_t nr)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct weighing w;
	struct verdict v = { 0 };

	weighing_begin(&w, &a, KIND_LOG_GIT);
	for (size_t i = 0; i < nr; i++)
		signal_add(&w, ids[i], 1, "a reason");
	weighing_finish(&w, &v);
	return v.level;
}

static void test_levels(void **state)
{
	const enum signal_id two[] = { SIGNAL_FALSE_NEGATIVE, SIGNAL_COMPILER };

	(void)state;
	assert_int_equal(level_with(NULL, 0), VERDICT_TRUSTED);
	assert_int_equal(level_with(two, 2), VERDICT_DOUBTFUL);
	for (enum signal_id id = 0; id < SIGNALS_NR; id++)
		if (signals[id].effect == SIGNAL_REFUTES)
			assert_int_equal(level_with(&id, 1), VERDICT_REFUTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_checks_in_titles),
		cmocka_unit_test(test_code_paths),
		cmocka_unit_test(test_kinship_of_titles),
		cmocka_unit_test(test_kinship_of_paths),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_counts_that_leave_no_room),
		cmocka_unit_test(test_counts_that_leave_doubt),
		cmocka_unit_test(test_no_counts_no_opinion),
		cmocka_unit_test(test_more_runs_more_certainty),
		cmocka_unit_test(test_every_signal_is_complete),
		cmocka_unit_test(test_levels),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
