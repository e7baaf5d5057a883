// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_graph.h"
#include "git/commit_map.h"
#include "git/commit_raw.h"
#include "git/commit_refs.h"
#include "git/tree_diff.h"

#include <errno.h>
#include <setjmp.h>
#include <cmocka.h>

static struct arena arena = { .max = 64 << 20 };

static int clear(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void assert_str(struct str got, const char *want)
{
	if (!want) {
		assert_true(str_is_none(got));
		return;
	}
	assert_string_equal(str_c(&arena, got), want);
}

/* What messages say of other commits: one row for each way to say it. */
static const struct {
	const char *title, *message;
	enum commit_ref_kind kind;	/* 0: nothing is said */
	const char *hex, *about, *msgid;
} said[] = {
	{ "a", "Fixes: 123456789abc (\"net: foo\")\n",
	  COMMIT_REF_FIXES, "123456789abc", "net: foo", NULL },
	{ "a", "fixes:  123456789ABC\n",
	  COMMIT_REF_FIXES, "123456789abc", NULL, NULL },
	{ "a", "  Fixes: commit 123456789abc (\"say \"hi\" twice\")\n",
	  COMMIT_REF_FIXES, "123456789abc", "say \"hi\" twice", NULL },
	{ "a", "Fixes: 123456789abc (\"a title that\n is wrapped\")\n",
	  COMMIT_REF_FIXES, "123456789abc", "a title that is wrapped", NULL },
	{ "a", "Fixes: 123456789abc (no quotes)\n",
	  COMMIT_REF_FIXES, "123456789abc", "no quotes", NULL },
	{ "a", "Fixes: 123456789abc (\"never closed\n",
	  COMMIT_REF_FIXES, "123456789abc", NULL, NULL },
	{ "a", "Fixes 123456789abc (\"no colon\")\n",
	  COMMIT_REF_FIXES, "123456789abc", "no colon", NULL },
	{ "a", "Fixes 123456789abc in passing\n", 0, NULL, NULL, NULL },
	{ "a", "Fixes: 123456\n", 0, NULL, NULL, NULL },
	{ "a", "Fixes: 1234567xyz\n", 0, NULL, NULL, NULL },
	{ "a", "Fixes: https://bugzilla.example/show?id=1\n",
	  0, NULL, NULL, NULL },
	{ "a", "Fixes: 12345678901234567890123456789012345678901\n",
	  0, NULL, NULL, NULL },
	{ "a", "This reverts commit 0123456789abcdef0123456789abcdef01234567.\n",
	  COMMIT_REF_REVERTS, "0123456789abcdef0123456789abcdef01234567",
	  NULL, NULL },
	{ "a", "This reverts\n\ncommit 0123456 (\"x\").\n",
	  COMMIT_REF_REVERTS, "0123456", "x", NULL },
	{ "a", "This partially reverts commit 0123456.\n",
	  0, NULL, NULL, NULL },
	{ "Revert \"net: foo\"", "because\n",
	  COMMIT_REF_REVERTS, NULL, "net: foo", NULL },
	{ "Revert \"Revert \"net: foo\"\"", "because\n",
	  COMMIT_REF_REVERTS, NULL, "Revert \"net: foo\"", NULL },
	{ "Reapply \"net: foo\"", "because\n",
	  COMMIT_REF_REVERTS, NULL, "Revert \"net: foo\"", NULL },
	{ "Revert \"unfinished", "because\n", 0, NULL, NULL, NULL },
	{ "a", "commit 0123456789abcdef0123456789abcdef01234567 upstream.\n",
	  COMMIT_REF_UPSTREAM, "0123456789abcdef0123456789abcdef01234567",
	  NULL, NULL },
	{ "a", "[ Upstream commit 0123456789abcdef0123456789abcdef01234567 ]\n",
	  COMMIT_REF_UPSTREAM, "0123456789abcdef0123456789abcdef01234567",
	  NULL, NULL },
	{ "a", "(cherry picked from commit 0123456789abcdef)\n",
	  COMMIT_REF_UPSTREAM, "0123456789abcdef", NULL, NULL },
	{ "a", "commit 0123456789abcdef broke this.\n", 0, NULL, NULL, NULL },
	{ "a", "[ Upstream commit 0123456789abcdef was wrong\n",
	  0, NULL, NULL, NULL },
	{ "a", "Link: https://lore.kernel.org/r/20260101.1@x.example/\n",
	  COMMIT_REF_LINK, NULL, NULL, "20260101.1@x.example" },
	{ "a", "Link: https://lore.kernel.org/all/a%2Bb%40x.example/#t [1]\n",
	  COMMIT_REF_LINK, NULL, NULL, "a+b@x.example" },
	{ "a", "Link: https://bugs.example/4711\n", 0, NULL, NULL, NULL },
	{ "a", "Message-ID: <1@x.example>\n",
	  COMMIT_REF_LINK, NULL, NULL, "1@x.example" },
};

static void messages_say_what_they_mean(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(said); i++) {
		struct message_ref_list refs = { 0 };

		commit_refs_scan(&refs, &arena, str_from(said[i].title),
				 str_from(said[i].message));
		if (refs.nr != !!said[i].kind)
			fail_msg("row %zu (%s): %zu references", i,
				 said[i].message, refs.nr);
		if (!refs.nr)
			continue;
		assert_int_equal(refs.v[0].kind, said[i].kind);
		assert_str(refs.v[0].hex, said[i].hex);
		assert_str(refs.v[0].title, said[i].about);
		assert_str(refs.v[0].msgid, said[i].msgid);
	}
}

