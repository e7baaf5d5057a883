// SPDX-License-Identifier: GPL-2.0-only
#include "report/commands.h"

/* More commands than a person gives in one mail. */
#define COMMANDS_MAX	64

static const struct {
	const char *bot, *command;
	bool long_argument;	/* may go on in the next line */
} commands[] = {
	{ "regzbot", "introduced", false },
	{ "regzbot", "^introduced", false },
	{ "regzbot", "from", false },
	{ "regzbot", "title", true },
	{ "regzbot", "link", false },
	{ "regzbot", "monitor", false },
	{ "regzbot", "fix", true },
	{ "regzbot", "fixed-by", true },
	{ "regzbot", "dup-of", false },
	{ "regzbot", "duplicate", false },
	{ "regzbot", "duplicate-of", false },
	{ "regzbot", "dup", false },
	{ "regzbot", "invalid", true },
	{ "regzbot", "inconclusive", true },
	{ "regzbot", "resolve", true },
	{ "regzbot", "resolved", true },
	{ "regzbot", "backburner", true },
	{ "regzbot", "back-burner", true },
	{ "regzbot", "poke", false },
	{ "regzbot", "ignore-activity", false },
	{ "regzbot", "activity-ignore", false },
	{ "regzbot", "unlink", false },
	{ "regzbot", "unbackburn", false },
	{ "regzbot", "summary", true },
	{ "regzbot", "report", false },
	{ "syz", "fix", true },
	{ "syz", "unfix", false },
	{ "syz", "dup", true },
	{ "syz", "undup", false },
	{ "syz", "invalid", false },
	{ "syz", "upstream", false },
	{ "syz", "test", false },
	{ "syz", "set", false },
	{ "syz", "unset", false },
	{ "syz", "uncc", false },
};

/* The examples in syzbot's own mails. */
static const char *const samples[] = {
	"exact-commit-title", "git://repo/address.git", "new-subsystem",
	"exact-subject-of-another-report", "branch-or-commit-hash",
};

static bool is_sample(const struct reading *rd, struct str argument)
{
	for (size_t k = 0; k < ARRAY_SIZE(samples); k++)
		if (str_has(argument, str_from(samples[k])))
			return true;
	/* syzbot does not give commands to itself */
	return rd->r->origin == ORIGIN_SYZBOT;
}

/* A title goes on in the next line where this one was wrapped or is empty. */
static struct str argument_next(const struct reading *rd, size_t i,
				struct str argument)
{
	const struct line_list *lines = &rd->m->lines;
	struct str next;
	bool indented;

	if (i + 1 >= lines->nr || !line_said(rd, &lines->v[i + 1]))
		return argument;
	next = str_trim(lines->v[i + 1].text);
	if (!next.n || next.p[0] == '#' || next.p[0] == '>')
		return argument;
	indented = is_blank(lines->v[i + 1].text.p[0]);
	if (argument.n && !indented && lines->v[i].text.n < 58)
		return argument;
	if (!argument.n)
		return next;
	return str_printf(rd->a, "%.*s %.*s", STR_ARG(argument), STR_ARG(next));
}

bool command_read(struct reading *rd, size_t i)
{
	struct str rest = str_trim(rd->m->lines.v[i].text), bot, word;
	struct bot_command *c;
	size_t n = 0;

	if (str_skip_i(&rest, STR("#regzbot")))
		bot = STR("regzbot");
	else if (str_skip_i(&rest, STR("#syz")))
		bot = STR("syz");
	else
		return false;
	if (rest.n && !is_blank(rest.p[0]) && rest.p[0] != ':')
		return false;
	while (rest.n && (is_blank(rest.p[0]) || rest.p[0] == ':'))
		rest = str_from_off(rest, 1);
	while (n < rest.n && (is_alnum(rest.p[n]) || rest.p[n] == '-' ||
			      rest.p[n] == '^'))
		n++;
	word = str_sub(rest, 0, n);
	rest = str_trim(str_from_off(rest, n + (n < rest.n && rest.p[n] == ':')));
	for (size_t k = 0; k < ARRAY_SIZE(commands); k++) {
		if (!str_eq(bot, str_from(commands[k].bot)) ||
		    !str_eq_i(word, str_from(commands[k].command)))
			continue;
		if (commands[k].long_argument)
			rest = argument_next(rd, i, rest);
		if (is_sample(rd, rest) ||
		    rd->r->commands.nr == COMMANDS_MAX)
			return true;
		c = list_add(rd->a, &rd->r->commands);
		c->bot = bot;
		c->command = str_from(commands[k].command);
		c->argument = rest.n ? rest : STR_NONE;
		c->line = reading_line_no(rd, i);
		return true;
	}
	return true;
}

struct str command_commit(const struct bot_command *c)
{
	struct str word, rest = c->argument;
	size_t n;

	if (!str_eq(c->bot, STR("regzbot")) ||
	    !(str_eq(c->command, STR("introduced")) ||
	      str_eq(c->command, STR("^introduced"))))
		return STR_NONE;
	while (str_word(&rest, &word)) {
		str_skip_i(&word, STR("commit:"));
		if (str_eq_i(word, STR("commit")))
			continue;
		n = hash_length(word);
		return n ? str_sub(word, 0, n) : STR_NONE;
	}
	return STR_NONE;
}
