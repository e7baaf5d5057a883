// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails in all the forms that they come in: tests/cases/mail-*, each with the
 * mail as it came and all of what was read out of it.  With BLESS set the
 * expectations are written anew; the diff is what one reviews.
 */
#include "base/base.h"

#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "io/source.h"
#include "../lib/message_is_sound.h"

#define CASES	"tests/cases/mail-*"

static const char *const who_names[] = {
	[LINE_AUTHOR] = "author",	  [LINE_QUOTE] = "quote",
	[LINE_FORWARD] = "forward",	  [LINE_DIFF] = "diff",
	[LINE_SIGNATURE] = "signature",	  [LINE_FOOTER] = "footer",
	[LINE_ATTACHMENT] = "attachment",
};

static void show_str(struct buf *out, const char *what, struct str s)
{
	if (!str_is_none(s))
		buf_printf(out, "%s: %.*s\n", what, STR_ARG(s));
}

static void show_addresses(struct buf *out, const char *what,
			   const struct address_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		buf_printf(out, "%s: [%.*s] <%.*s>%s\n", what,
			   STR_ARG(list->v[i].name), STR_ARG(list->v[i].addr),
			   list->v[i].masked ? " masked" : "");
}

static void show_header(struct buf *out, const struct message *m)
{
	char date[CLOCK_TEXT];

	buf_printf(out, "kind:%s%s%s\n", m->bare ? " bare" : "",
		   m->scraped ? " scraped" : "",
		   m->bare || m->scraped ? "" : " mail");
	show_str(out, "message-id", m->message_id);
	show_str(out, "in-reply-to", m->in_reply_to);
	for (size_t i = 0; i < m->references.nr; i++)
		show_str(out, "reference", m->references.v[i]);
	show_str(out, "subject", m->subject);
	buf_printf(out, "date: %s\n", time_rfc3339(date, m->date));
	show_addresses(out, "from", &m->from);
	show_addresses(out, "to", &m->to);
	show_addresses(out, "cc", &m->cc);
	buf_printf(out, "sender: [%.*s] <%.*s>\n", STR_ARG(m->sender.name),
		   STR_ARG(m->sender.addr));
	for (size_t i = 0; i < m->flaws.nr; i++)
		show_str(out, "flaw", m->flaws.v[i]);
}

static void show_part(struct buf *out, const struct part *part)
{
	buf_printf(out, "part: %.*s", STR_ARG(part->type));
	if (part->name.n)
		buf_printf(out, " \"%.*s\"", STR_ARG(part->name));
	buf_printf(out, "%s%s", part->attachment ? " attachment" : "",
		   part->forwarded ? " forwarded" : "");
	if (part->shown)
		buf_printf(out, " lines %u-%u\n", part->line_first,
			   part->line_last);
	else if (!str_is_none(part->bytes))
		buf_printf(out, " %zu bytes\n", part->bytes.n);
	else
		buf_puts(out, " not shown\n");
}

static void show(struct buf *out, const struct message *m)
{
	show_header(out, m);
	for (size_t i = 0; i < m->parts.nr; i++)
		show_part(out, &m->parts.v[i]);
	for (size_t i = 0; i < m->lines.nr; i++) {
		const struct line *line = &m->lines.v[i];

		buf_printf(out, "%3u %s", line->no, who_names[line->who]);
		if (line->depth)
			buf_printf(out, " %u", line->depth);
		buf_printf(out, "|%.*s\n", STR_ARG(line->text));
	}
}

static void write_file(const char *path, struct str bytes)
{
	FILE *f __free(file) = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
}

static void run_case(const char *folder)
{
	struct arena a __free(arena) = { .max = (size_t)64 << 20 };
	struct buf out __free(buf) = { .max = 1 << 20 };
	struct source *source __free(source) = NULL;
	const char *path = str_printf(&a, "%s/mail", folder).p;
	const char *expected = str_printf(&a, "%s/expected", folder).p;
	struct raw_message raw;
	struct str want = STR("");
	struct message m;
	struct err err;

	assert_int_equal(source_file_open(&source, path, &err), 0);
	assert_int_equal(source_next(source, &raw, &err), 1);
	assert_int_equal(message_parse(&m, &a, raw.bytes, raw.origin, &err), 0);
	assert_true(message_is_sound(&m));
	show(&out, &m);
	if (getenv("BLESS"))
		write_file(expected, buf_str(&out));
	assert_int_equal(file_read(&want, &a, AT_FDCWD, expected, 1 << 20,
				   ERR_FATAL, &err), FILE_READ);
	if (!str_eq(want, buf_str(&out)))
		fail_msg("%s: got\n%s", folder, buf_str(&out).p);
}

static void mails_are_read_as_expected(void **state __maybe_unused)
{
	glob_t found;

	assert_int_equal(glob(CASES, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		run_case(found.gl_pathv[i]);
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mails_are_read_as_expected),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("mail cases", tests, NULL, NULL);
}
