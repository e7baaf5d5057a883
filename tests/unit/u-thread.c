// SPDX-License-Identifier: GPL-2.0-only
/*
 * What others have said of a report: the limits, who may say what, and what
 * it means for a draft.  The forms that mails have are in tests/cases/thread-*,
 * see t5400-thread.sh.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "reply/compose.h"
#include "reply/situation.h"
#include "verify/thread_reading.h"

#define SHA	"d6efdeb978958134e8197ebeb64ddbe26b786a04"
#define TITLE	"net: larch: refill the receive ring from NAPI"

struct world {
	struct arena a;
	struct message m;
	struct report r;
	struct findings f;
	struct verdict v;
	struct thread_context context;
	struct thread_people people;
	struct thread t;
};

static struct str mail_text(struct arena *a, const char *from, const char *id,
			    const char *parent, const char *body)
{
	return str_printf(a, "From: %s\nTo: netdev@lists.example\n"
			  "Subject: Re: larch crashes\nMessage-ID: <%s>\n"
			  "Date: Tue, 19 Nov 2024 10:00:00 +0000\n"
			  "In-Reply-To: <%s>\nReferences: <%s>\n\n%s\n",
			  from, id, parent, parent, body);
}

static const char report_text[] =
	"From: Salma Idrissi <salma@idrissi.example>\n"
	"To: netdev@lists.example\nSubject: larch crashes\n"
	"Message-ID: <report@idrissi.example>\n"
	"Date: Mon, 18 Nov 2024 10:00:00 +0000\n\n"
	"It worked with 6.11. I bisected it to\n" SHA " (\"" TITLE "\").\n";

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));
	struct err err = ERR_INIT;

	memset(w, 0, sizeof(*w));
	arena_init(&w->a, (size_t)512 << 20);
	assert_int_equal(message_parse(&w->m, &w->a, str_from(report_text),
				       STR("report"), &err), 0);
	report_read(&w->r, &w->a, &w->m);
	assert_int_equal(w->r.claim, CLAIM_PROSE);
	w->v.level = VERDICT_TRUSTED;
	w->people.self = STR("me@tracker.example");
	w->people.domain = STR("tracker.example");
	*list_add(&w->a, &w->people.maintainers) = (struct address){
		.name = STR("Tomas Rehak"), .addr = STR("tomas@larch.example") };
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

static void hand_in(struct world *w, struct str bytes)
{
	*list_add(&w->a, &w->context.mails) = (struct thread_mail){
		.bytes = bytes, .origin = STR("test") };
}

static void say(struct world *w, const char *from, const char *id,
		const char *body)
{
	hand_in(w, mail_text(&w->a, from, id, "report@idrissi.example", body));
}

static void look(struct world *w)
{
	thread_read(&w->t, &w->a, &w->r, &w->f, &w->context, &w->people);
}

static enum situation situation(struct world *w, struct str_list *held)
{
	struct str why;

	look(w);
	*held = (struct str_list){ 0 };
	situation_hold(held, &w->a, &w->t);
	/* a bare reason to go on: the commit is in no tree that was asked */
	w->f.asked = w->f.mainline_asked = w->f.next_asked = true;
	return compose_situation(&why, &w->a, &w->r, &w->f, &w->v, &w->t);
}

/* --- limits --------------------------------------------------------------- */

static void test_many_mails(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < THREAD_MAILS_MAX + 100; i++)
		say(w, "Pia Lund <pia@lund.example>",
		    str_printf(&w->a, "%d@lund.example", i).p, "Me too.");
	look(w);
	assert_int_equal(w->t.nr_read, THREAD_MAILS_MAX);
	assert_int_equal(w->t.nr_left_out, 100);
	assert_int_equal(w->t.facts.nr, 1);	/* one person, one answer */
}

