// SPDX-License-Identifier: GPL-2.0-only
#include "report/title.h"

#include "base/buf.h"
#include "report/title_names.h"
#include "report/trace_pattern.h"

/* Among so many lines with a header the title is looked for. */
#define TITLE_LOOK	16

/* What a format yields for a report. */
struct fit {
	const struct oops_format *format;
	struct str args[PATTERN_CAPTURES];
	unsigned int nr_args;
	struct frame_names names;
	const char *why;	/* corrupted: why; or NULL */
};

/* The functions that the parts of a stack name, helpers left out. */
struct gathering {
	struct arena *a;
	const struct frame_skips *skips;
	const char *const *more;	/* to skip */
	struct str_list functions;
	bool positions;		/* PART_POSITION counts as a frame */
	bool only_first;	/* the others are not asked for */
};

static void gather(struct gathering *g, struct str function)
{
	if (str_is_none(function) ||
	    frame_is_skipped(g->skips, function, g->more))
		return;
	*list_add(g->a, &g->functions) = function;
}

/* A line among those of PART_FRAMES. */
static void gather_frame(struct gathering *g, const struct report_line *l)
{
	struct pattern_match m = { .nr = 0 };

	gather(g, l->function);
	if (g->positions && report_line_is(l, SIGN_POSITION) &&
	    pattern_in_line(PART_POSITION, l->line.text, &m) && m.nr)
		gather(g, m.capture[0]);
}

/* Does @l hold @part?  What it captures is gathered. */
static bool gather_part(struct gathering *g, const char *part,
			const struct report_line *l)
{
	struct pattern_match m = { .nr = 0 };

	/* the two most frequent were looked for in the one pass */
	if (!strcmp(part, PART_CALL_TRACE) && !report_line_is(l, SIGN_STACK))
		return false;
	if (!strcmp(part, PART_POSITION) && !report_line_is(l, SIGN_POSITION))
		return false;
	if (!pattern_in_line(part, l->line.text, &m))
		return false;
	for (unsigned int c = 0; c < m.nr; c++)
		gather(g, m.capture[c]);
	return true;
}

/*
 * Run the parts over the lines from @first on: each goes on where the one
 * before ended.  PART_FRAMES takes frames until a new stack begins.
 */
static void gather_parts(struct gathering *g, const char *const *parts,
			 const struct trace_report *r, size_t first)
{
	size_t i = first;

	for (unsigned int p = 0; p < OOPS_PARTS && parts[p]; p++) {
		bool frames = !strcmp(parts[p], PART_FRAMES);

		for (; i < r->title_nr; i++) {
			const struct report_line *l = r->own.v[i].at;

			if (i > first && report_line_is(l, SIGN_SPOILER))
				return;
			if (frames && report_line_is(l, SIGN_STACK))
				break;
			if (frames && g->only_first && g->functions.nr)
				return;
			if (frames)
				gather_frame(g, l);
			else if (gather_part(g, parts[p], l)) {
				i++;
				break;
			}
		}
	}
}

static struct str stack_function(struct arena *a, const struct oops_stack *s,
				 const struct frame_skips *skips,
				 const struct trace_report *r, size_t first)
{
	struct gathering g = {
		.a = a, .skips = skips, .more = s->skip,
		.positions = s->positions,
		.only_first = s->chooser == CHOOSE_FIRST,
	};
	struct str function;

	gather_parts(&g, s->parts, r, first);
	function = frame_choose(s->chooser, skips, &g.functions);
	if (str_is_none(function) && s->or_else[0]) {
		g.functions.nr = 0;
		gather_parts(&g, s->or_else, r, first);
		function = frame_choose(s->chooser, skips, &g.functions);
	}
	return function;
}

/* Some reports are whole only with a second stack. */
static bool stack_is_whole(struct arena *a, const struct oops_stack *s,
			   const struct frame_skips *skips,
			   const struct trace_report *r, size_t first)
{
	const char *const parts[OOPS_PARTS] = { s->also, PART_FRAMES };
	struct gathering g = { .a = a, .skips = skips, .only_first = true };

	if (s->also)
		gather_parts(&g, parts, r, first);
	return !s->also || g.functions.nr;
}

/* Does @format, whose title stands in line @at, fit as a whole? */
static bool fit_format(struct fit *fit, struct arena *a,
		       const struct frame_skips *skips,
		       const struct oops_format *format,
		       const struct trace_report *r,
		       const struct pattern_match *title)
{
	struct pattern_match m = *title;

	if (format->more &&
	    !pattern_in_lines(format->more, r->lines.v, title->line,
			      r->title_nr, &m))
		return false;
	*fit = (struct fit){ .format = format, .nr_args = m.nr };
	memcpy(fit->args, m.capture, sizeof(fit->args));
	if (format->stack) {
		struct str f = stack_function(a, format->stack, skips, r,
					      m.line);

		if (str_is_none(f)) {
			f = STR("corrupted");
			fit->why = "extracted no frames";
		} else if (!stack_is_whole(a, format->stack, skips, r, m.line)) {
			fit->why = "extracted no frames";
		}
		frame_names(&fit->names, f);
	}
	return true;
}

