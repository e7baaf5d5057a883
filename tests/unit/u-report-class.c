// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of mail it is and what else it says: classes by sender, subject
 * and text; versions; commands; statements; links.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "report/report.h"

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

static void read_mail(struct world *w, const char *from, const char *subject,
		      const char *more, const char *text)
{
	struct err err = ERR_INIT;

	arena_reset(&w->a);
	assert_int_equal(message_parse(&w->m, &w->a, str_printf(&w->a,
			"From: %s\nSubject: %s\nMessage-ID: <1@example.org>\n%s\n%s\n",
			from, subject, more, text), STR("test"), &err), 0);
	report_read(&w->r, &w->a, &w->m);
}

#define PERSON	"Robin Roe <robin@example.org>"
#define SYZBOT	"syzbot <syzbot+0123456789abcdef0123@syzkaller.appspotmail.com>"
#define ROBOT	"kernel test robot <lkp@intel.com>"
#define CI	"\"kernelci.org bot\" <bot@kernelci.org>"
#define ANSWERS	"In-Reply-To: <0@example.org>\nReferences: <0@example.org>\n"
#define QUOTE	"On Monday Jane Doe wrote:\n> text\n> more text\n> text\n\n"
#define SHA	"5f3c1a9b7e2d4c6f8a1b3d5e7f9a0b2c4d6e8f01"

