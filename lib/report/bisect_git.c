// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which lines belong to a log of git's, and how wrapped ones are put together
 * again.  What a whole line says is read in bisect_git_line.c.
 */
#include "report/bisect_git.h"

#include "report/bisect_git_line.h"

/* No mailer wraps before this column, quote marks included. */
#define WRAP_COLUMN	66
/* A title of 300 bytes wrapped at 60 has six; arguments may be a hundred ids. */
#define PIECES_TITLE	6
#define PIECES_START	4096

/* A shell prompt or a fence that stands right below the last line. */
static bool is_prompt(struct str s)
{
	if (str_starts(s, STR("```")) || str_starts(s, STR("---")))
		return true;
	return s.n && strchr("$#%>", s.p[s.n - 1]) &&
	       (s.n <= 2 || str_chr(s, '@') >= 0);
}

static size_t first_word_length(struct str s)
{
	struct str word = STR_NONE;

	str_word(&s, &word);
	return word.n;
}

/* Does @next go on where @before stopped?  Used where no log line follows. */
static bool looks_wrapped(const struct git_piece *before,
			  const struct git_piece *next)
{
	char end = before->text.p[before->text.n - 1];

	if (is_prompt(next->text))
		return false;
	if (end == ':' || end == ']')	/* git prints a title behind these */
		return true;
	return before->width + 1 + first_word_length(next->text) >= WRAP_COLUMN;
}

static struct str join(struct arena *a, const struct git_piece *v, size_t nr)
{
	size_t n = 0;
	char *p, *end;

	if (nr == 1)
		return v[0].text;
	for (size_t i = 0; i < nr; i++)
		n += v[i].text.n + 1;
	p = end = arena_alloc(a, n);
	for (size_t i = 0; i < nr; i++) {
		if (i)
			*end++ = ' ';
		memcpy(end, v[i].text.p, v[i].text.n);
		end += v[i].text.n;
	}
	return str_make(p, (size_t)(end - p));
}

/* The pending line is whole; @sure: a line of the same log follows. */
static void flush(struct git_reader *r, bool sure)
{
	struct git_piece_list *p = &r->pending;
	size_t nr = 1;

	if (!p->nr)
		return;
	if (sure && !git_line_is_last(p->v[0].text))
		nr = p->nr;
	else
		while (nr < p->nr && looks_wrapped(&p->v[nr - 1], &p->v[nr]))
			nr++;
	git_line_read(r, join(r->a, p->v, nr), (unsigned int)nr);
	p->nr = 0;
}

static void pend(struct git_reader *r, const struct bisect_line *line,
		 struct str text)
{
	*list_add(r->a, &r->pending) = (struct git_piece){
		.text = text, .width = line->quote.n + line->text.n,
	};
}

/* A line that is none of the log's own: the rest of a wrapped one, or talk. */
static void go_on(struct git_reader *r, const struct bisect_line *line)
{
	size_t max = git_line_is_start(r->pending.v[0].text) ? PIECES_START :
							       PIECES_TITLE;
	struct str text = line->text;

	if (!line->text.n || r->pending.nr >= max ||
	    git_line_is_console(r, line->text)) {
		flush(r, false);
		return;
	}
	/* some mailers repeat the "#" when they wrap a comment */
	str_skip(&text, STR("# "));
	pend(r, line, text);
}

void git_reader_line(struct git_reader *r, const struct bisect_line *line)
{
	struct str text = git_line_of_log(line->text);

	if (!str_is_none(text)) {
		flush(r, bisect_quote_same(r->quote, line->quote));
		r->quote = line->quote;
		r->pending_line = line->no;
		pend(r, line, text);
		return;
	}
	if (r->pending.nr)
		go_on(r, line);
	if (!r->pending.nr)
		git_line_console(r, line);
}

/* Too little to be called a log: a few lines quoted without a result. */
static bool is_fragment(const struct git_log *g)
{
	const struct bisect_log *log = &g->log;

	if (!str_is_none(log->culprit.sha) || log->candidates.nr)
		return !log->steps.nr;
	return log->steps.nr < (g->started ? 2 : 6);
}

/*
 * The line with the result may have been damaged by what was typed below it;
 * the line of the step has its title between two lines of the log.
 */
static void add_title(struct bisect_log *log)
{
	for (size_t i = log->steps.nr; i-- > 0; ) {
		const struct bisect_step *s = &log->steps.v[i];

		if (s->title.n && bisect_sha_same(s->commit, log->culprit.sha)) {
			log->culprit.title = s->title;
			return;
		}
	}
}

void git_reader_finish(struct git_reader *r, struct bisect_log_list *out)
{
	flush(r, false);
	for (size_t i = 0; i < r->logs.nr; i++) {
		struct git_log *g = &r->logs.v[i];

		if (is_fragment(g))
			continue;
		if (!str_is_none(g->log.culprit.sha)) {
			add_title(&g->log);
			bisect_block_apply(&g->log, &r->blocks);
		}
		if (str_is_none(g->log.start))
			g->log.start = g->log.bad;
		*list_add(r->a, out) = g->log;
	}
}
