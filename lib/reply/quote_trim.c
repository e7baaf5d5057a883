// SPDX-License-Identifier: GPL-2.0-only
#include "reply/quote_trim.h"

#include "reply/situation.h"
#include "reply/wrap.h"

#define WIDTH		76	/* of a quoted line that had to be wrapped */
#define LONGEST		160	/* a line that is left as it is: quotes are not wrapped (M4) */
#define PIECES		3	/* lines that one long line may become */
#define EVIDENCE_MAX	100
#define LOOK_AHEAD	8	/* lines between a hash and its title */

/* The lines taken so far, as indices into the message's lines, rising. */
struct quote {
	const struct report *r;
	struct arena *a;
	size_t pick[QUOTE_LINES];
	size_t nr;
};

/* --- which lines may be quoted -------------------------------------------- */

static bool in_trace(const struct report *r, const struct line *line)
{
	struct str text = r->message->text;
	size_t at;

	if (line->raw.p < text.p || line->raw.p >= text.p + text.n)
		return false;
	at = str_offset(text, line->raw);
	for (size_t i = 0; i < r->traces.nr; i++)
		if (at >= r->traces.v[i].start && at < r->traces.v[i].end)
			return true;
	return false;
}

static bool in_log(const struct report *r, const struct line *line)
{
	for (size_t i = 0; i < r->logs.nr; i++)
		if (line->no >= r->logs.v[i].line_first &&
		    line->no <= r->logs.v[i].line_last)
			return true;
	return false;
}

static bool has_masked_address(struct str text)
{
	struct str word;

	while (str_word(&text, &word))
		if (str_chr(word, '@') >= 0 && address_is_masked(word))
			return true;
	return address_is_masked(text);
}

