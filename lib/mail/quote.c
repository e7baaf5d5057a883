// SPDX-License-Identifier: GPL-2.0-only
#include "mail/quote.h"

#include "mail/bounds.h"
#include "mail/marks.h"
#include "mail/quote_repair.h"

/* How the lines of a body are read, top to bottom. */
struct reading {
	struct line *v;
	size_t nr;
	unsigned int flags;
	enum line_who who;	/* of the section at hand */
	size_t diff;		/* the next line that starts a diff, or nr */
	unsigned long old_left, new_left;	/* lines of the hunk at hand */
	bool in_diff;
	bool pgp;		/* inside an inline signed text */
};

/* Room for all lines at once: growing would leave the old ones in the arena. */
static size_t make_room(struct line_list *out, struct arena *a,
			struct str text)
{
	size_t lines = 0, room = BOUND_LINES - out->nr;
	const char *p = text.p, *end = text.p + text.n;
	struct line *v;

	for (; p < end && lines < room; lines++) {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : end;
	}
	if (out->nr + lines > out->cap) {
		out->cap = out->nr + lines;
		v = arena_alloc(a, out->cap * sizeof(*v));
		if (out->nr)
			memcpy(v, out->v, out->nr * sizeof(*v));
		out->v = v;
	}
	return lines;
}

/* Cuts quote marks off line->text. */
static void unquote(struct line *line, unsigned int flags)
{
	struct str s = line->raw, rest;
	unsigned int depth = 0;

	if (flags & QUOTE_SCRAPED)	/* the page's indentation */
		while (s.n && is_blank(*s.p))
			s = str_from_off(s, 1);
	else
		str_skip(&s, STR(" "));
	for (rest = s; rest.n && *rest.p == '>' && depth < BOUND_QUOTES;) {
		depth++;
		s = rest = str_from_off(rest, 1);
		while (rest.n && is_blank(*rest.p))
			rest = str_from_off(rest, 1);
	}
	if (!depth)
		return;
	str_skip(&s, STR(" "));
	line->text = s;
	line->depth = (unsigned char)depth;
	if (line->who == LINE_AUTHOR)
		line->who = LINE_QUOTE;
}

/*
 * A build robot marks its findings with ">> " in a mail without any quotes;
 * where something is quoted once, ">> " is what is quoted twice.
 */
static bool has_quotes(struct str text)
{
	return str_starts(text, STR("> ")) || str_has(text, STR("\n> ")) ||
	       str_has(text, STR("\n>\n"));
}

static void split(struct line_list *out, struct arena *a, struct str text,
		  size_t part, enum line_who as, unsigned int flags)
{
	size_t room = make_room(out, a, text);
	bool robot = !has_quotes(text);
	struct str rest = text, raw;

	for (; room && str_line(&rest, &raw); room--) {
		struct line *line = &out->v[out->nr++];

		*line = (struct line){
			.text = raw,
			.raw = raw,
			.no = (unsigned int)out->nr,
			.who = as,
			.part = (unsigned short)part,
		};
		if (as != LINE_ATTACHMENT && !(robot && marks_robot_error(raw)))
			unquote(line, flags);
	}
}

/* The line with text behind @i, where it is near. */
static const struct line *next_text(const struct reading *r, size_t i)
{
	for (size_t end = MIN(r->nr, i + 5); ++i < end;)
		if (r->v[i].raw.n)
			return &r->v[i];
	return NULL;
}

/*
 * Lines of a hunk are counted, so that what follows a patch is seen.  What
 * does not look like one lost its blank or was wrapped on its way; but below an
 * empty line or a rule it says that the hunk was cut short.
 */
static bool hunk_line(struct reading *r, size_t i)
{
	struct str s = r->v[i].text;
	char c = s.n ? *s.p : ' ';
	bool fits = strchr(" -+\t\\", c);

	if (!r->old_left && !r->new_left)
		return c == '\\';
	if (marks_rule(s) || (!fits && !r->v[i - 1].raw.n)) {
		r->old_left = r->new_left = 0;
		return false;
	}
	if (c != '+' && c != '\\' && r->old_left)
		r->old_left--;
	if (c != '-' && c != '\\' && r->new_left)
		r->new_left--;
	return true;
}

/* Is @line, in a patch, still part of it? */
static bool diff_goes_on(struct reading *r, size_t i)
{
	struct str s = r->v[i].text;
	const struct line *next;

	if (marks_hunk(s, &r->old_left, &r->new_left))
		return true;
	if (r->old_left || r->new_left) {
		if (!str_eq(s, STR("-- ")) || r->new_left + r->old_left > 8)
			return hunk_line(r, i);
		r->old_left = r->new_left = 0;
		return false;
	}
	if (hunk_line(r, i) || marks_diff_header(s))
		return true;
	if (str_starts(s, STR("b/")) && marks_diff(r->v[i - 1].text))
		return true;	/* a long "diff --git" that was wrapped */
	if (s.n)
		return false;
	next = next_text(r, i);
	return next && marks_diff(next->text);
}

/* Does a diff start at @i or not far below it? */
static bool diff_ahead(struct reading *r, size_t i)
{
	for (r->diff = MAX(r->diff, i); r->diff < r->nr; r->diff++)
		if (!r->v[r->diff].depth && marks_diff(r->v[r->diff].text))
			break;
	return r->diff < r->nr && r->diff - i < 200;
}

