// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is written to: each row of the table in reply/recipients.h, and the
 * traps.  The whole result is compared, one line for each address.
 */
#include "base/buf.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reply/recipients.h"

#define MAINTAINERS_TEXT \
	"WIDGET BUS\n" \
	"M:\tWanda Wide <wanda@wide.example>\n" \
	"L:\twidget-bus@lists.example\n" \
	"S:\tMaintained\n" \
	"F:\tdrivers/widget/\n" \
	"\n" \
	"WIDGET CORE\n" \
	"M:\tMara Core <mara@core.example>\n" \
	"R:\tRita Reviewer <rita@core.example>\n" \
	"L:\twidget-core@lists.example\n" \
	"L:\twidget-closed@lists.example (subscribers-only)\n" \
	"S:\tSupported\n" \
	"F:\tdrivers/widget/core/\n" \
	"\n" \
	"GADGET FILESYSTEM\n" \
	"M:\tGus Gadget <gus@gadget.example>\n" \
	"L:\tgadget-fs@lists.example (moderated for non-subscribers)\n" \
	"S:\tMaintained\n" \
	"F:\tfs/gadget/\n" \
	"\n" \
	"THE REST\n" \
	"M:\tLinus Torvalds <torvalds@linux-foundation.org>\n" \
	"L:\tlinux-kernel@vger.kernel.org\n" \
	"F:\t*\n" \
	"F:\t*/\n"

struct fixture {
	struct arena a;
	struct maintainers *m;
	struct message message;
	struct report r;
	struct findings f;
	struct verdict v;
	struct recipient_rules rules;
};

static void add_trailer(struct fixture *x, const char *key, const char *value)
{
	*list_add(&x->a, &x->f.match.commit.trailers) = (struct trailer){
		str_from(key), str_from(value) };
}

static void add_address(struct fixture *x, struct address_list *list,
			const char *name, const char *addr)
{
	*list_add(&x->a, list) = (struct address){
		.name = str_from(name), .addr = str_from(addr),
		.masked = addr && address_is_masked(str_from(addr)) };
}

/* A person's report of a bisected regression, the commit known to git. */
static int setup(void **state)
{
	struct fixture *x = calloc(1, sizeof(*x));
	struct err err = ERR_INIT;

	arena_init(&x->a, 1 << 26);
	assert_int_equal(maintainers_parse(&x->m, &x->a,
					   STR(MAINTAINERS_TEXT), &err), 0);
	x->message.sender = (struct address){
		.name = STR("Rob Reporter"), .addr = STR("rob@home.example") };
	add_address(x, &x->message.to, "", "linux-kernel@vger.kernel.org");
	add_address(x, &x->message.cc, "Pia Present", "pia@there.example");
	x->r.message = &x->message;
	x->r.class = CLASS_REPORT;
	x->r.origin = ORIGIN_PERSON;
	x->r.culprit.sha = STR("7f466032dc9e5a61217f22ea34b2df932786bbfc");
	x->f.asked = true;
	x->f.match.found = COMMIT_BY_ID;
	snprintf(x->f.match.commit.hex, HEX_MAX,
		 "7f466032dc9e5a61217f22ea34b2df932786bbfc");
	x->f.match.commit.author = (struct address){
		.name = STR("Anna Author"), .addr = STR("anna@work.example") };
	x->f.match.commit.committer = (struct address){
		.name = STR("Mara Core"), .addr = STR("mara@core.example") };
	add_trailer(x, "Cc", "Carl Copied <carl@copied.example>");
	add_trailer(x, "Signed-off-by", "Anna Author <anna@work.example>");
	add_trailer(x, "Signed-off-by", "Sue Signer <sue@signer.example>");
	add_trailer(x, "Signed-off-by", "Mara Core <mara@core.example>");
	*list_add(&x->a, &x->f.touched) = STR("drivers/widget/core/main.c");
	x->v.level = VERDICT_TRUSTED;
	x->rules.self = STR("regbot@bot.example");
	x->rules.regressions_list = STR("regressions@lists.linux.dev");
	x->rules.max_people = 15;
	x->rules.max_lists = 9;
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;

	arena_release(&x->a);
	free(x);
	return 0;
}

