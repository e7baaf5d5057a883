// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whom a mail blames: each row is a text as people and programs write it, and
 * the title that must be found beside the one hash of these tests; then texts
 * that hold the hash and blame nobody.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "report/report.h"

#define SHA	"5f3c1a9b7e2d4c6f8a1b3d5e7f9a0b2c4d6e8f01"
#define SHORT	"5f3c1a9b7e2d"
#define TITLE	"mm/foo: rework the bar"
#define QUOTED	"(\"" TITLE "\")"
#define BLOCK	"commit " SHA "\n"					\
		"Author: Jane Doe <jane@example.org>\n"			\
		"Date:   Wed Feb 9 04:05:06 2000 +0100\n\n"		\
		"    " TITLE "\n\n"					\
		"    Commit 1234567abcde (\"mm: other\") broke it.\n\n"	\
		"    Fixes: 1234567abcde (\"mm: other\")\n"		\
		"    Signed-off-by: Jane Doe <jane@example.org>\n\n"

static const char head[] =
	"From: Robin Roe <robin@example.org>\n"
	"To: linux-kernel@vger.kernel.org\n"
	"Subject: boot hang on my machine\n"
	"Message-ID: <1@example.org>\n"
	"Date: Mon, 3 Mar 2025 10:00:00 +0000\n\n"
	"Hi all,\n\nsince v6.13 my machine hangs on boot, v6.12 worked.\n\n";

struct world {
	struct arena a;
	struct message m;
	struct report r;
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	arena_init(&w->a, (size_t)64 << 20);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	arena_release(&w->a);
	free(w);
	return 0;
}

static void read_text(struct world *w, const char *before, const char *text)
{
	struct err err = ERR_INIT;

	arena_reset(&w->a);
	assert_int_equal(message_parse(&w->m, &w->a,
				       str_printf(&w->a, "%s%s\n", before, text),
				       STR("test"), &err), 0);
	report_read(&w->r, &w->a, &w->m);
}

static void expect(const char *text, const char *what, struct str got,
		   const char *want)
{
	if (!str_eq(got, str_from(want)) || str_is_none(got) != !want)
		fail_msg("%s of \"%s\": want %s, got %.*s", what, text,
			 want ? want : "none", STR_ARG(got));
}

