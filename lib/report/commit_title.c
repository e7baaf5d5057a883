// SPDX-License-Identifier: GPL-2.0-only
#include "report/commit_title.h"

#include "base/clock.h"
#include "report/commit_block.h"
#include "report/line_kind.h"
#include "report/title_marks.h"

/* A title is looked for in so many lines and bytes. */
#define WINDOW_LINES	4
#define WINDOW_BYTES	600

/* Lines joined by blanks, and where each began. */
struct window {
	struct str text;
	struct { size_t at, line, off; } seam[WINDOW_LINES];
	size_t nr;
};

/* --- what a title looks like ----------------------------------------------- */

bool commit_title_like(struct str s)
{
	static const char *const no_titles[] = {
		"Author", "AuthorDate", "Date", "Commit", "CommitDate", "http",
		"https", "Tree", "Branch", "URL", "Subject", "From", "To",
		"Note", "PS", "P.S", "Reported", "Tested", "git", "tag",
	};
	struct str prefix, word;
	unsigned int words = 0;
	ptrdiff_t colon;

	if (s.n < 8 || s.n > 240 || str_ends(s, STR(":")))
		return false;
	colon = str_find(s, STR(": "));
	if (str_starts(s, STR("Merge ")) || str_starts(s, STR("Revert \"")))
		return true;
	if (colon < 1 || colon > 60 || line_is_trailer(s))
		return false;
	prefix = str_sub(s, 0, (size_t)colon);
	for (size_t i = 0; i < ARRAY_SIZE(no_titles); i++)
		if (str_eq(prefix, str_from(no_titles[i])))
			return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (!is_alnum(prefix.p[i]) && !strchr(" _-/,.+*{}&()[]:", prefix.p[i]))
			return false;
	while (str_word(&prefix, &word))
		words++;
	return words <= 4;
}

/* An unquoted title behind a hash on its line: no sentence that goes on. */
static bool bare_title(struct str s)
{
	struct str rest = s, word;
	enum word_kind kind;
	unsigned int words = 0;

	if (commit_title_like(s))
		return true;
	if (!s.n || !is_alpha(s.p[0]) || to_lower(s.p[0]) == s.p[0])
		return false;
	if (!str_word(&rest, &word))
		return false;
	kind = word_kind(word);
	if (kind == WORD_LINK || kind == WORD_THIS || kind == WORD_NOT)
		return false;
	for (words = 1; str_word(&rest, &word); words++)
		;
	return words >= 3 && !str_ends(s, STR("."));
}

/* --- quoted and bare titles --------------------------------------------------- */

static void window_add(struct window *w, size_t at, size_t line, size_t off)
{
	w->seam[w->nr].at = at;
	w->seam[w->nr].line = line;
	w->seam[w->nr++].off = off;
}

/* The text from @off of line @i on, up to the end of its paragraph. */
static void window_open(struct window *w, const struct reading *rd, size_t i,
			size_t off)
{
	const struct line *l;

	w->nr = 0;
	w->text = str_sub(reading_text(rd, i), off, WINDOW_BYTES);
	window_add(w, 0, i, off);
	while (w->nr < WINDOW_LINES && w->text.n < WINDOW_BYTES) {
		struct str next;
		size_t lead;

		l = i == LINE_SUBJECT ? NULL : reading_next(rd, i + w->nr - 1);
		if (!l || line_is_blank(l))
			break;
		next = str_trim(l->text);
		lead = str_offset(l->text, next);
		w->text = str_trim_end(w->text);
		window_add(w, w->text.n + 1, i + w->nr, lead);
		w->text = str_printf(rd->a, "%.*s %.*s", STR_ARG(w->text),
				     STR_ARG(next));
	}
}

/* Ends the title at offset @at of the window. */
static void window_stop(const struct window *w, size_t at,
			struct commit_title *t)
{
	size_t k = w->nr - 1;

	while (k && w->seam[k].at > at)
		k--;
	t->line = w->seam[k].line;
	t->off = w->seam[k].off + at - w->seam[k].at;
}

/*
 * A title in quote marks or brackets whose opening is at @off of line @i.
 */
static bool quoted_read(struct commit_title *t, const struct reading *rd,
			size_t i, size_t off)
{
	struct window w;
	struct str s;
	enum quote_mark mark;
	bool paren;
	size_t n, all = 0, skip = 0;
	ptrdiff_t len;

	s = str_from_off(reading_text(rd, i), off);
	paren = s.n && s.p[0] == '(';
	if (!paren && quote_mark_at(s, 0, &n) == MARK_NONE)
		return false;
	window_open(&w, rd, i, off);
	s = w.text;
	if (paren)
		for (skip = 1; skip < s.n && is_blank(s.p[skip]); skip++)
			;
	mark = quote_mark_at(s, skip, &n);
	if (mark != MARK_NONE)
		skip += n;
	s = str_from_off(s, skip);
	len = title_close(s, paren, mark, &all);
	if (len < 3)
		return false;
	s = str_fold(rd->a, str_sub(s, 0, (size_t)len));
	if (mark == MARK_NONE && !commit_title_like(s))
		return false;
	t->title = s;
	t->quoted = true;
	window_stop(&w, skip + all, t);
	return true;
}