static struct str fill(struct arena *a, const char *text,
		       const struct fit *fit, struct str frame)
{
	__free(buf) struct buf b;

	buf_init(&b, 4096);
	for (; *text; text++) {
		if (*text != '$') {
			buf_addc(&b, *text);
		} else if (*++text == 'f') {
			buf_add(&b, frame);
		} else {
			unsigned int n = (unsigned int)(*text - '1');

			if (n < fit->nr_args)
				buf_add(&b, fit->args[n]);
		}
	}
	return str_dup(a, buf_str(&b));
}

/*
 * The format whose title stands first; false when there is none, or when the
 * rest of that one does not fit.
 */
static bool best_fit(struct fit *fit, struct arena *a,
		     const struct frame_skips *skips,
		     const struct trace_report *r, bool *title_seen)
{
	const struct oops_formats *family = r->header->formats;
	const struct oops_format *best = NULL;
	struct pattern_match m = { .nr = 0 }, best_match = { .nr = 0 };
	unsigned int looked = 0;

	for (size_t line = 0; line < r->title_nr && !best; line++) {
		/* titles hold the header */
		if (!r->own.v[line].at->signs.headers)
			continue;
		if (++looked > TITLE_LOOK)
			break;
		for (unsigned int i = 0; i < family->nr; i++) {
			const char *title = family->v[i].title;

			m.nr = 0;
			if (!pattern_in_line(title, r->lines.v[line], &m) ||
			    (best && m.at >= best_match.at) ||
			    !pattern_in_lines(title, r->lines.v, line,
					      r->title_nr, &m))
				continue;
			best = &family->v[i];
			best_match = m;
		}
	}
	*title_seen = best != NULL;
	return best && fit_format(fit, a, skips, best, r, &best_match);
}

static struct str raw_title(const struct trace_report *r)
{
	struct str literal = str_from(r->header->literal), line = r->lines.v[0];
	ptrdiff_t at = str_find(line, literal);

	return at < 0 ? literal : str_from_off(line, (size_t)at);
}

static void add_alt(struct trace *t, struct arena *a, struct str title)
{
	if (str_eq(title, t->title))
		return;
	for (size_t i = 0; i < t->alt_titles.nr; i++)
		if (str_eq(title, t->alt_titles.v[i]))
			return;
	*list_add(a, &t->alt_titles) = title;
}

static void add_alts(struct trace *t, struct arena *a, const struct fit *fit)
{
	const char *text = fit->format->text, *alt = fit->format->alt;

	for (unsigned int i = 0; i < MAX(fit->names.nr, 1u); i++) {
		struct str name = fit->names.nr ? fit->names.v[i] : STR("");

		add_alt(t, a, title_clean(a, fill(a, text, fit, name)));
		if (alt)
			add_alt(t, a, title_clean(a, fill(a, alt, fit, name)));
	}
}

static void corrupted(struct trace *t, const char *why)
{
	if (t->corrupted)
		return;
	t->corrupted = true;
	t->corrupted_why = str_from(why);
}

/* "[  153.615435]" inside: another message got between */
static bool has_time(struct str title)
{
	struct pattern_match m = { .nr = 0 };

	return pattern_in_line("[%_%d.%d]", title, &m);
}

static void check_whole(struct trace *t, const struct trace_report *r,
			bool with_stack)
{
	const char *why = with_stack ? stacks_broken(r) : NULL;

	if (has_time(raw_title(r)))
		corrupted(t, "another message inside the headline");
	for (size_t i = 0; i < r->lines.nr && !t->corrupted; i++)
		if (report_line_is(r->own.v[i].at, SIGN_HANG_UP))
			corrupted(t, "console went away");
	if (why)
		corrupted(t, why);
}

static struct str frame_of(struct str title)
{
	ptrdiff_t at = str_rfind(title, STR(" in "));
	struct str rest, word;

	if (at < 0)
		return STR_NONE;
	rest = str_from_off(title, (size_t)at + 4);
	return str_word(&rest, &word) ? word : STR_NONE;
}

void title_form(struct trace *t, struct arena *a,
		const struct frame_skips *skips,
		const struct trace_report *r)
{
	struct fit fit = { 0 };
	bool seen;

	if (best_fit(&fit, a, skips, r, &seen)) {
		struct str name = fit.names.nr ? fit.names.v[0] : STR("");

		t->title = title_clean(a, fill(a, fit.format->text, &fit,
					       name));
		add_alts(t, a, &fit);
		if (fit.why)
			corrupted(t, fit.why);
		if (fit.format->flags & FORMAT_CORRUPTED)
			corrupted(t, "report format is marked as corrupted");
	} else {
		t->title = title_clean(a, raw_title(r));
		if (seen)
			corrupted(t, "matched title but not report regexp");
	}
	check_whole(t, r, !fit.format ||
			  !(fit.format->flags & FORMAT_NO_TRACE));
	t->type = title_type(t->title);
	t->frame = frame_of(t->title);
}
