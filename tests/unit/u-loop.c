// SPDX-License-Identifier: GPL-2.0-only
#include "mail/loop.h"

#include <setjmp.h>
#include <cmocka.h>

static const char *sign_of(struct arena *a, const char *header)
{
	struct str raw = str_printf(a, "From: A <a@x.example>\nSubject: s\n"
				       "Message-ID: <1@x.example>\n%s\n\ntext\n",
				    header);
	struct err err = ERR_INIT;
	struct message m;

	assert_int_equal(message_parse(&m, a, raw, STR("test"), &err), 0);
	return loop_sign(a, &m, STR("bot@b.example"), STR("b.example")).p;
}

static void answers_to_programs_are_refused(void **state)
{
	static const struct {
		const char *header, *sign;
	} rows[] = {
		{ "Auto-Submitted: auto-replied (vacation)", "Auto-Submitted" },
		{ "auto-submitted: AUTO-GENERATED; owner=x", "Auto-Submitted" },
		{ "Return-Path: <>", "bounce" },
		{ "X-Regbot: Ignore", "X-Regbot" },
		{ "Precedence: bulk", NULL },
		{ "Auto-Submitted: no", NULL },
		{ "Return-Path: <a@x.example>", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct arena a __free(arena) = { .max = 1 << 20 };
		const char *sign = sign_of(&a, rows[i].header);

		if (rows[i].sign)
			assert_non_null(sign && strstr(sign, rows[i].sign) ?
					sign : NULL);
		else
			assert_null(sign);
	}
}

static void own_mail_is_known_also_from_a_list(void **state)
{
	static const struct {
		struct str mail;
		bool own;
	} rows[] = {
		{ STR("From: Bot <BOT@b.example>\nMessage-ID: <z@list.example>\n\nx\n"), true },
		{ STR("From: List <l@list.example>\nMessage-ID: <regbot-1f@B.example>\n\nx\n"), true },
		{ STR("From: Colleague <c@b.example>\nMessage-ID: <77@b.example>\n\nx\n"), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct arena a __free(arena) = { .max = 1 << 20 };
		struct err err = ERR_INIT;
		struct message m;

		assert_int_equal(message_parse(&m, &a, rows[i].mail,
					       STR("test"), &err), 0);
		assert_int_equal(!str_is_none(loop_sign(&a, &m,
							STR("bot@b.example"),
							STR("b.example"))),
				 rows[i].own);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_to_programs_are_refused),
		cmocka_unit_test(own_mail_is_known_also_from_a_list),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
