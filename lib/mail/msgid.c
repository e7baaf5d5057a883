// SPDX-License-Identifier: GPL-2.0-only
#include "mail/msgid.h"

#include "mail/bounds.h"

/* Without what folding and mailers put in; a view where nothing is. */
static struct str clean(struct arena *a, struct str s)
{
	size_t odd = 0, n = 0;
	char *c;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		odd += (unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f;
	if (!odd)
		return s.n ? s : STR_NONE;
	c = arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ' && s.p[i] != 0x7f)
			c[n++] = s.p[i];
	return n ? str_make(c, n) : STR_NONE;
}

/* Takes the next "<...>" off *rest. */
static bool next_bracketed(struct str *rest, struct str *id)
{
	ptrdiff_t open, close, again;

	for (;;) {
		open = str_chr(*rest, '<');
		if (open < 0)
			return false;
		*rest = str_from_off(*rest, (size_t)open + 1);
		close = str_chr(*rest, '>');
		if (close < 0)
			return false;
		again = str_rchr(str_sub(*rest, 0, (size_t)close), '<');
		*id = str_sub(*rest, (size_t)(again + 1),
			      (size_t)(close - again - 1));
		*rest = str_from_off(*rest, (size_t)close + 1);
		if (id->n)
			return true;
	}
}

/* The next bare word with an @ in it. */
static bool next_bare(struct str *rest, struct str *id)
{
	for (;;) {
		size_t n = 0;

		*rest = str_trim(*rest);
		if (!rest->n)
			return false;
		while (n < rest->n && !is_space(rest->p[n]))
			n++;
		*id = str_sub(*rest, 0, n);
		*rest = str_from_off(*rest, n);
		if (id->n > 1 && id->p[0] == '<')
			*id = str_from_off(*id, 1);
		if (str_chr(*id, '@') > 0)
			return true;
	}
}

struct str msgid_first(struct arena *a, struct str raw)
{
	struct str rest = raw, id;

	if (next_bracketed(&rest, &id))
		return clean(a, id);
	rest = raw;
	return next_bare(&rest, &id) ? clean(a, id) : STR_NONE;
}

bool msgid_list(struct str_list *out, struct arena *a, struct str raw)
{
	bool (*next)(struct str *, struct str *) =
		str_chr(raw, '<') < 0 ? next_bare : next_bracketed;
	const size_t keep = BOUND_REFERENCES, half = keep / 2;
	struct str rest = raw, id;
	struct str_list all = { 0 };
	size_t seen = 0;

	while (next(&rest, &id)) {
		/* the second half is a ring once it is full */
		size_t at = seen < keep ? seen : half + (seen - half) % half;

		if (at == all.nr)
			list_add(a, &all);
		all.v[at] = id;
		seen++;
	}
	for (size_t i = 0; i < all.nr; i++) {
		size_t at = i;

		if (seen > keep && i >= half)
			at = half + (seen - half + i - half) % half;
		id = clean(a, all.v[at]);
		if (!str_is_none(id))
			*list_add(a, out) = id;
	}
	return seen > keep;
}

bool msgid_usable(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] >= 0x7f || id.p[i] == '<' ||
		    id.p[i] == '>')
			return false;
	return id.n > 0 && id.n <= 900;
}

struct str msgid_file_name(struct arena *a, struct str id)
{
	char *c = arena_alloc(a, 3 * 64 + 24);
	size_t n = 0;

	for (size_t i = 0; i < MIN(id.n, (size_t)64); i++) {
		unsigned char ch = (unsigned char)id.p[i];
		bool plain = is_alnum((char)ch) || ch == '-' || ch == '_' ||
			     ch == '@' || (ch == '.' && n);

		if (plain)
			c[n++] = (char)ch;
		else
			n += (size_t)snprintf(c + n, 4, "=%02X", ch);
	}
	n += (size_t)snprintf(c + n, 20, ".%016llx",
			      (unsigned long long)str_hash(id));
	return str_make(c, n);
}
