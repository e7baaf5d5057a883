// SPDX-License-Identifier: GPL-2.0-only
#include "report/line_kind.h"

/* "[   76.18] ", "[T10] ", "<4>[ 76.1] ": what a kernel printed. */
bool line_is_console(struct str s)
{
	size_t i = 0;

	if (s.n > 4 && s.p[0] == '<' && is_digit(s.p[1]) && s.p[2] == '>')
		return true;
	if (s.n < 6 || s.p[0] != '[')
		return false;
	for (i = 1; i < s.n && is_blank(s.p[i]); i++)
		;
	if (i < s.n && s.p[i] == 'T' && i > 1)
		return true;
	while (i < s.n && is_digit(s.p[i]))
		i++;
	return i > 1 && i < s.n && s.p[i] == '.';
}

/* "file.c:12:3: error: ...", "make[1]: *** ..." */
bool line_is_build_error(struct str s)
{
	ptrdiff_t at;

	if (str_starts(s, STR("make")) && str_has(s, STR("***")))
		return true;
	s = str_sub(s, 0, 400);
	at = str_find(s, STR("error: "));
	if (at < 0)
		return str_starts(s, STR("ERROR: modpost")) ||
		       str_has(s, STR("undefined reference to"));
	return at > 2 && s.p[at - 2] == ':';
}

/* A row of a bisect log, by what it begins with. */
static const struct log_row log_rows[] = {
	{ "# first bad commit: ", COMMIT_CULPRIT, true, true },
	{ "# first bad commit:", COMMIT_CULPRIT, true, true },
	{ "first bad commit: [", COMMIT_CULPRIT, true, true },
	{ "# first new commit: ", COMMIT_FIX, false, true },
	{ "# good: ", COMMIT_GOOD, false, true },
	{ "# bad: ", COMMIT_BAD, false, true },
	{ "# skip: ", COMMIT_MENTIONED, false, true },
	{ "# possible first bad commit: ", COMMIT_MENTIONED, false, true },
	{ "# status: ", COMMIT_MENTIONED, false, false },
	{ "git bisect good", COMMIT_GOOD, false, false },
	{ "git bisect bad", COMMIT_BAD, false, false },
	{ "git bisect skip", COMMIT_MENTIONED, false, false },
	{ "git bisect start", COMMIT_MENTIONED, false, false },
	{ "# git bisect ", COMMIT_MENTIONED, false, false },
};

const struct log_row *log_row(struct str s)
{
	if (s.n < 12 || (s.p[0] != '#' && s.p[0] != 'f' && s.p[0] != 'g'))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(log_rows); i++)
		if (str_starts(s, str_from(log_rows[i].prefix)))
			return &log_rows[i];
	return NULL;
}

bool line_is_tag(struct str s)
{
	ptrdiff_t colon = str_chr(str_sub(s, 0, 40), ':');

	return colon > 5 && is_alpha(s.p[0]) &&
	       str_eq(str_sub(s, (size_t)colon - 3, 3), STR("-by"));
}

bool line_is_trailer(struct str s)
{
	static const char *const keys[] = {
		"Link:", "Cc:", "CC:", "Fixes:", "Closes:", "Change-Id:",
		"BugLink:", "Bugzilla:", "References:",
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (str_starts(s, str_from(keys[i])))
			return true;
	return line_is_tag(s);
}