static const struct {
	const char *text, *title;
} blames[] = {
	{ SHA " is the first bad commit\n" BLOCK, TITLE },
	{ "git bisect start\n# first bad commit: [" SHA "] " TITLE, TITLE },
	{ "first bad commit: [" SHA "] " TITLE, TITLE },
	{ "First bad commit: " SHORT " " QUOTED, TITLE },
	{ "This is the first bad commit:\n[" SHA "] " TITLE, TITLE },
	{ "Git bisect is pointing to first bad commit as:\n" SHA, NULL },
	{ "So the first bad commit\nis " SHORT " .", NULL },
	{ "I found the first bad commit to be\n" SHORT " " QUOTED, TITLE },
	{ "and found commit " SHORT " (\"mm/foo: rework\nthe bar\") as the "
	  "first bad commit.", TITLE },
	{ "I bisected this back to commit " SHORT " " QUOTED ".", TITLE },
	{ "git bisect pointed to " SHORT " " QUOTED, TITLE },
	{ "Git bisect points to following patch:\ncommit " SHA "\n\n" TITLE "\n",
	  TITLE },
	{ "commit " SHA " (refs/bisect/bad)\n"
	  "Author: Jane Doe <jane@example.org>\n"
	  "Date:   Wed Feb 9 04:05:06 2000 +0100\n\n    " TITLE "\n", TITLE },
	{ "Neil bisected it and it pointed to:\n" SHA "\n" TITLE "\n", TITLE },
	{ "Bisection leads me here:\n\t" SHORT " " QUOTED, TITLE },
	{ "Bisect converged on commit " SHORT " " QUOTED, TITLE },
	{ "And bisect narrow down to commit " SHA "(\n\"" TITLE "\")", TITLE },
	{ "A bisect turned up commit " SHORT "4c as the first bad one", NULL },
	{ "git blame says the first bad commit is " SHORT ":", NULL },
	{ "Git bisect reports\n" SHORT " " TITLE "\nas the first bad commit.",
	  TITLE },
	{ "Anders bisect this and found the first bad commit is\n"
	  "Reported-by: Robin Roe <robin@example.org>\n\n" BLOCK, TITLE },
	{ "After bisecting, the following patch seems to be causing the\n"
	  "regression.\n\n" BLOCK, TITLE },
	{ "Bisected to commit\n\n  " SHORT " " QUOTED, TITLE },
	{ "Caused by commit\n\n  " SHORT " " QUOTED "\n\nReverted.", TITLE },
	{ "Commit " SHORT " introduced a regression here.", NULL },
	{ "Looks like commit " SHORT " has caused this.", NULL },
	{ "Reverting commit " SHORT " in mm/foo.c by hand fixed it.", NULL },
	{ "Reverting " SHORT " " QUOTED " makes the problem go away.", TITLE },
	{ "With " SHORT " " QUOTED " reverted everything works again.", TITLE },
	{ "In commit " SHORT " (mm/foo: rework\nthe bar) a check was added.\n\n"
	  "Reverting this commit made it work again.", TITLE },
	{ "- culprit commit is " SHA, NULL },
	{ "I think commit " SHORT " (mm/foo: rework\nthe bar) is the reason",
	  TITLE },
	{ "It happens since commit:\n\n" BLOCK, TITLE },
	{ "After,\n" SHORT " \"" TITLE "\",\nit fails on each boot.", TITLE },
	{ "Bisected it to:\n" TITLE "\n" SHA "\n", TITLE },
	{ "Bisected " SHORT "...", NULL },
	{ "I bisected it to " SHORT " (\"Revert \"mm: add foo\"\") now.",
	  "Revert \"mm: add foo\"" },
	{ "I bisected it to " SHORT " (\"mm: remove \"Zen\" specific\nmatch\"), "
	  "see (\"good night\").", "mm: remove \"Zen\" specific match" },
	{ "It was introduced by " SHORT " ('mm: don't do it'), I think.",
	  "mm: don't do it" },
	{ "The offending commit is " SHORT " (\xe2\x80\x9c" TITLE "\xe2\x80\x9d)",
	  TITLE },
	{ "It breaks with\n\n" SHORT ": " TITLE "\n", TITLE },
	{ "I tracked it down to " SHORT " " QUOTED, TITLE },
	{ "bisected it to https://git.kernel.org/torvalds/c/" SHORT, NULL },
	{ "#regzbot introduced: " SHORT, NULL },
	{ "#regzbot introduced " SHORT " ^\n#regzbot introduced: abcdef123456",
	  NULL },
	{ "I landed on the following commit by a bisect:\n\n> " SHA
	  " is the first bad commit", NULL },
	{ "It is broken in commit " SHORT " " QUOTED ".", TITLE },
	{ "Commit " SHORT " " QUOTED " leads to hangs.", TITLE },
	{ "Reverting " SHORT " makes my machine boot again.", NULL },
	{ "I narrowed it down to one commit of that\ndriver:\n\n" SHA "\n",
	  NULL },
	{ "One possible candidate seems to be following commit:\n\ncommit "
	  SHA "\n    " TITLE "\n", TITLE },
	{ "I ran git bisect and it gave me " SHORT " " QUOTED ".", TITLE },
	{ "Bisect result: " SHORT " " QUOTED, TITLE },
	{ "The build fails since " SHORT " " QUOTED, TITLE },
	{ "The crash shows since commit abcdef123456 (\"x: y\"), but the root "
	  "cause\nof it was introduced with commit " SHORT "\n" QUOTED ".",
	  TITLE },
};

static void test_blames(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(blames); i++) {
		read_text(w, head, blames[i].text);
		assert_true(w->r.claim != CLAIM_NONE ||
			    (print_error("%s\n", blames[i].text), false));
		expect(blames[i].text, "hash",
		       str_sub(w->r.culprit.sha, 0, strlen(SHORT)), SHORT);
		expect(blames[i].text, "title", w->r.culprit.title,
		       blames[i].title);
		assert_int_equal(w->r.class, CLASS_REPORT);
		assert_true(w->r.is_regression_report);
	}
}

