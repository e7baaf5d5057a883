// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pieces of lib/mail by themselves, and what strangers may do to a mail:
 * cut it, change bytes, and make it huge.
 */
#include "base/base.h"

#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../lib/message_is_sound.h"
#include "base/buf.h"
#include "base/file.h"
#include "mail/date.h"
#include "mail/header.h"
#include "mail/msgid.h"

static int set_up(void **state)
{
	struct arena *a = mem_alloc(sizeof(*a));

	arena_init(a, (size_t)1 << 30);
	*state = a;
	return 0;
}

static int tear_down(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

static void assert_str(struct str got, const char *want)
{
	if (!want) {
		assert_true(str_is_none(got));
		return;
	}
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

/* --- dates ------------------------------------------------------------ */

static void dates_in_all_forms(void **state __maybe_unused)
{
	static const struct {
		const char *text, *want;
	} v[] = {
		{ "Tue, 25 Jul 2023 02:43:07 -0500", "2023-07-25T07:43:07Z" },
		{ "Tue, 25 Jul 2023 02:43:07 -0500 (EST)", "2023-07-25T07:43:07Z" },
		{ "25 Jul 2023 02:43 +0200", "2023-07-25T00:43:00Z" },
		{ "Tue Jul 25 2023 - 02:43:07 EST", "2023-07-25T07:43:07Z" },
		{ "Tue Jul 25 02:43:07 2023 +0200", "2023-07-25T00:43:07Z" },
		{ "Tue Jul 25 02:43:07 2023", "2023-07-25T02:43:07Z" },
		{ "Fri, 21 Nov 97 09:55:06 -0600", "1997-11-21T15:55:06Z" },
		{ "21 Nov 03 09:55:06 GMT", "2003-11-21T09:55:06Z" },
		{ "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z" },
		{ "Fri,21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z" },
		{ "Wed, 22 Nov 2023 10:00:00 +0530 (IST (x))", "2023-11-22T04:30:00Z" },
		{ "2023-07-25 02:43:07 +0200", "2023-07-25T00:43:07Z" },
		{ "2023-07-25T02:43:07Z", "2023-07-25T02:43:07Z" },
		{ "2023-07-25T02:43:07.123+02:00", "2023-07-25T00:43:07Z" },
		{ "25-Jul-2023 02:43:07 +0000", "2023-07-25T02:43:07Z" },
		{ "Mon, 29 Feb 2024 23:59:60 +0000", "2024-03-01T00:00:00Z" },
		{ "Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z" },
		{ "Tue, 19 Jan 2038 03:14:08 +0000", "2038-01-19T03:14:08Z" },
		{ "Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z" },
		{ "Tue, 45 Jul 2023 02:43:07 -0500", "" },
		{ "Tue, 25 Jul 2023 25:43:07 -0500", "" },
		{ "Tue, 25 Jul 20233 02:43:07 -0500", "" },
		{ "Tue, 25 Jul 99999999999999999999 02:43:07", "" },
		{ "yesterday", "" },
		{ "", "" },
	};
	char got[CLOCK_TEXT];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		time_rfc3339(got, date_parse(str_from(v[i].text)));
		if (strcmp(got, v[i].want))
			fail_msg("%s: got %s, want %s", v[i].text, got,
				 v[i].want);
	}
}

/* --- addresses -------------------------------------------------------- */

static struct str addresses(struct arena *a, const char *value)
{
	struct address_list list = { 0 };
	struct str out = STR("");

	address_list_parse(&list, a, str_from(value));
	for (size_t i = 0; i < list.nr; i++)
		out = str_printf(a, "%.*s%s[%.*s]<%.*s>", STR_ARG(out),
				 i ? " " : "", STR_ARG(list.v[i].name),
				 STR_ARG(list.v[i].addr));
	return out;
}

static void addresses_of_headers(void **state)
{
	static const struct {
		const char *value, *want;
	} v[] = {
		{ "a@b.example", "[]<a@b.example>" },
		{ "Ann Bee <a@b.example>, <c@d.example>", "[Ann Bee]<a@b.example> []<c@d.example>" },
		{ "\"Bee, Ann\" <a@b.example>", "[Bee, Ann]<a@b.example>" },
		{ "\"Ann \\\"X\\\" Bee\" <a@b.example>", "[Ann \"X\" Bee]<a@b.example>" },
		{ "a@b.example (Ann Bee)", "[Ann Bee]<a@b.example>" },
		{ "a@b.example (Ann (the) Bee)", "[Ann (the) Bee]<a@b.example>" },
		{ "=?utf-8?Q?S=C3=B8ren?= <s@b.example>", "[S\u00f8ren]<s@b.example>" },
		{ "\"=?utf-8?B?U8O4cmVu?=\" <s@b.example>", "[S\u00f8ren]<s@b.example>" },
		{ "=?utf-8?Q?Bee=2C_Ann?= <a@b.example>", "[Bee, Ann]<a@b.example>" },
		{ "=?utf-8?Q?x=0D=0ABcc:_e@v.il?= <a@b.example>", "[x Bcc: e@v.il]<a@b.example>" },
		{ "friends: a@b.example, Cee <c@d.example>;, e@f.example",
		  "[]<a@b.example> [Cee]<c@d.example> []<e@f.example>" },
		{ "undisclosed-recipients:;", "" },
		{ "<@relay.example,@two.example:a@b.example>", "[]<a@b.example>" },
		{ "Ann <a@b.example> Cee <c@d.example>", "[Ann]<a@b.example> [Cee]<c@d.example>" },
		{ "<a@b.example><c@d.example>", "[]<a@b.example> []<c@d.example>" },
		{ "Ann <a@b.example", "[Ann]<a@b.example>" },
		{ "<mailto:a@b.example>", "[]<a@b.example>" },
		{ "a @ b . example", "[]<a@b.example>" },
		{ "Ann Bee", "[Ann Bee]<>" },
		{ "Ann Bee a@b.example", "[Ann Bee]<a@b.example>" },
		{ "Ann (x) <a@b.example> (y)", "[Ann]<a@b.example>" },
		{ ",,, ,", "" },
		{ "", "" },
		{ "\"never closed <a@b.example>", "[never closed <a@b.example>]<>" },
		{ "Ann <a@b.example>,\r\n\tCee\r\n <c@d.example>", "[Ann]<a@b.example> [Cee]<c@d.example>" },
		{ "a at b.example", "[]<a at b.example>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		assert_str(addresses(*state, v[i].value), v[i].want);
}

static void what_may_be_written_to(void **state __maybe_unused)
{
	static const char *const good[] = {
		"a@b.example", "first.last+tag@sub.b.example", "x_y@b-c.example",
	};
	static const char *const bad[] = {
		"", "a", "a@b", "a@@b.example", "a b@c.example", "a@b..example",
		".a@b.example", "a@-b.example", "a@b.example ", "a@b.exam\nple",
		"\"a b\"@c.example", "a@xxxxxxxxxx", "a@xxx.xxxxxxx", "a@...org",
		"a at b.example", "a@b.example>", "<a@b.example>", "a@[192.0.2.1]",
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!address_usable(str_from(good[i])))
			fail_msg("%s was refused", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (address_usable(str_from(bad[i])))
			fail_msg("%s was taken", bad[i]);
}

static void masked_addresses(void **state __maybe_unused)
{
	static const char *const masked[] = {
		"apopple@xxxxxxxxxx", "a@xxxxx.xxx", "name@...domain.example",
		"na...@domain.example", "name at domain.example",
		"name (at) domain.example", "n***@domain.example",
	};
	static const char *const plain[] = {
		"a@b.example", "xx@xen.example", "max@exxxample.example", "", "at",
		"look at that",
	};

	for (size_t i = 0; i < ARRAY_SIZE(masked); i++)
		if (!address_is_masked(str_from(masked[i])))
			fail_msg("%s is not seen as masked", masked[i]);
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (address_is_masked(str_from(plain[i])))
			fail_msg("%s is seen as masked", plain[i]);
}

/* --- message ids ------------------------------------------------------ */

static void ids_stay_what_they_are(void **state)
{
	struct arena *a = *state;

	assert_str(msgid_first(a, STR(" <a+b/../c@d> (comment)")), "a+b/../c@d");
	assert_str(msgid_first(a, STR("<long\r\n -id@d>")), "long-id@d");
	assert_str(msgid_first(a, STR("a@b")), "a@b");
	assert_str(msgid_first(a, STR("no id at all")), NULL);
	assert_str(msgid_first(a, STR("")), NULL);
	assert_str(msgid_first(a, STR("<>")), NULL);
	assert_str(msgid_first(a, STR("<never closed")), NULL);
	assert_str(msgid_first(a, STR("<<a@b>>")), "a@b");
	assert_true(msgid_usable(STR("a@b")));
	assert_false(msgid_usable(STR("")));
	assert_false(msgid_usable(STR("a b@c")));
	assert_false(msgid_usable(STR("a@b>\r\nBcc: <c@d")));
	assert_false(msgid_usable(STR("a\0b@c")));
}

static void file_names_cannot_escape(void **state)
{
	static const char *const ids[] = {
		"../../etc/passwd", "..", ".", "/", "a/b@c", "a\nb", ".hidden@x",
		"a:2,S@x", "\xff\xfe", "",
	};
	struct arena *a = *state;
	struct buf long_id __free(buf) = { .max = 100000 };

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		struct str name = msgid_file_name(a, str_from(ids[i]));

		assert_true(str_chr(name, '/') < 0 && str_chr(name, ':') < 0 &&
			    str_chr(name, '\n') < 0);
		assert_true(name.n > 16 && name.n < 256);
		assert_true(name.p[0] != '.' || str_eq(STR(""), str_from(ids[i])));
	}
	for (size_t i = 0; i < 5000; i++)
		buf_puts(&long_id, "//");
	assert_true(msgid_file_name(a, buf_str(&long_id)).n < 256);
	assert_false(str_eq(msgid_file_name(a, STR("a/b")),
			    msgid_file_name(a, STR("a=2Fb"))));
}

static void many_references_keep_both_ends(void **state)
{
	struct arena *a = *state;
	struct buf b __free(buf) = { .max = 10 << 20 };
	struct str_list list = { 0 };

	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "<%d@x>\r\n\t", i);
	assert_true(msgid_list(&list, a, buf_str(&b)));
	assert_int_equal(list.nr, BOUND_REFERENCES);
	assert_str(list.v[0], "0@x");
	assert_str(list.v[1], "1@x");
	assert_str(list.v[list.nr - 2], "99998@x");
	assert_str(list.v[list.nr - 1], "99999@x");
}

/* --- headers ---------------------------------------------------------- */

static void encoded_words(void **state)
{
	static const struct {
		const char *raw, *want;
	} v[] = {
		{ "=?utf-8?Q?a_b?=", "a b" },
		{ "=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c" },
		{ "=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab" },
		{ "=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=", "\u00e4" },
		{ "=?iso-8859-1*de?Q?=E4?=", "\u00e4" },
		{ "=?utf-8?B?w6Q=?==?utf-8?B?w7Y=?=", "\u00e4\u00f6" },
		{ "[x] =?utf-8?Q?a b?=", "[x] a b" },
		{ "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
		{ "=?utf-8?Q?never", "=?utf-8?Q?never" },
		{ "=?nonsense?Q?abc?=", "abc" },
		{ "=?utf-8?Q?=FF?=", "\ufffd" },
		{ "=?utf-8?Q?a=0D=0AX-Evil:_1?=", "a X-Evil: 1" },
		{ "a =?= b ?= c", "a =?= b ?= c" },
		{ "=?utf-8?Q?" "?=", "" },
		{ "=?utf-8?Q?=3D?=", "=" },
		{ "plain", "plain" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct str_list flaws = { 0 };
		struct str got = header_decode(*state, str_from(v[i].raw),
					       &flaws);

		assert_str(got, v[i].want);
	}
}

static void what_is_a_mail(void **state __maybe_unused)
{
	static const char *const mails[] = {
		"Subject: x\n\nbody\n",
		"From x@y Mon Sep 17 00:00:00 2001\nSubject: x\n\nbody\n",
		"X-Odd: 1\r\nReceived: by x\r\nFrom: a@b\r\n\r\n",
		"Return-Path: <a@b>\nDelivered-To: c@d\nX-A: 1\nX-B: 2\nFrom: a@b\n\n",
	};
	static const char *const texts[] = {
		"bisecting cause commit starting from 4ac6d90867a4\n\n",
		"RIP: 0010:foo\nCode: 00\n\n",
		"ALSA: beeper: drop the ramp\n\nFrom: x\n",
		"From the log we see\n\nnothing\n",
		"Fixes: 0123456789ab\nSigned-off-by: x\n\n",
		"BUG: a\nTo: somewhere\n\n", "\n\nSubject: x\n\n", "x",
	};

	for (size_t i = 0; i < ARRAY_SIZE(mails); i++)
		if (!header_is_mail(str_from(mails[i])))
			fail_msg("not seen as a mail: %s", mails[i]);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (header_is_mail(str_from(texts[i])))
			fail_msg("seen as a mail: %s", texts[i]);
}

static void subjects_without_prefixes(void **state __maybe_unused)
{
	static const struct {
		const char *subject, *want;
	} v[] = {
		{ "Re: a", "a" }, { "RE: Re:  Fwd: a", "a" }, { "AW: a", "a" },
		{ "Regression: a", "Regression: a" }, { "", "" }, { "Re:", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct message m = { .subject = str_from(v[i].subject) };

		assert_str(message_subject_base(&m), v[i].want);
	}
}

/* --- strangers -------------------------------------------------------- */

static void nothing_to_read_is_an_error(void **state)
{
	struct message m;
	struct err err;

	assert_int_equal(message_parse(&m, *state, STR(""), STR("f"), &err),
			 ERR_MSG);
	assert_int_equal(message_parse(&m, *state, STR(" \n\r\n"), STR("f"),
				       &err), ERR_MSG);
	assert_int_equal(message_parse(&m, *state,
				       STR("\x1f\x8b\x08\0\0\0\0\0\0\x03"),
				       STR("f"), &err), ERR_MSG);
	assert_non_null(strstr(err.msg, "f: "));
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Bytes changed, pieces cut out, doubled or moved. */
static struct str mutate(struct arena *a, struct str s, uint32_t *seed)
{
	static const char odd[] = "\0\n\r=?<>(\"-:,; \xff";
	struct str copy = str_dup(a, s), head, mid, tail;
	char *c = (char *)copy.p;
	size_t from, n;

	for (size_t i = next_random(seed) % 8; i > 0; i--)
		c[next_random(seed) % s.n] =
			odd[next_random(seed) % sizeof(odd)];
	from = next_random(seed) % s.n;
	n = next_random(seed) % 64;
	head = str_sub(copy, 0, from);
	mid = str_sub(copy, from, n);
	tail = str_from_off(copy, from + n);
	switch (next_random(seed) % 4) {
	case 0:
		return head;
	case 1:
		return str_printf(a, "%.*s%.*s", STR_ARG(head), STR_ARG(tail));
	case 2:
		return str_printf(a, "%.*s%.*s%.*s%.*s", STR_ARG(head),
				  STR_ARG(mid), STR_ARG(mid), STR_ARG(tail));
	default:
		return copy;
	}
}

static void damaged_mails_are_read(void **state __maybe_unused)
{
	uint32_t seed = 20240411;
	struct message m;
	struct str mail;
	struct err err;
	glob_t found;

	assert_int_equal(glob("tests/cases/mail-*/mail", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		for (int round = 0; round < 60; round++) {
			struct arena a __free(arena) = { .max = 64 << 20 };

			assert_int_equal(file_read(&mail, &a, AT_FDCWD,
						   found.gl_pathv[i], 1 << 20,
						   ERR_FATAL, &err), FILE_READ);
			mail = mutate(&a, mail, &seed);
			if (message_parse(&m, &a, mail, STR("x"), &err) == 0)
				assert_true(message_is_sound(&m));
		}
	}
	globfree(&found);
}

/* @n times @piece behind a header; what is wrong must be said. */
static void huge(struct arena *a, const char *header, const char *piece,
		 size_t n, const char *flaw)
{
	struct buf b __free(buf) = { .max = 32 << 20 };
	struct message m;
	struct err err;
	bool said = !flaw;

	buf_puts(&b, header);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, piece);
	assert_false(b.overflow);
	assert_int_equal(message_parse(&m, a, buf_str(&b), STR("x"), &err), 0);
	assert_true(message_is_sound(&m));
	for (size_t i = 0; i < m.flaws.nr; i++)
		said |= str_eq(m.flaws.v[i], str_from(flaw));
	if (!said)
		fail_msg("%s... x %zu: nobody says \"%s\"", piece, n, flaw);
}

static void huge_mails_are_bounded(void **state)
{
	struct arena *a = *state;

	huge(a, "From: a@b\nSubject: s\n\n", "x", 4000000, NULL);
	huge(a, "From: a@b\nSubject: s\n\n", "\n", 1200000, "too many lines");
	huge(a, "From: a@b\nSubject: ", "x", 4000000, "a header field is too long");
	huge(a, "From: a@b\nTo: ", "(", 4000000, "a header field is too long");
	huge(a, "From: a@b\n", "X-A: y\n", 100000, "too many header fields");
	huge(a, "From: a@b\nSubject: s\nReferences:", " <a@b>", 100000,
	     "too many References");
	huge(a, "From: a@b\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n",
	     "--b\n\nx\n", 100000, "too many parts");
	huge(a, "From: a@b\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n",
	     "--b\nContent-Type: multipart/mixed; boundary=b\n\n", 20000, NULL);
	huge(a, "From: a@b\nSubject: s\n",
	     "Content-Type: message/rfc822\n\n", 20000, "parts are nested too deep");
	huge(a, "From: a@b\nSubject: s\n\n", ">", 1000000, NULL);
}

static void nested_parts_are_bounded(void **state)
{
	struct buf b __free(buf) = { .max = 32 << 20 };
	struct message m;
	struct err err;

	buf_puts(&b, "From: a@b\nSubject: s\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d.\n\n--b%d.\n",
			   i, i);
	buf_puts(&b, "\nthe end\n");
	assert_int_equal(message_parse(&m, *state, buf_str(&b), STR("x"), &err), 0);
	assert_true(message_is_sound(&m));
	assert_int_equal(m.flaws.nr, 1);
	assert_str(m.flaws.v[0], "parts are nested too deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_in_all_forms),
		cmocka_unit_test(addresses_of_headers),
		cmocka_unit_test(what_may_be_written_to),
		cmocka_unit_test(masked_addresses),
		cmocka_unit_test(ids_stay_what_they_are),
		cmocka_unit_test(file_names_cannot_escape),
		cmocka_unit_test(many_references_keep_both_ends),
		cmocka_unit_test(encoded_words),
		cmocka_unit_test(what_is_a_mail),
		cmocka_unit_test(subjects_without_prefixes),
		cmocka_unit_test(nothing_to_read_is_an_error),
		cmocka_unit_test(damaged_mails_are_read),
		cmocka_unit_test(huge_mails_are_bounded),
		cmocka_unit_test(nested_parts_are_bounded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("mail", tests, set_up, tear_down);
}