static const struct {
	const char *from, *subject, *more, *text;
	enum report_class class;
	bool report;
} classes[] = {
	/* people */
	{ PERSON, "[REGRESSION] no boot since v6.14-rc1", "",
	  "My kernel does not boot any more.", CLASS_REPORT, true },
	{ PERSON, "linux-next: build failure after merge of the mm tree", "",
	  "After merging the mm tree, today's linux-next build failed like "
	  "this:\n\nmm/foo.c:1:2: error: no bar", CLASS_REPORT, true },
	{ PERSON, "Wifi stops in kernel 6.14", "",
	  "With Linux 6.14 the driver hangs, with 6.13 it worked.",
	  CLASS_REPORT, true },
	{ PERSON, "Re: linux-next: Tree for Aug 30 (drivers/foo/bar.c)", ANSWERS,
	  QUOTE "on x86_64:\n\ndrivers/foo/bar.c:1:2: error: no bar",
	  CLASS_REPORT, true },
	{ PERSON, "AW: linux hangs", ANSWERS, QUOTE "Fine.", CLASS_REPLY, false },
	{ PERSON, "Crash of a router", "",
	  "The kernel crashes and hangs with errors. I am not sure if it is a regression.",
	  CLASS_REPORT, false },
	/* nothing says that it ever worked */
	{ PERSON, "KASAN: use-after-free in foo", "",
	  "Our fuzzer found a crash of the kernel.\n\n"
	  "BUG: KASAN: slab-use-after-free in foo+0x10/0x20\n"
	  "Read of size 8 at addr ffff888000000000 by task a/1\n",
	  CLASS_REPORT, false },
	{ PERSON, "Re: [PATCH] mm: foo", ANSWERS,
	  QUOTE "Looks good to me.", CLASS_REPLY, false },
	{ PERSON, "Re: [PATCH] mm: foo", ANSWERS,
	  QUOTE "This patch breaks booting of my machine.", CLASS_REPORT, true },
	{ PERSON, "Re: [PATCH] mm: foo", ANSWERS,
	  QUOTE "I bisected a hang to commit 5f3c1a9b7e2d (\"mm: foo\").",
	  CLASS_REPORT, true },
	{ PERSON, "Re: [PATCH 1/2] mm: foo", ANSWERS, QUOTE
	  "This patch, which is commit 5f3c1a9b7e2d (\"mm: foo\") in mainline,\n"
	  "makes our server oops every few hours.", CLASS_REPORT, true },
	{ PERSON, "Re: [REGRESSION] mm: it hangs", ANSWERS, QUOTE
	  "The first bad commit is 5f3c1a9b7e2d (\"mm: foo\").\nJane, could you "
	  "have a look?", CLASS_REPLY, false },
	{ PERSON, "Away: Re: [REGRESSION] mm: it hangs",
	  "Auto-Submitted: auto-replied (vacation)\n" ANSWERS,
	  "I am away.\n\n> I bisected it.\n", CLASS_OTHER, false },
	{ PERSON, "Re: boot hang", ANSWERS,
	  "> " SHA " is the first bad commit\n\nI will have a look at it.",
	  CLASS_REPLY, false },
	{ PERSON, "[PATCH 0/2] mm: mend the regression of v6.14", "",
	  "This series mends a regression since v6.14.", CLASS_PATCH, false },
	{ PERSON, "mm: mend foo", "",
	  "Since v6.14 it hangs.\n\nSigned-off-by: Robin Roe <r@example.org>\n"
	  "---\ndiff --git a/mm/foo.c b/mm/foo.c\n--- a/mm/foo.c\n+++ b/mm/foo.c\n"
	  "@@ -1 +1 @@\n-a\n+b", CLASS_PATCH, false },
	{ PERSON, "[GIT PULL] mm fixes", "", "Please pull the fixes for the "
	  "regression in the kernel.", CLASS_OTHER, false },
	{ PERSON, "linux-next: Fixes tag needs some work in the mm tree", "",
	  "In commit\n\n  5f3c1a9b7e2d (\"mm: foo\")\n\nFixes tag\n\n  Fixes: "
	  "1234567abcde (\"mm: bar\")\n\nhas these problems.", CLASS_OTHER,
	  false },
	{ PERSON, "Win a prize", "", "Our offer is no longer safe.", CLASS_OTHER,
	  false },
	/* robots */
	{ SYZBOT, "Re: [syzbot] [mm?] WARNING in foo", ANSWERS,
	  "syzbot has bisected this bug to:\n\ncommit " SHA "\nAuthor: Jane Doe "
	  "<j@example.org>\nDate:   Wed Feb 9 04:05:06 2000 +0000\n\n     mm: foo\n",
	  CLASS_BISECTION, true },
	{ SYZBOT, "[syzbot] [mm?] WARNING in foo", "",
	  "Hello,\n\nsyzbot found the following issue on:\n\nHEAD commit:    "
	  "a1bb2cdd3eff Linux 6.14\n", CLASS_CRASH, false },
	{ SYZBOT, "Re: [syzbot] WARNING in foo", ANSWERS,
	  "syzbot has tested the proposed patch and the reproducer did not "
	  "trigger any issue:\n", CLASS_REPLY, false },
	{ SYZBOT, "[syzbot] Monthly mm report (Mar 2025)", "",
	  "Hello mm maintainers,\n\nThis is a 31-day syzbot report.", CLASS_OTHER,
	  false },
	{ ROBOT, "[mm:next] BUILD SUCCESS " SHA, "", "configs tested: 10",
	  CLASS_OTHER, false },
	{ ROBOT, "Re: [PATCH 3/4] mm: foo", ANSWERS,
	  "Hi Jane,\n\nurl: https://github.com/x\nbase: https://git.example.org\n"
	  "patch subject: [PATCH 3/4] mm: foo\n", CLASS_BISECTION, true },
	{ ROBOT, "[PATCH] mm: fix boolreturn.cocci warnings", "",
	  "Signed-off-by: kernel test robot <lkp@intel.com>\n---\n"
	  "diff --git a/mm/foo.c b/mm/foo.c\n--- a/mm/foo.c\n+++ b/mm/foo.c\n"
	  "@@ -1 +1 @@\n-a\n+b", CLASS_PATCH, false },
	{ CI, "next/master build: 187 builds: 4 failed, 183 passed", "",
	  "Tree: next", CLASS_CRASH, false },
	{ CI, "[REGRESSION] next/master: (build) no bar in foo", "",
	  "- commit HEAD: " SHA "\n- tags: next-20250228", CLASS_CRASH, true },
	{ "bugzilla-daemon@kernel.org",
	  "[Bug 219999] New: [regression] no boot since 6.14", "",
	  "The kernel does not boot.", CLASS_REPORT, true },
	{ ROBOT, "[mm:next] BUILD REGRESSION " SHA, "", "branch HEAD: " SHA,
	  CLASS_CRASH, true },
	{ PERSON, "Fwd: [mm:next] BUILD REGRESSION " SHA, "",
	  "Hi Jane,\n\nfor you.\n\n---------- Forwarded Message ----------\n"
	  "Subject: [mm:next] BUILD REGRESSION " SHA "\n"
	  "From: kernel test robot <lkp@intel.com>\n\n"
	  "tree/branch: https://git.example.org/mm next\nbranch HEAD: " SHA "\n",
	  CLASS_CRASH, true },
	{ PERSON, "[REGRESSION] next: mm hangs", ANSWERS,
	  QUOTE "I bisected a hang of linux-next to 5f3c1a9b7e2d (\"mm: foo\").\n"
	  "With this commit reverted it works.", CLASS_REPORT, true },
	{ "bugzilla-daemon@kernel.org", "[Bug 219999] no boot since 6.14", ANSWERS,
	  "--- Comment #3 from Jane ---\nThe kernel still crashes.",
	  CLASS_REPLY, false },
	{ "bugzilla-daemon@kernel.org", "[Bug 219999] no boot since 6.14", ANSWERS,
	  "--- Comment #4 from Jane ---\nI bisected it.\n\n"
	  "# first bad commit: [" SHA "] mm/foo: rework the bar",
	  CLASS_REPORT, true },
	/* a robot only in name */
	{ "Ann Talbot <ann@example.org>", "[REGRESSION] no boot since v6.14-rc1",
	  "", "My kernel does not boot any more.", CLASS_REPORT, true },
};

