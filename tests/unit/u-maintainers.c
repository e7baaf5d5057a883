// SPDX-License-Identifier: GPL-2.0-only
/*
 * MAINTAINERS as scripts/get_maintainer.pl reads it: which sections a path
 * belongs to, in which order, and which people and lists that makes.
 */
#include "base/buf.h"

#include <setjmp.h>

#include <cmocka.h>

#include "git/mailmap.h"
#include "git/maintainers.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)1 << 30);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const char *print(const struct maintainer_list *list)
{
	struct buf out __free(buf) = { 0 };

	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < list->nr; i++)
		buf_printf(&out, "%.*s%s%.*s (%.*s)\n",
			   STR_ARG(list->v[i].name), list->v[i].name.n ? " " : "",
			   STR_ARG(list->v[i].addr), STR_ARG(list->v[i].role));
	return str_c(&arena, buf_str(&out));
}

static bool only_dir(void *arg, struct str path)
{
	return str_eq(path, str_from(arg));
}

static struct maintainers *read(const char *text, const char *mailmap,
				const char *dir)
{
	struct maintainers_input input = { 0 };
	struct maintainers *m = NULL;
	struct err err = ERR_INIT;

	*list_add(&arena, &input.files) = (struct maintainers_file){
		STR("MAINTAINERS"), str_from(text) };
	input.mailmap = str_from(mailmap);
	input.is_dir = dir ? only_dir : NULL;
	input.arg = (void *)(uintptr_t)dir;
	assert_int_equal(maintainers_build(&m, &arena, &input, &err), 0);
	return m;
}

static const char *ask(const struct maintainers *m, const char *path)
{
	struct maintainer_list list = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(maintainers_for_file(&list, &arena, m, str_from(path),
					      0, &err), 0);
	return print(&list);
}

static const char *ask_patch(const struct maintainers *m, const char *patch,
			     enum maintainers_flags flags)
{
	struct maintainer_list list = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(maintainers_for_patch(&list, &arena, m,
					       str_from(patch), flags, &err),
			 0);
	return print(&list);
}