static void add_trace(struct fixture *x, struct str guilty)
{
	list_add(&x->a, &x->r.traces)->guilty_file = guilty;
}

static struct recipient_list choose(struct fixture *x)
{
	struct recipient_list out = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(recipients_choose(&out, &x->a, &x->r, &x->f, &x->v,
					   x->m, &x->rules, &err), 0);
	return out;
}

static const char *listing(struct fixture *x, bool left_out)
{
	static const char *const fields[] = { "To", "Cc", "--" };
	struct recipient_list got = choose(x);
	struct buf out __free(buf) = { 0 };

	buf_init(&out, 1 << 16);
	for (size_t i = 0; i < got.nr; i++) {
		const struct recipient *one = &got.v[i];

		if ((one->field == RECIPIENT_LEFT_OUT) != left_out)
			continue;
		buf_printf(&out, "%s %.*s", fields[one->field],
			   STR_ARG(one->addr));
		if (left_out)
			buf_printf(&out, ": %.*s", STR_ARG(one->reason));
		buf_addc(&out, '\n');
	}
	return str_c(&x->a, buf_str(&out));
}

static const struct recipient *look_for(struct fixture *x, const char *addr)
{
	struct recipient_list got = choose(x);

	for (size_t i = 0; i < got.nr; i++)
		if (str_eq_i(got.v[i].addr, str_from(addr)))
			return &got.v[i];
	return NULL;
}

static void expect_out(struct fixture *x, const char *addr, const char *why)
{
	const struct recipient *one = look_for(x, addr);

	assert_non_null(one);
	assert_int_equal(one->field, RECIPIENT_LEFT_OUT);
	assert_true(str_has(one->reason, str_from(why)));
}

static void expect_field(struct fixture *x, const char *addr,
			 enum recipient_field field)
{
	const struct recipient *one = look_for(x, addr);

	assert_non_null(one);
	assert_int_equal(one->field, field);
}

static void trusted_goes_to_author_and_maintainers(void **state)
{
	struct fixture *x = *state;

	assert_string_equal(listing(x, false),
		"To anna@work.example\n"
		"To mara@core.example\n"
		"Cc rob@home.example\n"
		"Cc sue@signer.example\n"
		"Cc rita@core.example\n"
		"Cc wanda@wide.example\n"
		"Cc pia@there.example\n"
		"Cc widget-core@lists.example\n"
		"Cc linux-kernel@vger.kernel.org\n"
		"Cc regressions@lists.linux.dev\n");
	assert_string_equal(listing(x, true),
		"-- carl@copied.example: only in a Cc: tag of 7f466032dc9e; "
		"left out: was told of the commit, no more\n");
}

static void each_address_says_why(void **state)
{
	struct fixture *x = *state;
	const struct recipient *one = look_for(x, "mara@core.example");

	assert_string_equal(str_c(&x->a, one->reason),
		"committed 7f466032dc9e; signed off 7f466032dc9e; "
		"maintainer of WIDGET CORE, F: drivers/widget/core/ (MAINTAINERS:13)");
	assert_string_equal(one->role, "signer");
	one = look_for(x, "anna@work.example");
	assert_string_equal(one->role, "author");
	assert_true(str_starts(one->reason, STR("author of 7f466032dc9e")));
	assert_string_equal(look_for(x, "rob@home.example")->role, "reporter");
	assert_true(look_for(x, "widget-core@lists.example")->list);
}

