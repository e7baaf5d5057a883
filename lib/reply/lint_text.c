// SPDX-License-Identifier: GPL-2.0-only
/* Prose, quotes, traces and length: what the sender wrote. */
#include "reply/lint_rules.h"

#include "reply/wrap.h"

#define QUOTE_MAX	12
#define COLUMNS_MAX	80
#define LINES_MAX	40
#define SIGNATURE_MAX	4
#define SEARCHES_MAX	20	/* of the whole text, in one mail */

static const struct line *line_of(const struct lint *l, size_t i)
{
	return &l->m->lines.v[i];
}

static bool is_text(enum lint_line kind)
{
	return kind != LINT_OTHER && kind != LINT_BLANK;
}

/* --- quotes --------------------------------------------------------------- */

static bool quoted(const struct lint *l, size_t i)
{
	return line_of(l, i)->who == LINE_QUOTE && line_of(l, i)->depth;
}

static void m3_long_quotes(struct lint *l)
{
	size_t nr = l->m->lines.nr, i = 0;

	while (i < nr) {
		size_t first = i, n = 0;

		for (; i < nr && (quoted(l, i) || (n && !is_text(l->kind[i]) &&
			!str_trim(line_of(l, i)->raw).n)); i++)
			n += quoted(l, i) && str_trim(line_of(l, i)->text).n;
		if (n > QUOTE_MAX)
			lint_add(l, lint_body_line(l, first),
				 "%zu quoted lines in a row (keep the at most %d that you answer)",
				 n, QUOTE_MAX);
		i += i == first;
	}
}

void lint_m3(struct lint *l)
{
	size_t first_quote = SIZE_MAX, last_text = 0, first_text = SIZE_MAX;
	bool attribution = false;

	if (!l->reply)
		return;
	m3_long_quotes(l);
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		if (quoted(l, i) && first_quote == SIZE_MAX)
			first_quote = i;
		if (line_of(l, i)->who == LINE_QUOTE && !line_of(l, i)->depth)
			attribution = true;
		if (is_text(l->kind[i])) {
			last_text = i;
			first_text = MIN(first_text, i);
		}
	}
	if (first_quote == SIZE_MAX)
		return;
	if (first_text < first_quote && last_text < first_quote)
		lint_add(l, lint_body_line(l, first_text),
			 "the answer stands above the quote (put it below what it answers)");
	if (!attribution)
		lint_add(l, lint_body_line(l, first_quote),
			 "a quote that does not say who wrote it (keep the line \"On ..., X wrote:\")");
}

/* --- prose ---------------------------------------------------------------- */

void lint_m4(struct lint *l)
{
	struct str type = message_header(l->m, "Content-Type");

	/* there the reader joins the lines (M11 speaks against it) */
	if (str_find_i(type, STR("format=flowed")) >= 0)
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		size_t n = text_columns(line_of(l, i)->text);

		if (l->kind[i] == LINT_PROSE && n > COLUMNS_MAX)
			lint_add(l, lint_body_line(l, i),
				 "%zu columns of prose (wrap it at 72)", n);
	}
}

/* Words beside the links of a line. */
static size_t words_beside_links(struct str text)
{
	struct str word;
	size_t n = 0;

	while (str_word(&text, &word))
		n += !str_has(word, STR("://"));
	return n;
}

void lint_m5(struct lint *l)
{
	size_t link = SIZE_MAX;

	for (size_t i = 0; i < l->m->lines.nr; i++) {
		struct str text = str_trim(line_of(l, i)->text);

		if (l->kind[i] == LINT_PROSE || l->kind[i] == LINT_TRACE ||
		    line_of(l, i)->who == LINE_DIFF)
			return;
		if (l->kind[i] != LINT_VERBATIM)
			continue;
		if (!str_has(text, STR("://")) || words_beside_links(text) > 2)
			return;
		link = MIN(link, i);
	}
	if (link != SIZE_MAX)
		lint_add(l, lint_body_line(l, link),
			 "nothing but links (say what breaks, since when and on what)");
}

static size_t hex_run(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_hex(s.p[n]))
		n++;
	return n < s.n && (is_alnum(s.p[n]) || s.p[n] == '_') ? 0 : n;
}

