// SPDX-License-Identifier: GPL-2.0-only
#include "mail/address.h"

#include "base/buf.h"
#include "mail/bounds.h"
#include "mail/encoded_word.h"
#include "mail/header.h"

#define ADDRESSES_MAX	4096

/* One address as its pieces come along. */
struct piece {
	struct buf words;	/* display name, or an address without <> */
	struct str angle;	/* what stands in <> */
	struct str comment;	/* the last (comment): the name of old mails */
	bool any;
};

/* A quoted string; its backslashes undone. */
static struct str take_quoted(struct str rest, struct buf *out)
{
	size_t i = 1;

	for (; i < rest.n && rest.p[i] != '"'; i++) {
		if (rest.p[i] == '\\' && i + 1 < rest.n)
			i++;
		buf_addc(out, rest.p[i]);
	}
	return str_from_off(rest, i + 1);
}

/* A comment with comments inside; *text without the outer brackets. */
static struct str take_comment(struct str rest, struct str *text)
{
	size_t depth = 0, i = 0;

	for (; i < rest.n; i++) {
		if (rest.p[i] == '\\')
			i++;
		else if (rest.p[i] == '(')
			depth++;
		else if (rest.p[i] == ')' && !--depth)
			break;
	}
	i = MIN(i, rest.n);
	*text = str_sub(rest, 1, i ? i - 1 : 0);
	return str_from_off(rest, i + 1);
}

/* The end of "<...>": also where the > was forgotten. */
static struct str take_angle(struct str rest, struct str *text)
{
	size_t i = 1;
	bool quoted = false;

	for (; i < rest.n; i++) {
		if (rest.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && (rest.p[i] == '>' || rest.p[i] == '<' ||
				     rest.p[i] == ','))
			break;
	}
	/* an obsolete route: <@a,@b:local@domain> */
	if (i < rest.n && rest.p[i] == ',' && rest.n > 1 && rest.p[1] == '@')
		while (i < rest.n && rest.p[i] != '>')
			i++;
	*text = str_sub(rest, 1, i - 1);
	return str_from_off(rest, i + (i < rest.n && rest.p[i] == '>'));
}

/* Blanks inside an address are no part of it, nor is a route. */
static struct str tidy_addr(struct arena *a, struct str s)
{
	ptrdiff_t colon = str_starts(s, STR("@")) ? str_chr(s, ':') : -1;
	size_t n = 0;
	char *c;

	s = str_trim(str_from_off(s, (size_t)(colon + 1)));
	str_skip_i(&s, STR("mailto:"));
	for (size_t i = 0; i < s.n; i++)
		n += is_space(s.p[i]);
	if (!n || address_is_masked(s))
		return s;
	c = str_c(a, s);
	n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (!is_space(s.p[i]))
			c[n++] = s.p[i];
	return str_make(c, n);
}

static struct str unquoted(struct str s)
{
	s = str_trim(s);
	while (s.n >= 2 && (*s.p == '"' || *s.p == '\'') &&
	       s.p[s.n - 1] == *s.p)
		s = str_trim(str_sub(s, 1, s.n - 2));
	return s;
}

static struct str tidy_name(struct arena *a, struct str s)
{
	struct str_list flaws = { 0 };

	s = header_decode(a, str_dup(a, unquoted(s)), &flaws);
	return str_fold(a, unquoted(s));	/* quotes were encoded as well */
}

/* "Some One a@b" without <>: which of @words is the address? */
static void split_words(struct arena *a, struct str words, struct str *name,
			struct str *addr)
{
	struct str rest = words, word;

	*addr = STR_NONE;
	if (str_chr(words, '<') >= 0 || str_chr(words, '>') >= 0)
		return;		/* a quote was never closed */
	if (str_chr(words, '@') < 0) {
		if (address_is_masked(words))
			*addr = str_dup(a, words);
		return;
	}
	while (str_word(&rest, &word)) {
		ptrdiff_t at = str_chr(word, '@');

		if (at <= 0 || (size_t)at + 1 == word.n)
			continue;
		*addr = str_dup(a, word);
		*name = str_make(words.p, str_offset(words, word));
		return;
	}
	*addr = str_dup(a, words);	/* "a @ b" */
}

static void piece_finish(struct address_list *out, struct arena *a,
			 struct piece *p)
{
	struct str words = str_trim(buf_str(&p->words)), addr = p->angle, name;
	struct address *who;

	if (!p->any || out->nr == ADDRESSES_MAX)
		goto done;
	name = words;
	if (str_is_none(addr)) {
		split_words(a, words, &name, &addr);
		if (!str_is_none(addr) && name.n == words.n)
			name = STR_NONE;
	}
	if (!name.n)
		name = p->comment;
	if (str_is_none(addr) && !name.n)
		goto done;
	who = list_add(a, out);
	who->name = tidy_name(a, name);
	if (!str_is_none(addr))
		addr = tidy_addr(a, addr);
	who->addr = addr.n ? addr : STR_NONE;
	who->masked = address_is_masked(who->addr);
done:
	buf_reset(&p->words);
	p->angle = p->comment = STR_NONE;
	p->any = false;
}

