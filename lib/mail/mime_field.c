// SPDX-License-Identifier: GPL-2.0-only
#include "mail/mime_field.h"

#include "mail/bounds.h"
#include "mail/charset.h"
#include "mail/decode.h"
#include "mail/encoded_word.h"
#include "mail/header.h"

struct param {
	struct str name;	/* "filename*0*" */
	struct str value;
};

static size_t skip_space(struct str s, size_t i)
{
	while (i < s.n && is_space(s.p[i]))
		i++;
	return i;
}

/* A quoted string without its quotes and backslashes. */
static struct str unquote(struct arena *a, struct str *rest)
{
	char *c = arena_alloc(a, rest->n + 1);
	size_t n = 0, i = 1;

	for (; i < rest->n && rest->p[i] != '"'; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		c[n++] = rest->p[i];
	}
	*rest = str_from_off(*rest, i + 1);
	return str_make(c, n);
}

/* Takes "; name=value" off *rest. */
static bool next_param(struct arena *a, struct str *rest, struct param *p)
{
	size_t i = 0, n = 0;

	while (i < rest->n && (is_space(rest->p[i]) || rest->p[i] == ';'))
		i++;
	*rest = str_from_off(*rest, i);
	while (n < rest->n && rest->p[n] != '=' && rest->p[n] != ';')
		n++;
	if (!rest->n)
		return false;
	p->name = str_trim(str_sub(*rest, 0, n));
	p->value = STR("");
	*rest = str_from_off(*rest, n);
	if (!rest->n || *rest->p == ';')
		return true;
	*rest = str_from_off(*rest, skip_space(*rest, 1));
	if (rest->n && *rest->p == '"') {
		p->value = unquote(a, rest);
		return true;
	}
	/* names with blanks and no quotes are common enough */
	n = 0;
	while (n < rest->n && rest->p[n] != ';')
		n++;
	p->value = str_trim(str_sub(*rest, 0, n));
	*rest = str_from_off(*rest, n);
	return true;
}

/* "utf-8'en'na%C3%AFve": the charset, and the percent signs undone. */
static struct str percent_decode(struct arena *a, struct str s, bool first,
				 struct str *charset)
{
	struct str cs, language, rest = s;
	char *c;

	if (first && str_split(&rest, '\'', &cs) &&
	    str_split(&rest, '\'', &language) && rest.p != s.p + s.n) {
		*charset = cs;
		s = rest;
	}
	c = str_c(a, s);
	for (size_t i = 0; i < s.n; i++)
		if (c[i] == '_')
			c[i] = '\x01';	/* decode_q() makes it a blank */
		else if (c[i] == '%')
			c[i] = '=';
	s = decode_q(a, str_make(c, s.n));
	c = (char *)s.p;
	for (size_t i = 0; i < s.n; i++)
		if (c[i] == '\x01')
			c[i] = '_';
	return s;
}

/* Does @p belong to parameter @name?  Whole, or a piece of it. */
static bool param_is(const struct param *p, struct str name, bool *extended)
{
	struct str rest = p->name;

	*extended = false;
	if (!str_skip_i(&rest, name))
		return false;
	if (!rest.n)
		return true;
	*extended = str_ends(rest, STR("*"));
	return *rest.p == '*';
}

/* The value of @name: pieces are taken in the order in which they stand. */
static struct str param_get(struct arena *a, struct str fields, struct str name)
{
	struct str rest = fields, charset = STR_NONE, all = STR_NONE;
	unsigned int flags = 0;
	struct param p;
	bool extended;

	for (size_t i = 0; i < 64 && next_param(a, &rest, &p); i++) {
		if (!param_is(&p, name, &extended))
			continue;
		if (p.name.n == name.n && str_is_none(all))
			all = p.value;
		if (p.name.n == name.n)
			continue;
		if (extended)
			p.value = percent_decode(a, p.value, str_is_none(all),
						 &charset);
		all = str_printf(a, "%.*s%.*s", STR_ARG(all), STR_ARG(p.value));
	}
	if (str_is_none(all))
		return all;
	all = charset_to_utf8(a, all, charset, &flags);
	return str_has(all, STR("=?")) ? encoded_word_decode(a, all, &flags) :
					 all;
}

static struct str value_of(const struct header_list *headers, const char *name)
{
	const struct header *h = header_find(headers, name);

	return h ? h->value : STR_NONE;
}

/* The word before the parameters, which stay in *fields. */
static struct str main_word(struct arena *a, struct str value,
			    struct str *fields)
{
	struct str word = STR("");

	*fields = str_sub(value, 0, 8192);
	str_split(fields, ';', &word);
	word = str_lower(a, str_trim(word));
	for (size_t i = 0; i < word.n; i++)
		if (is_space(word.p[i]) || word.p[i] == '(')
			word.n = i;
	return word;
}

static struct str file_name(struct arena *a, struct str s)
{
	struct str name = str_trim(s);
	ptrdiff_t slash = str_rchr(name, '/');

	return name.n ? str_fold(a, str_from_off(name, (size_t)(slash + 1))) :
			STR_NONE;
}

void mime_type_parse(struct mime_type *out, struct arena *a,
		     const struct header_list *headers, struct str fallback)
{
	struct str fields, disposition, word;

	*out = (struct mime_type){ .type = fallback };
	word = main_word(a, value_of(headers, "Content-Type"), &fields);
	if (str_chr(word, '/') > 0)
		out->type = word;
	else if (str_eq(word, STR("text")))	/* RFC 1049 */
		out->type = STR("text/plain");
	if (fields.n) {
		out->charset = param_get(a, fields, STR("charset"));
		if (str_starts(out->type, STR("multipart/")))
			out->boundary = param_get(a, fields, STR("boundary"));
		out->name = file_name(a, param_get(a, fields, STR("name")));
		out->flowed = str_eq_i(param_get(a, fields, STR("format")),
				       STR("flowed"));
		out->delsp = str_eq_i(param_get(a, fields, STR("delsp")),
				      STR("yes"));
	}
	disposition = main_word(a, value_of(headers, "Content-Disposition"),
				&fields);
	out->attachment = str_eq(disposition, STR("attachment"));
	word = fields.n ? file_name(a, param_get(a, fields, STR("filename"))) :
			  STR_NONE;
	if (!str_is_none(word))
		out->name = word;
	word = main_word(a, value_of(headers, "Content-Transfer-Encoding"),
			 &fields);
	if (str_eq(word, STR("base64")))
		out->encoding = MIME_BASE64;
	else if (str_eq(word, STR("quoted-printable")))
		out->encoding = MIME_QP;
}
