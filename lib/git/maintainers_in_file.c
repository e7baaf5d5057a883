// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses in the text of a file.  Device tree bindings name their
 * maintainers themselves, and the original always adds these ("in file").
 * How a name is cut out of what stands before an address is its way, too.
 */
#include "git/maintainers_data.h"

/* A binding is some kilobytes long and names a handful. */
#define TEXT_MAX	((size_t)256 << 10)
#define PEOPLE_MAX	256

/* Bytes of a name; those above 0x7f are the halves of letters up to U+00FF. */
#define NAME_BYTES	"A-Za-z\\x80-\\xc3"
#define ADDRESS		"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+\\.[A-Za-z0-9]+"

static const char mention[] =
	"[" NAME_BYTES "\"' ,.+-]*\\s*,*\\s*[(<{]?" ADDRESS;

static bool is_name_byte(char c)
{
	return is_alpha(c) || ((unsigned char)c >= 0x80 &&
			       (unsigned char)c <= 0xc3) ||
	       (c && strchr("',.+-", c));
}

/* One letter, or one and a dot. */
static bool is_initial(struct str word)
{
	return word.n == 1 || (word.n == 2 && word.p[1] == '.');
}

/*
 * The last two words, or three where an initial is among them.  A name in
 * quotes begins with an empty word.
 */
static struct str last_words(struct arena *a, struct str name)
{
	struct str_list words = { 0 };
	const struct str *w;
	size_t from = 0;

	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && is_name_byte(name.p[i]))
			continue;
		*list_add(a, &words) = str_sub(name, from, i - from);
		from = i + 1;
	}
	while (words.nr && !words.v[words.nr - 1].n)
		words.nr--;
	if (words.nr <= 2)
		return name;
	w = &words.v[words.nr - 3];
	if ((is_initial(w[0]) && is_alpha(w[0].p[0])) ||
	    (w[0].n == 2 && w[0].p[1] == '.') || is_initial(w[1]))
		return str_printf(a, "%.*s %.*s %.*s", STR_ARG(w[0]),
				  STR_ARG(w[1]), STR_ARG(w[2]));
	return str_printf(a, "%.*s %.*s", STR_ARG(w[1]), STR_ARG(w[2]));
}

static bool is_stop(char c)
{
	return c == ',' || c == '.';
}

static struct str cut_name(struct arena *a, struct str text)
{
	struct person who = { .addr = STR("@") };
	struct str name;

	who.name = person_name(a, text);
	if (!who.name.n)
		return STR("");
	name = person_text(a, &who);
	name = last_words(a, str_sub(name, 0, name.n - strlen(" <@>")));
	name = person_name(a, name);
	if (name.n && is_stop(name.p[name.n - 1]))
		name.n--;
	if (name.n && is_stop(name.p[0]))
		name = str_from_off(name, 1);
	return str_trim(name);
}

/* Cuts "name <local@domain" in two; the address is the word around the @. */
static struct person cut(struct arena *a, struct str text)
{
	size_t at = (size_t)str_chr(text, '@'), n;

	while (at && (is_alnum(text.p[at - 1]) ||
		      strchr("_.+-", text.p[at - 1])))
		at--;
	n = at;
	if (n && strchr("(<{", text.p[n - 1]))
		n--;
	return (struct person){ cut_name(a, str_sub(text, 0, n)),
				str_from_off(text, at) };
}

static unsigned int line_at(struct str text, size_t offset)
{
	unsigned int line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text.p[i] == '\n';
	return line;
}

void gather_in_file(struct gather *g, struct str path, struct str text)
{
	pcre2_match_data *found __free(match_data) = scratch_new();
	pcre2_code *re __free(regex) =
		regex_compile(NULL, STR(""), str_from(mention), 0);
	size_t at = 0;

	if (!re)
		return;
	text = str_sub(text, 0, TEXT_MAX);
	while (g->in_file.nr < PEOPLE_MAX &&
	       pcre2_match(re, (PCRE2_SPTR)text.p, text.n, at, 0, found,
			   g->m->regex_limits) > 0) {
		const PCRE2_SIZE *o = pcre2_get_ovector_pointer(found);
		struct mention *one = list_add(g->a, &g->in_file);

		one->who = cut(g->a, str_sub(text, o[0], o[1] - o[0]));
		one->path = path;
		one->line = line_at(text, o[1]);
		at = o[1];
	}
}

/* Somebody who is there already gets the role as well. */
static void add_role(struct gather *g, struct maintainer_list *out,
		     size_t first, const struct person *who)
{
	struct str name = person_plain_name(g->a, who->name);

	for (size_t i = first; i < out->nr; i++) {
		struct maintainer *one = &out->v[i];

		if ((!str_eq(one->name, name) &&
		     !str_eq(one->addr, who->addr)) ||
		    str_has(one->role, STR("in file")))
			continue;
		one->role = one->role.n ? str_printf(g->a, "%.*s,in file",
						     STR_ARG(one->role))
					: STR("in file");
	}
}

void gather_finish_in_file(struct gather *g, struct maintainer_list *out,
			   size_t first)
{
	for (size_t i = 0; i < g->in_file.nr; i++) {
		const struct mention *from = &g->in_file.v[i];
		struct person who = from->who;

		mailmap_apply(g->m->mailmap, g->a, &who);
		if (gather_is_new(g, &who)) {
			struct maintainer *put = list_add(g->a, out);

			put->kind = MAINTAINER_REVIEWER;
			put->name = person_plain_name(g->a, who.name);
			put->addr = who.addr;
			put->section = STR("");
			put->pattern = STR("in file");
			put->file = from->path;
			put->line = from->line;
		}
		add_role(g, out, first, &who);
	}
}
