// SPDX-License-Identifier: GPL-2.0-only
/*
 * From facts to a draft.  Each case is a mail in tests/cases/compose-NAME/,
 * the facts of it as a row below, and the whole draft that must come out.
 * BLESS=1 writes what comes out as expected; the diff is what to review.
 */
#include "base/base.h"

#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

#include "reply/compose.h"
#include "reply/disclosure.h"
#include "reply/quote_trim.h"
#include "reply/sheet.h"

#define CASES	"tests/cases/compose-"

struct world {
	struct arena a;
	struct err err;
	struct message m;
	struct report r;
	struct findings f;
	struct verdict v;
	struct thread t;
	struct recipient_list to;
	struct compose_rules rules;
	struct draft out;
};

static const char *const dirs[] = { "templates", NULL };

static char mainline_name[] = "mainline", next_name[] = "next",
	    stable_name[] = "6.17.y";

static struct branch branches[] = {
	{ .name = mainline_name, .role = BRANCH_MAINLINE },
	{ .name = next_name, .role = BRANCH_NEXT },
	{ .name = stable_name, .role = BRANCH_STABLE },
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	memset(w, 0, sizeof(*w));
	git_libgit2_init();
	for (size_t i = 0; i < ARRAY_SIZE(branches); i++)
		memset(branches[i].tip.id, 0x11 * (int)(i + 1),
		       sizeof(branches[i].tip.id));
	arena_init(&w->a, (size_t)64 << 20);
	w->rules = (struct compose_rules){
		.from = { .name = STR("Robin Sender"),
			  .addr = STR("robin@regbot.example") },
		.archive = STR("https://lore.kernel.org/r/"),
		.message_id_domain = STR("regbot.example"),
		.template_dirs = dirs,
		.now = 1795197600,	/* 2026-11-20 18:00 */
	};
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	arena_release(&w->a);
	git_libgit2_shutdown();
	free(w);
	return 0;
}

static struct str read_file(struct arena *a, const char *path)
{
	FILE *f __free(file) = fopen(path, "r");
	char *text = arena_alloc(a, 1 << 16);

	return f ? str_make(text, fread(text, 1, 1 << 16, f)) : STR_NONE;
}

/* --- the facts ------------------------------------------------------------ */

static unsigned int line_with(const struct message *m, const char *words)
{
	for (size_t i = 0; i < m->lines.nr; i++)
		if (str_has(m->lines.v[i].raw, str_from(words)))
			return m->lines.v[i].no;
	return 0;
}

static void read_mail(struct world *w, const char *name)
{
	char path[128];
	struct str raw;

	snprintf(path, sizeof(path), CASES "%s/mail", name);
	raw = read_file(&w->a, path);
	assert_false(str_is_none(raw));
	assert_int_equal(message_parse(&w->m, &w->a, raw, str_from(path),
				       &w->err), 0);
	w->r = (struct report){
		.message = &w->m,
		.class = CLASS_REPORT,
		.is_regression_report = true,
		.claim = CLAIM_PROSE,
		.culprit_date = TIME_NONE,
	};
	trace_find(&w->r.traces, &w->a, w->m.text);
	w->v = (struct verdict){ .level = VERDICT_TRUSTED, .probability = 0.9 };
	w->f = (struct findings){ 0 };
	w->t = (struct thread){ .missing = STR_NONE };
	w->to = (struct recipient_list){ 0 };
}

static void blame(struct world *w, const char *sha, const char *title)
{
	struct commit *c = &w->f.match.commit;

	w->r.culprit = (struct commit_ref){ .sha = str_from(sha),
		.title = str_from(title), .role = COMMIT_CULPRIT,
		.line = line_with(&w->m, sha) };
	w->f.asked = w->f.mainline_asked = w->f.next_asked = true;
	w->f.match.found = COMMIT_BY_ID;
	snprintf(c->hex, sizeof(c->hex), "%s", sha);
	c->title = str_from(title);
	c->nr_parents = 1;
	c->author_time = c->commit_time = w->rules.now - 30 * 86400;
}

static void say(struct world *w, enum statement_kind kind, const char *words)
{
	*list_add(&w->a, &w->r.statements) = (struct statement){
		.kind = kind, .line = line_with(&w->m, words) };
}

