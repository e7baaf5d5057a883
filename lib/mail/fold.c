// SPDX-License-Identifier: GPL-2.0-only
#include "mail/fold.h"

#define WIDTH		78	/* RFC 5322 section 2.1.1 */
#define ENCODED_WIDTH	76	/* a line with encoded words, RFC 2047 section 2 */
/* of 75 that are allowed, so that one fits behind any field's name */
#define ENCODED_WORD	56
#define WORD_MAX	300
#define BLANKS_MAX	8	/* longer runs say nothing */

static const struct str prefix = { "=?UTF-8?Q?", 10 };
static const struct str suffix = { "?=", 2 };

void fold_begin(struct fold *f, struct buf *out, const char *name,
		const char *eol)
{
	*f = (struct fold){
		.out = out,
		.eol = eol,
		.column = strlen(name) + 1,
		.width = WIDTH,
		.first = true,
	};
	buf_puts(out, name);
	buf_addc(out, ':');
}

void fold_word(struct fold *f, struct str blanks, struct str word)
{
	if (f->first || !blanks.n || blanks.n > BLANKS_MAX)
		blanks = STR(" ");
	if (!f->first && f->column + blanks.n + word.n > f->width) {
		buf_puts(f->out, f->eol);
		f->column = 0;
	}
	buf_add(f->out, blanks);
	buf_add(f->out, word);
	f->column += blanks.n + word.n;
	f->first = false;
}

void fold_end(struct fold *f)
{
	buf_puts(f->out, f->eol);
}

bool fold_needs_encoding(struct str text)
{
	size_t word = 0;

	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] >= 0x80)
			return true;
		word = text.p[i] == ' ' ? 0 : word + 1;
		if (word > WORD_MAX)
			return true;
	}
	return str_has(text, STR("=?"));
}

/* What may stand for itself in an encoded word inside a name, section 5(3). */
static bool plain_in_word(char c)
{
	return is_alnum(c) || (c && strchr("!*+-/", c));
}

/* The bytes of the character at the start of @s, which is valid UTF-8. */
static size_t char_len(struct str s)
{
	size_t n = 1;

	while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Take as many characters off *rest as go into one encoded word. */
static struct str take_chunk(struct str *rest)
{
	struct str chunk = str_sub(*rest, 0, 0);
	size_t width = prefix.n + suffix.n;

	while (chunk.n < rest->n) {
		struct str next = str_from_off(*rest, chunk.n);
		size_t n = char_len(next);
		size_t w = n > 1 || !(plain_in_word(*next.p) || *next.p == ' ') ?
			   3 * n : 1;

		if (chunk.n && width + w > ENCODED_WORD)
			break;
		width += w;
		chunk.n += n;
	}
	*rest = str_from_off(*rest, chunk.n);
	return chunk;
}

void fold_encoded(struct fold *f, struct str blanks, struct str text)
{
	struct buf word __free(buf) = { .max = 1024 };

	f->width = ENCODED_WIDTH;
	while (text.n) {
		struct str chunk = take_chunk(&text);

		buf_reset(&word);
		buf_add(&word, prefix);
		for (size_t i = 0; i < chunk.n; i++) {
			char c = chunk.p[i];

			if (c == ' ')
				buf_addc(&word, '_');
			else if (plain_in_word(c))
				buf_addc(&word, c);
			else
				buf_printf(&word, "=%02X", (unsigned char)c);
		}
		buf_add(&word, suffix);
		fold_word(f, blanks, buf_str(&word));
		/* blanks between encoded words do not count */
		blanks = STR(" ");
	}
}

/* Take blanks, then a word, off *rest; false when no word is left. */
static bool take_word(struct str *rest, struct str *blanks, struct str *word)
{
	size_t n = 0;

	while (n < rest->n && rest->p[n] == ' ')
		n++;
	*blanks = str_sub(*rest, 0, n);
	*rest = str_from_off(*rest, n);
	for (n = 0; n < rest->n && rest->p[n] != ' ';)
		n++;
	*word = str_sub(*rest, 0, n);
	*rest = str_from_off(*rest, n);
	return n > 0;
}

void fold_text(struct fold *f, struct str text)
{
	struct str blanks, word;

	text = str_trim(text);
	while (take_word(&text, &blanks, &word)) {
		struct str rest = text, between, next;

		if (!fold_needs_encoding(word)) {
			fold_word(f, blanks, word);
			continue;
		}
		/* the blanks between two such words must be encoded as well */
		while (take_word(&rest, &between, &next) &&
		       fold_needs_encoding(next)) {
			word.n = (size_t)(next.p + next.n - word.p);
			text = rest;
		}
		fold_encoded(f, blanks, word);
	}
}