/* Does one pattern take one path? */
static void patterns_take_paths(void **state)
{
	static const struct {
		const char *line, *path;
		bool hit;
	} cases[] = {
		{ "F:\tdrivers/net/", "drivers/net/a/b.c", true },
		{ "F:\tdrivers/net/", "drivers/net", false },
		{ "F:\tdrivers/net/", "drivers/network/a.c", false },
		/* open at the end, but not into a directory */
		{ "F:\ta/b.c", "a/b.cpp", true },
		{ "F:\ta/b.c", "a/b.c/d", false },
		{ "F:\ta/b.c", "a/bxc", false },
		{ "F:\ta/b", "x/a/b", false },
		/* a star takes slashes too; without a slash at the end they count */
		{ "F:\tarch/*/boot/", "arch/x/boot/z", true },
		{ "F:\tarch/*/boot/", "arch/x/y/boot/z", true },
		{ "F:\tx/*", "x/y", true },
		{ "F:\tx/*", "x/y/z", false },
		{ "F:\tx/a*b*c", "x/a11b22c33", true },
		{ "F:\tx/a*b*c", "x/a11c22b", false },
		{ "F:\tx/a*bb", "x/abab", false },
		{ "F:\tx/a*bb", "x/ababb", true },
		{ "F:\tx/da72??.c", "x/da7219.c", true },
		{ "F:\tx/da72??.c", "x/da72.c", false },
		{ "F:\t*", "README", true },
		{ "F:\t*", "a/b", false },
		{ "F:\t*/", "a/b", true },
		/* what else means something to a regular expression does here */
		{ "F:\ta/x.[ch]", "a/x.h", true },
		{ "F:\ta/x.[ch]", "a/x.S", false },
		{ "F:\ta/k\\+p/", "a/k+p/b", true },
		{ "F:\ta/(b|c)d", "a/cd", true },
		{ "F:\ta/{0,1}b", "ab", false },	/* slashes count */
		{ "F:\ta/{0,1}b", "a/b", true },
		{ "F:\ta/{0,1}b/", "ab/c", true },
		{ "F:\ta/b|c/d", "a/bx/y", true },
		{ "F:\ta/b|c/d", "x/c/d", true },
		{ "F:\ta/b/+c/", "a/b//c/d", true },
		{ "F:\ta/[", "a/[", false },		/* no expression */
		{ "F:", "a", true },	/* every file at the top */
		{ "F:", "a/b", false },
		/* names: anywhere, blanks ignored, look-behind */
		{ "N:\ttegra", "drivers/x/y-tegra20.c", true },
		{ "N:\t[^a-z]ps3", "drivers/ops3.c", false },
		{ "N:\t[^a-z]ps3", "drivers/ps3.c", true },
		{ "N:\tim x6", "a/imx6.c", true },
		{ "N:\t(?<!uni)versal", "a/universal.c", false },
		{ "N:\t(?<!uni)versal", "a/versal.c", true },
		{ "N:\tTEGRA", "a/tegra.c", false },
		{ "N:", "a", false },
		{ "K:\ttegra", "a/tegra.c", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str text = str_printf(&arena, "T\nM:\tA <a@b>\n%s\n",
					     cases[i].line);
		bool hit = *ask(read(str_c(&arena, text), NULL, NULL),
				cases[i].path);

		if (hit != cases[i].hit)
			fail_msg("%s and %s", cases[i].line, cases[i].path);
	}
}

static void a_directory_needs_no_slash(void **state)
{
	const char *text = "T\nM:\tA <a@b>\nF:\tlib/foo\n";

	(void)state;
	assert_string_equal(ask(read(text, NULL, NULL), "lib/foo/x.c"), "");
	assert_string_equal(ask(read(text, NULL, "lib/foo"), "lib/foo/x.c"),
			    "A a@b (unknown:T)\n");
	assert_string_equal(ask(read(text, NULL, "lib/foo"), "lib/foobar.c"),
			    "");
	/* the original tests the name with its dots escaped: never there */
	assert_string_equal(ask(read("T\nM:\tA <a@b>\nF:\tlib/v1.2\n", NULL,
				     "lib/v1.2"), "lib/v1.2/x.c"), "");
}

static void deepest_section_first(void **state)
{
	struct maintainers *m = read(
		"WIDE\nM:\tWide <wide@x>\nF:\tdrivers/\n"
		"NAMED\nM:\tNamed <named@x>\nN:\tfoo\n"
		"REST\nM:\tRest <rest@x>\nF:\t*\nF:\t*/\n"
		"DEEP\nM:\tDeep <deep@x>\nF:\tdrivers/net/foo.c\n"
		"TIE ONE\nM:\tOne <one@x>\nF:\tdrivers/net/\n"
		"TIE TWO\nM:\tTwo <two@x>\nF:\tdrivers/net/\n"
		/* the last line that matches decides, not the deepest */
		"LAST\nM:\tLast <last@x>\nF:\tdrivers/net/foo.c\nF:\tdrivers/\n",
		NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "drivers/net/foo.c"),
			    "Deep deep@x (unknown:DEEP)\n"
			    "One one@x (unknown:TIE ONE)\n"
			    "Two two@x (unknown:TIE TWO)\n"
			    "Wide wide@x (unknown:WIDE)\n"
			    "Last last@x (unknown:LAST)\n"
			    "Named named@x (unknown:NAMED)\n"
			    "Rest rest@x (unknown:REST)\n");
}

static void one_exclusion_drops_the_section(void **state)
{
	struct maintainers *m = read(
		"T\nM:\tA <a@b>\nF:\tnet/\nX:\tnet/wireless/\nN:\twire\n",
		NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "net/wireless/wire.c"), "");
	assert_string_equal(ask(m, "net/core/x.c"), "A a@b (unknown:T)\n");
}

static void sections_end_at_titles_only(void **state)
{
	struct maintainers *m = read(
		"Maintainers list\n\tM: no tag, it is indented\n"
		"not this title\nTITLE\r\n"
		"M:\tA <a@b>\n\n# a comment\nF:\tx/\nS:\tMaintained\n",
		NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "x/y"), "A a@b (maintainer:TITLE)\n");
}