static struct revert *row(struct world *w, size_t branch,
			  enum revert_result result)
{
	struct finding *f = list_add(&w->a, &w->f.sheet);

	f->branch = &branches[branch];
	f->in_branch = result != REVERT_NOT_ANCESTOR;
	f->commit = w->f.match.commit;
	f->revert.result = result;
	f->revert.target = branches[branch].tip;
	return &f->revert;
}

static void conflict(struct world *w, struct revert *r, const char *path,
		     const char *kind, size_t total)
{
	struct revert_conflict *c = list_add(&w->a, &r->conflicts);

	c->path = str_from(path);
	c->kind = kind;
	c->later.total = total;
	for (size_t i = 0; i < MIN(total, (size_t)5); i++) {
		struct later_commit *l = list_add(&w->a, &c->later);

		snprintf(l->hex, sizeof(l->hex), "%zu%039d", i + 1, 7);
		l->title = str_printf(&w->a, "usb: hub: change number %zu", i + 1);
	}
}

static void fix(struct world *w, enum followup_kind kind, size_t branch,
		const char *sha, const char *title, int64_t age_days)
{
	struct followup *u = list_add(&w->a, &w->f.followups);

	u->kind = kind;
	u->branch = &branches[branch];
	snprintf(u->commit.hex, sizeof(u->commit.hex), "%s", sha);
	u->commit.title = str_from(title);
	u->commit.commit_time = w->m.date - age_days * 86400;
}

static void doubt(struct world *w, const char *signal, const char *detail,
		  bool refutes)
{
	*list_add(&w->a, &w->v.reasons) = (struct doubt){ .signal = signal,
		.detail = str_from(detail), .weight = -1, .refutes = refutes };
}

static void person(struct world *w, enum recipient_field field,
		   const char *role, const char *name, const char *addr)
{
	*list_add(&w->a, &w->to) = (struct recipient){
		.name = str_from(name), .addr = str_from(addr), .field = field,
		.role = role, .list = !strcmp(role, "list") };
}

static void people(struct world *w, const char *author, const char *addr)
{
	person(w, RECIPIENT_TO, "author", author, addr);
	person(w, RECIPIENT_CC, "reporter", str_c(&w->a, w->m.sender.name),
	       str_c(&w->a, w->m.sender.addr));
	person(w, RECIPIENT_CC, "list", "", "regressions@lists.linux.dev");
	person(w, RECIPIENT_LEFT_OUT, "self", "Robin Sender",
	       "robin@regbot.example");
}

/* --- the cases ------------------------------------------------------------ */

static void revert_clean(struct world *w)
{
	blame(w, "4f1c0d7a92be35d0c9a1e67f0d2b8c5a61e3f942",
	      "vhost: drop the ring lock before waking the worker");
	w->r.claim = CLAIM_IS_FIRST_BAD;
	w->r.good = STR("v6.17");
	w->r.bad = STR("v6.18-rc3");
	say(w, STATEMENT_REVERT_HELPS, "fixes the problem");
	row(w, 0, REVERT_CLEAN);
	row(w, 1, REVERT_CLEAN);
	row(w, 2, REVERT_NOT_ANCESTOR);
	people(w, "Theo Brandt", "theo@vhost.example.com");
}

static void revert_conflict(struct world *w)
{
	struct revert *r;

	blame(w, "9be1f2c3d4a5061728394a5b6c7d8e9f00112233",
	      "usb: hub: skip the settle delay for ports that kept power");
	w->r.culprit.line = line_with(&w->m, "9be1f2c3d4a5");
	w->r.good = STR("6.16");
	w->r.bad = STR("6.17.2");
	w->f.match.commit.commit_time = w->rules.now - (int64_t)400 * 86400;
	*list_add(&w->a, &w->f.match.commit.trailers) = (struct trailer){
		.key = STR("Fixes"),
		.value = STR("0123456789ab (\"usb: hub: wait for ports to settle\")") };
	*list_add(&w->a, &w->f.touched) = STR("drivers/usb/core/hub.c");
	*list_add(&w->a, &w->f.touched) = STR("drivers/usb/core/hub.h");
	r = row(w, 0, REVERT_CONFLICT);
	conflict(w, r, "drivers/usb/core/hub.c", "content", 5);
	conflict(w, r, "drivers/usb/core/hub.h", "modify/delete", 1);
	r = row(w, 1, REVERT_CONFLICT);
	conflict(w, r, "drivers/usb/core/hub.c", "content", 9);
	row(w, 2, REVERT_CLEAN);
	snprintf(w->f.sheet.v[2].commit.hex, HEX_MAX, "%s",
		 "aaaabbbbccccddddeeeeffff0000111122223333");
	people(w, "Anna Kowalska", "anna@usb.example.com");
}

