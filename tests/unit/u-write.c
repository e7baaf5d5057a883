// SPDX-License-Identifier: GPL-2.0-only
/*
 * A draft as bytes: whatever names, subjects and ids strangers choose, the
 * mail has exactly the headers that were meant, with the values that were
 * meant, or it is refused.  What was written is read back with libetpan.
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <libetpan/libetpan.h>

#include "mail/write.h"

struct world {
	struct arena a;
	struct buf out;
	struct err err;
};

static int set_up(void **state)
{
	struct world *w = mem_alloc(sizeof(*w));

	arena_init(&w->a, (size_t)64 << 20);
	buf_init(&w->out, 1 << 20);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	buf_release(&w->out);
	arena_release(&w->a);
	free(w);
	return 0;
}

/* A mail that is fine; tests spoil one value of it. */
static struct outgoing sample(struct arena *a)
{
	struct outgoing m = {
		.from = { .name = STR("Jane Doe"), .addr = STR("jane@example.org") },
		.subject = STR("Re: [REGRESSION] vhost: panic on start"),
		.message_id = STR("20261120180000.1@example.org"),
		.in_reply_to = STR("parent@example.com"),
		.date = 1795197600,
		.body = STR("Thanks for the report.\n"),
	};

	*list_add(a, &m.to) = (struct address){ .name = STR("John Roe"),
						.addr = STR("john@example.com") };
	*list_add(a, &m.cc) = (struct address){ .addr = STR("list@lists.example.com") };
	*list_add(a, &m.references) = STR("first@example.com");
	*list_add(a, &m.references) = STR("parent@example.com");
	return m;
}

static struct str written(struct world *w, const struct outgoing *m)
{
	buf_reset(&w->out);
	assert_int_equal(outgoing_write(&w->out, m, LINE_END_LF, &w->err), 0);
	return buf_str(&w->out);
}

static void assert_str(struct str have, const char *want)
{
	if (!str_eq(have, str_from(want)))
		fail_msg("have <<%.*s>>, want <<%s>>", STR_ARG(have), want);
}

/* The unfolded value of the only header called @name. */
static struct str header(struct world *w, const char *name)
{
	struct str rest = buf_str(&w->out), line, value = STR_NONE;

	while (str_line(&rest, &line) && line.n) {
		struct str field = str_from(name);

		if (str_skip(&line, field) && str_skip(&line, STR(": "))) {
			assert_true(str_is_none(value));
			value = str_dup(&w->a, line);
			while (rest.n && *rest.p == ' ' && str_line(&rest, &line))
				value = str_printf(&w->a, "%.*s%.*s",
						   STR_ARG(value), STR_ARG(line));
		}
	}
	return value;
}

static struct str decoded(struct world *w, struct str value)
{
	size_t at = 0;
	char *text = NULL;
	struct str s;

	assert_int_equal(mailmime_encoded_phrase_parse("UTF-8", value.p, value.n,
						       &at, "UTF-8", &text),
			 MAILIMF_NO_ERROR);
	s = str_dup(&w->a, str_trim(str_from(text)));
	free(text);
	return s;
}

static void test_whole(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	assert_str(written(w, &m),
		   "From: Jane Doe <jane@example.org>\n"
		   "To: John Roe <john@example.com>\n"
		   "Cc: list@lists.example.com\n"
		   "Subject: Re: [REGRESSION] vhost: panic on start\n"
		   "Date: Fri, 20 Nov 2026 18:00:00 +0000\n"
		   "Message-ID: <20261120180000.1@example.org>\n"
		   "In-Reply-To: <parent@example.com>\n"
		   "References: <first@example.com> <parent@example.com>\n"
		   "MIME-Version: 1.0\n"
		   "Content-Type: text/plain; charset=us-ascii\n"
		   "Content-Transfer-Encoding: 7bit\n"
		   "\n"
		   "Thanks for the report.\n");
}

static void test_crlf(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);
	struct str s;

	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_CRLF, &w->err), 0);
	s = buf_str(&w->out);
	for (size_t i = 0; i < s.n; i++)
		assert_true(s.p[i] != '\n' || (i && s.p[i - 1] == '\r'));
}

static void test_new_thread(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	m.in_reply_to = STR_NONE;
	m.references.nr = 0;
	written(w, &m);
	assert_true(str_is_none(header(w, "In-Reply-To")));
	assert_true(str_is_none(header(w, "References")));
}