static void roles_follow_the_status(void **state)
{
	static const struct {
		const char *status, *role;
	} cases[] = {
		{ "S:\tSupported\n", "supporter" },
		{ "S:\tMAINTAINED\n", "maintainer" },
		{ "S:\tOdd Fixes\n", "odd fixer" },
		{ "S:\tOrphan\n", "orphan minder" },
		{ "S:\tObsolete\n", "obsolete minder" },
		{ "S:\tOrphan / Obsolete\n", "orphan / obsolete" },
		{ "S:\tSupported\nS:\tMaintained\n", "maintainer" },
		{ "", "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str text = str_printf(&arena,
			"T\nM:\tA <a@b>\n%sR:\tB <b@b>\nF:\tx\n",
			cases[i].status);
		struct str want = str_printf(&arena,
			"A a@b (%s:T)\nB b@b (reviewer:T)\n", cases[i].role);

		assert_string_equal(ask(read(str_c(&arena, text), NULL, NULL),
					"x"), str_c(&arena, want));
	}
}

static void long_titles_are_cut(void **state)
{
	struct maintainers *m = read(
		"INTEL DRM DRIVERS (excluding Poulsbo, Moorestown and others)\n"
		"M:\tA <a@b>\nF:\tx\n", NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "x"),
		"A a@b (unknown:INTEL DRM DRIVERS (excluding Poulsbo, Moorestow...)\n");
}

static void lists_come_last_and_say_their_kind(void **state)
{
	struct maintainers *m = read(
		"T\nL:\topen@l\nL:\tmod@l (moderated for non-subscribers)\n"
		"L:\tclosed@l (subscribers-only)\nL:\tOPEN@l\n"
		"L:\tA List <named@l>\nL:\tnonsense\nM:\tA <a@b>\nF:\tx\n"
		"THE REST\nL:\tlkml@l\nF:\t*\n", NULL, NULL);
	struct maintainer_list list = { 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_string_equal(ask(m, "x"),
			    "A a@b (unknown:T)\n"
			    "open@l (open list:T)\n"
			    "mod@l (moderated list:T)\n"
			    "named@l (open list:T)\n"
			    "lkml@l (open list)\n");
	assert_int_equal(maintainers_for_file(&list, &arena, m, STR("x"),
					      MAINTAINERS_SUBSCRIBERS, &err),
			 0);
	assert_non_null(strstr(print(&list), "closed@l (subscriber list:T)\n"));
	assert_int_equal(maintainers_list_kind(m, STR("Open@L")),
			 MAINTAINERS_OPEN_LIST);
	assert_int_equal(maintainers_list_kind(m, STR("closed@l")),
			 MAINTAINERS_SUBSCRIBERS_ONLY);
	assert_int_equal(maintainers_list_kind(m, STR("a@b")),
			 MAINTAINERS_NO_LIST);
}

static void the_chief_is_left_to_a_person(void **state)
{
	struct maintainers *m = read(
		"THE REST\nM:\tLinus Torvalds <torvalds@linux-foundation.org>\n"
		"L:\tlkml@l\nF:\t*\n", NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "x"), "lkml@l (open list)\n");
}

/* The same name or the same address is the same person: the first counts. */
static void people_come_once(void **state)
{
	struct maintainers *m = read(
		"DEEP\nM:\tAda <ada@work>\nM:\tBob <bob@x>\nF:\tx/y\n"
		"WIDE\nM:\tADA <ada@home>\nR:\tRobert <BOB@x>\nM:\tCy <cy@x>\nF:\tx/\n",
		NULL, NULL);

	(void)state;
	assert_string_equal(ask(m, "x/y"),
			    "Ada ada@work (unknown:DEEP)\n"
			    "Bob bob@x (unknown:DEEP)\n"
			    "Cy cy@x (unknown:WIDE)\n");
}

static void mailmap_has_four_forms(void **state)
{
	struct maintainers *m = read(
		"T\nM:\told name <one@x>\nM:\tTwo <two@old>\nM:\tthree <three@old>\n"
		"M:\tWrong <shared@x>\nM:\tRight <four@x>\nF:\tx\n",
		"# a comment\n"
		"New Name <one@x>\n"
		"<two@new> <two@old> # behind\n"
		"Three <three@new> <three@old>\n"
		"Fourth \"4\" Person <four@new> Wrong <shared@x>\n"
		"Nobody <n@x> Other <four@x>\n"
		"garbage <\n<>\nx <> <y@z>\n", NULL);

	(void)state;
	assert_string_equal(ask(m, "x"),
			    "New Name one@x (unknown:T)\n"
			    "Two two@new (unknown:T)\n"
			    "Three three@new (unknown:T)\n"
			    "Fourth \"4\" Person four@new (unknown:T)\n"
			    "Right four@x (unknown:T)\n");
}