static void already_fixed(struct world *w)
{
	blame(w, "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
	      "ovl: check options in one place");
	w->r.good = STR("6.16");
	w->r.bad = STR("6.17");
	row(w, 0, REVERT_CONFLICT);
	fix(w, FOLLOWUP_FIX, 0, "66778899aabbccddeeff00112233445566778899",
	    "ovl: accept metacopy without index again", 20);
	people(w, "Otto Verlag", "otto@fs.example.com");
}

static void fix_pending(struct world *w)
{
	already_fixed(w);
	w->f.followups.v[0].branch = &branches[1];
	w->f.followups.v[0].kind = FOLLOWUP_REVERT;
	w->f.followups.v[0].commit.title = STR("Revert \"ovl: check options in one place\"");
}

static void fix_posted(struct world *w)
{
	blame(w, "3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a09",
	      "hwmon: (example) Read the limits once");
	w->r.good = STR("6.17");
	w->r.bad = STR("6.18-rc1");
	row(w, 0, REVERT_CLEAN);
	people(w, "Ines Roth", "ines@hwmon.example");
	w->to.v[1].role = "reporter";
	*list_add(&w->a, &w->t.facts) = (struct thread_fact){
		.kind = THREAD_FIX_POSTED, .by = THREAD_BY_PERSON, .patch = true,
		.who = { .name = STR("Pavel Horak") },
		.message_id = STR("20261117.1/a@hwmon.example"),
		.title = STR("hwmon: (example) Read the limits after a resume") };
}

static void not_mainline(struct world *w)
{
	blame(w, "77aa88bb99cc00112233445566778899aabbccdd",
	      "soc: example: get power domains by name");
	w->r.culprit.line = line_with(&w->m, "77aa88bb99cc");
	w->r.build_failure = w->r.linux_next = true;
	row(w, 0, REVERT_NOT_ANCESTOR);
	row(w, 1, REVERT_CLEAN);
	people(w, "Maria Silva", "maria@dt.example.com");
}

static void robot_build(struct world *w)
{
	blame(w, "88bb99cc00112233445566778899aabbccddeeff",
	      "gpio: example: read all lines at once");
	w->r.class = CLASS_BISECTION;
	w->r.origin = ORIGIN_LKP;
	w->r.claim = CLAIM_BLOCK;
	w->r.build_failure = true;
	row(w, 0, REVERT_CLEAN);
	people(w, "Nils Berg", "nils@gpio.example");
}

static void doubtful(struct world *w)
{
	blame(w, "c0ffee1234567890abcdef1234567890abcdef12",
	      "sched/fair: Tidy up the idle balance path");
	w->r.claim = CLAIM_FIRST_BAD;
	w->r.good = STR("6.17");
	w->r.bad = STR("6.18-rc2");
	w->v.level = VERDICT_DOUBTFUL;
	doubt(w, "unrelated", "The commit changes kernel/sched/fair.c, and the hang is reported in block code", false);
	doubt(w, "flaky", "The problem shows up about once a day, so a good step may have been too short.", false);
	row(w, 0, REVERT_CLEAN);
	person(w, RECIPIENT_TO, "reporter", "Lars Hansen", "lars@example.dk");
	person(w, RECIPIENT_CC, "list", "", "linux-block@vger.kernel.org");
}

static void refuted(struct world *w)
{
	blame(w, "dd44ee55ff6600112233445566778899aabbccdd",
	      "media: example: Document the new controls");
	w->r.class = CLASS_BISECTION;
	w->r.origin = ORIGIN_SYZBOT;
	w->r.claim = CLAIM_SYZBOT_REPORT;
	w->r.reported_by = STR("syzbot+0123456789abcdef0123@syzkaller.appspotmail.com");
	w->v.level = VERDICT_REFUTED;
	doubt(w, "non-code", "It changes nothing but Documentation/.", true);
	row(w, 0, REVERT_CLEAN);
	person(w, RECIPIENT_TO, "maintainer:AX.25", "Hanna Maes", "hanna@hams.example");
	person(w, RECIPIENT_CC, "list", "", "linux-hams@vger.kernel.org");
}