/* Is the title given with the commit anywhere in the text or subject? */
static bool has_title(struct str text, struct str sha)
{
	struct str start = str_sub(sha, 0, 7);
	ptrdiff_t at;

	while ((at = str_find(text, start)) >= 0) {
		text = str_from_off(text, (size_t)at);
		text = str_from_off(text, MAX(hex_run(text), start.n));
		for (size_t i = 0; i < 6 && text.n && strchr(" \n>)]:-", *text.p); i++)
			text = str_from_off(text, 1);
		if (text.n > 1 && (*text.p == '(' || *text.p == '"' ||
				   *text.p == '\'' || str_starts(text, STR("Author:"))))
			return true;
	}
	return false;
}

/*
 * A commit in running text: "commit <hex>" with what should follow.  True when
 * the whole text was searched for its title.
 */
static bool m6_commit(struct lint *l, size_t i, struct str text)
{
	ptrdiff_t at = str_find_i(text, STR("commit "));
	struct str rest, sha;

	if (at < 0 || (at && is_alnum(text.p[at - 1])))
		return false;
	rest = str_from_off(text, (size_t)at + 7);
	sha = str_sub(rest, 0, hex_run(rest));
	if (sha.n < 7 || sha.n > 40)
		return false;
	if (sha.n < 12) {
		lint_add(l, lint_body_line(l, i),
			 "commit %.*s: %zu digits (write at least 12, and (\"title\") behind)",
			 STR_ARG(sha), sha.n);
		return false;
	}
	rest = str_trim(str_from_off(rest, sha.n));
	if (str_eq(rest, STR("upstream.")) ||
	    str_starts_i(text, STR("This reverts")))
		return false;
	if (!has_title(l->m->text, sha) && !has_title(l->m->subject, sha))
		lint_add(l, lint_body_line(l, i),
			 "commit %.*s without its title (write: %.*s (\"title\"))",
			 STR_ARG(sha), STR_ARG(str_sub(sha, 0, 12)));
	return true;
}

void lint_m6(struct lint *l)
{
	size_t searched = 0;

	for (size_t i = 0; i < l->m->lines.nr && searched < SEARCHES_MAX; i++)
		if (l->kind[i] == LINT_PROSE)
			searched += m6_commit(l, i, line_of(l, i)->text);
}

/* --- traces --------------------------------------------------------------- */

static bool is_timestamp(struct str text)
{
	size_t n = 1;

	if (!text.n || *text.p != '[')
		return false;
	while (n < text.n && text.p[n] == ' ')
		n++;
	while (n < text.n && is_digit(text.p[n]))
		n++;
	return n > 1 && n + 1 < text.n && text.p[n] == '.' &&
	       is_digit(text.p[n + 1]) && str_has(str_sub(text, n, 12), STR("]"));
}

static bool is_register_dump(struct str text)
{
	static const struct str starts[] = {
		{ "RAX:", 4 }, { "RDX:", 4 }, { "RBP:", 4 }, { "R10:", 4 },
		{ "R13:", 4 }, { "RSP:", 4 }, { "FS:  ", 5 }, { "CR2:", 4 },
		{ "EAX:", 4 }, { "x29:", 4 }, { "x0 :", 4 }, { "GPR00:", 6 },
		{ "Modules linked in:", 18 }, { "Code: ", 6 }, { "Stack: ", 7 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		if (str_starts(text, starts[i]))
			return true;
	return false;
}

/* A first report shows all of it; an answer or a patch only what matters. */
void lint_m7(struct lint *l)
{
	if (!l->reply && !l->patch)
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		struct str text = str_trim(line_of(l, i)->text);

		if (!is_text(l->kind[i]))
			continue;
		if (is_timestamp(text)) {
			lint_add(l, lint_body_line(l, i),
				 "a log with time stamps (cut them)");
			return;
		}
		if (is_register_dump(text)) {
			lint_add(l, lint_body_line(l, i),
				 "registers, modules or code of a crash (keep head, position and call trace)");
			return;
		}
	}
}

/* --- length and tone ------------------------------------------------------ */

static void m8_signature(struct lint *l)
{
	size_t n = 0, first = SIZE_MAX;

	for (size_t i = 0; i < l->m->lines.nr; i++)
		if (line_of(l, i)->who == LINE_SIGNATURE &&
		    !str_starts(line_of(l, i)->text, STR("--")) &&
		    str_trim(line_of(l, i)->text).n) {
			first = MIN(first, i);
			n++;
		}
	/* what git puts below a patch is its version */
	if (n > SIGNATURE_MAX && !l->patch)
		lint_add(l, lint_body_line(l, first),
			 "a signature of %zu lines (at most %d)", n,
			 SIGNATURE_MAX);
}

void lint_m8(struct lint *l)
{
	size_t n = 0, delimiter = SIZE_MAX;

	m8_signature(l);
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		if (l->kind[i] == LINT_PROSE || l->kind[i] == LINT_VERBATIM ||
		    l->kind[i] == LINT_TAG)
			n++;
		if (str_eq(line_of(l, i)->raw, STR("--")))
			delimiter = i;
	}
	if (l->reply && n > LINES_MAX)
		lint_add(l, 0, "%zu lines besides quotes and traces (try to say it in %d)",
			 n, LINES_MAX);
	if (delimiter != SIZE_MAX && delimiter + 6 >= l->m->lines.nr)
		lint_add(l, lint_body_line(l, delimiter),
			 "the delimiter of a signature is \"-- \", with a blank (readers cut it then)");
}

