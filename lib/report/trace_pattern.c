// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_pattern.h"

/* Only so much of a line is looked at: %* tries every place. */
#define LINE_LOOK	2048

static bool is_name(char c)
{
	return is_alnum(c) || c == '_';
}

static bool is_kind(char c)
{
	return (c >= 'a' && c <= 'z') || c == '-';
}

static bool is_dark(char c)
{
	return !is_space(c);
}

static size_t span(struct str s, bool (*is)(char c))
{
	size_t n = 0;

	while (n < s.n && is(s.p[n]))
		n++;
	return n;
}

static bool capture(struct pattern_match *m, struct str s)
{
	if (m->nr < PATTERN_CAPTURES)
		m->capture[m->nr++] = s;
	return true;
}

/* The length of the run that the class letter @c takes; 0: does not fit. */
static size_t class_len(char c, struct str s)
{
	size_t n;

	switch (c) {
	case 'f':
		n = span(s, is_name);
		return n < s.n && (s.p[n] == '+' || s.p[n] == '.') ? n : 0;
	case 'F':
		return span(s, is_name);
	case 'k':
		return span(s, is_kind);
	case 'w':
	case 'W':
		return span(s, is_dark);
	case 'd':
	case 'D':
		return span(s, is_digit);
	case 'x':
		n = str_starts(s, STR("0x")) ? 2 : 0;
		return n + span(str_from_off(s, n), is_hex);
	default:
		return 0;
	}
}

/* The literal a pattern begins with, for a fast first look. */
static struct str literal_of(const char *p)
{
	return str_make(p, strcspn(p, "%{|}"));
}

/* As str_find(), which prepares more than lines this short are worth. */
static ptrdiff_t find_literal(struct str s, struct str literal)
{
	const char *p = s.p, *end = s.p + s.n;

	if (!literal.n)
		return 0;
	if (!s.n)
		return -1;
	while ((size_t)(end - p) >= literal.n) {
		p = memchr(p, *literal.p, (size_t)(end - p) - literal.n + 1);
		if (!p)
			break;
		if (!memcmp(p, literal.p, literal.n))
			return p - s.p;
		p++;
	}
	return -1;
}

static bool here(const char *p, struct str s, struct pattern_match *m,
		 const char *open);

/* The brace that ends the alternatives at @p, which stands behind "{". */
static const char *brace_end(const char *p)
{
	while (*p && *p != '}')
		p += *p == '%' ? 2 : 1;
	return p;
}

/* @p stands behind "{".  What an alternative matches goes on behind "}". */
static bool alternatives(const char *p, struct str s, struct pattern_match *m,
			 const char *open)
{
	const char *end = brace_end(p);
	unsigned int nr = m->nr;

	while (p <= end) {
		if (here(p, s, m, open))
			return true;
		m->nr = nr;
		while (p < end && *p != '|')
			p += *p == '%' ? 2 : 1;
		p++;
	}
	return false;
}

static bool anything(const char *p, struct str s, struct pattern_match *m,
		     const char *open)
{
	struct str literal = literal_of(p);
	unsigned int nr = m->nr;

	for (;;) {
		/* where a literal follows, go to where it stands */
		ptrdiff_t at = find_literal(s, literal);

		if (at < 0)
			return false;
		s = str_from_off(s, (size_t)at);
		if (here(p, s, m, open))
			return true;
		m->nr = nr;
		if (!s.n)
			return false;
		s = str_from_off(s, 1);
	}
}

/* Is @p at the end of the part of a pattern that stands in one line? */
static bool part_end(const char *p)
{
	return !*p || (*p == '%' && (p[1] == '>' || p[1] == '=' || p[1] == 'n'));
}

/*
 * Does @p match at the start of @s?  @open is where %( began, if it did.
 * Recursion goes with the pattern, which is ours, not with the text.
 */
static bool here(const char *p, struct str s, struct pattern_match *m,
		 const char *open)
{
	while (!part_end(p)) {
		size_t n = 1;

		if (*p == '{')
			return alternatives(p + 1, s, m, open);
		if (*p == '|' || *p == '}') {
			p = brace_end(p) + 1;
			continue;
		}
		if (*p != '%' || p[1] == '%') {
			p += *p == '%';
			if (!s.n || *s.p != *p++)
				return false;
			s = str_from_off(s, 1);
			continue;
		}
		switch (*++p) {
		case '*':
			return anything(p + 1, s, m, open);
		case '_':
			n = span(s, is_blank);
			break;
		case '(':
			open = s.p;
			n = 0;
			break;
		case ')':
			capture(m, str_make(open, (size_t)(s.p - open)));
			n = 0;
			break;
		case '.':
			n = s.n;
			capture(m, s);
			break;
		case '$':
			if (s.n)
				return false;
			n = 0;
			break;
		default:
			n = class_len(*p, s);
			if (!n)
				return false;
			if (*p != 'w' && *p != 'd' && *p != 'x')
				capture(m, str_sub(s, 0, n));
		}
		s = str_from_off(s, n);
		p++;
	}
	return true;
}

/*
 * Where in @s @pattern may begin at the earliest: where its literal stands, or
 * the first of those of its alternatives.  -1: nowhere.
 */
static ptrdiff_t next_place(const char *pattern, struct str s)
{
	const char *p = pattern + 1, *end;
	ptrdiff_t best = -1;

	if (*pattern != '{')
		return find_literal(s, literal_of(pattern));
	for (end = brace_end(p); p <= end; p++) {
		ptrdiff_t at = find_literal(s, literal_of(p));

		if (at == 0)
			return 0;
		if (at > 0 && (best < 0 || at < best))
			best = at;
		while (p < end && *p != '|')
			p += *p == '%' ? 2 : 1;
	}
	return best;
}

bool pattern_in_line(const char *pattern, struct str line,
		     struct pattern_match *m)
{
	bool anchored = *pattern == '^';
	struct str rest;
	unsigned int nr = m->nr;

	pattern += anchored;
	line.n = MIN(line.n, (size_t)LINE_LOOK);
	for (rest = line;; rest = str_from_off(rest, 1)) {
		ptrdiff_t at = anchored ? 0 : next_place(pattern, rest);

		if (at < 0)
			return false;
		rest = str_from_off(rest, (size_t)at);
		if (here(pattern, rest, m, NULL)) {
			m->at = rest.p ? str_offset(line, rest) : 0;
			return true;
		}
		m->nr = nr;
		if (anchored || !rest.n)
			return false;
	}
}

/* The next part of a pattern, behind @sep; NULL at the end. */
static const char *next_part(const char *p, char *sep)
{
	while (!part_end(p))
		p += *p == '%' ? 2 : 1;
	if (!*p)
		return NULL;
	*sep = p[1];
	return p + 2;
}

bool pattern_in_lines(const char *pattern, const struct str *lines,
		      size_t first, size_t nr, struct pattern_match *m)
{
	const char *part = pattern;
	size_t i = first, at = 0, where = 0;
	char sep = '=';

	m->nr = 0;
	while (part) {
		i += sep != '=';
		while (i < nr && !pattern_in_line(part, lines[i], m)) {
			if (sep == 'n')
				return false;
			i++;
		}
		if (i >= nr)
			return false;
		if (part == pattern) {
			where = i;
			at = m->at;
		}
		part = next_part(part, &sep);
	}
	m->line = where;
	m->at = at;
	return true;
}