static void test_classes(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		read_mail(w, classes[i].from, classes[i].subject,
			  classes[i].more, classes[i].text);
		if (w->r.class != classes[i].class ||
		    w->r.is_regression_report != classes[i].report)
			fail_msg("\"%s\": class %s, %sof a regression",
				 classes[i].subject,
				 report_class_name(w->r.class),
				 w->r.is_regression_report ? "" : "not ");
		assert_true(w->r.confidence >= 0 && w->r.confidence <= 1);
		assert_true(w->r.evidence.nr > 0);
	}
}

static const struct {
	const char *text, *good, *bad;
} versions[] = {
	{ "GOOD: next-20210129\nBAD:    next-20210201\n", "next-20210129",
	  "next-20210201" },
	{ "BAD:    next-20210201\nGOOD: next-20210129\n", "next-20210129",
	  "next-20210201" },
	{ "v6.1 good, v6.2-rc1 bad", "v6.1", "v6.2-rc1" },
	{ "It hangs since 6.12, and the commit does not revert on 6.12.", NULL,
	  "6.12" },
	{ "The last good kernel was 6.11, first bad 6.12-rc1.", "6.11",
	  "6.12-rc1" },
	{ "6.12-rc1 hangs, 6.11 was fine.", "6.11", "6.12-rc1" },
	{ "It hangs with 6.12-rc1 (6.11 was fine).", "6.11", "6.12-rc1" },
	{ "The hang began between Linux 5.10.46 and 5.13.9.", "5.10.46",
	  "5.13.9" },
	{ "After upgrading from 6.2.8 to 6.3.8 it hangs.", "6.2.8", "6.3.8" },
	{ "These errors do not appear in v6.17-rc5. It fails with next-20250912.",
	  "v6.17-rc5", "next-20250912" },
	{ "v6.1: OK\n\nv6.2-rc1: NG", "v6.1", "v6.2-rc1" },
	{ "It fails at least since 5.2 (but 5.1 works).", "5.1", "5.2" },
	{ "It is the same in 6.12; 6.11 is fine.", "6.11", "6.12" },
	{ "v6.12-rc6 is good, next-20241105 is bad.", "v6.12-rc6",
	  "next-20241105" },
	{ "My laptop no longer boots with v5.11-rc3.", NULL, "v5.11-rc3" },
	{ "gcc 9.3.0 on qemu v6.2.0 builds it; it hangs since v6.4.rc6.", NULL,
	  "v6.4.rc6" },
	{ "The sun rose on 1.1.1970; it hangs, see section 6.2.2.2.1", NULL,
	  NULL },
	{ "# bad: [" SHA "] Linux 6.14-rc1\n# good: [1" SHA "] x\n"
	  "# good: [a23c1a9b7e2d4c6f8a1b3d5e7f9a0b2c4d6e8f01] Linux 6.13\n",
	  "Linux 6.13", "Linux 6.14-rc1" },
	{ "HEAD commit: a1bb2cdd3eff, it hangs.", NULL, "a1bb2cdd3eff" },
	{ "After merging, today's linux-next boot failed.", NULL,
	  "today's linux-next" },
};