static void several_reverts_in_one_sentence(void **state)
{
	struct message_ref_list refs = { 0 };

	(void)state;
	commit_refs_scan(&refs, &arena, STR("net: undo"),
		STR("This reverts commits 1111111, 2222222 (\"two\") and\n"
		    "3333333, reversing\nchanges made to 4444444.\n"));
	assert_int_equal(refs.nr, 3);
	assert_str(refs.v[1].title, "two");
	assert_str(refs.v[2].hex, "3333333");
}

static void hostile_messages_take_linear_time(void **state)
{
	static const char *const pieces[] = {
		"Fixes: 1234567 (\"", "This reverts commit 1234567, ",
		"This reverts\n", "Link: a://@", "commit 1234567 ", "(\"((\"",
	};
	clock_t start = clock();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		struct message_ref_list refs = { 0 };
		size_t n = strlen(pieces[i]), nr = (1u << 20) / n;
		char *text = arena_alloc(&arena, n * nr + 1);

		for (size_t k = 0; k < nr; k++)
			memcpy(text + k * n, pieces[i], n);
		commit_refs_scan(&refs, &arena, STR("a"),
				 str_make(text, n * nr));
		arena_reset(&arena);
	}
	assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
}

static void a_commit_is_read_in_place(void **state)
{
	struct commit_raw c;
	struct address who;
	int64_t when;
	git_oid parent;
	char hex[GIT_OID_HEXSZ + 1];

	(void)state;
	assert_true(commit_raw_parse(&c, STR(
		"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
		"parent 1111111111111111111111111111111111111111\n"
		"parent 2222222222222222222222222222222222222222\n"
		"author A <U Thor> <a@x.example> 1700000000 +0100\n"
		"committer C <c@x.example> 1700000001 -0700\n"
		"gpgsig -----BEGIN\n encoding not this one\n -----END\n"
		"encoding ISO-8859-1\n"
		"\n\ntitle in\ntwo  lines\n\nbody caf\xe9\n")));
	assert_int_equal(c.nr_parents, 2);
	assert_true(commit_raw_parent(&parent, &c, 1));
	git_oid_tostr(hex, sizeof(hex), &parent);
	assert_string_equal(hex, "2222222222222222222222222222222222222222");
	commit_raw_person(&who, &when, c.committer);
	assert_str(who.name, "C");
	assert_str(who.addr, "c@x.example");
	assert_int_equal(when, 1700000001);
	assert_str(commit_raw_title(&arena, c.message), "title in two lines");
	assert_true(str_has(commit_raw_text(&arena, &c, c.message),
			    STR("caf\xc3\xa9")));
}

