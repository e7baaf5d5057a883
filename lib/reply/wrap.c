// SPDX-License-Identifier: GPL-2.0-only
#include "reply/wrap.h"

#define UNIT_MAX	40

size_t text_columns(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

struct str text_clean(struct arena *a, struct str value)
{
	struct str s = str_dup(a, str_utf8(a, value));
	char *c = (char *)s.p;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool control = (unsigned char)c[i] < 0x20 || c[i] == 0x7f;

		if (c[i] == '\r' && i + 1 < s.n && c[i + 1] == '\n')
			continue;
		c[n++] = control && c[i] != '\n' && c[i] != '\t' ? '?' : c[i];
	}
	return str_make(c, n);
}

/* What stands at the start of a line with a meaning; case does not matter. */
static const struct str marks[] = {
	{ "#regzbot", 8 }, { "#syz", 4 }, { "pw-bot:", 7 },
	{ "diff --git ", 11 }, { "--- ", 4 }, { "+++ ", 4 }, { "Index: ", 7 },
	{ "From ", 5 }, { "@@ -", 4 },
};

bool line_is_marked(struct str line)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (str_starts_i(line, marks[i]))
			return true;
	/* the delimiters of a signature and of a patch's message */
	line = str_trim_end(line);
	return str_eq(line, STR("--")) || str_eq(line, STR("---"));
}

static bool take_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n && is_space(*rest->p))
		*rest = str_from_off(*rest, 1);
	while (n < rest->n && !is_space(rest->p[n]))
		n++;
	*word = str_sub(*rest, 0, n);
	*rest = str_from_off(*rest, n);
	return n > 0;
}

/* May a line begin with this word, and with what follows it? */
static bool may_begin(struct str word)
{
	static const struct str bare[] = {
		{ "diff", 4 }, { "---", 3 }, { "+++", 3 }, { "Index:", 6 },
		{ "From", 4 }, { "@@", 2 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bare); i++)
		if (str_eq_i(word, bare[i]))
			return false;
	return !line_is_marked(word) && *word.p != '>' && *word.p != '|';
}

/*
 * A word with those behind it that must not begin a line, within reason.  The
 * blanks between them are the text's own, so that the unit is one view.
 */
static bool take_unit(struct str *rest, struct str *unit)
{
	struct str word, ahead;

	if (!take_word(rest, unit))
		return false;
	for (ahead = *rest; unit->n < UNIT_MAX && take_word(&ahead, &word) &&
	     !may_begin(word); *rest = ahead)
		unit->n = (size_t)(word.p + word.n - unit->p);
	return true;
}

static void put_words(struct buf *out, struct str unit)
{
	struct str word;
	bool first = true;

	while (take_word(&unit, &word)) {
		if (!first)
			buf_addc(out, ' ');
		buf_add(out, word);
		first = false;
	}
}

void wrap_text(struct buf *out, struct str prefix, struct str text,
	       size_t width, bool guard)
{
	size_t column = 0, indent = text_columns(prefix);
	struct str unit;

	while (take_unit(&text, &unit)) {
		size_t n = text_columns(unit);

		if (column && column + 1 + n > width) {
			buf_addc(out, '\n');
			column = 0;
			guard = true;
		}
		if (column) {
			buf_addc(out, ' ');
			column++;
		} else {
			buf_add(out, prefix);
			column = indent;
			if (guard && !prefix.n && !may_begin(unit))
				buf_puts(out, "  ");
		}
		put_words(out, unit);
		column += n;
	}
	if (column)
		buf_addc(out, '\n');
}