static void doubtful_spares_the_author(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_DOUBTFUL;
	add_trace(x, STR("fs/gadget/inode.c"));
	add_address(x, &x->message.cc, "Anna Author", "anna@work.example");
	assert_string_equal(listing(x, false),
		"To rob@home.example\n"
		"Cc gus@gadget.example\n"
		"Cc pia@there.example\n"
		"Cc gadget-fs@lists.example\n"
		"Cc linux-kernel@vger.kernel.org\n"
		"Cc regressions@lists.linux.dev\n");
	expect_out(x, "anna@work.example", "not to be relied on");
}

static void refuted_asks_those_of_the_trace(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_REFUTED;
	add_trace(x, STR("fs/gadget/inode.c"));
	add_address(x, &x->message.cc, "Anna Author", "anna@work.example");
	assert_string_equal(listing(x, false),
		"To rob@home.example\n"
		"To gus@gadget.example\n"
		"Cc pia@there.example\n"
		"Cc gadget-fs@lists.example\n"
		"Cc linux-kernel@vger.kernel.org\n"
		"Cc regressions@lists.linux.dev\n");
	expect_out(x, "anna@work.example", "author of 7f466032dc9e");
}

/* A robot's mail goes to whom the robot blames: they are not on its thread. */
static void refuted_robot_mail_spares_whom_it_went_to(void **state)
{
	struct fixture *x = *state;
	struct bisect_log *log;

	x->v.level = VERDICT_REFUTED;
	x->r.origin = ORIGIN_SYZBOT;
	x->message.sender = (struct address){ .name = STR("syzbot"),
		.addr = STR("syzbot+0123456789abcdef@syzkaller.appspotmail.com") };
	add_trace(x, STR("fs/gadget/inode.c"));
	add_address(x, &x->message.to, "Anna Author", "anna@work.example");
	add_address(x, &x->message.cc, "Sue Signer", "sue@signer.example");
	add_address(x, &x->message.cc, "Gus Gadget", "gus@gadget.example");
	add_address(x, &x->message.cc, "", "widget-core@lists.example");
	log = list_add(&x->a, &x->r.logs);
	*list_add(&x->a, &log->cc) = STR("widget-core@lists.example");
	assert_string_equal(listing(x, false),
		"To syzbot+0123456789abcdef@syzkaller.appspotmail.com\n"
		"To gus@gadget.example\n"
		"Cc gadget-fs@lists.example\n"
		"Cc linux-kernel@vger.kernel.org\n"
		"Cc regressions@lists.linux.dev\n");
	expect_out(x, "sue@signer.example", "cannot be blamed");
	expect_out(x, "widget-core@lists.example", "cannot be blamed");
}

/* The author as the mail and the log name him, when git was not asked. */
static void refuted_without_git_spares_the_author_too(void **state)
{
	struct fixture *x = *state;
	struct bisect_log *log;

	x->v.level = VERDICT_REFUTED;
	x->f = (struct findings){ 0 };
	x->r.culprit_author = STR("Anna Author");
	log = list_add(&x->a, &x->r.logs);
	log->culprit.author_name = STR("Otto Other");
	log->culprit.author_mail = STR("otto@other.example");
	add_address(x, &x->message.cc, "Anna Author", "anna@private.example");
	add_address(x, &x->message.cc, "O. Other", "OTTO@other.example");
	assert_string_equal(listing(x, false),
		"To rob@home.example\n"
		"Cc pia@there.example\n"
		"Cc linux-kernel@vger.kernel.org\n"
		"Cc regressions@lists.linux.dev\n");
}

static void an_author_who_maintains_the_trace_is_spared(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_REFUTED;
	x->f.match.commit.author = (struct address){
		.name = STR("Gus Gadget"), .addr = STR("gus@gadget.example") };
	add_trace(x, STR("fs/gadget/inode.c"));
	expect_out(x, "gus@gadget.example", "author of");
}

