// SPDX-License-Identifier: GPL-2.0-only
#include "reply/lint.h"

#include "mail/header.h"
#include "reply/lint_rules.h"
#include "report/trace.h"

#define ALIKE		24
#define SAME_MAX	5	/* findings of one rule that are shown */

/*
 * M13 needs the report, M26 the commit, M28 what was sent before: they are
 * kept by recipients.c, compose.c and the queue, and not seen in one mail.
 */
static const struct check {
	const char *rule;
	void (*run)(struct lint *l);
} checks[] = {
	{ "M1", lint_m1 },	{ "M2", lint_m2 },	{ "M3", lint_m3 },
	{ "M4", lint_m4 },	{ "M5", lint_m5 },	{ "M6", lint_m6 },
	{ "M7", lint_m7 },	{ "M8", lint_m8 },	{ "M9", lint_m9 },
	{ "M10", lint_m10 },	{ "M11", lint_m11 },	{ "M12", lint_m12 },
	{ "M14", lint_m14 },	{ "M15", lint_m15 },	{ "M16", lint_m16 },
	{ "M17", lint_m17 },	{ "M18", lint_m18 },	{ "M19", lint_m19 },
	{ "M20", lint_m20 },	{ "M21", lint_m21 },	{ "M22", lint_m22 },
	{ "M23", lint_m23 },	{ "M24", lint_m24 },	{ "M25", lint_m25 },
	{ "M27", lint_m27 },	{ "M29", lint_m29 },	{ "M30", lint_m30 },
	{ "M31", lint_m31 },
};