/* Two entries that .mailmap makes equal are one. */
static void mailmap_merges(void **state)
{
	struct maintainers *m = read(
		"T\nM:\tAda <ada@old>\nM:\tA. Lovelace <ada@new>\nF:\tx\n",
		"Ada <ada@new> <ada@old>\n", NULL);

	(void)state;
	assert_string_equal(ask(m, "x"), "Ada ada@new (unknown:T)\n");
}

static void names_are_written_as_the_original_does(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "Ada Lovelace <a@b>", "Ada Lovelace <a@b>" },
		{ "David S. Miller <d@m>", "\"David S. Miller\" <d@m>" },
		{ "\"David S. Miller\" <d@m>", "\"David S. Miller\" <d@m>" },
		{ "José <j@x>", "\"José\" <j@x>" },
		{ "O'Neil <o@x>", "\"O'Neil\" <o@x>" },
		{ "Jim \"Jimmy\" J <j@x>", "\"Jim \\\"Jimmy\\\" J\" <j@x>" },
		{ "A (comment) <a@b>", "\"A (comment)\" <a@b>" },
		{ "<a@b>", "a@b" },
		{ "a@b (some list)", "a@b" },
		{ "x86@kernel.org", "x86@kernel.org" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct person p;

		assert_true(person_parse(&p, &arena, str_from(cases[i].in)));
		assert_string_equal(str_c(&arena, person_text(&arena, &p)),
				    cases[i].out);
	}
}

static void several_on_one_line_only_where_it_is_a_list(void **state)
{
	static const struct {
		const char *line, *people;
	} cases[] = {
		{ "A <a@b>, C <c@d>", "A a@b (unknown:T)\nC c@d (unknown:T)\n" },
		{ "a@b.c, c@d.e,", "a@b.c (unknown:T)\nc@d.e (unknown:T)\n" },
		{ "\"X, Y\" <x@y>", "X, Y x@y (unknown:T)\n" },
		{ "Pan, Xinhui <x@y>", "Pan, Xinhui x@y (unknown:T)\n" },
		{ "A (b, c) <a@b>", "A (b, c) a@b (unknown:T)\n" },
		{ "nobody at all", "" },
		{ "<>", "" },
		{ "\"unbalanced <a@b>, c@d", "unbalanced a@b (unknown:T)\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str text = str_printf(&arena, "T\nM:\t%s\nF:\tx\n",
					     cases[i].line);

		assert_string_equal(ask(read(str_c(&arena, text), NULL, NULL),
					"x"), cases[i].people);
	}
}