static void an_author_who_reports_is_answered(void **state)
{
	struct fixture *x = *state;

	x->f.match.commit.author = x->message.sender;
	expect_field(x, "rob@home.example", RECIPIENT_TO);
	x->v.level = VERDICT_REFUTED;
	expect_field(x, "rob@home.example", RECIPIENT_TO);
	x->v.level = VERDICT_DOUBTFUL;
	expect_field(x, "rob@home.example", RECIPIENT_TO);
}

static void inconclusive_accuses_nobody(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_INCONCLUSIVE;
	add_trace(x, STR("fs/gadget/inode.c"));
	assert_string_equal(listing(x, false),
		"To rob@home.example\n"
		"Cc linux-kernel@vger.kernel.org\n");
	expect_out(x, "pia@there.example", "no single commit");
}

static void wide_list_only_without_a_narrow_one(void **state)
{
	struct fixture *x = *state;

	x->message.to.nr = 0;
	assert_null(look_for(x, "linux-kernel@vger.kernel.org"));
	x->f.touched.v[0] = STR("kernel/panic.c");
	expect_field(x, "linux-kernel@vger.kernel.org", RECIPIENT_CC);
}

static void stable_only_for_a_stable_range(void **state)
{
	static const struct {
		const char *good, *bad;
		bool stable;
	} ranges[] = {
		{ "6.6.1", "6.6.9", true },
		{ "v6.6.1", "linux-6.6.9-arch1-1", true },
		{ "6.6", "6.6.9", true },
		{ "6.6-rc7", "6.6.9", false },
		{ "6.5.9", "6.6.1", false },
		{ "6.6.9", "6.6.1", false },
		{ "v6.6", "v6.7", false },
		{ "2.6.32", "2.6.33", false },
		{ "7f466032dc9e", "6.6.9", false },
		{ "99999999999999999999.6.1", "6.6.9", false },
		{ NULL, "6.6.9", false },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		x->r.good = str_from(ranges[i].good);
		x->r.bad = str_from(ranges[i].bad);
		assert_int_equal(!!look_for(x, "stable@vger.kernel.org"),
				 ranges[i].stable);
	}
}

static void cc_tags_count_for_nothing_on_robot_mail(void **state)
{
	struct fixture *x = *state;

	add_address(x, &x->message.cc, "Carl Copied", "carl@copied.example");
	expect_field(x, "carl@copied.example", RECIPIENT_CC);
	x->r.origin = ORIGIN_SYZBOT;
	expect_out(x, "carl@copied.example", "only in a Cc: tag");
}

static void linus_is_left_to_a_person(void **state)
{
	struct fixture *x = *state;

	x->f.match.commit.author = (struct address){
		.name = STR("Linus Torvalds"),
		.addr = STR("torvalds@linux-foundation.org") };
	add_address(x, &x->message.cc, "", "torvalds@osdl.example");
	expect_out(x, "torvalds@linux-foundation.org", "only a person decides");
	expect_out(x, "torvalds@osdl.example", "only a person decides");
	x->message.sender = x->f.match.commit.author;
	expect_field(x, "torvalds@linux-foundation.org", RECIPIENT_TO);
}

static void never_written_to(void **state)
{
	struct fixture *x = *state;
	struct address_list *cc = &x->message.cc;

	add_address(x, cc, "Me", "RegBot@bot.example");
	add_address(x, cc, "Masked", "masked@xxxxxxxxxx");
	add_address(x, cc, "No address", NULL);
	add_address(x, cc, "Bad", "bad address@nowhere");
	add_address(x, cc, "", "noreply@github.example");
	add_address(x, cc, "", "patchwork-bot+netdevbpf@kernel.example");
	add_address(x, cc, "", "widget-closed@lists.example");
	*list_add(&x->a, &x->rules.never) = STR("PIA@there.example");
	*list_add(&x->a, &x->rules.never) = STR("Mara Core");
	assert_string_equal(listing(x, true),
		"-- mara@core.example: committed 7f466032dc9e; signed off 7f466032dc9e; "
		"maintainer of WIDGET CORE, F: drivers/widget/core/ (MAINTAINERS:13); "
		"left out: opted out\n"
		"-- carl@copied.example: only in a Cc: tag of 7f466032dc9e; "
		"left out: was told of the commit, no more\n"
		"-- pia@there.example: on the report's Cc; left out: opted out\n"
		"-- RegBot@bot.example: on the report's Cc; left out: our own address\n"
		"-- masked@xxxxxxxxxx: on the report's Cc; left out: an archive made the address unreadable\n"
		"-- : on the report's Cc; left out: no address that mail can be sent to\n"
		"-- bad address@nowhere: on the report's Cc; left out: no address that mail can be sent to\n"
		"-- noreply@github.example: on the report's Cc; left out: a robot that reads no mail\n"
		"-- patchwork-bot+netdevbpf@kernel.example: on the report's Cc; left out: a robot that reads no mail\n"
		"-- widget-closed@lists.example: on the report's Cc; left out: takes mail of subscribers only\n");
}

