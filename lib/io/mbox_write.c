// SPDX-License-Identifier: GPL-2.0-only
#include "io/mbox_write.h"

/* The start of the line that ends in front of @at, where only '>' stand. */
static bool only_marks(struct str s, size_t at)
{
	while (at && s.p[at - 1] == '>')
		at--;
	return !at || s.p[at - 1] == '\n';
}

static void write_bytes(FILE *out, struct str s)
{
	fwrite(s.p, 1, s.n, out);
}

void mbox_write(FILE *out, struct str mail)
{
	size_t done = 0, from = 0;

	fputs("From mboxrd@z Thu Jan  1 00:00:00 1970\n", out);
	for (;;) {
		ptrdiff_t at = str_find(str_from_off(mail, from), STR("From "));

		if (at < 0)
			break;
		at += (ptrdiff_t)from;
		from = (size_t)at + 5;
		if (!only_marks(mail, (size_t)at))
			continue;
		write_bytes(out, str_sub(mail, done, (size_t)at - done));
		fputc('>', out);	/* where in the row of marks is all one */
		done = (size_t)at;
	}
	write_bytes(out, str_from_off(mail, done));
	fputs(mail.n && mail.p[mail.n - 1] == '\n' ? "\n" : "\n\n", out);
}