static void test_large_mails(void **state)
{
	struct world *w = *state;
	size_t n = THREAD_BYTES_MAX / 3;
	char *p = arena_alloc(&w->a, n);

	memset(p, '\n', n);
	memcpy(p, "From: a@b.example\n\n", 19);
	for (int i = 0; i < 4; i++)
		hand_in(w, str_make(p, n));
	look(w);
	assert_int_equal(w->t.nr_read, 3);
	assert_int_equal(w->t.nr_left_out, 1);
}

static void test_what_is_no_mail(void **state)
{
	struct world *w = *state;

	hand_in(w, STR(""));
	hand_in(w, str_make("\0\1\2\3\0\0\0\0\0\0\0\0\0\0\0\0", 16));
	hand_in(w, str_from(report_text));	/* the report itself */
	say(w, "Pia Lund <pia@lund.example>", "1@lund.example", "Me too.");
	say(w, "Pia Lund <pia@lund.example>", "1@lund.example", "Me too.");
	look(w);
	assert_int_equal(w->t.nr_left_out, 2);
	assert_int_equal(w->t.nr_read, 1);
	assert_int_equal(w->t.facts.nr, 1);
}

/* A chain of answers is followed in whatever order it comes. */
static void test_long_chain(void **state)
{
	struct world *w = *state;
	const int nr = 60;

	for (int i = nr; i >= 1; i--)
		hand_in(w, mail_text(&w->a,
			str_printf(&w->a, "P%d Q <p%d@x.example>", i, i).p,
			str_printf(&w->a, "%d@x.example", i).p,
			i == 1 ? "report@idrissi.example" :
				 str_printf(&w->a, "%d@x.example", i - 1).p,
			"I have seen this as well."));
	look(w);
	assert_int_equal(w->t.facts.nr, nr);
}

/* --- who may say what ----------------------------------------------------- */

static void test_sentences(void **state)
{
	struct world *w = *state;
	struct sentence_list list = { 0 };
	struct message m;
	struct err err = ERR_INIT;

	assert_int_equal(message_parse(&m, &w->a, mail_text(&w->a,
		"Pia Lund <pia@lund.example>", "1@lund.example", "2@x.example",
		"Salma wrote:\n> One. Two.\n\nThis is v6.12.1 and\nit fails. So\n"
		"what?\n\nLink: https://x.example/\nLast"),
		STR("test"), &err), 0);
	thread_sentences(&list, &w->a, &m);
	assert_int_equal(list.nr, 3);
	assert_true(str_eq(list.v[0].text, STR("This is v6.12.1 and it fails.")));
	assert_int_equal(list.v[0].line, 4);
	assert_true(str_eq(list.v[1].text, STR("So what?")));
	assert_int_equal(list.v[1].line, 5);
	assert_true(str_eq(list.v[2].text, STR("Last")));
}

static bool heard(const struct world *w, enum statement_kind kind)
{
	for (size_t i = 0; i < w->t.heard.nr; i++)
		for (size_t k = 0; k < w->t.heard.v[i]->statements.nr; k++)
			if (w->t.heard.v[i]->statements.v[k].kind == kind)
				return true;
	return false;
}

static void test_only_the_reporter_takes_it_back(void **state)
{
	struct world *w = *state;
	struct str_list held;

	say(w, "Pia Lund <pia@lund.example>", "1@lund.example",
	    "Sorry for the noise, please ignore my first mail.");
	assert_int_not_equal(situation(w, &held), SITUATION_NONE);
	assert_false(heard(w, STATEMENT_WITHDRAWN));
	say(w, "Salma Idrissi <salma@elsewhere.example>", "2@x.example",
	    "Sorry for the noise, it was a bad cable.");
	assert_int_equal(situation(w, &held), SITUATION_NONE);
	assert_true(heard(w, STATEMENT_WITHDRAWN));
}