static void ignore_file_and_mailmap_count(void **state)
{
	struct fixture *x = *state;
	struct maintainers_input in = {
		.mailmap = STR("Anna Author <anna@new.example> <anna@work.example>\n"),
		.ignore = STR("\"Sue Signer\" <Sue@Signer.example>\nrob@home.example\n"),
	};
	struct err err = ERR_INIT;

	*list_add(&x->a, &in.files) = (struct maintainers_file){
		STR("MAINTAINERS"), STR(MAINTAINERS_TEXT) };
	assert_int_equal(maintainers_build(&x->m, &x->a, &in, &err), 0);
	expect_out(x, "sue@signer.example", ".get_maintainer.ignore");
	expect_field(x, "rob@home.example", RECIPIENT_CC);
	expect_field(x, "anna@new.example", RECIPIENT_TO);
	assert_null(look_for(x, "anna@work.example"));
	/* who opted out by an old address has opted out */
	*list_add(&x->a, &x->rules.never) = STR("anna@work.example");
	expect_out(x, "anna@new.example", "opted out");
}

static void two_addresses_are_one_person(void **state)
{
	struct fixture *x = *state;

	x->f.match.commit.author = (struct address){
		.name = STR("Mara Core"), .addr = STR("mara@old.example") };
	add_address(x, &x->message.cc, "mara core", "mara@private.example");
	expect_field(x, "mara@core.example", RECIPIENT_TO);
	assert_null(look_for(x, "mara@old.example"));
	assert_null(look_for(x, "mara@private.example"));
}

static void a_masked_author_is_found_in_maintainers(void **state)
{
	struct fixture *x = *state;

	x->f.match.found = COMMIT_UNKNOWN;
	x->r.culprit_author = STR("Gus Gadget");
	x->r.culprit_mail = STR("gus@xxxxxxxxxxxxxx");
	add_trace(x, STR("fs/gadget/inode.c"));
	expect_field(x, "gus@gadget.example", RECIPIENT_TO);
	assert_string_equal(look_for(x, "gus@gadget.example")->role, "author");
}

static void a_masked_reporter_is_answered_where_he_can_be_read(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_DOUBTFUL;
	x->message.sender.addr = STR("rob@xxxxxxxxxxxx");
	x->message.sender.masked = true;
	add_address(x, &x->message.cc, "Rob Reporter", "rob@home.example");
	expect_field(x, "rob@home.example", RECIPIENT_TO);
}

static void a_mask_is_nobody_in_particular(void **state)
{
	struct fixture *x = *state;
	struct recipient_list got;
	size_t masked = 0;

	add_address(x, &x->message.cc, "Mark One", "mark@xxxxxxxxxx");
	add_address(x, &x->message.cc, "Mark Two", "mark@xxxxxxxxxx");
	got = choose(x);
	for (size_t i = 0; i < got.nr; i++)
		masked += str_starts(got.v[i].addr, STR("mark@"));
	assert_int_equal(masked, 2);
}