/* Did the writer wrap line @i, so that the next one goes on? */
static bool wrapped(const struct reading *rd, size_t i)
{
	const struct line *next = reading_next(rd, i);
	struct str s, word;

	/* robots do not wrap, and people not beyond the 80th column */
	if (!next || line_is_blank(next) || rd->r->origin == ORIGIN_LKP ||
	    rd->r->origin == ORIGIN_KERNELCI ||
	    rd->m->lines.v[i].raw.n > 80)
		return false;
	s = str_trim(next->text);
	if (s.p[0] == '#' || str_starts(s, STR("git ")) || line_is_trailer(s) ||
	    str_starts(s, STR("commit ")) || str_starts(s, STR("--")) ||
	    str_starts(s, STR("http")))
		return false;
	if (s.n < 3)
		return false;
	return str_word(&s, &word) &&
	       str_trim_end(rd->m->lines.v[i].raw).n + word.n > 68;
}

/* The rest of line @i from @off on as a title, with the lines it wraps to. */
static void bare_read(struct commit_title *t, const struct reading *rd,
		      size_t i, size_t off)
{
	struct str s = str_trim(str_from_off(reading_text(rd, i), off));

	for (size_t n = 1; n < 3 && i != LINE_SUBJECT && wrapped(rd, i); n++) {
		struct str next = str_trim(rd->m->lines.v[++i].text);

		s = str_printf(rd->a, "%.*s %.*s", STR_ARG(s), STR_ARG(next));
	}
	t->title = str_fold(rd->a, s);
	t->line = i == LINE_SUBJECT ? i : i + 1;
	t->off = i == LINE_SUBJECT ? rd->m->subject.n : 0;
}

/* The title on the lines below the hash; one blank line may be between. */
static void below_read(struct commit_title *t, const struct reading *rd,
		       size_t i, enum title_form form)
{
	const struct line *l = reading_next(rd, i);
	struct str s;
	size_t k = i + 1;

	if (l && line_is_blank(l))
		l = reading_next(rd, k++);
	if (!l || line_is_blank(l))
		return;
	if (commit_block_read(t, rd, k))
		return;
	s = str_trim(l->text);
	str_skip(&s, STR("Subject: "));
	if (quoted_read(t, rd, k, str_offset(l->text, s)))
		return;
	if (form == TITLE_BARE && commit_title_like(s) &&
	    !str_ends(s, STR(".")))
		bare_read(t, rd, k, str_offset(l->text, s));
}

bool commit_title_complains(struct str s)
{
	struct str word;

	while (str_word(&s, &word)) {
		switch (word_kind(word)) {
		case WORD_TROUBLE: case WORD_BREAK: case WORD_REGRESSION:
		case WORD_NOT: case WORD_CAUSES: case WORD_SINCE:
		case WORD_WORKED: case WORD_BISECT:
			return true;
		default:
			if (version_length(word))
				return true;
		}
	}
	return false;
}

/* "[2/5] " between hash and title, as the test robot writes it. */
static size_t series_number(struct str s)
{
	size_t n = 1;

	if (!s.n || s.p[0] != '[')
		return 0;
	while (n < s.n && n < 14 && (is_digit(s.p[n]) || s.p[n] == '/'))
		n++;
	return n > 2 && n + 1 < s.n && s.p[n] == ']' && s.p[n + 1] == ' ' ?
	       n + 2 : 0;
}

void commit_title_read(struct commit_title *t, const struct reading *rd,
		       size_t i, size_t off, enum title_form form)
{
	struct str all = reading_text(rd, i), s;
	const struct line *next;

	*t = (struct commit_title){ .line = i, .off = off, .date = TIME_NONE };
	next = i == LINE_SUBJECT ? NULL : reading_next(rd, i);
	if (next && next->text.n && to_lower(next->text.p[0]) != next->text.p[0] &&
	    commit_block_read(t, rd, i + 1))
		return;
	if (form == TITLE_QUOTED && off < all.n && all.p[off] == ':' &&
	    commit_title_like(str_trim(str_from_off(all, off + 1))))
		form = TITLE_BARE;	/* "<hash>: title" */
	while (off < all.n && (is_blank(all.p[off]) || all.p[off] == ']' ||
			       all.p[off] == ':' || all.p[off] == ','))
		off++;
	off += series_number(str_from_off(all, off));
	s = str_from_off(all, off);
	if (!s.n || str_eq(s, STR("("))) {
		if (i != LINE_SUBJECT)
			below_read(t, rd, i, form);
		return;
	}
	if (form == TITLE_REST) {
		bare_read(t, rd, i, off);
		return;
	}
	if (!quoted_read(t, rd, i, off) && form == TITLE_BARE &&
	    bare_title(str_trim(s)))
		bare_read(t, rd, i, off);
}

bool commit_title_alone(struct commit_title *t, const struct reading *rd,
			size_t i, size_t off)
{
	struct str rest;

	*t = (struct commit_title){ .line = i, .off = off, .date = TIME_NONE };
	if (!quoted_read(t, rd, i, off) || !commit_title_like(t->title) ||
	    commit_title_complains(t->title))
		return false;
	/* "title" (hash): the hash says it better */
	rest = str_trim(str_from_off(reading_text(rd, t->line), t->off));
	str_skip(&rest, STR("("));
	return !hash_length(rest);
}