/* Below "---" of a patch: a diffstat, or the diff itself very soon. */
static bool notes_follow(struct reading *r, size_t i)
{
	if (!diff_ahead(r, i))
		return false;
	for (size_t k = i; k < r->diff; k++)
		if (marks_diffstat(r->v[k].text))
			return true;
	return r->diff - i <= 8;
}

/*
 * Does a patch begin here?  "---" and the first line of git format-patch
 * count when a diff follows.
 */
static bool diff_begins(struct reading *r, size_t i)
{
	struct str s = r->v[i].text;

	if (marks_diff(s))
		return true;
	if (str_starts(s, STR("--- ")) && i + 1 < r->nr &&
	    str_starts(r->v[i + 1].text, STR("+++ ")))
		return true;
	if (marks_hunk(s, &r->old_left, &r->new_left))
		return true;	/* the one above was cut short */
	if (marks_patch_mail(s))
		return diff_ahead(r, i);
	return str_eq(str_trim_end(s), STR("---")) && notes_follow(r, i);
}

static bool read_pgp(struct reading *r, struct line *line, size_t i)
{
	if (str_starts(line->raw, STR("-----BEGIN PGP SIGNED MESSAGE-----"))) {
		r->pgp = true;
		line->who = LINE_SIGNATURE;
		return true;
	}
	if (!r->pgp)
		return false;
	if (str_starts(line->raw, STR("-----BEGIN PGP SIGNATURE-----"))) {
		r->pgp = false;
		r->who = line->who = LINE_SIGNATURE;
		return true;
	}
	if (str_starts(line->raw, STR("Hash: ")) && i < 4) {
		line->who = LINE_SIGNATURE;
		return true;
	}
	if (str_skip(&line->text, STR("- ")))	/* dash-escaped */
		unquote(line, 0);
	return false;
}

/*
 * "-- " as such.  "--" has lost its blank, or parts a text: it counts below an
 * empty line or a patch, where little follows and no command is in that.
 */
static bool signature_begins(const struct reading *r, size_t i)
{
	if (str_eq(r->v[i].text, STR("-- ")))
		return true;
	if (!str_eq(str_trim_end(r->v[i].text), STR("--")) || !i ||
	    (r->v[i - 1].raw.n && r->v[i - 1].who != LINE_DIFF) ||
	    r->nr - i > 14)
		return false;
	while (++i < r->nr)
		if (str_starts(r->v[i].text, STR("#")))
			return false;
	return true;
}

/* A new section at line @i?  Sections run to the next one. */
static void section_begins(struct reading *r, size_t i)
{
	struct line *line = &r->v[i];

	if (marks_footer(line->text)) {
		r->who = LINE_FOOTER;
	} else if (r->who == LINE_FORWARD || r->who == LINE_QUOTE) {
		return;		/* theirs to the end */
	} else if (marks_forward(line->text)) {
		r->who = LINE_FORWARD;
	} else if (marks_original(r->v + i, r->nr - i)) {
		r->who = r->flags & QUOTE_REPLY ? LINE_QUOTE : LINE_FORWARD;
		if (i && marks_rule(r->v[i - 1].text))
			r->v[i - 1].who = r->who;
	} else if (r->who != LINE_SIGNATURE && signature_begins(r, i)) {
		const struct line *next = next_text(r, i);

		r->who = next && marks_footer(next->text) ? LINE_FOOTER :
							     LINE_SIGNATURE;
	}
}

static void read_line(struct reading *r, size_t i)
{
	struct line *line = &r->v[i];

	if (r->who == LINE_FORWARD && marks_forward_end(line->text)) {
		line->who = LINE_FORWARD;
		r->who = LINE_AUTHOR;
		return;
	}
	if (line->depth) {	/* somebody's words, wherever they stand */
		if (r->who == LINE_FORWARD)
			line->who = LINE_FORWARD;
		r->in_diff = false;
		return;
	}
	if (read_pgp(r, line, i))
		return;
	if (r->in_diff && diff_goes_on(r, i)) {
		line->who = LINE_DIFF;
		return;
	}
	r->in_diff = false;
	if (r->who == LINE_AUTHOR && diff_begins(r, i))
		r->who = LINE_DIFF;
	if (r->who == LINE_DIFF) {	/* up to the diff, and into it */
		bool diff = marks_diff(line->text) || r->new_left ||
			    str_starts(line->text, STR("--- "));

		line->who = LINE_DIFF;
		r->in_diff = diff;
		if (diff || !diff_ahead(r, i))
			r->who = LINE_AUTHOR;
		return;
	}
	if (r->who != LINE_FOOTER)
		section_begins(r, i);
	line->who = r->who;
	if (r->who == LINE_AUTHOR && marks_attribution(line->text))
		line->who = LINE_QUOTE;
}

static void read_body(struct reading *r)
{
	for (size_t i = 0; i < r->nr; i++)
		read_line(r, i);
}

bool quote_lines(struct line_list *out, struct arena *a, struct str text,
		 size_t part, enum line_who as, unsigned int flags)
{
	struct reading r = { .flags = flags, .who = as };
	size_t before = out->nr;
	struct str last;

	if (!text.n)
		return true;
	split(out, a, text, part, as, flags);
	if (out->nr == before)
		return false;
	r.v = out->v + before;
	r.nr = out->nr - before;
	if (as == LINE_AUTHOR) {
		read_body(&r);
		quote_repair(r.v, r.nr, flags & QUOTE_SCRAPED);
	}
	last = r.v[r.nr - 1].raw;
	return str_offset(text, last) + last.n + 1 >= text.n;
}