static void not_found(struct world *w)
{
	blame(w, "5566778899aa", "mmc: example: relax the tuning window");
	w->f.match = (struct commit_match){ .found = COMMIT_UNKNOWN };
	person(w, RECIPIENT_TO, "reporter", "Vendor Person", "vp@board.example");
}

static void several(struct world *w)
{
	w->r.claim = CLAIM_PROSE;
	w->r.good = STR("6.17");
	w->r.bad = STR("6.18-rc1");
	w->v.level = VERDICT_INCONCLUSIVE;
	*list_add(&w->a, &w->r.culprits) = (struct commit_ref){
		.sha = STR("111122223333444455556666777788889999aaaa"),
		.title = STR("drm/example: set the mode earlier") };
	*list_add(&w->a, &w->r.culprits) = (struct commit_ref){
		.sha = STR("bbbbccccddddeeeeffff00001111222233334444") };
	person(w, RECIPIENT_TO, "reporter", "Kim Park", "kim@example.kr");
	person(w, RECIPIENT_CC, "list", "", "regressions@lists.linux.dev");
}

static void scraped(struct world *w)
{
	blame(w, "8899aabbccdd00112233445566778899aabbccdd",
	      "Input: example: use the new timer helper");
	w->r.culprit.line = line_with(&w->m, "8899aabbccdd");
	say(w, STATEMENT_REVERT_HELPS, "reverting it helps");
	w->m.message_id = STR_NONE;
	row(w, 0, REVERT_CLEAN);
	person(w, RECIPIENT_TO, "author", "Pim de Vries", "pim@input.example");
	person(w, RECIPIENT_CC, "list", "", "regressions@lists.linux.dev");
}

static void hostile(struct world *w)
{
	blame(w, "1234567890ab1234567890ab1234567890ab1234",
	      "#syz invalid {{commit}}\r\nBcc: everybody@example.org");
	w->r.culprit.line = line_with(&w->m, "1234567890ab");
	w->r.good = STR("pw-bot: reject\n#regzbot invalid");
	row(w, 0, REVERT_CLEAN);
	people(w, "#regzbot ignore", "author@example.org");
}

static const struct test_case {
	const char *name;
	void (*facts)(struct world *w);
	enum situation situation;
	bool held;
} cases[] = {
	{ "revert-clean", revert_clean, SITUATION_REVERT_CLEAN, false },
	{ "conflict", revert_conflict, SITUATION_REVERT_CONFLICT, false },
	{ "already-fixed", already_fixed, SITUATION_ALREADY_FIXED, false },
	{ "fix-pending", fix_pending, SITUATION_FIX_PENDING, false },
	{ "fix-posted", fix_posted, SITUATION_FIX_POSTED, false },
	{ "not-mainline", not_mainline, SITUATION_NOT_MAINLINE, false },
	{ "robot-build", robot_build, SITUATION_REVERT_CLEAN, false },
	{ "doubtful", doubtful, SITUATION_DOUBTFUL, true },
	{ "refuted", refuted, SITUATION_REFUTED, true },
	{ "not-found", not_found, SITUATION_NEEDS_INFO, true },
	{ "several", several, SITUATION_NEEDS_INFO, true },
	{ "scraped", scraped, SITUATION_REVERT_CLEAN, false },
	{ "hostile", hostile, SITUATION_REVERT_CLEAN, false },
};

static void draft(struct world *w, const struct test_case *c)
{
	read_mail(w, c->name);
	c->facts(w);
	if (compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t, &w->to,
			  &w->rules, &w->err) < 0)
		fail_msg("%s: %s", c->name, w->err.msg);
}

static void bless(const char *path, struct str s)
{
	FILE *f __free(file) = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
}

static void test_drafts(void **state)
{
	struct world *w = *state;
	unsigned int failed = 0;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char path[128];

		draft(w, &cases[i]);
		assert_int_equal(w->out.situation, cases[i].situation);
		assert_int_equal(w->out.held, cases[i].held);
		snprintf(path, sizeof(path), CASES "%s/expected", cases[i].name);
		if (getenv("BLESS"))
			bless(path, w->out.bytes);
		if (!str_eq(w->out.bytes, read_file(&w->a, path))) {
			print_error("%s differs; the draft is now:\n%.*s\n", path,
				    STR_ARG(w->out.bytes));
			failed++;
		}
		arena_reset(&w->a);
	}
	assert_int_equal(failed, 0);
}