static void nonsense_is_no_commit(void **state)
{
	struct commit_raw c;
	struct address who;
	int64_t when;

	(void)state;
	assert_false(commit_raw_parse(&c, STR("")));
	assert_false(commit_raw_parse(&c, STR("tree 123\n\nx")));
	assert_true(commit_raw_parse(&c, STR("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
					     "parent 123\n")));
	assert_int_equal(c.nr_parents, 0);
	assert_str(commit_raw_title(&arena, c.message), "");
	commit_raw_person(&who, &when, STR("no address 99999999999999999999"));
	assert_true(str_is_none(who.addr));
	assert_int_equal(when, 0);
}

static void tree_objects_end_where_they_are_cut_off(void **state)
{
	char whole[] = "100644 a\0AAAAAAAAAAAAAAAAAAAA40000 b\0BBBBBBBBBBBBBBBBBBBB";
	struct tree_item item, last = { 0 };
	size_t nr = 0;

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		struct str data = str_make(whole, n);

		for (nr = 0; tree_item_next(&item, &data); nr++)
			last = item;
		assert_int_equal(nr, n < 29 ? 0 : n < 57 ? 1 : 2);
	}
	assert_str(last.name, "b");
	assert_int_equal(last.side.mode, GIT_FILEMODE_TREE);
}

/* A history of a merge: 1 <- 2 <- 4 <- 5, and 1 <- 3 <- 4. */
static const uint32_t history[] = {
	1, 0, 2, 1, 1, 3, 1, 1, 4, 2, 2, 3, 5, 1, 4,
};

static struct str words(const uint32_t *w, size_t nr)
{
	return str_make((const char *)w, nr * sizeof(*w));
}

static void the_graph_knows_who_descends(void **state)
{
	struct commit_graph g = { 0 };

	(void)state;
	assert_true(commit_graph_add(&g, words(history, ARRAY_SIZE(history))));
	assert_true(commit_graph_is_in(&g, 1, 5));
	assert_true(commit_graph_is_in(&g, 3, 5));
	assert_true(commit_graph_is_in(&g, 5, 5));
	assert_false(commit_graph_is_in(&g, 5, 3));
	assert_false(commit_graph_is_in(&g, 2, 3));
	commit_graph_mark(&g, 3);
	assert_true(commit_graph_marked(&g, 1));
	assert_false(commit_graph_marked(&g, 2));
	commit_graph_release(&g);
}

static void a_damaged_graph_is_refused(void **state)
{
	static const uint32_t bad[][5] = {
		{ 1, 1, 2, 0, 0 },	/* a parent that is not known */
		{ 1, 0, 1, 0, 0 },	/* twice */
		{ 0, 0, 1, 0, 0 },	/* no number */
		{ 1, 99, 1, 0, 0 },	/* more parents than words */
		{ 4000000000u, 0, 1, 0, 0 },	/* numbers are dense */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct commit_graph g = { 0 };

		assert_false(commit_graph_add(&g, words(bad[i], 5)));
		commit_graph_release(&g);
	}
}

static void the_map_numbers_ids(void **state)
{
	struct commit_map m = { 0 };
	git_oid id = { { 0 } };
	bool is_new;

	(void)state;
	assert_int_equal(commit_map_find(&m, &id), COMMIT_MAP_NONE);
	for (uint32_t i = 0; i < 5000; i++) {
		/* all in one slot at first */
		memcpy(id.id + 16, &i, sizeof(i));
		assert_int_equal(commit_map_add(&m, &id, &is_new), i);
		assert_true(is_new);
	}
	assert_int_equal(commit_map_add(&m, &id, &is_new), 4999);
	assert_false(is_new);
	commit_map_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(messages_say_what_they_mean, clear),
		cmocka_unit_test_teardown(several_reverts_in_one_sentence, clear),
		cmocka_unit_test_teardown(hostile_messages_take_linear_time, clear),
		cmocka_unit_test_teardown(a_commit_is_read_in_place, clear),
		cmocka_unit_test_teardown(nonsense_is_no_commit, clear),
		cmocka_unit_test_teardown(tree_objects_end_where_they_are_cut_off, clear),
		cmocka_unit_test(the_graph_knows_who_descends),
		cmocka_unit_test(a_damaged_graph_is_refused),
		cmocka_unit_test(the_map_numbers_ids),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
