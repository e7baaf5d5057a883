// SPDX-License-Identifier: GPL-2.0-only
#include "git/mailmap.h"

#include "base/strmap.h"

/* What an address, or a name with its address, is to become. */
struct mapping {
	struct str name, addr;	/* STR_NONE: stays */
};

struct mailmap {
	struct strmap map;	/* address or person_key() -> struct mapping */
};

struct str person_name(struct arena *a, struct str name)
{
	size_t n = 0, marks = 0;
	char *p;

	name = str_trim(name);
	if (name.n && name.p[0] == '"')
		name = str_from_off(name, 1);
	if (name.n && name.p[name.n - 1] == '"')
		name.n--;
	for (size_t i = 0; i < name.n; i++)
		marks += name.p[i] == '"';
	if (!marks)
		return name;
	p = arena_alloc(a, name.n + marks);
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' && !(i && name.p[i - 1] == '\\'))
			p[n++] = '\\';
		p[n++] = name.p[i];
	}
	return str_make(p, n);
}

struct str person_plain_name(struct arena *a, struct str name)
{
	size_t n = 0;
	char *p;

	if (!str_has(name, STR("\\\"")))
		return name;
	p = arena_alloc(a, name.n);
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] != '\\' || i + 1 == name.n ||
		    name.p[i + 1] != '"')
			p[n++] = name.p[i];
	return str_make(p, n);
}

struct str person_key(struct arena *a, const struct person *who)
{
	if (!who->name.n)
		return who->addr;
	return str_printf(a, "%.*s <%.*s>", STR_ARG(who->name),
			  STR_ARG(who->addr));
}

struct str person_text(struct arena *a, const struct person *who)
{
	for (size_t i = 0; i < who->name.n; i++) {
		char c = who->name.p[i];

		if (!is_alnum(c) && c != '_' && c != ' ' && c != '-')
			return str_printf(a, "\"%.*s\" <%.*s>",
					  STR_ARG(who->name),
					  STR_ARG(who->addr));
	}
	return person_key(a, who);
}

/* "Name <a@b>": what is in the first brackets, if there is an @ in it. */
static bool parse_named(struct person *out, struct arena *a, struct str text)
{
	ptrdiff_t open = str_chr(text, '<'), at, end;
	struct str addr;

	if (open < 1)
		return false;
	addr = str_from_off(text, (size_t)open + 1);
	at = str_chr(addr, '@');
	if (at < 1)
		return false;
	end = str_chr(str_from_off(addr, (size_t)at), '>');
	if (end < 0)
		return false;
	out->name = person_name(a, str_sub(text, 0, (size_t)open));
	out->addr = str_trim(str_sub(addr, 0, (size_t)(at + end)));
	return true;
}

/* The word around the last @, back to the start of the line: "a@b ...". */
static bool parse_bare(struct person *out, struct str text)
{
	ptrdiff_t at = str_rchr(text, '@'), end;
	size_t n;

	if (at < 1)
		return false;
	for (n = (size_t)at + 1; n < text.n && !is_space(text.p[n]); n++)
		;
	text.n = n;
	text = str_trim(text);
	if (text.n && text.p[0] == '<' && (end = str_rchr(text, '>')) > at)
		text = str_sub(text, 1, (size_t)end - 1);
	out->name = STR("");
	out->addr = text;
	return true;
}

bool person_parse(struct person *out, struct arena *a, struct str text)
{
	*out = (struct person){ STR(""), STR("") };
	return parse_named(out, a, text) || parse_bare(out, text);
}

/* Comments give way to a blank; false when a mark has no partner. */
static bool strip_comments(struct str *out, struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.n);
	unsigned int depth = 0;
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\\' && i + 1 < text.n) {
			if (!depth) {
				p[n++] = c;
				p[n++] = text.p[i + 1];
			}
			i++;
			continue;
		}
		if (c == '"' && !depth)
			quoted = !quoted;
		if (c == '(' && !quoted && !depth++)
			p[n++] = ' ';
		if (!depth)
			p[n++] = c;
		if (c == ')' && !quoted && depth)
			depth--;
	}
	*out = str_make(p, n);
	return !depth && !quoted;
}

static bool eat(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_trim(str_from_off(*s, 1));
	return true;
}

static bool is_atom(char c)
{
	return c > ' ' && c < 0x7f && !strchr("()<>@,;:\\\".[]", c);
}