/* The same facts give the same bytes; another commit another id. */
static void test_same_bytes_again(void **state)
{
	struct world *w = *state;
	struct str first, id;

	draft(w, &cases[0]);
	first = w->out.bytes;
	id = w->out.mail.message_id;
	draft(w, &cases[0]);
	assert_true(str_eq(first, w->out.bytes));
	w->f.match.commit.hex[0] = 'e';
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
				       &w->to, &w->rules, &w->err), 0);
	assert_false(str_eq(id, w->out.mail.message_id));
}

/* --- when nothing is drafted ---------------------------------------------- */

static void spoil_class_patch(struct world *w) { w->r.class = CLASS_PATCH; }
static void spoil_class_reply(struct world *w) { w->r.class = CLASS_REPLY; }
static void spoil_class_other(struct world *w) { w->r.class = CLASS_OTHER; }
static void spoil_good_news(struct world *w) { w->r.improvement = true; }

static void spoil_claim(struct world *w)
{
	w->r.class = CLASS_CRASH;
	w->r.claim = CLAIM_NONE;
}

static void spoil_regression(struct world *w)
{
	w->r.is_regression_report = false;
}

static void spoil_withdrawn(struct world *w)
{
	say(w, STATEMENT_WITHDRAWN, "Thanks");
}

static void spoil_refuted(struct world *w)
{
	w->v.level = VERDICT_REFUTED;
	w->r.traces.nr = 0;
	doubt(w, "no-op", "The kernel before and after is the same.", true);
}

static void spoil_unfound(struct world *w)
{
	w->r.origin = ORIGIN_LKP;
	w->f.match.found = COMMIT_UNKNOWN;
}

static void spoil_secret(struct world *w)
{
	struct line *l = list_add(&w->a, &w->m.lines);

	l->who = LINE_AUTHOR;
	l->no = 99;
	l->text = l->raw = STR("This is under embargo until December.");
}

static void spoil_private(struct world *w)
{
	w->m.to.nr = w->m.cc.nr = 0;
	*list_add(&w->a, &w->m.to) = (struct address){
		.addr = STR("security@kernel.org") };
}

/* It may well be in linux-next: the reporter need not say where it is. */
static void spoil_narrow_search(struct world *w)
{
	w->f.match.found = COMMIT_UNKNOWN;
	w->f.next_asked = false;
}

static void test_nothing_is_drafted(void **state)
{
	static const struct { void (*spoil)(struct world *w); const char *why; } rows[] = {
		{ spoil_class_patch, "a patch, not a report" },
		{ spoil_class_reply, "a reply in a discussion" },
		{ spoil_class_other, "no report" },
		{ spoil_good_news, "improvement" },
		{ spoil_claim, "names no culprit" },
		{ spoil_regression, "not of a regression" },
		{ spoil_withdrawn, "took the report back" },
		{ spoil_refuted, "refuted (no-op: The kernel before" },
		{ spoil_unfound, "a robot cannot be asked" },
		{ spoil_narrow_search, "add the tree that has it" },
		{ spoil_secret, "security hole that is not public (line 99" },
		{ spoil_private, "security contact" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		read_mail(w, "revert-clean");
		revert_clean(w);
		rows[i].spoil(w);
		assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
					       &w->to, &w->rules, &w->err), 0);
		assert_int_equal(w->out.situation, SITUATION_NONE);
		assert_int_equal(w->out.bytes.n, 0);
		if (!str_has(w->out.why_not, str_from(rows[i].why)))
			fail_msg("row %zu: %.*s", i, STR_ARG(w->out.why_not));
	}
}

/* --- single promises ------------------------------------------------------ */