static void thousands_of_addresses_are_no_burden(void **state)
{
	struct fixture *x = *state;
	struct recipient_list got;
	size_t written_to = 0;

	for (int i = 0; i < 4096; i++)
		add_address(x, &x->message.cc, "",
			    str_c(&x->a, str_printf(&x->a, "p%d@mass.example",
						    i)));
	got = choose(x);
	for (size_t i = 0; i < got.nr; i++)
		written_to += !got.v[i].list &&
			      got.v[i].field != RECIPIENT_LEFT_OUT;
	assert_int_equal(written_to, 15);
}

static void the_widest_go_first_when_there_are_too_many(void **state)
{
	struct fixture *x = *state;

	x->rules.max_people = 5;
	x->rules.max_lists = 2;
	assert_string_equal(listing(x, false),
		"To anna@work.example\n"
		"To mara@core.example\n"
		"Cc rob@home.example\n"
		"Cc sue@signer.example\n"
		"Cc pia@there.example\n"
		"Cc widget-core@lists.example\n"
		"Cc regressions@lists.linux.dev\n");
	expect_out(x, "wanda@wide.example", "more than 5 people");
	expect_out(x, "rita@core.example", "more than 5 people");
	expect_out(x, "linux-kernel@vger.kernel.org", "more than 2 lists");
	/* author and reporter stay, however small the limit */
	x->rules.max_people = 1;
	expect_field(x, "anna@work.example", RECIPIENT_TO);
	expect_field(x, "rob@home.example", RECIPIENT_CC);
}

static void there_is_always_a_to(void **state)
{
	struct fixture *x = *state;

	x->v.level = VERDICT_DOUBTFUL;
	x->message.sender.addr = STR("rob@xxxxxxxxxxxxxxxxx");
	x->message.sender.masked = true;
	assert_string_equal(listing(x, false),
		"To linux-kernel@vger.kernel.org\n"
		"Cc pia@there.example\n"
		"Cc regressions@lists.linux.dev\n");
}

static void works_without_git_and_maintainers(void **state)
{
	struct fixture *x = *state;
	struct recipient_list out = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(recipients_choose(&out, &x->a, &x->r, NULL, &x->v,
					   NULL, &x->rules, &err), 0);
	assert_int_equal(out.nr, 4);
}

/* Nothing of a commit or a mail may break out of a header line. */
static void names_stay_on_one_line(void **state)
{
	struct fixture *x = *state;

	x->f.match.commit.author.name = STR("Anna\r\nBcc: all@the.example\n");
	assert_string_equal(str_c(&x->a,
				  look_for(x, "anna@work.example")->name),
			    "Anna Bcc: all@the.example");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(trusted_goes_to_author_and_maintainers),
		TEST(each_address_says_why),
		TEST(doubtful_spares_the_author),
		TEST(refuted_asks_those_of_the_trace),
		TEST(refuted_robot_mail_spares_whom_it_went_to),
		TEST(refuted_without_git_spares_the_author_too),
		TEST(an_author_who_maintains_the_trace_is_spared),
		TEST(an_author_who_reports_is_answered),
		TEST(inconclusive_accuses_nobody),
		TEST(wide_list_only_without_a_narrow_one),
		TEST(stable_only_for_a_stable_range),
		TEST(cc_tags_count_for_nothing_on_robot_mail),
		TEST(linus_is_left_to_a_person),
		TEST(never_written_to),
		TEST(ignore_file_and_mailmap_count),
		TEST(two_addresses_are_one_person),
		TEST(a_masked_author_is_found_in_maintainers),
		TEST(a_masked_reporter_is_answered_where_he_can_be_read),
		TEST(a_mask_is_nobody_in_particular),
		TEST(thousands_of_addresses_are_no_burden),
		TEST(the_widest_go_first_when_there_are_too_many),
		TEST(there_is_always_a_to),
		TEST(works_without_git_and_maintainers),
		TEST(names_stay_on_one_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