static void a_patch_names_its_files(void **state)
{
	static const struct {
		const char *patch, *files;
	} cases[] = {
		{ "diff --git a/b.c b/a.c\n--- a/b.c\n+++ b/a.c\n", "a.c b.c" },
		{ "rename from x/old\nrename to x/new\n", "x/new x/old" },
		{ " mode change 100644 => 100755 s.sh\n", "s.sh" },
		{ "--- /dev/null\n+++ b/new.c\n", "dev/null new.c" },
		{ "+++ b/y.c\t2020-01-01\n", "y.c" },
		{ "--- nodir\n", "nodir" },
		/* a removed line "-- x" looks like a header; so does this */
		{ "--- x/select from t\n", "select" },
		{ "---\n-- \n2.1\n", "" },
		{ "--- \"a/quo ted.c\"\n", "quo" },
		{ "diff --git a/with blank b/with blank\n", "" },
		{ "+++ b/../../etc/passwd\n", "../../etc/passwd" },
		{ "+++ b/$(touch x);`id`\n", "$(touch" },
		{ "no patch at all\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buf out __free(buf) = { 0 };
		struct str_list files = { 0 };
		struct err err = ERR_INIT;

		buf_init(&out, 4096);
		assert_int_equal(maintainers_patch_files(&files, &arena,
					str_from(cases[i].patch), &err), 0);
		for (size_t k = 0; k < files.nr; k++)
			buf_printf(&out, "%s%.*s", k ? " " : "",
				   STR_ARG(files.v[k]));
		assert_string_equal(buf_str(&out).p, cases[i].files);
	}
}

static void people_follow_the_alphabet_of_files(void **state)
{
	struct maintainers *m = read(
		"B\nM:\tBea <b@x>\nF:\tb.c\nA\nM:\tAda <a@x>\nF:\ta.c\n",
		NULL, NULL);

	(void)state;
	assert_string_equal(ask_patch(m, "+++ b/b.c\n+++ b/a.c\n", 0),
			    "Ada a@x (unknown:A)\nBea b@x (unknown:B)\n");
}

static void keywords_look_at_the_message_and_at_changes(void **state)
{
	static const struct {
		const char *keyword, *patch;
		bool hit;
	} cases[] = {
		{ "K:\tpidfd", "Subject: pidfd\n--- a/x\n", true },
		{ "K:\tpidfd", "--- a/x\n+++ b/x\n+ pidfd\n", true },
		{ "K:\tpidfd", "--- a/x\n+++ b/x\n  pidfd\n", false },
		/* only the first alternative is bound to changed lines */
		{ "K:\tfoo|pidfd", "--- a/x\n+++ b/x\n  pidfd\n", true },
		{ "K:\tfoo|pidfd", "--- a/x\n+++ b/x\n  foo\n", false },
		{ "K:\t\\bbpf\\b", "--- a/x\n+++ b/x\n+xbpf\n", false },
		/* lines the program itself reads hold no keyword */
		{ "K:\tpidfd", "--- a/pidfd\n+++ b/pidfd\n", false },
		{ "K:\tpidfd", "Fixes: 123456789abc (\"pidfd\")\n+++ b/x\n", false },
		{ "K:\tpidfd", "--- a/x\n@@ -1,2 +1,2 @@ pidfd()\n", false },
		{ "K:\t(broken", "(broken\n--- a/x\n", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str text = str_printf(&arena, "T\nM:\tA <a@b>\n%s\n",
					     cases[i].keyword);
		struct maintainers *m = read(str_c(&arena, text), NULL, NULL);

		if (!!*ask_patch(m, cases[i].patch, MAINTAINERS_KEYWORDS) !=
		    cases[i].hit)
			fail_msg("%s and %s", cases[i].keyword, cases[i].patch);
		assert_string_equal(ask_patch(m, cases[i].patch, 0), "");
	}
}

/* Work is bounded, whatever the file and the paths are made of. */
static void costly_expressions_end(void **state)
{
	struct maintainers *m = read(
		"T\nM:\tA <a@b>\nF:\tx/(a+)+$\nF:\tx/*a*a*a*a*a*a*a*a*b\n"
		"N:\t(a|aa)+$\nK:\t(a|aa)+$\n", NULL, NULL);
	struct str many = str_printf(&arena, "x/%0*d", 4000, 0);
	char *p = (char *)many.p;

	(void)state;
	memset(p + 2, 'a', many.n - 3);
	p[many.n - 1] = '!';
	ask(m, str_c(&arena, many));
	ask_patch(m, str_c(&arena, str_printf(&arena, "%.*s\n+++ b/%.*s\n",
					      STR_ARG(many), STR_ARG(many))),
		  MAINTAINERS_KEYWORDS);
}

static void too_much_is_said_in_one_line(void **state)
{
	size_t n = (size_t)50 << 20;
	struct maintainers *m;
	struct err err = ERR_INIT;
	char *big = arena_alloc(&arena, n);

	(void)state;
	memset(big, '\n', n);
	assert_int_equal(maintainers_parse(&m, &arena, str_make(big, n), &err),
			 ERR_TREE);
	assert_string_equal(err.msg,
		"MAINTAINERS: has 52428800 bytes (at most 16777216 are read)");
	for (size_t i = 0; i + 3 < n; i += 3)
		memcpy(big + i, "F:\n", 3);
	assert_int_equal(maintainers_parse(&m, &arena,
					   str_make(big, (size_t)15 << 20),
					   &err), ERR_TREE);
	assert_string_equal(err.msg,
		"MAINTAINERS:400001: too many lines (at most 400000 with a tag)");
}

static void ten_thousand_files_are_answered(void **state)
{
	struct maintainers *m = read("T\nM:\tA <a@b>\nF:\td/\n", NULL, NULL);
	struct buf patch __free(buf) = { 0 };
	struct str_list files = { 0 };
	struct err err = ERR_INIT;

	(void)state;
	buf_init(&patch, 1 << 24);
	for (int i = 0; i < 10000; i++)
		buf_printf(&patch, "+++ b/d/%d.c\n", i);
	assert_string_equal(ask_patch(m, patch.p, 0), "A a@b (unknown:T)\n");
	for (int i = 10000; i < 20001; i++)
		buf_printf(&patch, "+++ b/d/%d.c\n", i);
	assert_int_equal(maintainers_patch_files(&files, &arena,
						 buf_str(&patch), &err),
			 ERR_MSG);
}

static void reasons_name_the_line(void **state)
{
	struct maintainers *m = read("T\nM:\tA <a@b>\nF:\tx/*\nF:\tx/y\n", NULL,
				     NULL);
	struct maintainer_list list = { 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(maintainers_for_file(&list, &arena, m, STR("x/y"), 0,
					      &err), 0);
	assert_int_equal(list.nr, 1);
	assert_true(str_eq(list.v[0].pattern, STR("F: x/y")));
	assert_int_equal(list.v[0].line, 4);
	assert_true(str_eq(list.v[0].file, STR("MAINTAINERS")));
}

static struct str binding(void *arg, struct arena *a, struct str path)
{
	(void)a;
	return str_eq(path, STR("dt/x.yaml")) ? str_from(arg) : STR_NONE;
}

/* How the original cuts a name out of what stands before an address. */
static void bindings_name_people_in_their_text(void **state)
{
	static const struct {
		const char *text, *people;
	} cases[] = {
		{ "maintainers:\n  - Ada Lovelace <ada@x.y>\n",
		  "Ada Lovelace ada@x.y (in file)\n" },
		{ "  - Hans de Goede <hans@x.y>\n",
		  "de Goede hans@x.y (in file)\n" },
		{ "  - John Q. Public <john@x.y>\n",
		  "John Q. Public john@x.y (in file)\n" },
		{ "  - info@x.y\n", "- info@x.y (in file)\n" },
		{ "  <only@x.y>\n", "only@x.y (in file)\n" },
		{ "  - Bob <bob@x.y>\n", "Bob bob@x.y (unknown:T,in file)\n" },
		{ "  Old <old@x.y>\n", "Old new@x.y (in file)\n" },
		{ "no address: a@b, @, x@.y\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct maintainers_texts texts = {
			binding, (void *)(uintptr_t)cases[i].text };
		struct maintainers *m = read("T\nM:\tBob <bob@x.y>\nF:\tdt/\n",
					     "<new@x.y> <old@x.y>\n", NULL);
		const char *got;

		maintainers_set_texts(m, &texts);
		got = ask(m, "dt/x.yaml");
		if (!strstr(cases[i].text, "Bob")) {
			assert_true(str_starts(str_from(got), STR("Bob")));
			got = strchr(got, '\n') + 1;
		}
		assert_string_equal(got, cases[i].people);
		assert_string_equal(ask(m, "dt/y.yaml"),
				    "Bob bob@x.y (unknown:T)\n");
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(patterns_take_paths),
		TEST(a_directory_needs_no_slash),
		TEST(deepest_section_first),
		TEST(one_exclusion_drops_the_section),
		TEST(sections_end_at_titles_only),
		TEST(roles_follow_the_status),
		TEST(long_titles_are_cut),
		TEST(lists_come_last_and_say_their_kind),
		TEST(the_chief_is_left_to_a_person),
		TEST(people_come_once),
		TEST(mailmap_has_four_forms),
		TEST(mailmap_merges),
		TEST(names_are_written_as_the_original_does),
		TEST(several_on_one_line_only_where_it_is_a_list),
		TEST(a_patch_names_its_files),
		TEST(people_follow_the_alphabet_of_files),
		TEST(keywords_look_at_the_message_and_at_changes),
		TEST(costly_expressions_end),
		TEST(too_much_is_said_in_one_line),
		TEST(ten_thousand_files_are_answered),
		TEST(reasons_name_the_line),
		TEST(bindings_name_people_in_their_text),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