static bool is_greeting(struct str text)
{
	static const struct str rows[] = {
		{ "hi", 2 }, { "hello", 5 }, { "hey", 3 }, { "dear ", 5 },
		{ "greetings", 9 }, { "good morning", 12 }, { "good day", 8 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (text.n < 40 && str_starts_i(text, rows[i]) &&
		    (text.n == rows[i].n || !is_alpha(text.p[rows[i].n]) ||
		     text.p[rows[i].n - 1] == ' '))
			return true;
	return false;
}

/* "Author: ..." and "Date: ..." of a commit say nothing of what breaks. */
static bool is_commit_header(struct str text)
{
	return str_starts(text, STR("Author: ")) ||
	       str_starts(text, STR("Date:  "));
}

/* "[...]" and rules of dashes are none. */
static bool has_words(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_alnum(text.p[i]) || (unsigned char)text.p[i] >= 0x80)
			return true;
	return false;
}

/* "* What a robot says in each of its mails *" */
static bool is_banner(struct str text)
{
	return *text.p == '*' && text.p[text.n - 1] == '*';
}

static bool may_quote(const struct report *r, const struct line *line)
{
	struct str text = str_trim(line->text);

	return line->who == LINE_AUTHOR && has_words(text) &&
	       !line_is_marked(text) && !is_banner(text) &&
	       !is_greeting(text) && !is_commit_header(text) && !in_trace(r, line) &&
	       !has_masked_address(text);
}

/* --- the quote as text ---------------------------------------------------- */

/* One line of the report; a long one is wrapped and cut. */
static void put_line(struct buf *out, struct str text)
{
	struct buf wrapped __free(buf) = { .max = 1 << 20 };
	struct str rest, line;

	text = str_trim_end(text);
	if (text_columns(text) + 2 <= LONGEST) {
		buf_puts(out, "> ");
		buf_add(out, text);
		buf_addc(out, '\n');
		return;
	}
	wrap_text(&wrapped, STR("> "), text, WIDTH, false);
	rest = buf_str(&wrapped);
	for (size_t i = 0; i < PIECES && str_line(&rest, &line); i++) {
		/* a word that is longer than a line may be */
		buf_add(out, str_sub(line, 0, 400));
		if (line.n > 400 || (i + 1 == PIECES && rest.n))
			buf_puts(out, " [...]");
		buf_addc(out, '\n');
	}
}

/* What stands between two quoted lines. */
static void put_gap(struct buf *out, const struct line_list *lines,
		    size_t from, size_t to)
{
	bool text = false;

	for (size_t i = from; i < to && !text; i++)
		text = str_trim(lines->v[i].raw).n > 0;
	if (text)
		buf_puts(out, "> [...]\n");
	else if (from < to)
		buf_puts(out, ">\n");
}

static struct str quote_text(const struct quote *q)
{
	const struct line_list *lines = &q->r->message->lines;
	struct buf out __free(buf) = { .max = 1 << 20 };

	for (size_t i = 0; i < q->nr; i++) {
		if (i)
			put_gap(&out, lines, q->pick[i - 1] + 1, q->pick[i]);
		put_line(&out, lines->v[q->pick[i]].text);
	}
	return str_dup(q->a, buf_str(&out));
}

static size_t count_lines(struct str text)
{
	struct str line;
	size_t n = 0;

	while (str_line(&text, &line))
		n++;
	return n;
}

/* --- choosing ------------------------------------------------------------- */

/* Takes the line at @at, unless the quote would become too long by it. */
static bool pick(struct quote *q, size_t at)
{
	const struct line_list *lines = &q->r->message->lines;
	struct quote before = *q;
	size_t i = q->nr;

	if (at >= lines->nr || !may_quote(q->r, &lines->v[at]))
		return false;
	for (size_t k = 0; k < q->nr; k++)
		if (q->pick[k] == at)
			return true;
	if (q->nr == QUOTE_LINES)
		return false;
	for (; i && q->pick[i - 1] > at; i--)
		q->pick[i] = q->pick[i - 1];
	q->pick[i] = at;
	q->nr++;
	if (count_lines(quote_text(q)) <= QUOTE_LINES)
		return true;
	*q = before;
	return false;
}

/* The index of line number @no of the text. */
static size_t line_at(const struct message *m, unsigned int no)
{
	return no && no <= m->lines.nr && m->lines.v[no - 1].no == no ?
	       no - 1 : SIZE_MAX;
}

static bool goes_on(const struct message *m, size_t at)
{
	return at < m->lines.nr && m->lines.v[at].who == LINE_AUTHOR &&
	       str_trim(m->lines.v[at].text).n;
}

/*
 * Where the culprit's title stands, from line @at on; SIZE_MAX: not near.  A
 * mailer may have wrapped it, so its beginning is looked for.
 */
static size_t find_title(const struct quote *q, size_t at)
{
	const struct line_list *lines = &q->r->message->lines;
	struct str title = str_sub(q->r->culprit.title, 0, 24);

	for (size_t i = at; title.n && i <= at + LOOK_AHEAD && i < lines->nr; i++)
		if (str_has(lines->v[i].text, title))
			return i;
	return SIZE_MAX;
}

/* The line that names the culprit, the sentence around it, and its title. */
static void pick_culprit(struct quote *q)
{
	const struct message *m = q->r->message;
	struct str title = q->r->culprit.title;
	size_t at = line_at(m, q->r->culprit.line), where;

	if (at == SIZE_MAX || !pick(q, at))
		return;
	where = find_title(q, at);
	if (where != SIZE_MAX && pick(q, where) &&
	    !str_has(m->lines.v[where].text, title) && goes_on(m, where + 1))
		pick(q, where + 1);
	if (situation_by_robot(q->r) || in_log(q->r, &m->lines.v[at]))
		return;
	if (at && goes_on(m, at - 1))
		pick(q, at - 1);
	if (where == SIZE_MAX && goes_on(m, at + 1))
		pick(q, at + 1);
}

/* What a compiler said, in the words of a build robot. */
static bool pick_errors(struct quote *q, size_t max)
{
	const struct line_list *lines = &q->r->message->lines;
	size_t n = 0;

	for (size_t i = 0; i < lines->nr && n < max; i++) {
		struct str text = lines->v[i].text;

		if (!str_has(text, STR(" error: ")) &&
		    !str_has(text, STR(" warning: ")) &&
		    !str_has(text, STR("undefined reference")) &&
		    !str_has(text, STR("undefined!")))
			continue;
		if (!pick(q, i))
			break;
		n++;
	}
	return n;
}

/* The beginning of what the sender says, at most @max lines. */
static void pick_opening(struct quote *q, size_t max)
{
	const struct message *m = q->r->message;
	size_t n = 0;

	for (size_t i = 0; i < m->lines.nr && n < max; i++) {
		if (n && !goes_on(m, i))
			break;
		if (may_quote(q->r, &m->lines.v[i]) &&
		    !in_log(q->r, &m->lines.v[i])) {
			if (!pick(q, i))
				break;
			n++;
		}
	}
}

/* A statement's line is where its sentence begins. */
static bool ends_sentence(struct str text)
{
	text = str_trim(text);
	return !text.n || strchr(".!?:", text.p[text.n - 1]);
}

static void pick_statements(struct quote *q, size_t max)
{
	const struct message *m = q->r->message;
	const struct statement_list *s = &q->r->statements;

	for (size_t i = 0; i < s->nr && i < max; i++) {
		size_t at = line_at(m, s->v[i].line);

		if (at != SIZE_MAX && pick(q, at) && goes_on(m, at + 1) &&
		    !ends_sentence(m->lines.v[at].text))
			pick(q, at + 1);
	}
}

/* Lines that state from when to when. */
static void pick_range(struct quote *q)
{
	const struct evidence_list *e = &q->r->evidence;

	for (size_t i = 0; i < e->nr && i < EVIDENCE_MAX; i++)
		if (!strcmp(e->v[i].member, "good") ||
		    !strcmp(e->v[i].member, "bad")) {
			size_t at = line_at(q->r->message, e->v[i].line);

			if (at != SIZE_MAX &&
			    !in_log(q->r, &q->r->message->lines.v[at]))
				pick(q, at);
		}
}

struct str quote_trim(struct arena *a, const struct report *r)
{
	struct quote q = { .r = r, .a = a };

	pick_culprit(&q);
	/* build robots begin with trees and configurations */
	if (!r->build_failure || !pick_errors(&q, 2) || !situation_by_robot(r))
		pick_opening(&q, 4);
	pick_statements(&q, 2);
	pick_range(&q);
	return q.nr ? quote_text(&q) : STR_NONE;
}

struct str quote_attribution(struct arena *a, const struct message *m)
{
	struct str who = m->sender.name;
	char date[CLOCK_TEXT];

	if (!who.n && !m->sender.masked)
		who = m->sender.addr;
	if (!who.n)
		who = STR("the reporter");
	who = str_fold(a, str_sub(who, 0, 80));
	if (!*time_rfc5322(date, m->date))
		return str_printf(a, "%.*s wrote:", STR_ARG(who));
	return str_printf(a, "On %s, %.*s wrote:", date, STR_ARG(who));
}