static void test_versions(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		read_mail(w, PERSON, "[REGRESSION] the kernel hangs", "",
			  versions[i].text);
		if (!str_eq(w->r.good, str_from(versions[i].good)) ||
		    !str_eq(w->r.bad, str_from(versions[i].bad)))
			fail_msg("\"%s\": good %.*s, bad %.*s", versions[i].text,
				 STR_ARG(w->r.good), STR_ARG(w->r.bad));
		assert_int_equal(str_is_none(w->r.good), !versions[i].good);
		assert_int_equal(str_is_none(w->r.bad), !versions[i].bad);
	}
}

static void test_commands(void **state)
{
	static const struct {
		const char *bot, *command, *argument;
	} want[] = {
		{ "regzbot", "^introduced", "v5.15..v6.1 https://example.org/1" },
		{ "regzbot", "fix",
		  "gpiolib: a title that is so long that it had to be wrapped" },
		{ "regzbot", "title", "the next line" },
		{ "regzbot", "poke", NULL },
		{ "syz", "test", "upstream 651690480a96" },
		{ "syz", "fix", "Revert \"mm: foo\"" },
	};
	struct world *w = *state;

	read_mail(w, PERSON, "Re: it hangs", ANSWERS,
		  QUOTE "> #regzbot introduced: " SHA "\n\n"
		  "#regzbot ^introduced: v5.15..v6.1 https://example.org/1\n"
		  "#regzbot fix: gpiolib: a title that is so long that it had to\n"
		  "be wrapped\n\n#regzbot title\nthe next line\n#regzbot poke\n"
		  "#regzbotpoke\n#syzygy test\n#regzbot dance\n"
		  "#syz test: upstream 651690480a96\n#syz fix: Revert \"mm: foo\"\n"
		  "-- \n#syz invalid\n");
	assert_int_equal(w->r.commands.nr, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct bot_command *c = &w->r.commands.v[i];

		assert_true(str_eq(c->bot, str_from(want[i].bot)));
		assert_true(str_eq(c->command, str_from(want[i].command)));
		assert_true(str_eq(c->argument, str_from(want[i].argument)));
		assert_int_equal(str_is_none(c->argument), !want[i].argument);
	}
	/* a range is no culprit */
	assert_int_equal(w->r.claim, CLAIM_NONE);

	/* the examples below each mail of syzbot */
	read_mail(w, SYZBOT, "[syzbot] WARNING in foo", "",
		  "syzbot found the following issue on:\n\n"
		  "#syz fix: exact-commit-title\n#syz undup\n");
	assert_int_equal(w->r.commands.nr, 0);
}

static const struct {
	const char *text;
	enum statement_kind kind;
} statements[] = {
	{ "We also verified by reverting the patch in the tree.",
	  STATEMENT_REVERT_HELPS },
	{ "Reverting that commit fixes the problem.", STATEMENT_REVERT_HELPS },
	{ "Reverting it did not help, it still hangs.",
	  STATEMENT_REVERT_NO_HELP },
	{ "With that reverted it sleeps through the night again.",
	  STATEMENT_REVERT_HELPS },
	{ "Reverting the commit does not help.", STATEMENT_REVERT_NO_HELP },
	{ "I reverted it on top of 6.12, but that did not fix it.",
	  STATEMENT_REVERT_NO_HELP },
	{ "Reverting it makes no difference.", STATEMENT_REVERT_NO_HELP },
	{ "With the commit reverted the problem remains.",
	  STATEMENT_REVERT_NO_HELP },
	/* a sentence ends behind a title as well */
	{ "I bisected it to 5f3c1a9b7e2d (\"mm: a title\"). I confirmed that reverting does not help.",
	  STATEMENT_REVERT_NO_HELP },
	{ "Reverting this did nothing.", STATEMENT_REVERT_NO_HELP },
	{ "I reverted it on top of 6.12. That did not help.",
	  STATEMENT_REVERT_NO_HELP },
	{ "Reverting it fixes this, and I see no crash.",
	  STATEMENT_REVERT_HELPS },
	{ "Unfortunately reverting it did not make the flicker go away.",
	  STATEMENT_REVERT_NO_HELP },
	{ "Reverting this commit doesn't seem to help.",
	  STATEMENT_REVERT_NO_HELP },
	{ "Reverting it does not change anything.", STATEMENT_REVERT_NO_HELP },
	{ "Reverting it helps, but is not the right fix.",
	  STATEMENT_REVERT_HELPS },
	{ "Reverting it resolves this; without the revert it still hangs.",
	  STATEMENT_REVERT_HELPS },
	{ "I also tried to revert it, with no luck.",
	  STATEMENT_REVERT_NO_HELP },
	{ "I am not sure that the bisection is right.", STATEMENT_UNSURE },
	{ "The bisection is bogus.", STATEMENT_REFUTES },
	{ "It happens only sometimes.", STATEMENT_INTERMITTENT },
	{ "It is still present in v6.9.", STATEMENT_STILL_BROKEN },
	{ "I confirmed the bisection on another machine.",
	  STATEMENT_CONFIRMED },
	{ "A fix was posted yesterday.", STATEMENT_FIX_POSTED },
	{ "Sorry for the noise.", STATEMENT_WITHDRAWN },
};

