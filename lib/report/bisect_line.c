// SPDX-License-Identifier: GPL-2.0-only
#include "report/bisect_line.h"

#define SHA_MIN		7
#define SHA1_HEX	40
#define SHA256_HEX	64

/* The length of a quote mark or blank at the start of @s, or 0. */
static size_t mark_at(struct str s)
{
	if (s.p[0] == '>' || s.p[0] == '|' || is_blank(s.p[0]))
		return 1;
	/* a no-break space: mailers put it where a blank was */
	return s.n >= 2 && !memcmp(s.p, "\xc2\xa0", 2) ? 2 : 0;
}

bool bisect_line_next(struct bisect_reader *r, struct bisect_line *line)
{
	struct str text;
	size_t n = 0, step;

	if (!str_line(&r->rest, &text))
		return false;
	r->no++;
	while (n < text.n && (step = mark_at(str_from_off(text, n))))
		n += step;
	line->quote = str_sub(text, 0, n);
	line->text = str_trim_end(str_from_off(text, n));
	line->no = r->no;
	return true;
}

/* Cut blanks off; the first quote mark that is left, or 0. */
static char quote_next(struct str *s)
{
	while (s->n) {
		char c = s->p[0];

		*s = str_from_off(*s, 1);
		if (c == '>' || c == '|')
			return c;
	}
	return 0;
}

bool bisect_quote_same(struct str a, struct str b)
{
	char c;

	do {
		c = quote_next(&a);
		if (c != quote_next(&b))
			return false;
	} while (c);
	return true;
}

bool bisect_take_sha(struct arena *a, struct str *s, struct str *sha)
{
	size_t n = 0;
	bool upper = false;

	while (n < s->n && n <= SHA256_HEX && is_hex(s->p[n])) {
		upper |= is_alpha(s->p[n]) && s->p[n] < 'a';
		n++;
	}
	if (n < SHA_MIN || (n > SHA1_HEX && n != SHA256_HEX) ||
	    (n < s->n && (is_alnum(s->p[n]) || s->p[n] == '_')))
		return false;
	*sha = str_sub(*s, 0, n);
	if (upper)
		*sha = str_lower(a, *sha);
	*s = str_from_off(*s, n);
	return true;
}

bool bisect_is_version(struct str word)
{
	if (str_skip(&word, STR("next-")))
		return word.n >= 8 && is_digit(word.p[0]);
	return word.n >= 2 && word.p[0] == 'v' && is_digit(word.p[1]) &&
	       str_chr(word, '/') < 0;
}

uint64_t bisect_revisions_left(struct str text)
{
	struct str word;
	uint64_t n = 0;

	if (str_skip(&text, STR("Bisecting: ")) && str_word(&text, &word))
		str_to_u64(word, &n);
	return n;
}

bool bisect_sha_same(struct str x, struct str y)
{
	return x.n && y.n && (str_starts(x, y) || str_starts(y, x));
}
