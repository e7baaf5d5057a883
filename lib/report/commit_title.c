// SPDX-License-Identifier: GPL-2.0-only
#include "report/commit_title.h"

#include "base/clock.h"

/* A title is looked for in so many lines and bytes. */
#define WINDOW_LINES	4
#define WINDOW_BYTES	600
/* A commit message without indentation is followed for so many lines. */
#define MESSAGE_LINES	80

/* Lines joined by blanks, and where each began. */
struct window {
	struct str text;
	struct { size_t at, line, off; } seam[WINDOW_LINES];
	size_t nr;
};

static const struct line *line_at(const struct reading *rd, size_t i)
{
	return i < rd->m->lines.nr ? &rd->m->lines.v[i] : NULL;
}

/* The line behind @i where one speaker goes on, or NULL. */
static const struct line *line_after(const struct reading *rd, size_t i)
{
	const struct line *l, *next;

	if (i == LINE_SUBJECT)
		return NULL;
	l = line_at(rd, i);
	next = line_at(rd, i + 1);
	return next && next->who == l->who && next->depth == l->depth &&
	       next->part == l->part ? next : NULL;
}

static bool line_blank(const struct line *l)
{
	return !str_trim(l->text).n;
}

/* --- quote marks ---------------------------------------------------------- */

enum mark { MARK_NONE, MARK_DOUBLE, MARK_SINGLE };

static enum mark mark_at(struct str s, size_t i, size_t *n)
{
	unsigned char last;

	*n = 1;
	if (i >= s.n)
		return MARK_NONE;
	if (s.p[i] == '"')
		return MARK_DOUBLE;
	if (s.p[i] == '\'' || s.p[i] == '`')
		return MARK_SINGLE;
	/* U+2018 to U+201F */
	if (i + 2 >= s.n || s.p[i] != '\xe2' || s.p[i + 1] != '\x80')
		return MARK_NONE;
	last = (unsigned char)s.p[i + 2];
	*n = 3;
	if (last >= 0x98 && last <= 0x9b)
		return MARK_SINGLE;
	return last >= 0x9c && last <= 0x9f ? MARK_DOUBLE : MARK_NONE;
}

/*
 * The end of a title that was opened by '("' or "('": the last '")' that
 * belongs to it.  Yields the length of the title, or -1; *all counts the
 * closing marks as well.
 */
static ptrdiff_t close_both(struct str s, enum mark mark, size_t *all)
{
	unsigned int depth = 1;
	ptrdiff_t hit = -1;
	size_t n, m, k;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(' && mark_at(s, i + 1, &n) == mark) {
			depth++;
			i += n;
			continue;
		}
		if (mark_at(s, i, &m) != mark)
			continue;
		for (k = i + m; k < s.n && is_blank(s.p[k]); k++)
			;
		if (k >= s.n || s.p[k] != ')')
			continue;
		hit = (ptrdiff_t)i;
		*all = k + 1;
		if (!--depth)
			break;
		i = k;
	}
	return hit;
}

/* The same for a title in quote marks alone; Revert "x" nests. */
static ptrdiff_t close_mark(struct str s, enum mark mark, size_t *all)
{
	unsigned int depth = 1;
	size_t n;

	for (size_t i = 0; i < s.n; i++) {
		bool before, behind;

		if (mark_at(s, i, &n) != mark)
			continue;
		before = !i || is_blank(s.p[i - 1]) || s.p[i - 1] == '(';
		behind = i + n < s.n && is_alnum(s.p[i + n]);
		if (before && behind) {
			depth++;
		} else if (mark == MARK_SINGLE && behind) {
			;	/* an apostrophe */
		} else if (!--depth) {
			*all = i + n;
			return (ptrdiff_t)i;
		}
		i += n - 1;
	}
	return -1;
}

static ptrdiff_t close_paren(struct str s, size_t *all)
{
	unsigned int depth = 1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(') {
			depth++;
		} else if (s.p[i] == ')' && !--depth) {
			*all = i + 1;
			return (ptrdiff_t)i;
		}
	}
	return -1;
}

/* --- what a title looks like ----------------------------------------------- */

