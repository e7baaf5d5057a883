// SPDX-License-Identifier: GPL-2.0-only
/*
 * The prose of a mail, sentence by sentence: mailers wrap lines where they
 * like, so a line alone tells too little.
 */
#include "verify/thread_reading.h"

#include "base/buf.h"
#include "report/line_kind.h"

/* Longer ones are no prose. */
#define PARAGRAPH_MAX	8000

struct line_start {
	size_t at;
	unsigned int no;
};

struct paragraph {
	struct buf *text;
	struct { struct line_start *v; size_t nr, cap; } lines;
};

static bool is_prose(const struct line *l)
{
	struct str s = str_trim(l->text);

	return l->who == LINE_AUTHOR && s.n && !line_is_console(s) &&
	       !line_is_trailer(s) && s.p[0] != '#';
}

static unsigned int line_at(const struct paragraph *p, size_t off)
{
	unsigned int no = 0;

	for (size_t i = 0; i < p->lines.nr && p->lines.v[i].at <= off; i++)
		no = p->lines.v[i].no;
	return no;
}

/* How long the sentence is that begins @s, its end mark included. */
static size_t sentence_length(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(".!?", s.p[i]) && s.p[i] &&
		    (i + 1 == s.n || s.p[i + 1] == ' ' || s.p[i + 1] == ')'))
			return i + 1;
	return s.n;
}

static void split(struct sentence_list *out, struct arena *a,
		  struct paragraph *p)
{
	struct str text = str_dup(a, buf_str(p->text)), rest = text;

	while (rest.n && out->nr < SENTENCES_MAX) {
		size_t n = sentence_length(rest);
		struct str s = str_trim(str_sub(rest, 0, n));
		struct sentence *one;

		rest = str_from_off(rest, n);
		if (!s.n)
			continue;
		one = list_add(a, out);
		one->text = s;
		one->line = line_at(p, str_offset(text, s));
		one->first = s.p == text.p;
	}
	buf_reset(p->text);
	p->lines.nr = 0;
}

static void add_line(struct paragraph *p, struct arena *a, const struct line *l)
{
	if (p->text->n)
		buf_addc(p->text, ' ');
	*list_add(a, &p->lines) = (struct line_start){ p->text->n, l->no };
	buf_add(p->text, str_fold(a, l->text));
}

void thread_sentences(struct sentence_list *out, struct arena *a,
		      const struct message *m)
{
	struct buf text __free(buf) = { .max = 2 * PARAGRAPH_MAX };
	struct paragraph p = { .text = &text };

	for (size_t i = 0; i < m->lines.nr && out->nr < SENTENCES_MAX; i++) {
		const struct line *l = &m->lines.v[i];
		bool prose = is_prose(l);

		if (!prose || text.n + l->text.n > PARAGRAPH_MAX)
			split(out, a, &p);
		if (prose && l->text.n <= PARAGRAPH_MAX)
			add_line(&p, a, l);
	}
	split(out, a, &p);
}
