// SPDX-License-Identifier: GPL-2.0-only
/* What lines of git's logs look like, and nothing of what they mean. */
#include "report/bisect_git_line.h"

const struct str git_command = { "git bisect ", 11 };

static bool is_term(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!is_alnum(word.p[i]) && word.p[i] != '-')
			return false;
	return word.n;
}

/* "bad: [sha] title", "bad:" with the rest in the next line */
static bool is_verdict_comment(struct str s)
{
	ptrdiff_t colon = str_chr(str_sub(s, 0, 40), ':');
	struct str word, rest;

	if (colon <= 0)
		return false;
	word = str_sub(s, 0, (size_t)colon);
	rest = str_trim(str_from_off(s, (size_t)colon + 1));
	return is_term(word) && (rest.n ? rest.p[0] == '[' :
				 str_eq(word, STR("bad")) ||
				 str_eq(word, STR("good")) ||
				 str_eq(word, STR("skip")));
}

bool git_skip_first(struct str *s, struct str *word)
{
	struct str rest = *s;

	if (!str_skip(&rest, STR("first ")) || !str_word(&rest, word))
		return false;
	rest = str_trim(rest);
	if (!is_term(*word) || !str_skip(&rest, STR("commit:")))
		return false;
	*s = str_trim(rest);
	return true;
}

static bool is_comment(struct str s)
{
	struct str word;

	s = str_trim(s);
	return is_verdict_comment(s) || git_skip_first(&s, &word) ||
	       str_starts(s, STR("possible first ")) ||
	       str_starts(s, STR("only skipped commits left")) ||
	       str_starts(s, STR("status: waiting for "));
}

struct str git_line_of_log(struct str text)
{
	struct str rest = text, word;
	ptrdiff_t at;

	if (!text.n)
		return STR_NONE;
	if (str_skip(&rest, STR("#")) && is_comment(rest))
		return text;
	if (str_starts(text, git_command))
		return text;
	if (git_skip_first(&rest, &word) && str_starts(rest, STR("[")))
		return text;
	/* behind a shell prompt */
	at = str_find(text, git_command);
	if (at >= 2 && text.p[at - 1] == ' ' && strchr("$#%>", text.p[at - 2]))
		return str_from_off(text, (size_t)at);
	return STR_NONE;
}

bool git_line_is_start(struct str text)
{
	return str_skip(&text, git_command) &&
	       str_starts(str_trim(text), STR("start"));
}

bool git_line_is_last(struct str text)
{
	struct str word;

	if (str_skip(&text, STR("#")))
		text = str_trim(text);
	return git_skip_first(&text, &word);
}

bool git_line_is_console(struct git_reader *r, struct str text)
{
	struct str sha;

	if (!text.n)
		return false;
	if (is_hex(text.p[0]) && bisect_take_sha(r->a, &text, &sha))
		return str_starts(text, STR(" is the first "));
	return str_starts(text, STR("Bisecting: "));
}
