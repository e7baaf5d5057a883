// SPDX-License-Identifier: GPL-2.0-only
/* From sections to people and lists, each once, by the rules of the original. */
#include "git/maintainers_data.h"

/* Never added by a program; a person decides to write to him. */
#define CHIEF		"Linus Torvalds <torvalds@linux-foundation.org>"
#define TITLE_LONGEST	50

static const struct {
	const char *status, *role;
} roles[] = {
	{ "supported",	"supporter" },
	{ "maintained",	"maintainer" },
	{ "odd fixes",	"odd fixer" },
	{ "orphan",	"orphan minder" },
	{ "obsolete",	"obsolete minder" },
	{ "buried alive in reporters", "chief penguin" },
};

void gather_init(struct gather *g, struct arena *a,
		 const struct maintainers *m, enum maintainers_flags flags)
{
	*g = (struct gather){ .m = m, .a = a, .flags = flags };
	g->done = arena_alloc(a, m->sections.nr * sizeof(*g->done));
}

static struct str short_title(struct arena *a, struct str title)
{
	if (title.n <= TITLE_LONGEST)
		return title;
	title = str_trim_end(str_sub(title, 0, TITLE_LONGEST - 3));
	return str_printf(a, "%.*s...", STR_ARG(title));
}

static struct str role_of(struct arena *a, const struct section *s, char tag)
{
	struct str title = short_title(a, s->title), role;

	if (tag == 'R')
		return str_printf(a, "reviewer:%.*s", STR_ARG(title));
	role = s->status.p ? str_lower(a, s->status) : STR("unknown");
	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		if (str_eq(role, str_from(roles[i].status))) {
			role = str_from(roles[i].role);
			break;
		}
	return str_printf(a, "%.*s:%.*s", STR_ARG(role), STR_ARG(title));
}

static struct maintainer *add(struct gather *g, struct maintainer_list *list,
			      const struct hit *hit)
{
	const struct section *s = &g->m->sections.v[hit->section];
	struct maintainer *one = list_add(g->a, list);

	one->section = s->title;
	one->the_rest = str_eq(s->title, STR("THE REST"));
	one->file = s->file;
	one->pattern = str_printf(g->a, "%c: %.*s", hit->by->tag,
				  STR_ARG(hit->by->value));
	one->line = hit->by->line;
	one->depth = hit->by->depth;
	return one;
}

bool gather_is_new(struct gather *g, const struct person *who)
{
	struct str name = str_lower(g->a, who->name);
	struct str addr = str_lower(g->a, who->addr);

	if (!addr.n || (name.n && strmap_get(&g->names, name)) ||
	    strmap_get(&g->addrs, addr))
		return false;
	if (name.n)
		strmap_add(&g->names, g->a, name);
	strmap_add(&g->addrs, g->a, addr);
	return true;
}

/* Who has the name or the address of somebody before is left out. */
static void add_person(struct gather *g, const struct hit *hit, char tag,
		       struct str text)
{
	struct maintainer *one;
	struct person who;

	if (!person_parse(&who, g->a, text) || !gather_is_new(g, &who))
		return;
	one = add(g, &g->people, hit);
	one->kind = tag == 'R' ? MAINTAINER_REVIEWER : MAINTAINER_PERSON;
	one->name = who.name;
	one->addr = who.addr;
	one->role = role_of(g->a, &g->m->sections.v[hit->section], tag);
}

/*
 * Several people on one line count as several only where the line is a
 * strict list of addresses: all ASCII, dots in quotes.
 */
static void add_people(struct gather *g, const struct hit *hit, char tag,
		       struct str value)
{
	struct str_list parts = { 0 };

	if (str_chr(value, ',') < 0 ||
	    !person_list_split(&parts, g->a, value) || parts.nr == 1) {
		add_person(g, hit, tag, value);
		return;
	}
	for (size_t i = 0; i < parts.nr; i++)
		add_person(g, hit, tag, parts.v[i]);
}

static void add_list(struct gather *g, const struct hit *hit, struct str value)
{
	struct str title = short_title(g->a,
				       g->m->sections.v[hit->section].title);
	const char *kind = "open list";
	struct str rest = value, addr;
	struct maintainer *one;
	struct person named;
	bool closed;

	if (!str_word(&rest, &addr))
		return;
	closed = str_has(rest, STR("subscribers-only"));
	if (closed && !(g->flags & MAINTAINERS_SUBSCRIBERS))
		return;
	if (closed)
		kind = "subscriber list";
	else if (str_has(rest, STR("moderated")))
		kind = "moderated list";
	/* a display name is no part of the format, but is met */
	if (str_chr(addr, '@') < 0) {
		if (!person_parse(&named, g->a, value))
			return;
		addr = named.addr;
	}
	if (!strmap_add(&g->list_addrs, g->a, str_lower(g->a, addr)))
		return;
	one = add(g, &g->lists, hit);
	one->kind = MAINTAINER_LIST;
	one->name = STR("");
	one->addr = addr;
	one->moderated = *kind == 'm';
	one->role = one->the_rest ? str_from(kind)
				  : str_printf(g->a, "%s:%.*s", kind,
					       STR_ARG(title));
}

void gather_section(struct gather *g, const struct hit *hit)
{
	const struct section *s = &g->m->sections.v[hit->section];

	/* a second time would add nobody */
	if (g->done[hit->section])
		return;
	g->done[hit->section] = true;
	for (size_t i = s->contacts_from; i < s->contacts_to; i++) {
		const struct contact *c = &g->m->contacts.v[i];

		if (c->tag == 'L')
			add_list(g, hit, c->value);
		else
			add_people(g, hit, c->tag, c->value);
	}
}

/* Names and addresses seen under .mailmap, lower case, and what they became. */
struct merge {
	struct strmap by_name, by_addr, texts;
};

static void merge_one(struct gather *g, struct merge *merge,
		      struct person *who)
{
	struct person *known = NULL;
	struct str name, addr;

	mailmap_apply(g->m->mailmap, g->a, who);
	name = str_lower(g->a, who->name);
	addr = str_lower(g->a, who->addr);
	if (name.n)
		known = strmap_get(&merge->by_name, name);
	if (!known)
		known = strmap_get(&merge->by_addr, addr);
	if (known) {
		*who = *known;
	} else {
		known = arena_new(g->a, struct person);
		*known = *who;
		*strmap_at(&merge->by_name, g->a, name) = known;
		*strmap_at(&merge->by_addr, g->a, addr) = known;
	}
	mailmap_apply(g->m->mailmap, g->a, who);
}

static void finish(struct gather *g, struct merge *merge,
		   const struct maintainer_list *from,
		   struct maintainer_list *out)
{
	for (size_t i = 0; i < from->nr; i++) {
		const struct maintainer *one = &from->v[i];
		struct person who = { one->name, one->addr };
		struct maintainer *put;
		struct str text;

		merge_one(g, merge, &who);
		text = person_key(g->a, &who);
		if ((one->kind != MAINTAINER_LIST && str_has(text, STR(CHIEF))) ||
		    !strmap_add(&merge->texts, g->a, text))
			continue;
		put = list_add(g->a, out);
		*put = *one;
		put->name = person_plain_name(g->a, who.name);
		put->addr = who.addr;
	}
}

void gather_finish(struct gather *g, struct maintainer_list *out)
{
	struct merge merge = { 0 };
	size_t first = out->nr;

	finish(g, &merge, &g->people, out);
	gather_finish_in_file(g, out, first);
	finish(g, &merge, &g->lists, out);
}
