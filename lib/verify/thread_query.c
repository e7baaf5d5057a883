// SPDX-License-Identifier: GPL-2.0-only
/* What to search an archive for. */
#include "verify/thread.h"

/* Longer phrases find no more, and addresses have an end. */
#define PHRASE_MAX	100
#define PHRASE_MIN	12
#define ID_DIGITS	12

static void add(struct thread_query_list *out, struct arena *a,
		const char *what, struct str query)
{
	struct thread_query *q = list_add(a, out);

	q->query = query;
	q->what = what;
}

/*
 * Words only: a quote mark would end the phrase, and the rest is no part of
 * what is indexed.  Cut at a word's end.
 */
static struct str phrase(struct arena *a, struct str title)
{
	char *p = str_c(a, str_utf8(a, str_sub(title, 0, 4 * PHRASE_MAX)));
	struct str s = str_from(p);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < 0x80 && !is_alnum(p[i]) &&
		    !strchr("_-.:/+", p[i]))
			p[i] = ' ';
	s = str_fold(a, s);
	if (s.n > PHRASE_MAX) {
		ptrdiff_t blank = str_rchr(str_sub(s, 0, PHRASE_MAX + 1), ' ');

		s = blank > 0 ? str_sub(s, 0, (size_t)blank) : STR_NONE;
	}
	return s.n >= PHRASE_MIN && str_chr(s, ' ') > 0 ? s : STR_NONE;
}

static void add_phrase(struct thread_query_list *out, struct arena *a,
		       const char *what, struct str title)
{
	struct str s = phrase(a, title);

	if (s.n)
		add(out, a, what, str_printf(a, "s:\"%.*s\"", STR_ARG(s)));
}

/* "WARNING in foo" of "[syzbot] [net?] WARNING in foo (2)" */
static struct str crash_title(const struct report *r)
{
	const struct trace *t = trace_main(&r->traces);

	return t && !t->corrupted ? t->title : STR_NONE;
}

void thread_queries(struct thread_query_list *out, struct arena *a,
		    const struct report *r, const struct findings *f)
{
	struct str sha = r->culprit.sha, title = r->culprit.title;

	*out = (struct thread_query_list){ 0 };
	if (f && f->tree) {
		sha = str_from(f->match.commit.hex);
		title = f->match.commit.title;
	}
	/* the star finds it with more digits as well */
	if (sha.n >= 7)
		add(out, a, "the commit's id",
		    str_printf(a, "%.*s*", STR_ARG(str_sub(sha, 0, ID_DIGITS))));
	add_phrase(out, a, "the commit's title", title);
	if (r->syzbot_bug.n)
		add(out, a, "the bug's number", str_dup(a, r->syzbot_bug));
	add_phrase(out, a, "the crash's title", crash_title(r));
}