static const char *const blames_nobody[] = {
	"I run " SHORT " and will bisect to find the first bad commit.",
	"git bisect good " SHA "\nBisecting: 5 revisions left to test",
	"# good: [" SHA "] Linux 6.12\ngit bisect good " SHA,
	"# possible first bad commit: [" SHA "] " TITLE,
	"HEAD commit: " SHORT " Linux 6.13\nIt crashes.",
	"This was fixed by commit " SHORT " " QUOTED " in mainline.",
	"This commit tests good:\n" SHORT " (\"a: b\")\n"
	"This commit tests bad:\nabcdef123456 (\"c: d\")",
	"The crash is on top of commit " SHORT ".",
	"On Monday Jane Doe wrote:\n> " SHA " is the first bad commit\n\nThanks.",
	"Fixes: " SHORT " " QUOTED,
	"This problem also existed before " SHORT ".",
	"clang version 13.0.0 (https://github.com/llvm/llvm-project " SHA ")",
	"Code: 48 89 5c 24 08 57 48 83 ec 20\nRAX: 0000a1b2c3d4e5f6 deadbeef1",
	"It is not caused by commit " SHORT " " QUOTED ".",
	"Reverting " SHORT " " QUOTED " does not help.",
	"The hang is caused by a missing backport of commit " SHORT ".",
	"It is broken at least since commit " SHORT ".",
	"Reverting " SHORT " changes nothing, the problem persists.",
	"CPU: 1 Comm: sh Not tainted 6.13.0-arch1-1 #1 " SHA,
	"uname says 6.13.0-rc3-00014-g" SHORT " here",
};

static void test_blames_nobody(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(blames_nobody); i++) {
		read_text(w, head, blames_nobody[i]);
		if (w->r.claim != CLAIM_NONE)
			fail_msg("\"%s\" blames %.*s", blames_nobody[i],
				 STR_ARG(w->r.culprit.sha));
		assert_true(str_is_none(w->r.culprit.sha));
		assert_true(str_is_none(w->r.culprit.title));
	}
}

/* No hash anywhere, only a title. */
static void test_title_alone(void **state)
{
	static const struct {
		const char *text, *title;
	} titles[] = {
		{ "git bisect ended at\n\n    \"" TITLE "\"\n\nand so on", TITLE },
		{ "Reverting \"mm/foo: rework\nthe bar\" fixes it.", TITLE },
		{ "It is caused by \"mm/foo: crash in bar\".", NULL },
		{ "It prints \"mm/foo: rework done\" each time.", NULL },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		read_text(w, head, titles[i].text);
		expect(titles[i].text, "hash", w->r.culprit.sha, NULL);
		expect(titles[i].text, "title", w->r.culprit.title,
		       titles[i].title);
		assert_int_equal(w->r.claim != CLAIM_NONE, !!titles[i].title);
		assert_int_equal(w->r.commits.nr, 0);
	}
	/* the hash goes first, wherever it stands */
	read_text(w, head, "git bisect ended at \"mm: other\".\n\n"
		  "I bisected it to " SHORT " " QUOTED ".");
	expect("both", "hash", w->r.culprit.sha, SHORT);
}

static void test_block(void **state)
{
	struct world *w = *state;

	read_text(w, head, "Bisected to:\n\n" BLOCK);
	expect("a block", "author", w->r.culprit_author, "Jane Doe");
	expect("a block", "address", w->r.culprit_mail, "jane@example.org");
	assert_int_equal(w->r.culprit_date, 950065506);
	/* the message of the culprit is not the sender's */
	assert_int_equal(w->r.culprits.nr, 1);

	read_text(w, head, "Bisected to:\n\ncommit " SHA "\n"
		  "Author: Jane Doe jane@xxxxxxxxxx\n"
		  "Date: Wed Feb 9 04:05:06 2000 +0100\n\n" TITLE "\n\n"
		  "Body without indentation, since commit abcdef123456 broke.\n\n"
		  "Link: https://example.org/1\n\n\nWhat now?");
	expect("a masked block", "title", w->r.culprit.title, TITLE);
	expect("a masked block", "author", w->r.culprit_author, "Jane Doe");
	expect("a masked block", "address", w->r.culprit_mail, NULL);
	assert_int_equal(w->r.culprits.nr, 1);
}

