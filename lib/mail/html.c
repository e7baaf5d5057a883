// SPDX-License-Identifier: GPL-2.0-only
#include "mail/html.h"

#include "base/buf.h"
#include "mail/bounds.h"

#define QUOTES_MAX	16

struct html {
	struct buf out;
	struct str rest;
	unsigned int quotes;	/* open <blockquote>s */
	unsigned int pre;	/* open <pre>s */
	unsigned int newlines;	/* owed before the next text */
	bool blank;		/* a blank is owed */
	bool line_start;	/* nothing on this line yet */
	bool no_close;		/* there is no ">" in what is left */
};

/* What tags do; the rest does nothing. */
static const struct tag {
	const char *name;
	unsigned char lines;	/* line ends around it */
	enum { PLAIN, SKIP, QUOTE, PRE, ITEM, CELL, BREAK } what;
} tags[] = {
	{ "blockquote",	1, QUOTE },
	{ "br",		0, BREAK },
	{ "dd",		1, PLAIN },
	{ "div",	1, PLAIN },
	{ "dt",		1, PLAIN },
	{ "h1",		2, PLAIN },
	{ "h2",		2, PLAIN },
	{ "h3",		2, PLAIN },
	{ "h4",		2, PLAIN },
	{ "head",	0, SKIP },
	{ "hr",		1, PLAIN },
	{ "li",		1, ITEM },
	{ "ol",		1, PLAIN },
	{ "p",		2, PLAIN },
	{ "pre",	1, PRE },
	{ "script",	0, SKIP },
	{ "style",	0, SKIP },
	{ "table",	1, PLAIN },
	{ "td",		0, CELL },
	{ "th",		0, CELL },
	{ "title",	0, SKIP },
	{ "tr",		1, PLAIN },
	{ "ul",		1, PLAIN },
};

static const struct {
	const char *name, *text;
} entities[] = {
	{ "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" },
	{ "apos", "'" }, { "nbsp", " " }, { "copy", "\u00a9" },
	{ "reg", "\u00ae" }, { "hellip", "\u2026" }, { "mdash", "\u2014" },
	{ "ndash", "\u2013" }, { "lsquo", "\u2018" }, { "rsquo", "\u2019" },
	{ "ldquo", "\u201c" }, { "rdquo", "\u201d" }, { "bull", "\u2022" },
	{ "middot", "\u00b7" }, { "deg", "\u00b0" }, { "micro", "\u00b5" },
	{ "times", "\u00d7" }, { "euro", "\u20ac" }, { "auml", "\u00e4" },
	{ "ouml", "\u00f6" }, { "uuml", "\u00fc" }, { "Auml", "\u00c4" },
	{ "Ouml", "\u00d6" }, { "Uuml", "\u00dc" }, { "szlig", "\u00df" },
	{ "eacute", "\u00e9" }, { "egrave", "\u00e8" }, { "agrave", "\u00e0" },
	{ "ccedil", "\u00e7" }, { "shy", "" }, { "zwnj", "" },
	{ "laquo", "\u00ab" }, { "raquo", "\u00bb" }, { "rarr", "\u2192" },
};

static void line_end(struct html *h)
{
	buf_addc(&h->out, '\n');
	h->line_start = true;
	h->blank = false;
}

static void quote_marks(struct html *h)
{
	for (unsigned int i = 0; i < MIN(h->quotes, QUOTES_MAX); i++)
		buf_puts(&h->out, "> ");
	h->line_start = false;
}

/* What is owed before text can be added. */
static void settle(struct html *h)
{
	if (h->newlines && !h->line_start)
		line_end(h);
	if (h->newlines > 1 && h->out.n) {
		quote_marks(h);
		line_end(h);
	}
	h->newlines = 0;
	if (h->line_start)
		quote_marks(h);
	else if (h->blank)
		buf_addc(&h->out, ' ');
	h->blank = false;
}

static void owe_lines(struct html *h, unsigned int n)
{
	h->newlines = MAX(h->newlines, n);
}

static void add_utf8(struct buf *b, uint64_t c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_addc(b, (char)(0xf0 | c >> 18));
		buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(b, (char)(0x80 | (c & 0x3f)));
}

static bool hex_number(struct str s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_hex(s.p[i]))
			return false;
		*out = *out * 16 + (uint64_t)(is_digit(s.p[i]) ?
			s.p[i] - '0' : to_lower(s.p[i]) - 'a' + 10);
	}
	return s.n > 0;
}

