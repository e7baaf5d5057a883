// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template language: each row is a template and the text that must come
 * out of it; broken templates name file and line; no value of a stranger
 * becomes a mark or a line that a bot obeys.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reply/template.h"
#include "reply/wrap.h"

struct world {
	struct arena a;
	struct buf out;
	struct err err;
	struct str subject;
	char first[64], second[64];	/* two template folders */
	const char *dirs[3];
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	memset(w, 0, sizeof(*w));
	arena_init(&w->a, (size_t)64 << 20);
	buf_init(&w->out, 1 << 20);
	snprintf(w->first, sizeof(w->first), "/tmp/u-template.XXXXXX");
	snprintf(w->second, sizeof(w->second), "/tmp/u-template.XXXXXX");
	assert_non_null(mkdtemp(w->first));
	assert_non_null(mkdtemp(w->second));
	w->dirs[0] = w->first;
	w->dirs[1] = w->second;
	*state = w;
	return 0;
}

static void remove_all(const char *dir)
{
	static const char *const names[] = {
		"t", "part-a", "part-b", "part-c",
	};
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s/%s.txt", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static int tear_down(void **state)
{
	struct world *w = *state;

	remove_all(w->first);
	remove_all(w->second);
	buf_release(&w->out);
	arena_release(&w->a);
	free(w);
	return 0;
}

static void put(const char *dir, const char *name, const char *text)
{
	char path[128];
	FILE *f __free(file) = NULL;

	snprintf(path, sizeof(path), "%s/%s.txt", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
}

static struct vars *sample(struct arena *a)
{
	struct vars *v = vars_new(a), *row, *inner;

	vars_set(v, "name", STR("Jane Doe"));
	vars_set(v, "none", STR_NONE);
	vars_set_bool(v, "yes", true);
	vars_set_bool(v, "no", false);
	vars_set(v, "lines", STR("one\ntwo\n\nthree"));
	vars_set(v, "long", STR("https://example.org/a-very-long-address-that-must-stay-whole-whatever-the-width-is"));
	vars_set(v, "empty_list", STR_NONE);
	row = vars_add(v, "rows");
	vars_set(row, "id", STR("1"));
	vars_set_bool(row, "last", false);
	inner = vars_add(row, "inner");
	vars_set(inner, "x", STR("a"));
	inner = vars_add(row, "inner");
	vars_set(inner, "x", STR("b"));
	row = vars_add(v, "rows");
	vars_set(row, "id", STR("2"));
	vars_set(row, "inner", STR_NONE);
	vars_set_bool(row, "last", true);
	return v;
}

static int render(struct world *w, const char *text, const struct vars *v)
{
	struct template *t;

	put(w->second, "t", text);
	buf_reset(&w->out);
	if (template_load(&t, &w->a, w->dirs, "t", &w->err) < 0)
		return w->err.code;
	return template_render(&w->out, &w->subject, &w->a, t, v, &w->err);
}

static void assert_str(struct str have, const char *want)
{
	if (!str_eq(have, str_from(want)))
		fail_msg("have <<%.*s>>, want <<%s>>", STR_ARG(have), want);
}

static void test_language(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{ "", "" },
		{ "Hello {{name}}.\n", "Hello Jane Doe.\n" },
		{ "Hello {{ name }}", "Hello Jane Doe\n" },
		{ "a\nb\n\nc\n", "a b\n\nc\n" },
		{ "\n\na\n\n\n\nb\n\n", "a\n\nb\n" },
		{ "a{{#yes}} b{{/yes}}{{#no}} c{{/no}} d\n", "a b d\n" },
		{ "a{{^yes}} b{{/yes}}{{^no}} c{{/no}} d\n", "a c d\n" },
		{ "a\n\n{{#no}}\nb\n\n{{/no}}\nc\n", "a\n\nc\n" },
		{ "a\n{{none}}\nb\n", "a b\n" },
		{ "a\n\n{{none}}\n\nb\n", "a\n\nb\n" },
		{ "  {{none}}\na\n", "a\n" },
		{ "{{! nothing }}\na {{! inside }}b\n", "a b\n" },
		{ "{{#rows}}\n  {{id}}: {{#inner}}{{x}},{{/inner}}{{^last}};{{/last}}\n{{/rows}}\n",
		  "  1: a,b,;\n  2:\n" },
		{ "{{#rows}}\n{{#inner}}\n|{{id}}{{x}} {{name}}\n{{/inner}}\n{{/rows}}\n",
		  "1a Jane Doe\n1b Jane Doe\n" },
		{ "{{#empty_list}}x{{/empty_list}}{{^empty_list}}none{{/empty_list}}\n",
		  "none\n" },
		{ "In prose {{lines}}.\n", "In prose one two three.\n" },
		{ "|> {{lines}}\n", "> one\n> two\n>\n> three\n" },
		{ "  {{lines}}!\n", "  one\n  two\n\n  three!\n" },
		{ "|  as   it  is  \n", "  as   it  is\n" },
		{ "|-- \n|me\n", "-- \nme\n" },
		{ "see {{long}} for more words\n",
		  "see\nhttps://example.org/a-very-long-address-that-must-stay-whole-whatever-the-width-is\nfor more words\n" },
		{ "|a{{#no}} b\n{{/no}}\n|c\n", "a\nc\n" },
		{ "|a{{#no}} b\n{{/no}}", "a\n" },
		{ "braces } }} { stay\n", "braces } }} { stay\n" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (render(w, rows[i].text, sample(&w->a)) < 0)
			fail_msg("%s: %s", rows[i].text, w->err.msg);
		assert_str(buf_str(&w->out), rows[i].want);
	}
}

static void test_wrapped_at_72(void **state)
{
	struct world *w = *state;
	struct str rest, line;
	unsigned int n = 0;

	assert_int_equal(render(w, "word word word word word word word word word word word word word word {{name}} word word word word word word word gr\303\274\303\237e word word\nword\n",
				sample(&w->a)), 0);
	for (rest = buf_str(&w->out); str_line(&rest, &line); n++)
		assert_in_range(text_columns(line), n < 1 ? 68 : 1, 72);
	assert_int_equal(n, 2);
}

static void test_subject(void **state)
{
	struct world *w = *state;

	assert_int_equal(render(w, "Subject: Re: {{name}}{{#no}} x{{/no}} {{lines}}\n\nbody\n",
				sample(&w->a)), 0);
	assert_str(w->subject, "Re: Jane Doe one two three");
	assert_str(buf_str(&w->out), "body\n");
	assert_int_equal(render(w, "body\nSubject: no\n", sample(&w->a)), 0);
	assert_true(str_is_none(w->subject));
}

static void test_parts(void **state)
{
	struct world *w = *state;

	put(w->second, "part-a", "{{#yes}}\npart of {{name}}\n{{/yes}}\n");
	put(w->second, "part-b", "from the second folder\n");
	put(w->first, "part-b", "from the first folder\n{{>c}}\n");
	put(w->second, "part-c", "Subject: none\n");
	assert_int_equal(render(w, "x\n{{>a}}\n\n{{>b}}\n", sample(&w->a)), 0);
	assert_str(buf_str(&w->out),
		   "x part of Jane Doe\n\nfrom the first folder Subject: none\n");
}

/* Each is refused with the file and the line where it is wrong. */
static void test_broken(void **state)
{
	static const struct { const char *text, *where; } rows[] = {
		{ "a\n{{name\n", "t.txt:2: " },
		{ "{{}}\n", "t.txt:1: " },
		{ "{{na me}}\n", "t.txt:1: " },
		{ "{{na-me}}\n", "t.txt:1: " },
		{ "{{nope}}\n", "t.txt:1: " },
		{ "a\nb {{#nope}}x{{/nope}}\n", "t.txt:2: " },
		{ "a\n\n{{#yes}}\nb\n", "t.txt:3: " },
		{ "{{/yes}}\n", "t.txt:1: " },
		{ "{{#yes}}\n{{#no}}\n{{/yes}}\n{{/no}}\n", "t.txt:3: " },
		{ "{{>nope}}\n", "part-nope.txt: " },
		{ "{{>../t}}\n", "t.txt:1: " },
		{ "x {{>a}}\n", "t.txt:1: " },
		{ "\n{{>a}}\n", "part-b.txt:2: " },
		{ "\n{{>c}}\n", "part-c.txt:1: " },
		{ "a\n\xff\n", "t.txt:0: " },
	};
	struct world *w = *state;

	put(w->first, "part-a", "{{>b}}\n");
	put(w->first, "part-b", "\n{{>a}}\n");
	put(w->first, "part-c", "{{/yes}}\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct str text = i == 13 ? STR("{{#yes}}\n{{>c}}\n{{/yes}}\n") :
				  str_from(rows[i].text);

		assert_int_equal(render(w, text.p, sample(&w->a)), ERR_CONF);
		if (!strstr(w->err.msg, rows[i].where))
			fail_msg("%s: %s", rows[i].text, w->err.msg);
	}
}

static void test_too_deep(void **state)
{
	struct world *w = *state;
	struct str s = STR("");

	for (unsigned int i = 0; i < 17; i++)
		s = str_printf(&w->a, "%.*s{{#yes}}", STR_ARG(s));
	assert_int_equal(render(w, str_c(&w->a, s), sample(&w->a)), ERR_CONF);
	/* eight parts that name the next one ten times each would be 10^8 */
	put(w->first, "part-a", "{{>b}}\n{{>b}}\n{{>b}}\n{{>b}}\n");
	put(w->first, "part-b", "{{>c}}\n{{>c}}\n{{>c}}\n{{>c}}\n");
	s = STR("");
	for (unsigned int i = 0; i < 2000; i++)
		s = str_printf(&w->a, "%.*sx\n", STR_ARG(s));
	put(w->first, "part-c", str_c(&w->a, s));
	assert_int_equal(render(w, "{{>a}}\n", sample(&w->a)), ERR_CONF);
}

static void test_values_bring_no_marks(void **state)
{
	struct world *w = *state;
	struct vars *v = vars_new(&w->a);

	vars_set(v, "title", STR("{{secret}} {{#x}} {{>a}} }}"));
	vars_set(v, "secret", STR("no"));
	assert_int_equal(render(w, "{{title}}\n  {{title}}\n", v), 0);
	assert_str(buf_str(&w->out), "{{secret}} {{#x}} {{>a}} }}\n"
		   "  {{secret}} {{#x}} {{>a}} }}\n");
}

/* M31: regzbot, syzbot and patchwork obey lines; values cannot make one. */
static void test_values_bring_no_commands(void **state)
{
	static const char *const bad[] = {
		"#regzbot invalid: x", "#syz fix: y", "#SYZ invalid", "pw-bot: reject",
		"#syz0", "From x@example.com Fri", "diff --git a/x b/x", "--- a/x",
		"--", "---", "-- ",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct vars *v = vars_new(&w->a);
		struct str rest, line;

		vars_set(v, "x", str_from(bad[i]));
		vars_set(v, "lines", str_printf(&w->a, "ok\n%s\n%s", bad[i], bad[i]));
		vars_set(v, "pad", STR("some words that lead to the edge of the line, and then"));
		assert_int_equal(render(w, "{{x}}\n\n|{{x}}\n|{{lines}}\n\n{{pad}} words {{x}} and more\n\n{{lines}} {{lines}} {{lines}} {{lines}} {{lines}} {{lines}}\n\n  {{x}}\n\n{{#x}}{{x}}{{/x}}\n",
					v), 0);
		for (rest = buf_str(&w->out); str_line(&rest, &line);)
			if (line_is_marked(line))
				fail_msg("a line \"%.*s\" came from a value",
					 STR_ARG(line));
	}
}

/* What the operator writes into the template is meant. */
static void test_template_may_command(void **state)
{
	struct world *w = *state;

	assert_int_equal(render(w, "a\n\n#regzbot ^introduced: {{name}}\n\nb\n",
				sample(&w->a)), 0);
	assert_str(buf_str(&w->out),
		   "a\n\n#regzbot ^introduced: Jane Doe\n\nb\n");
}

static void test_control_characters(void **state)
{
	struct world *w = *state;
	struct vars *v = vars_new(&w->a);

	vars_set(v, "x", str_make("a\033[31mb\0c\r\nd\re\xff", 15));
	assert_int_equal(render(w, "  {{x}}\n", v), 0);
	assert_str(buf_str(&w->out), "  a?[31mb\357\277\275c\n  d?e\357\277\275\n");
}

static void test_commands_without_end(void **state)
{
	struct world *w = *state;
	struct vars *v = vars_new(&w->a);
	struct str s = STR("x"), rest, line;

	for (unsigned int i = 0; i < 500; i++)
		s = str_printf(&w->a, "%.*s #syz", STR_ARG(s));
	vars_set(v, "x", s);
	assert_int_equal(render(w, "{{x}}\n", v), 0);
	for (rest = buf_str(&w->out); str_line(&rest, &line);) {
		assert_true(line.n <= 76);
		assert_false(line_is_marked(line));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_language, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wrapped_at_72, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_subject, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_deep, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_values_bring_no_marks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_values_bring_no_commands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_template_may_command, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_control_characters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_commands_without_end, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
