// SPDX-License-Identifier: GPL-2.0-only
#include "mail/encoded_word.h"

#include "base/buf.h"
#include "mail/bounds.h"
#include "mail/charset.h"
#include "mail/decode.h"

struct word {
	struct str charset;	/* without the language of RFC 2231 */
	struct str text;
	char encoding;
	size_t len;		/* of all of it, =? to ?= */
};

/* "=?charset?Q?text?=" at the start of @s */
static bool word_parse(struct word *w, struct str s)
{
	struct str rest = s, how, language;
	ptrdiff_t end;

	if (!str_skip(&rest, STR("=?")) ||
	    !str_split(&rest, '?', &w->charset) ||
	    !str_split(&rest, '?', &how) || how.n != 1)
		return false;
	str_split(&w->charset, '*', &language);
	w->charset = language;
	w->encoding = to_lower(how.p[0]);
	end = str_find(str_sub(rest, 0, 2000), STR("?="));
	if (end < 0 || !w->charset.n || w->charset.n > 60 ||
	    (w->encoding != 'q' && w->encoding != 'b'))
		return false;
	/* "=?utf-8?Q?=?=": the end mark is not the first one */
	if (end == 0 && w->encoding == 'q' && str_starts(rest, STR("?=?=")))
		end = 2;
	w->text = str_sub(rest, 0, (size_t)end);
	w->len = str_offset(s, w->text) + w->text.n + 2;
	return true;
}

size_t encoded_word_len(struct str s)
{
	struct word w;

	return word_parse(&w, s) ? w.len : 0;
}

static void word_bytes(struct buf *out, struct arena *a, const struct word *w)
{
	if (w->encoding == 'b')
		buf_add(out, decode_base64(a, w->text, NULL));
	else
		buf_add(out, decode_q(a, w->text));
}

/* The words at the start of @s that belong together; their length. */
static size_t words_decode(struct buf *out, struct arena *a, struct str s,
			   struct word *first, unsigned int *flags)
{
	struct buf bytes __free(buf) = { .max = BOUND_HEADER_BYTES };
	struct word w = *first;
	size_t len = 0, gap = 0;

	do {
		word_bytes(&bytes, a, &w);
		len += gap + w.len;
		gap = 0;
		while (len + gap < s.n && is_space(s.p[len + gap]))
			gap++;
	} while (word_parse(&w, str_from_off(s, len + gap)) &&
		 str_eq_i(w.charset, first->charset));
	buf_add(out, charset_to_utf8(a, str_dup(a, buf_str(&bytes)),
				     first->charset, flags));
	return len;
}

struct str encoded_word_decode(struct arena *a, struct str s,
			       unsigned int *flags)
{
	struct buf out __free(buf) = { .max = BOUND_HEADER_BYTES * 4 };
	bool was_word = false;
	struct word w;

	while (s.n) {
		ptrdiff_t at = str_find(s, STR("=?"));
		struct str before = str_sub(s, 0, at < 0 ? s.n : (size_t)at);

		s = str_from_off(s, before.n);
		/* blanks between two words are no text */
		if (!was_word || !s.n || str_trim(before).n ||
		    !word_parse(&w, s))
			buf_add(&out, before);
		was_word = word_parse(&w, s);
		if (was_word) {
			s = str_from_off(s, words_decode(&out, a, s, &w, flags));
		} else if (s.n) {
			buf_add(&out, str_sub(s, 0, 2));
			s = str_from_off(s, 2);
		}
	}
	return str_dup(a, buf_str(&out));
}