/* Names: what the header shows, and that the name comes back. */
static void test_names(void **state)
{
	static const struct { const char *name, *header; } rows[] = {
		{ "", "john@example.com" },
		{ "John Roe", "John Roe <john@example.com>" },
		{ "  John Roe ", "John Roe <john@example.com>" },
		{ "John Q. Roe", "\"John Q. Roe\" <john@example.com>" },
		{ "Roe, John", "\"Roe, John\" <john@example.com>" },
		{ "J \"Q\" Roe", "\"J \\\"Q\\\" Roe\" <john@example.com>" },
		{ "back\\slash", "\"back\\\\slash\" <john@example.com>" },
		{ "a@b <c@d>", "\"a@b <c@d>\" <john@example.com>" },
		{ "J (x) Roe", "\"J (x) Roe\" <john@example.com>" },
		{ "J\303\266rg R\303\266del",
		  "=?UTF-8?Q?J=C3=B6rg_R=C3=B6del?= <john@example.com>" },
		{ "\303\226, \"x\"", "=?UTF-8?Q?=C3=96=2C_=22x=22?= <john@example.com>" },
		{ "=?UTF-8?Q?x?=", "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?= <john@example.com>" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outgoing m = sample(&w->a);

		m.to.v[0].name = str_from(rows[i].name);
		written(w, &m);
		assert_str(header(w, "To"), rows[i].header);
	}
}

static void test_subjects(void **state)
{
	static const char *const rows[] = {
		"Re: plain",
		"Re: =?UTF-8?Q?forged?=",
		"Re: Grüße aus Köln und so weiter",
		"é a ü b ö",
		"日本語の件名がここに続きますので長い行になりますよね、そして更に続くのです",
		"Re: [REGRESSION] a very long subject that goes on and on, so that it must be folded more than once before it ends, at last, here",
		"\360\237\220\247 penguin \360\237\220\247\360\237\220\247",
		"a_b=c?d é_=?",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outgoing m = sample(&w->a);

		m.subject = str_from(rows[i]);
		written(w, &m);
		assert_str(decoded(w, header(w, "Subject")), rows[i]);
	}
}

static void test_blanks_stay(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	m.subject = STR(" Re: two  blanks ");
	written(w, &m);
	assert_str(header(w, "Subject"), "Re: two  blanks");
}

static void test_references_are_all_there(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);
	struct str rest, id;

	m.references.nr = 0;
	for (unsigned int i = 0; i < 300; i++)
		*list_add(&w->a, &m.references) =
			str_printf(&w->a, "%0*u@example.com", (int)(i % 120) + 1, i);
	written(w, &m);
	rest = header(w, "References");
	for (size_t i = 0; i < m.references.nr; i++) {
		assert_true(str_word(&rest, &id));
		assert_str(id, str_c(&w->a, str_printf(&w->a, "<%.*s>",
						       STR_ARG(m.references.v[i]))));
	}
	assert_false(str_word(&rest, &id));
}

/* Every way to put a foreign byte into a header is refused, and says where. */
static void test_refused(void **state)
{
	static const char *const bad[] = {
		"a\nBcc: x@example.com", "a\r\nx", "a\rb", "a\tb", "a\x01", "a\x7f",
		"\xff", "\xc0\x8a", "\xed\xa0\x80",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		for (unsigned int where = 0; where < 8; where++) {
			struct outgoing m = sample(&w->a);
			struct str *at[] = { &m.subject, &m.from.name,
				&m.to.v[0].name, &m.to.v[0].addr, &m.message_id,
				&m.in_reply_to, &m.references.v[0],
				&m.auto_submitted };

			*at[where] = str_from(bad[i]);
			buf_reset(&w->out);
			assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF,
							&w->err), ERR_MSG);
			assert_non_null(strchr(w->err.msg, ':'));
		}
	}
}

static void test_nul_is_refused(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	m.subject = str_make("a\0b", 3);
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);
	m = sample(&w->a);
	m.body = str_make("a\0b\n", 4);
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);
}

static void test_ids_refused(void **state)
{
	static const char *const bad[] = {
		"", "a b@c", "a@b> <c@d", "\303\266@example.org",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct outgoing m = sample(&w->a);

		m.message_id = str_from(bad[i]);
		assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err),
				 ERR_MSG);
	}
}

static void test_masked_refused(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	m.cc.v[0].masked = true;
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);
	assert_non_null(strstr(w->err.msg, "Cc"));
}