static bool eat_atom(struct str *s)
{
	size_t n = 0;

	while (n < s->n && is_atom(s->p[n]))
		n++;
	*s = str_trim(str_from_off(*s, n));
	return n;
}

static bool eat_word(struct str *s)
{
	size_t n = 1;

	if (!s->n || s->p[0] != '"')
		return eat_atom(s);
	while (n < s->n && s->p[n] != '"')
		n += s->p[n] == '\\' ? 2 : 1;
	*s = str_trim(str_from_off(*s, n + 1));
	return true;
}

static bool eat_addr(struct str *s)
{
	do {
		if (!eat_word(s))
			return false;
	} while (eat(s, '.'));
	if (!eat(s, '@'))
		return false;
	do {
		if (!eat_atom(s))
			return false;
	} while (eat(s, '.'));
	return true;
}

static bool is_mailbox(struct str s)
{
	struct str rest = s = str_trim(s);

	if (eat_addr(&rest) && !rest.n)
		return true;
	while (eat_word(&s))
		;
	return eat(&s, '<') && eat_addr(&s) && eat(&s, '>') && !s.n;
}

bool person_list_split(struct str_list *out, struct arena *a, struct str text)
{
	bool quoted = false;
	size_t from = 0;

	if (!strip_comments(&text, a, text))
		return false;
	for (size_t i = 0; i <= text.n; i++) {
		struct str piece;

		if (i < text.n && text.p[i] == '"')
			quoted = !quoted;
		if (i < text.n && (text.p[i] != ',' || quoted))
			continue;
		piece = str_trim(str_sub(text, from, i - from));
		from = i + 1;
		if (!piece.n)
			continue;
		if (!is_mailbox(piece))
			return false;
		*list_add(a, out) = piece;
	}
	return true;
}

/* Takes "text <addr>" off *rest; *text may be empty. */
static bool take_bracket(struct str *rest, struct str *text, struct str *addr)
{
	ptrdiff_t open = str_chr(*rest, '<'), end;
	struct str behind;

	if (open < 0)
		return false;
	behind = str_from_off(*rest, (size_t)open + 1);
	end = str_chr(behind, '>');
	if (end < 1)
		return false;
	*text = str_trim(str_sub(*rest, 0, (size_t)open));
	*addr = str_sub(behind, 0, (size_t)end);
	*rest = str_trim(str_from_off(behind, (size_t)end + 1));
	return true;
}

static void put(struct mailmap *map, struct arena *a, struct str key,
		struct str name, struct str addr)
{
	struct mapping **m = (struct mapping **)strmap_at(&map->map, a, key);

	if (!*m)
		*m = arena_new(a, struct mapping);
	if (name.n)
		(*m)->name = person_name(a, name);
	if (addr.n)
		(*m)->addr = str_trim(addr);
}

/*
 * Name <new>              the name for that address
 * <new> <old>             the address
 * Name <new> <old>        both, by the old address
 * Name <new> Old <old>    both, by the old name with the old address
 */
static void parse_line(struct mailmap *map, struct arena *a, struct str line)
{
	struct str name, addr, old_name, old_addr;
	struct person old;

	if (!take_bracket(&line, &name, &addr))
		return;
	if (!line.n) {
		if (name.n)
			put(map, a, addr, name, STR_NONE);
		return;
	}
	if (!take_bracket(&line, &old_name, &old_addr) || line.n)
		return;
	old = (struct person){ person_name(a, old_name), old_addr };
	put(map, a, person_key(a, &old), name, addr);
}

struct mailmap *mailmap_parse(struct arena *a, struct str text)
{
	struct mailmap *map = arena_new(a, struct mailmap);
	struct str line;

	while (str_line(&text, &line)) {
		ptrdiff_t comment = str_chr(line, '#');

		if (comment >= 0)
			line.n = (size_t)comment;
		line = str_trim(line);
		if (line.n)
			parse_line(map, a, line);
	}
	return map;
}

void mailmap_apply(const struct mailmap *map, struct arena *a,
		   struct person *who)
{
	const struct mapping *m;

	if (!map->map.nr)
		return;
	m = strmap_get(&map->map, person_key(a, who));
	if (!m)
		m = strmap_get(&map->map, who->addr);
	if (!m)
		return;
	if (m->name.p)
		who->name = m->name;
	if (m->addr.p)
		who->addr = m->addr;
}