void lint_add(struct lint *l, unsigned int line, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	if (++l->found > SAME_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*list_add(l->a, l->out) = (struct lint_finding){
		.rule = l->rule, .line = line,
		.what = str_utf8(l->a, str_dup(l->a, str_from(text))) };
}

/* --- where it stands in the file ------------------------------------------ */

static unsigned int file_line(const struct lint *l, const char *at)
{
	unsigned int line = 1;

	for (const char *p = l->m->raw.p; p < at; p++)
		line += *p == '\n';
	return line;
}

unsigned int lint_header_line(const struct lint *l, const char *name)
{
	const struct header *h = header_find(&l->m->headers, name);
	struct str raw = l->m->raw;

	if (l->found >= SAME_MAX || !h || !h->name.p || h->name.p < raw.p || h->name.p >= raw.p + raw.n)
		return 0;
	return file_line(l, h->name.p);
}

/* Where the text behind the headers begins. */
static struct str body(const struct lint *l)
{
	struct str rest = l->m->raw, line;

	if (l->m->bare)
		return rest;
	while (str_line(&rest, &line) && line.n)
		;
	return rest;
}

/*
 * A line of the text is looked for in the file: at its number below the
 * headers, else the first one that is equal, else, since quoted-printable
 * breaks lines, one that begins in the same way.  In base64 it is not found.
 */
unsigned int lint_body_line(const struct lint *l, size_t index)
{
	struct str rest = body(l), line;
	struct str want = str_trim_end(l->m->lines.v[index].raw);
	unsigned int no = file_line(l, rest.p), equal = 0, alike = 0;
	unsigned int there = no + l->m->lines.v[index].no - 1;

	if (l->found >= SAME_MAX)
		return 0;	/* it will not be shown */
	for (; str_line(&rest, &line); no++) {
		bool same = str_eq(str_trim_end(line), want);

		if (same && no == there)
			return no;
		if (same && !equal)
			equal = no;
		if (!alike && want.n >= ALIKE &&
		    str_starts(line, str_sub(want, 0, ALIKE)))
			alike = no;
	}
	return equal ? equal : alike;
}

/* --- what the lines are --------------------------------------------------- */

bool lint_tag(struct str text, struct str *key, struct str *value)
{
	size_t n = 0;

	text = str_trim(text);
	while (n < text.n && (is_alpha(text.p[n]) || text.p[n] == '-'))
		n++;
	if (n < 2 || n + 1 >= text.n || text.p[n] != ':' ||
	    !is_blank(text.p[n + 1]) || !(*text.p >= 'A' && *text.p <= 'Z'))
		return false;
	*key = str_sub(text, 0, n);
	*value = str_trim(str_from_off(text, n + 1));
	return true;
}

static bool is_known_tag(struct str text)
{
	static const struct str keys[] = {
		{ "Fixes", 5 }, { "Closes", 6 }, { "Link", 4 }, { "Cc", 2 },
	};
	struct str key, value;

	if (!lint_tag(text, &key, &value))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (str_eq_i(key, keys[i]))
			return true;
	return str_ends(key, STR("-by"));
}

/* "[   12.345678] ", "<4>[", "file.c:88:12: error", "# good: [...]" */
static bool is_log(struct str text)
{
	size_t n = 0, colons = 0;

	if (*text.p == '[' && text.n > 2 &&
	    (is_digit(text.p[1]) || (text.p[1] == ' ' && is_space(text.p[2]))))
		return str_has(str_sub(text, 0, 24), STR("]")) &&
		       str_has(str_sub(text, 0, 24), STR("."));
	for (; n < text.n && text.p[n] != ' '; n++)
		colons += text.p[n] == ':';
	return colons >= 2 && n < text.n && text.p[n - 1] == ':';
}

static bool is_verbatim(struct str line, struct str text)
{
	return is_blank(*line.p) || strchr("#$|+[<=>", *text.p) ||
	       str_has(text, STR("://")) || str_chr(text, ' ') < 0 ||
	       str_has(text, STR("   ")) || str_chr(text, '\t') >= 0;
}

static enum lint_line kind_of(const struct line *line)
{
	struct str text = str_trim(line->text);

	if (line->who != LINE_AUTHOR)
		return LINT_OTHER;
	if (!text.n)
		return LINT_BLANK;
	if (str_starts_i(line->text, STR("#regzbot")) ||
	    str_starts_i(line->text, STR("#syz")) ||
	    str_starts_i(line->text, STR("pw-bot:")))
		return LINT_COMMAND;
	if (is_known_tag(text))
		return LINT_TAG;
	if (is_log(text))
		return LINT_TRACE;
	return is_verbatim(line->text, text) ? LINT_VERBATIM : LINT_PROSE;
}

/* Lines inside a crash report are of it, whatever they look like. */
static void mark_traces(struct lint *l)
{
	const struct line_list *lines = &l->m->lines;
	struct trace_list traces = { 0 };
	size_t k = 0;

	trace_find(&traces, l->a, l->m->text);
	for (size_t i = 0; i < traces.nr; i++)
		for (; k < lines->nr; k++) {
			size_t at = str_offset(l->m->text, lines->v[k].raw);

			if (at >= traces.v[i].end)
				break;
			if (at >= traces.v[i].start && l->kind[k] != LINT_OTHER &&
			    l->kind[k] != LINT_BLANK)
				l->kind[k] = LINT_TRACE;
		}
}

static void read_mail(struct lint *l)
{
	const struct message *m = l->m;
	bool re = str_starts_i(m->subject, STR("Re:"));

	l->kind = arena_alloc(l->a, (m->lines.nr + 1) * sizeof(*l->kind));
	for (size_t i = 0; i < m->lines.nr; i++)
		l->kind[i] = kind_of(&m->lines.v[i]);
	mark_traces(l);
	l->patch = !re && str_has(m->subject, STR("PATCH"));
	l->reply = re || (!l->patch && !str_is_none(m->in_reply_to));
	l->revert = l->patch && (str_has(m->subject, STR("Revert \"")) ||
				 str_has(m->subject, STR("Reapply \"")));
}

void lint_mail(struct lint_list *out, struct arena *a, const struct message *m)
{
	struct lint l = { .out = out, .a = a, .m = m };

	read_mail(&l);
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		l.rule = checks[i].rule;
		l.found = 0;
		checks[i].run(&l);
		if (l.found > SAME_MAX)
			*list_add(a, out) = (struct lint_finding){
				.rule = l.rule,
				.what = str_printf(a, "... and %zu more of this kind",
						   l.found - SAME_MAX) };
	}
}
