// SPDX-License-Identifier: GPL-2.0-only
/* What trackers were told of a report, and what they list. */
#include "verify/thread_reading.h"

static const struct {
	const char *bot, *command;
	enum thread_fact_kind kind;
	const char *why;
} command_facts[] = {
	{ "regzbot", "introduced", THREAD_TRACKED, "regzbot was told of it" },
	{ "regzbot", "^introduced", THREAD_TRACKED, "regzbot was told of it" },
	{ "regzbot", "report", THREAD_TRACKED, "regzbot was told of it" },
	{ "regzbot", "title", THREAD_TRACKED, "regzbot has an entry" },
	{ "regzbot", "monitor", THREAD_TRACKED, "regzbot has an entry" },
	{ "regzbot", "link", THREAD_TRACKED, "regzbot has an entry" },
	{ "regzbot", "poke", THREAD_TRACKED, "regzbot has an entry" },
	{ "regzbot", "backburner", THREAD_TRACKED, "regzbot has an entry" },
	{ "regzbot", "fix", THREAD_FIX_APPLIED, "regzbot was told of the fix" },
	{ "regzbot", "fixed-by", THREAD_FIX_APPLIED, "regzbot was told of the fix" },
	{ "regzbot", "resolve", THREAD_FIX_APPLIED, "regzbot was told that it is solved" },
	{ "regzbot", "resolved", THREAD_FIX_APPLIED, "regzbot was told that it is solved" },
	{ "regzbot", "invalid", THREAD_WITHDRAWN, "regzbot was told that it is none" },
	{ "regzbot", "inconclusive", THREAD_WITHDRAWN, "regzbot was told to give up" },
	{ "regzbot", "dup-of", THREAD_WITHDRAWN, "a duplicate of another report" },
	{ "regzbot", "dup", THREAD_WITHDRAWN, "a duplicate of another report" },
	{ "regzbot", "duplicate", THREAD_WITHDRAWN, "a duplicate of another report" },
	{ "regzbot", "duplicate-of", THREAD_WITHDRAWN, "a duplicate of another report" },
	{ "syz", "fix", THREAD_FIX_APPLIED, "syzbot was told of the fix" },
	{ "syz", "invalid", THREAD_WITHDRAWN, "syzbot was told that it is none" },
	{ "syz", "dup", THREAD_WITHDRAWN, "a duplicate of another report" },
};

static const struct {
	const char *command;
	enum thread_fact_kind kind;
} undo_commands[] = {
	{ "unfix", THREAD_FIX_APPLIED },
	{ "undup", THREAD_WITHDRAWN },
};

static void obey(struct thread_reading *tr, const struct thread_entry *e,
		 const struct bot_command *c)
{
	struct str text = str_printf(tr->a, "#%.*s %.*s: %.*s",
				     STR_ARG(c->bot), STR_ARG(c->command),
				     STR_ARG(c->argument));

	for (size_t i = 0; i < ARRAY_SIZE(command_facts); i++) {
		if (!str_eq(c->bot, str_from(command_facts[i].bot)) ||
		    !str_eq(c->command, str_from(command_facts[i].command)) ||
		    thread_has_fact(tr, e, command_facts[i].kind))
			continue;
		thread_fact_add(tr, command_facts[i].kind, e,
				command_facts[i].why, text, c->line)->command =
			true;
		return;
	}
}

/* Commands speak of the thread that they stand in. */
static void read_commands(struct thread_reading *tr,
			  const struct thread_entry *e)
{
	bool ours = e->place == PLACE_SELF || e->place == PLACE_ABOVE ||
		    e->place == PLACE_BELOW;

	for (size_t i = 0; i < e->r->commands.nr; i++) {
		const struct bot_command *c = &e->r->commands.v[i];

		if (ours || (thread_same_claim(tr, e) &&
			     str_eq(c->bot, STR("regzbot")) &&
			     str_ends(c->command, STR("introduced"))))
			obey(tr, e, c);
	}
}

/* "#syz unfix" takes back what was said to the bot before. */
static void take_back(struct thread_reading *tr, enum thread_fact_kind kind,
		      int64_t date)
{
	struct thread_fact_list *facts = &tr->out->facts;
	size_t kept = 0;

	for (size_t i = 0; i < facts->nr; i++)
		if (!(facts->v[i].command && facts->v[i].kind == kind &&
		      facts->v[i].date <= date))
			facts->v[kept++] = facts->v[i];
	facts->nr = kept;
}

void thread_undoing(struct thread_reading *tr, const struct thread_entry *e)
{
	for (size_t i = 0; e->place == PLACE_BELOW && i < e->r->commands.nr; i++)
		for (size_t k = 0; k < ARRAY_SIZE(undo_commands); k++)
			if (str_eq(e->r->commands.v[i].command,
				   str_from(undo_commands[k].command)))
				take_back(tr, undo_commands[k].kind, e->m->date);
}

/* The weekly list of what regzbot tracks. */
static void read_tracker(struct thread_reading *tr,
			 const struct thread_entry *e)
{
	if (!str_starts_i(e->m->sender.name, STR("regzbot")))
		return;
	for (size_t i = 0; i < e->r->links.nr; i++)
		if (thread_names_report(tr, e->r->links.v[i].url)) {
			thread_fact_add(tr, THREAD_TRACKED, e,
					"regzbot lists the report",
					e->r->links.v[i].url,
					e->r->links.v[i].line);
			return;
		}
}

void thread_bots(struct thread_reading *tr, const struct thread_entry *e)
{
	read_commands(tr, e);
	read_tracker(tr, e);
}