/* "&#8211;" or "&amp;" at the start of rest; false: a plain "&". */
static bool entity(struct html *h)
{
	struct str s = str_sub(h->rest, 1, 12), number;
	ptrdiff_t semi = str_chr(s, ';');
	uint64_t c;

	if (semi <= 0)
		return false;
	s = str_sub(s, 0, (size_t)semi);
	number = s;
	if (str_skip(&number, STR("#"))) {
		bool ok = str_skip_i(&number, STR("x")) ?
			  hex_number(number, &c) : str_to_u64(number, &c);

		if (!ok)
			return false;
		settle(h);
		if (c == 160)
			c = ' ';
		else if (!c || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			c = 0xfffd;
		add_utf8(&h->out, c);
	} else {
		size_t i = 0;

		while (i < ARRAY_SIZE(entities) &&
		       !str_eq(s, str_from(entities[i].name)))
			i++;
		if (i == ARRAY_SIZE(entities))
			return false;
		settle(h);
		buf_puts(&h->out, entities[i].text);
	}
	h->rest = str_from_off(h->rest, (size_t)semi + 2);
	return true;
}

/* Passes over all up to the end tag @name, or to the end. */
static void skip_element(struct html *h, const char *name)
{
	struct str end = str_from(name);

	for (;;) {
		ptrdiff_t at = str_find(h->rest, STR("</"));

		h->rest = str_from_off(h->rest, at < 0 ? h->rest.n :
					       (size_t)at + 2);
		if (at >= 0 && !str_starts_i(h->rest, end))
			continue;
		at = str_chr(h->rest, '>');
		h->rest = str_from_off(h->rest, at < 0 ? h->rest.n :
					       (size_t)at + 1);
		return;
	}
}

static void tag_apply(struct html *h, const struct tag *t, bool end)
{
	owe_lines(h, t->lines);
	switch (t->what) {
	case SKIP:
		if (!end)
			skip_element(h, t->name);
		break;
	case QUOTE:
		if (h->newlines && !h->line_start)
			line_end(h);
		h->newlines = 0;
		if (!end)
			h->quotes++;
		else if (h->quotes)
			h->quotes--;
		break;
	case PRE:
		if (!end)
			h->pre++;
		else if (h->pre)
			h->pre--;
		break;
	case ITEM:
		if (!end) {
			settle(h);
			buf_puts(&h->out, "- ");
		}
		break;
	case CELL:
		h->blank = !h->line_start;
		break;
	case BREAK:
		if (h->newlines)
			settle(h);
		else if (h->line_start)
			quote_marks(h);
		line_end(h);
		break;
	case PLAIN:
		break;
	}
}

/* "<...>" at the start of rest; false: a plain "<". */
static bool tag(struct html *h)
{
	struct str s = str_from_off(h->rest, 1), name;
	bool end = str_skip(&s, STR("/"));
	ptrdiff_t close;
	size_t n = 0;

	if (h->no_close || !s.n || !(is_alpha(*s.p) || *s.p == '!' || *s.p == '?'))
		return false;
	close = str_starts(s, STR("!--")) ? str_find(s, STR("-->")) : -1;
	close = close >= 0 ? close + 2 : str_chr(s, '>');
	if (close < 0) {
		h->no_close = true;
		return false;
	}
	while (is_alnum(s.p[n]))
		n++;
	name = str_sub(s, 0, n);
	h->rest = str_from_off(s, (size_t)close + 1);
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (str_eq_i(name, str_from(tags[i].name)))
			tag_apply(h, &tags[i], end);
	return true;
}

static void text_char(struct html *h, char c)
{
	if (h->pre && c == '\n') {
		if (h->newlines) {	/* the first one behind <pre> */
			settle(h);
			return;
		}
		if (h->line_start)
			quote_marks(h);
		line_end(h);
	} else if (!h->pre && is_space(c)) {
		h->blank = !h->line_start;
	} else {
		settle(h);
		buf_addc(&h->out, c);
	}
}

struct str html_to_text(struct arena *a, struct str html)
{
	struct html h = { .rest = html, .line_start = true };
	struct str text;

	buf_init(&h.out, BOUND_TEXT);
	while (h.rest.n && !h.out.overflow) {
		if ((*h.rest.p == '<' && tag(&h)) ||
		    (*h.rest.p == '&' && entity(&h)))
			continue;
		text_char(&h, *h.rest.p);
		h.rest = str_from_off(h.rest, 1);
	}
	if (h.out.n && !h.line_start)
		line_end(&h);
	text = str_dup(a, buf_str(&h.out));
	buf_release(&h.out);
	return text;
}