/* An old fix does not make a fresh report "already fixed". */
static void test_old_fix_is_no_answer(void **state)
{
	struct world *w = *state;

	read_mail(w, "already-fixed");
	already_fixed(w);
	w->f.followups.v[0].commit.commit_time = w->m.date - (int64_t)400 * 86400;
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
				       &w->to, &w->rules, &w->err), 0);
	assert_int_equal(w->out.situation, SITUATION_REVERT_CONFLICT);
	w->f.followups.v[0].undone = true;
	w->f.followups.v[0].kind = FOLLOWUP_REVERT;
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
				       &w->to, &w->rules, &w->err), 0);
	assert_int_equal(w->out.situation, SITUATION_REVERT_CONFLICT);
}

/* Who wrote in private is not named, and nothing links to the mail. */
static void test_private_report(void **state)
{
	struct world *w = *state;

	read_mail(w, "not-mainline");
	not_mainline(w);
	w->m.cc.nr = 0;
	w->m.to.nr = 1;
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
				       &w->to, &w->rules, &w->err), 0);
	assert_true(str_has(w->out.bytes, STR("Fixes: 77aa88bb99cc")));
	assert_false(str_has(w->out.bytes, STR("Reported-by:")));
	assert_false(str_has(w->out.bytes, STR("Closes:")));
}

static void test_many_references(void **state)
{
	struct world *w = *state;

	read_mail(w, "revert-clean");
	revert_clean(w);
	for (unsigned int i = 0; i < 100000; i++)
		*list_add(&w->a, &w->m.references) =
			str_printf(&w->a, "%u@example.org", i);
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v, &w->t,
				       &w->to, &w->rules, &w->err), 0);
	assert_true(str_has(w->out.bytes, STR("References: <0@example.org>")));
	assert_true(str_has(w->out.bytes, STR("<99999@example.org>\n <20261116084112.GA4711@example.org>")));
	assert_true(w->out.bytes.n < 10000);
}

/* What regzbot tracks already is not told again without a look. */
static void test_tracked(void **state)
{
	struct world *w = *state;
	char dir[] = "/tmp/u-compose-XXXXXX";
	const char *own[] = { dir, "templates", NULL };
	const char *path;

	assert_non_null(mkdtemp(dir));
	path = str_printf(&w->a, "%s/revert-clean.txt", dir).p;
	bless(path, STR("Text.\n\n#regzbot ^introduced: {{sha}}\n"));
	w->rules.template_dirs = own;
	draft(w, &cases[0]);
	assert_false(w->out.held);
	*list_add(&w->a, &w->t.facts) = (struct thread_fact){
		.kind = THREAD_TRACKED, .here = true };
	assert_int_equal(compose_draft(&w->out, &w->a, &w->r, &w->f, &w->v,
				       &w->t, &w->to, &w->rules, &w->err), 0);
	assert_true(w->out.held);
	assert_int_equal(w->out.held_for.nr, 1);
	unlink(path);
	rmdir(dir);
}

/* A quote has at most 12 lines, whatever the report looks like. */
static void test_quote_is_short(void **state)
{
	struct world *w = *state;

	read_mail(w, "revert-clean");
	revert_clean(w);
	for (unsigned int no = 1; no <= w->m.lines.nr; no++) {
		struct str quote, line;
		unsigned int n = 0;

		w->r.culprit.line = no;
		*list_add(&w->a, &w->r.statements) = (struct statement){ .line = no };
		*list_add(&w->a, &w->r.evidence) = (struct evidence){
			.member = "good", .line = w->m.lines.nr + 1 - no };
		quote = quote_trim(&w->a, &w->r);
		for (; str_line(&quote, &line); n++)
			assert_true(str_starts(line, STR(">")));
		assert_in_range(n, 1, QUOTE_LINES);
	}
}

static void test_disclosure(void **state)
{
	static const struct { const char *addr; bool list; } rows[] = {
		{ "netdev@vger.kernel.org", true },
		{ "linux-mm@kvack.org", true },
		{ "intel-gfx@lists.freedesktop.org", true },
		{ "regressions@lists.linux.dev", true },
		{ "linux-stm32@st-md-mailman.stormreply.com", false },
		{ "jane@example.org", false },
		{ "security@kernel.org", false },
		{ "syzbot+0123@syzkaller.appspotmail.com", false },
		{ "vger.kernel.org", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(disclosure_is_list(str_from(rows[i].addr)),
				 rows[i].list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_drafts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_same_bytes_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_is_drafted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_old_fix_is_no_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_private_report, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many_references, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_tracked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_quote_is_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_disclosure, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("compose", tests, NULL, NULL);
}