/* What reads as a demand; lower case. */
static const struct str demands[] = {
	{ "please revert", 13 }, { "please fix this", 15 },
	{ "please fix it", 13 }, { "fix this asap", 13 },
	{ "as soon as possible", 19 }, { "must be reverted", 16 },
	{ "needs to be reverted", 20 }, { "should be reverted", 18 },
	{ "you have to fix", 15 }, { "you must fix", 12 },
	{ "asap", 4 },
};

static bool ends_word(struct str text, size_t at)
{
	return at >= text.n || !is_alnum(text.p[at]);
}

static void m9_demand(struct lint *l, size_t i)
{
	struct str text = line_of(l, i)->text;

	for (size_t k = 0; k < ARRAY_SIZE(demands); k++) {
		ptrdiff_t at = str_find_i(text, demands[k]);

		if (at < 0 || !ends_word(text, (size_t)at + demands[k].n) ||
		    (at && is_alnum(text.p[at - 1])))
			continue;
		lint_add(l, lint_body_line(l, i),
			 "\"%.*s\" is a demand (state the facts, and ask)",
			 STR_ARG(demands[k]));
		return;
	}
}

void lint_m9(struct lint *l)
{
	size_t questions = 0;

	if (!l->reply)
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		struct str text = line_of(l, i)->text;

		if (l->kind[i] != LINT_PROSE)
			continue;
		m9_demand(l, i);
		for (size_t k = 0; k < text.n; k++)
			if (text.p[k] == '?' && k && is_alnum(text.p[k - 1]) &&
			    (k + 1 == text.n || text.p[k + 1] == ' ') &&
			    ++questions == 2)
				lint_add(l, lint_body_line(l, i),
					 "a second question (ask one question of one person)");
	}
}

/* --- what programs obey --------------------------------------------------- */

void lint_m30(struct lint *l)
{
	if (!l->reply || !str_is_none(message_header(l->m, "X-Patchwork-Hint")))
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++)
		if (line_of(l, i)->who == LINE_DIFF) {
			lint_add(l, lint_body_line(l, i),
				 "a bare diff in an answer (robots take it for a patch: indent it and set X-Patchwork-Hint: ignore, or send it as a file)");
			return;
		}
}

/* A command that stands in a paragraph came there by chance. */
void lint_m31(struct lint *l)
{
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		enum lint_line before = i ? l->kind[i - 1] : LINT_BLANK;
		enum lint_line after = i + 1 < l->m->lines.nr ?
				       l->kind[i + 1] : LINT_BLANK;
		struct str text = str_trim(line_of(l, i)->text);
		/* "#syz fix:" may have its title on the next line */
		bool open = text.n && text.p[text.n - 1] == ':';

		if (l->kind[i] != LINT_COMMAND)
			continue;
		if (before == LINT_PROSE || (after == LINT_PROSE && !open))
			lint_add(l, lint_body_line(l, i),
				 "\"%.*s\" inside a paragraph is obeyed by a robot (indent it by two blanks, or give it empty lines around)",
				 STR_ARG(str_sub(text, 0, 40)));
	}
}