static void test_plans_are_not_weighed(void **state)
{
	struct world *w = *state;

	say(w, "Pia Lund <pia@lund.example>", "1@lund.example",
	    "Please try whether reverting it fixes the problem.");
	look(w);
	assert_false(heard(w, STATEMENT_REVERT_HELPS));
	say(w, "Pia Lund <pia@lund.example>", "2@lund.example",
	    "Reverting it fixes the problem.");
	look(w);
	assert_true(heard(w, STATEMENT_REVERT_HELPS));
}

/* --- what it means for a draft -------------------------------------------- */

static void test_by_hand(void **state)
{
	struct world *w = *state;
	struct str_list held;

	say(w, "Tomas Rehak <tomas@larch.example>", "1@larch.example",
	    "Which firmware is that?");
	assert_int_equal(situation(w, &held), SITUATION_NONE);
	w->context.by_hand = true;
	assert_int_not_equal(situation(w, &held), SITUATION_NONE);
	assert_int_equal(held.nr, 1);
	assert_true(str_has(held.v[0], STR("<1@larch.example>")));
}

static void test_own_mail(void **state)
{
	struct world *w = *state;
	struct str_list held;

	say(w, "Me <me@tracker.example>", "1@tracker.example", "I look at it.");
	assert_int_equal(situation(w, &held), SITUATION_NONE);
	/* who asks for a draft may have written there by himself */
	w->context.by_hand = true;
	assert_int_not_equal(situation(w, &held), SITUATION_NONE);
	assert_int_equal(held.nr, 1);
	/* but not again what was a draft of ours */
	say(w, "Me <me@tracker.example>", "regbot-0@tracker.example", "Thanks.");
	assert_int_equal(situation(w, &held), SITUATION_NONE);
}

static void test_thread_is_missing(void **state)
{
	struct world *w = *state;
	struct str_list held;

	w->context.missing = STR("lore: 503 (try again later)");
	assert_int_not_equal(situation(w, &held), SITUATION_NONE);
	assert_int_equal(held.nr, 1);
	assert_true(str_has(held.v[0], STR("lore: 503")));
}

/* --- what to search for --------------------------------------------------- */

static struct str query(const struct thread_query_list *list, size_t i)
{
	return i < list->nr ? list->v[i].query : STR("");
}

static void test_queries(void **state)
{
	struct world *w = *state;
	struct thread_query_list list;

	thread_queries(&list, &w->a, &w->r, NULL);
	assert_int_equal(list.nr, 2);
	assert_true(str_eq(query(&list, 0), STR("d6efdeb97895*")));
	assert_true(str_eq(query(&list, 1), STR("s:\"" TITLE "\"")));

	w->r.culprit.sha = STR_NONE;
	w->r.culprit.title = STR("a \" OR l:\"* (x)\nfixes: \xff y");
	w->r.syzbot_bug = STR("7c1f0a9b3de5428c6a07");
	thread_queries(&list, &w->a, &w->r, NULL);
	assert_int_equal(list.nr, 2);
	assert_true(str_eq(query(&list, 0),
			   STR("s:\"a OR l: x fixes: \xef\xbf\xbd y\"")));
	assert_true(str_eq(query(&list, 1), STR("7c1f0a9b3de5428c6a07")));

	/* nothing short: it fits everything */
	w->r.culprit.title = STR("net: fix");
	w->r.syzbot_bug = STR_NONE;
	thread_queries(&list, &w->a, &w->r, NULL);
	assert_int_equal(list.nr, 0);
}

static void test_long_query(void **state)
{
	struct world *w = *state;
	struct thread_query_list list;
	char title[5000];

	for (size_t i = 0; i < sizeof(title); i++)
		title[i] = i % 10 ? 'x' : ' ';
	w->r.culprit.title = str_make(title, sizeof(title));
	thread_queries(&list, &w->a, &w->r, NULL);
	assert_int_equal(list.nr, 2);
	assert_in_range(query(&list, 1).n, 80, 104);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_many_mails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_large_mails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_is_no_mail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_chain, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sentences, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_the_reporter_takes_it_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_plans_are_not_weighed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_own_mail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_thread_is_missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_queries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_query, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
