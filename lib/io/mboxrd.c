// SPDX-License-Identifier: GPL-2.0-only
#include "io/mboxrd.h"

struct str mboxrd_unquote(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '>')
		n++;
	if (n && str_starts(str_from_off(line, n), STR("From ")))
		return str_from_off(line, 1);
	return line;
}

/* Takes the next line with its end off *rest. */
static struct str take_line(struct str *rest)
{
	ptrdiff_t lf = str_chr(*rest, '\n');
	struct str line = str_sub(*rest, 0, lf < 0 ? rest->n : (size_t)lf + 1);

	*rest = str_from_off(*rest, line.n);
	return line;
}

void mboxrd_split(struct str_list *mails, struct arena *a, struct str text,
		  size_t max)
{
	char *to = arena_alloc(a, text.n + 1);	/* never longer than @text */
	struct str *mail = NULL;

	while (text.n) {
		struct str line = take_line(&text);

		if (str_starts(line, STR("From "))) {
			if (mail && str_ends(*mail, STR("\n\n")))
				mail->n--;
			if (!max--)
				return;
			mail = list_add(a, mails);
			*mail = str_make(to, 0);
			continue;
		}
		if (!mail)
			continue;
		line = mboxrd_unquote(line);
		memcpy(to, line.p, line.n);
		to += line.n;
		mail->n += line.n;
	}
	if (mail && str_ends(*mail, STR("\n\n")))
		mail->n--;
}