static void test_statements(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(statements); i++) {
		read_mail(w, PERSON, "[REGRESSION] the kernel hangs", "",
			  statements[i].text);
		if (w->r.statements.nr != 1 ||
		    w->r.statements.v[0].kind != statements[i].kind)
			fail_msg("\"%s\": %zu statements", statements[i].text,
				 w->r.statements.nr);
		assert_true(str_eq(w->r.statements.v[0].text,
				   str_from(statements[i].text)));
	}
}

static void test_links(void **state)
{
	static const struct {
		const char *url;
		enum link_kind kind;
	} want[] = {
		{ "https://lore.kernel.org/all/x@y.org/", LINK_LORE },
		{ "https://bugzilla.kernel.org/show_bug.cgi?id=1", LINK_TRACKER },
		{ "https://git.kernel.org/torvalds/c/5f3c1a9b7e2d", LINK_COMMIT },
		{ "https://syzkaller.appspot.com/bug?extid=0123456789abcdef0123",
		  LINK_DASHBOARD },
		{ "http://example.org/(a)", LINK_OTHER },
	};
	struct world *w = *state;

	read_mail(w, PERSON, "[REGRESSION] the kernel hangs", "",
		  "See <https://lore.kernel.org/all/x@y.org/>.\n"
		  "[1]: https://bugzilla.kernel.org/show_bug.cgi?id=1,\n"
		  "(https://git.kernel.org/torvalds/c/5f3c1a9b7e2d)\n"
		  "https://syzkaller.appspot.com/bug?extid=0123456789abcdef0123\n"
		  "http://example.org/(a) nohttp:// ://x https://\n");
	assert_int_equal(w->r.links.nr, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		assert_true(str_eq(w->r.links.v[i].url, str_from(want[i].url)));
		assert_int_equal(w->r.links.v[i].kind, want[i].kind);
	}
}

static void test_syzbot_facts(void **state)
{
	struct world *w = *state;

	read_mail(w, SYZBOT, "[syzbot] WARNING in foo", "",
		  "syzbot found the following issue on:\n\n"
		  "Reported-by: syzbot+0123456789abcdef0123@"
		  "syzkaller.appspotmail.com\n");
	assert_true(str_eq(w->r.syzbot_bug, STR("0123456789abcdef0123")));
	assert_true(str_eq(w->r.reported_by, STR("syzbot+0123456789abcdef0123@"
						 "syzkaller.appspotmail.com")));
}

/* Much of everything that opens something, in one line and in many. */
static void test_time_is_linear(void **state)
{
	static const char *const pieces[] = {
		"(\"", "'", "reverting this works ", "commit ", "5f3c1a9b7e2d (\"",
		"bisected to 5f3c1a9b7e2d ", "https://git.kernel.org/c/",
		"first bad ", "[1/2] ", ("# good: [" SHA "] "), "v6.1-", "))))",
		"#regzbot introduced: 5f3c1a9b7e2d\n",
	};
	struct world *w = *state;
	struct buf b __free(buf) = { 0 };

	buf_init(&b, 8 << 20);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(pieces); i++) {
		struct err err = ERR_INIT;

		buf_reset(&b);
		while (b.n < 400000) {
			buf_puts(&b, pieces[i / 2]);
			if (i & 1)
				buf_addc(&b, '\n');
		}
		arena_release(&w->a);
		arena_init(&w->a, (size_t)2 << 30);
		assert_int_equal(message_parse(&w->m, &w->a, buf_str(&b),
					       STR("test"), &err), 0);
		report_read(&w->r, &w->a, &w->m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_classes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_versions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_commands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_statements, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_links, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_syzbot_facts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_time_is_linear, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("report-class", tests, NULL, NULL);
}