static struct str body_of(struct world *w)
{
	struct str s = buf_str(&w->out);

	return str_from_off(s, (size_t)str_find(s, STR("\n\n")) + 2);
}

static void test_body(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);

	m.body = STR("a  \n\tb\t\n   \n-- \nsig -- \nno end");
	written(w, &m);
	assert_str(body_of(w), "a\n\tb\n\n-- \nsig --\nno end\n");

	m.body = STR("Gr\303\274\303\237e\n");
	written(w, &m);
	assert_str(header(w, "Content-Type"), "text/plain; charset=utf-8");
	assert_str(header(w, "Content-Transfer-Encoding"), "8bit");

	m.body = STR("a\rb\n");
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);
	m.body = STR("ok\n\033[31m\n");
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);
	assert_non_null(strstr(w->err.msg, "line 2"));
}

static void test_long_lines(void **state)
{
	struct world *w = *state;
	struct outgoing m = sample(&w->a);
	char *c = arena_alloc(&w->a, 5001);

	memset(c, 'x', 998);
	m.body = str_from(c);
	written(w, &m);
	memset(c, 'x', 999);
	m.body = str_from(c);
	assert_int_equal(outgoing_write(&w->out, &m, LINE_END_LF, &w->err), ERR_MSG);

	memset(c, 'x', 5000);
	m = sample(&w->a);
	m.subject = str_from(c);
	written(w, &m);
	assert_str(decoded(w, header(w, "Subject")), c);
	memset(c, ' ', 4999);
	m.subject = str_from(c);
	written(w, &m);
	assert_str(header(w, "Subject"), "x");
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Up to 60 characters that make trouble in headers. */
static struct str nasty(struct arena *a, uint32_t *seed)
{
	static const char *const pieces[] = {
		"a", "B", "7", " ", "  ", ".", ",", ":", ";", "<", ">", "@", "\"",
		"\\", "(", ")", "[", "]", "=?", "?=", "=?UTF-8?B?YQ==?=", "_", "=",
		"\303\266", "\342\202\254", "\360\237\220\247", "\n", "\r", "\t",
		"\xff", "From: ", "Bcc: x@example.com", "word word word",
	};
	struct str s = STR("");

	for (uint32_t n = next_random(seed) % 60; n; n--)
		s = str_printf(a, "%.*s%s", STR_ARG(s),
			       pieces[next_random(seed) % ARRAY_SIZE(pieces)]);
	return s;
}

/* Only our headers, no line beyond the widths, each with something on it. */
static void check_form(struct world *w, const struct outgoing *m)
{
	static const char *const known[] = {
		"From: ", "To: ", "Cc: ", "Subject:", "Date: ", "Message-ID: ",
		"In-Reply-To: ", "References: ", "MIME-Version: ", "Content-Type: ",
		"Content-Transfer-Encoding: ",
	};
	struct str rest = written(w, m), line;
	size_t at = 0;

	while (str_line(&rest, &line) && line.n) {
		assert_true(line.n <= 998);
		assert_true(str_trim(line).n > 0);
		if (*line.p == ' ') {
			assert_true(line.n <= 78 || str_chr(str_trim(line), ' ') < 0);
			continue;
		}
		assert_true(at < ARRAY_SIZE(known));
		assert_true(str_starts(line, str_from(known[at++])));
	}
	assert_int_equal(at, ARRAY_SIZE(known));
	assert_str(rest, "Thanks for the report.\n");
}

static void test_random_values(void **state)
{
	struct world *w = *state;
	uint32_t seed = 20261120;
	unsigned int sent = 0;

	for (unsigned int i = 0; i < 20000; i++) {
		struct outgoing m = sample(&w->a);

		m.subject = nasty(&w->a, &seed);
		m.to.v[0].name = nasty(&w->a, &seed);
		buf_reset(&w->out);
		if (outgoing_write(&w->out, &m, LINE_END_LF, &w->err) == 0) {
			sent++;
			check_form(w, &m);
			assert_true(str_eq(str_fold(&w->a, decoded(w, header(w, "Subject"))),
					   str_fold(&w->a, m.subject)));
		}
		arena_reset(&w->a);
	}
	assert_true(sent > 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_crlf, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_new_thread, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_subjects, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_blanks_stay, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_references_are_all_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nul_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ids_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_masked_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_body, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_random_values, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