static bool tag_line(struct str s)
{
	static const char *const tags[] = {
		"Link:", "Cc:", "Fixes:", "Closes:", "CC:", "Change-Id:",
		"BugLink:", "Bugzilla:", "References:",
	};
	ptrdiff_t colon = str_chr(s, ':');

	if (colon > 3 && colon < 40 &&
	    str_ends(str_sub(s, 0, (size_t)colon), STR("-by")))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (str_starts(s, str_from(tags[i])))
			return true;
	return false;
}

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
	if (colon < 1 || colon > 60 || tag_line(s))
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

/* --- dates ----------------------------------------------------------------- */

static bool number(struct str s, unsigned int max, unsigned int *out)
{
	uint64_t n;

	if (!str_to_u64(s, &n) || n > max)
		return false;
	*out = (unsigned int)n;
	return true;
}

static unsigned int month(struct str s)
{
	ptrdiff_t at = s.n == 3 ?
		str_find(STR("JanFebMarAprMayJunJulAugSepOctNovDec"), s) : -1;

	return at < 0 || at % 3 ? 0 : (unsigned int)at / 3 + 1;
}

int64_t git_date(struct str s)
{
	unsigned int mon, day, hour, min, sec, year, zone = 0;
	struct str word[6], part;
	int64_t t;
	size_t n = 0;

	while (n < ARRAY_SIZE(word) && str_word(&s, &word[n]))
		n++;
	if (n < 5 || !(mon = month(word[1])) || !number(word[2], 31, &day) ||
	    !number(word[4], 9999, &year))
		return TIME_NONE;
	part = word[3];
	if (part.n != 8 || !number(str_sub(part, 0, 2), 23, &hour) ||
	    !number(str_sub(part, 3, 2), 59, &min) ||
	    !number(str_sub(part, 6, 2), 60, &sec))
		return TIME_NONE;
	t = time_days(year, mon, day) * 86400 + hour * 3600 + min * 60 + sec;
	if (n == 6 && word[5].n == 5 &&
	    number(str_from_off(word[5], 1), 2400, &zone))
		t -= (word[5].p[0] == '-' ? -1 : 1) *
		     (int64_t)(zone / 100 * 3600 + zone % 100 * 60);
	return t;
}

/* --- a block as "git show" prints it ----------------------------------------- */

static void block_author(struct commit_title *t, struct str value)
{
	ptrdiff_t open = str_rchr(value, '<');
	struct str mail;

	if (open >= 0) {
		mail = str_from_off(value, (size_t)open + 1);
		mail = str_sub(mail, 0, MIN(mail.n, (size_t)str_chr(mail, '>')));
	} else {
		/* a web page may have lost the brackets */
		open = str_rchr(value, ' ');
		mail = open < 0 ? STR_NONE : str_from_off(value, (size_t)open + 1);
		if (str_is_none(mail) || str_chr(mail, '@') < 0) {
			t->author = value;
			return;
		}
	}
	t->author = str_trim(str_sub(value, 0, (size_t)open));
	t->mail = address_usable(mail) ? mail : STR_NONE;
}