/* A character of a name or address; an encoded word is one. */
static struct str take_text(struct address_list *out, struct arena *a,
			    struct piece *p, struct str rest)
{
	size_t n = *rest.p == '=' ? encoded_word_len(rest) : 0;
	bool space = is_space(*rest.p);

	/* text behind <>: the next address, the comma was forgotten */
	if (!str_is_none(p->angle) && !space)
		piece_finish(out, a, p);
	p->any |= !space;
	if (space)
		buf_addc(&p->words, ' ');
	else
		buf_add(&p->words, str_sub(rest, 0, MAX(n, (size_t)1)));
	return str_from_off(rest, MAX(n, (size_t)1));
}

/* Takes the next token off *rest into *p; a separator finishes the piece. */
static void token(struct address_list *out, struct arena *a, struct piece *p,
		  struct str *rest)
{
	char c = *rest->p;

	switch (c) {
	case ',':
	case ';':
		piece_finish(out, a, p);
		break;
	case ':':	/* the name of a group: dropped, its members follow */
		if (str_starts_i(buf_str(&p->words), STR("mailto")) ||
		    str_chr(buf_str(&p->words), '@') >= 0) {
			buf_addc(&p->words, c);
			break;
		}
		buf_reset(&p->words);
		p->any = false;
		break;
	case '"':
		*rest = take_quoted(*rest, &p->words);
		p->any = true;
		return;
	case '(':
		*rest = take_comment(*rest, &p->comment);
		p->any = true;
		return;
	case '<':
		if (!str_is_none(p->angle))	/* two that are glued */
			piece_finish(out, a, p);
		*rest = take_angle(*rest, &p->angle);
		p->any = true;
		return;
	default:
		*rest = take_text(out, a, p, *rest);
		return;
	}
	*rest = str_from_off(*rest, 1);
}

void address_list_parse(struct address_list *out, struct arena *a,
			struct str value)
{
	struct piece p = { .words.max = BOUND_HEADER_BYTES };
	struct str rest = value;

	while (rest.n && out->nr < ADDRESSES_MAX)
		token(out, a, &p, &rest);
	piece_finish(out, a, &p);
	buf_release(&p.words);
}

bool address_is_masked(struct str addr)
{
	ptrdiff_t at = str_rchr(addr, '@'), mid = str_find_i(addr, STR(" at "));
	struct str domain;
	size_t x = 0;

	if (at < 0)	/* "name at domain", "name (at) domain (dot) org" */
		return (mid > 0 && !str_has(str_sub(addr, 0, (size_t)mid),
					    STR(" ")) &&
			str_chr(str_from_off(addr, (size_t)mid), '.') > 0) ||
		       str_find_i(addr, STR("(at)")) > 0 ||
		       str_find_i(addr, STR("[at]")) > 0;
	domain = str_from_off(addr, (size_t)at + 1);
	if (str_has(addr, STR("...")) || str_has(addr, STR("\xe2\x80\xa6")) ||
	    str_has(addr, STR("**")))
		return true;
	for (size_t i = 0; i < domain.n; i++)
		x += domain.p[i] == 'x' || domain.p[i] == 'X';
	return x >= 3 && x + 2 >= domain.n;	/* "xxxxxxxxxx", "xxxxx.xxx" */
}

static bool local_char(char c)
{
	return is_alnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Words of characters that @ok takes, parted by single dots. */
static bool dotted(struct str s, bool (*ok)(char), size_t *dots)
{
	bool word = false;

	*dots = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && word) {
			word = false;
			++*dots;
		} else if (ok(s.p[i])) {
			word = true;
		} else {
			return false;
		}
	}
	return word;
}

static bool domain_char(char c)
{
	return is_alnum(c) || c == '-';
}

bool address_usable(struct str addr)
{
	ptrdiff_t at = str_chr(addr, '@');
	struct str domain;
	size_t dots;

	if (at <= 0 || at > 64 || addr.n > 254 || address_is_masked(addr))
		return false;
	domain = str_from_off(addr, (size_t)at + 1);
	return dotted(str_sub(addr, 0, (size_t)at), local_char, &dots) &&
	       dotted(domain, domain_char, &dots) && dots > 0 &&
	       domain.p[0] != '-' && domain.p[domain.n - 1] != '-';
}

bool address_same(struct str a, struct str b)
{
	return a.n && str_eq_i(a, b);
}

struct str address_text(struct arena *a, const struct address *who)
{
	if (!who->addr.n)
		return who->name;
	if (!who->name.n)
		return str_printf(a, "<%.*s>", STR_ARG(who->addr));
	return str_printf(a, "%.*s <%.*s>", STR_ARG(who->name),
			  STR_ARG(who->addr));
}