static const struct {
	const char *subject, *text, *sha, *title;
} subjects[] = {
	{ "commit " SHORT " causes hang on boot", "It hangs.", SHORT, NULL },
	{ "REGRESSION: " SHORT ": " TITLE, "It hangs.", SHORT, TITLE },
	{ "build failure of next-20220831 due to " SHORT " " QUOTED, "It fails.",
	  SHORT, TITLE },
	{ "5.6 regression caused by \"" TITLE "\"", "Commit " SHORT " broke it.",
	  SHORT, TITLE },
	{ "5.6 regression caused by \"" TITLE "\"", "It hangs.", NULL, TITLE },
	{ "[Regression] mm/foo: rework the bar",
	  "Commit " SHORT " broke it.", SHORT, TITLE },
	{ "[Regression] mm/foo: hangs at boot", "Commit " SHORT " broke it.",
	  SHORT, NULL },
	/* the body knows better */
	{ "Bug caused by abcdef123456 (\"mm: sibling\")",
	  "It is caused by " SHORT " " QUOTED ".", SHORT, TITLE },
};

static void test_subjects(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++) {
		const char *before = str_c(&w->a, str_printf(&w->a,
			"From: Robin Roe <robin@example.org>\nSubject: %s\n\n"
			"Hi,\nmy linux kernel is not fine.\n\n",
			subjects[i].subject));

		char *copy = strdup(before);	/* read_text() takes the arena */

		read_text(w, copy, subjects[i].text);
		free(copy);
		expect(subjects[i].subject, "hash", w->r.culprit.sha,
		       subjects[i].sha);
		expect(subjects[i].subject, "title", w->r.culprit.title,
		       subjects[i].title);
	}
}

static const char *const no_hashes[] = {
	"index 9531dd0fef50..a5a8f82981ce 100644",
	"PGD c979067 P4D c979067 PUD c97b067 PMD 0",
	"NIP:  c008000010501bfc LR: c008000010501d94 CTR: 0",
	"[c0000008b0f6b8f0] [c000000000c6d558] schedule+0x78/0x130",
	"Loaded X.509 cert 'Build time key: f850c787ad998c396ae089c083b940ff0a9abb77'",
	"https://syzkaller.appspot.com/bug?extid=0123456789abcdef0123",
	"maestro:5f3c1a9b7e2d4c6f8a1b3d5e7f9a0b2c4d6e8f01 deadbeef defaced",
	"It was on 20210601, at fe980000, id 0a1b2c3d-1234-5678-9abc-def012345678",
};

static void test_no_hashes(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(no_hashes); i++) {
		read_text(w, head, no_hashes[i]);
		if (w->r.commits.nr)
			fail_msg("\"%s\": took %.*s", no_hashes[i],
				 STR_ARG(w->r.commits.v[0].sha));
	}
}

static void test_roles(void **state)
{
	static const struct {
		const char *sha;
		enum commit_role role;
	} want[] = {
		{ "aaaa00000001", COMMIT_TESTED }, { "aaaa00000002", COMMIT_GOOD },
		{ "aaaa00000003", COMMIT_BAD }, { "aaaa00000004", COMMIT_FIX },
		{ "aaaa00000005", COMMIT_FIXES }, { "aaaa00000006", COMMIT_CULPRIT },
		{ "aaaa00000007", COMMIT_MENTIONED },
		{ "aaaa00000008", COMMIT_REVERTED },
	};
	struct world *w = *state;

	read_text(w, head, "HEAD commit: aaaa00000001\n\ngood: aaaa00000002\n\n"
		  "bad: aaaa00000003\n\nfixed by commit aaaa00000004.\n\n"
		  "Fixes: aaaa00000005 (\"a: b\")\n\nBisected to aaaa00000006.\n\n"
		  "I also looked into aaaa00000007.\n\n"
		  "This reverts commit aaaa00000008.\n");
	assert_int_equal(w->r.commits.nr, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		expect("roles", "hash", w->r.commits.v[i].sha, want[i].sha);
		assert_int_equal(w->r.commits.v[i].role, want[i].role);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_blames, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_blames_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_title_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_block, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_subjects, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_hashes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_roles, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("report-blame", tests, NULL, NULL);
}