static bool block_key(struct commit_title *t, struct str s)
{
	static const struct { const char *key; char what; } keys[] = {
		{ "Author:", 'a' }, { "AuthorDate:", 'd' }, { "Date:", 'd' },
		{ "Merge:", 0 }, { "Commit:", 0 }, { "CommitDate:", 0 },
		{ "Committer:", 0 }, { "Parent:", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct str rest = s;

		if (!str_skip(&rest, str_from(keys[i].key)))
			continue;
		rest = str_trim(rest);
		while (str_skip(&rest, STR("\xc2\xa0")))	/* no-break space */
			rest = str_trim(rest);
		if (keys[i].what == 'a')
			block_author(t, rest);
		else if (keys[i].what == 'd')
			t->date = git_date(rest);
		return true;
	}
	return false;
}

/* Behind the message that begins with its title at @i. */
static size_t block_end(const struct reading *rd, size_t i, bool indented)
{
	const struct line *l = line_at(rd, i - 1);
	size_t last = i;

	for (size_t k = i; k < i + MESSAGE_LINES || indented; k++) {
		l = line_after(rd, k - 1);
		if (!l)
			break;
		if (line_blank(l))
			continue;
		if (indented) {
			if (!is_blank(l->text.p[0]))
				return k;
			last = k + 1;
		} else if (tag_line(l->text)) {
			last = k + 1;
		} else if (str_starts(l->text, STR("diff --git"))) {
			break;
		}
	}
	return last;
}

/* A block whose first key may be line @i; false: it is none. */
static bool block_read(struct commit_title *t, const struct reading *rd,
		       size_t i)
{
	const struct line *l = line_at(rd, i);
	struct str title;
	bool indented;
	size_t k, nr, keys_end;

	if (!l || !block_key(t, str_trim(l->text)))
		return false;
	for (k = i + 1; k < i + 8 && (l = line_after(rd, k - 1)); k++)
		if (!block_key(t, str_trim(l->text)))
			break;
	keys_end = k;
	while (l && line_blank(l) && k < i + 12)
		l = line_after(rd, k++);
	t->block = true;
	t->line = keys_end;
	t->off = 0;
	if (!l || line_blank(l))
		return true;
	indented = is_blank(l->text.p[0]);
	title = str_trim(l->text);
	/* without indentation what follows may be anything */
	if (!indented && (k > keys_end + 1 || str_ends(title, STR(":"))))
		return true;
	str_skip(&title, STR("Subject: "));
	for (nr = 1; nr < 3; nr++) {
		l = line_after(rd, k + nr - 1);
		if (!l || line_blank(l) || tag_line(str_trim(l->text)) ||
		    is_blank(l->text.p[0]) != indented)
			break;
		title = str_printf(rd->a, "%.*s %.*s", STR_ARG(title),
				   STR_ARG(str_trim(l->text)));
	}
	t->title = str_fold(rd->a, title);
	t->line = block_end(rd, k + nr, indented);
	return true;
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

		l = i == LINE_SUBJECT ? NULL : line_after(rd, i + w->nr - 1);
		if (!l || line_blank(l))
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
	enum mark mark;
	bool paren;
	size_t n, all = 0, skip = 0;
	ptrdiff_t len;

	s = str_from_off(reading_text(rd, i), off);
	paren = s.n && s.p[0] == '(';
	if (!paren && mark_at(s, 0, &n) == MARK_NONE)
		return false;
	window_open(&w, rd, i, off);
	s = w.text;
	if (paren)
		for (skip = 1; skip < s.n && is_blank(s.p[skip]); skip++)
			;
	mark = mark_at(s, skip, &n);
	if (mark != MARK_NONE)
		skip += n;
	s = str_from_off(s, skip);
	if (mark == MARK_NONE)
		len = close_paren(s, &all);
	else if (paren && (len = close_both(s, mark, &all)) < 0)
		len = close_mark(s, mark, &all);
	else if (!paren)
		len = close_mark(s, mark, &all);
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
	const struct line *next = line_after(rd, i);
	struct str s, word;

	/* robots do not wrap, and people not beyond the 80th column */
	if (!next || line_blank(next) || rd->r->origin == ORIGIN_LKP ||
	    rd->r->origin == ORIGIN_KERNELCI ||
	    rd->m->lines.v[i].raw.n > 80)
		return false;
	s = str_trim(next->text);
	if (s.p[0] == '#' || str_starts(s, STR("git ")) || tag_line(s) ||
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
	const struct line *l = line_after(rd, i);
	struct str s;
	size_t k = i + 1;

	if (l && line_blank(l))
		l = line_after(rd, k++);
	if (!l || line_blank(l))
		return;
	if (block_read(t, rd, k))
		return;
	s = str_trim(l->text);
	str_skip(&s, STR("Subject: "));
	if (quoted_read(t, rd, k, str_offset(l->text, s)))
		return;
	if (form == TITLE_BARE && commit_title_like(s) &&
	    !str_ends(s, STR(".")))
		bare_read(t, rd, k, str_offset(l->text, s));
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
	next = i == LINE_SUBJECT ? NULL : line_after(rd, i);
	if (next && next->text.n && to_lower(next->text.p[0]) != next->text.p[0] &&
	    block_read(t, rd, i + 1))
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
