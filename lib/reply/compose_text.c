// SPDX-License-Identifier: GPL-2.0-only
/* The pieces of text that a draft and the patch beside it share. */
#include "reply/compose_vars.h"

#include "base/percent.h"
#include "mail/msgid.h"
#include "reply/disclosure.h"
#include "reply/situation.h"
#include "reply/wrap.h"

#define TITLE_MAX	200
#define DAY		((int64_t)24 * 60 * 60)

struct str compose_short(struct arena *a, struct str s, size_t max)
{
	s = text_clean(a, str_fold(a, s));
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_sub(s, 0, max);
}

int64_t compose_date(const struct material *x)
{
	int64_t t = x->r->message->date, now = x->rules->now;
	char text[CLOCK_TEXT];

	return !*time_rfc5322(text, t) || (now && t > now + DAY) ? now : t;
}

/* "[syzbot] [net?] title": labels in brackets say nothing of what breaks. */
static struct str without_labels(struct str s)
{
	ptrdiff_t end;

	s = str_trim(s);
	while (s.n && *s.p == '[' && (end = str_chr(s, ']')) > 0 &&
	       (size_t)end + 1 < s.n)
		s = str_trim(str_from_off(s, (size_t)end + 1));
	return s;
}

/* "title (was: Re: older title)" */
static struct str without_past(struct str s)
{
	ptrdiff_t was = str_find_i(s, STR("(was:"));

	return was > 0 ? str_trim_end(str_sub(s, 0, (size_t)was)) : s;
}

struct str compose_what(const struct material *x)
{
	const struct trace *t = situation_trace(x->r);
	struct str s = t && t->title.n ? t->title :
		       without_past(without_labels(
				message_subject_base(x->r->message)));

	s = compose_short(x->a, s, TITLE_MAX);
	while (s.n && strchr(".!: ", s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool found(const struct material *x)
{
	switch (x->f->match.found) {
	case COMMIT_BY_ID:
	case COMMIT_BY_TITLE:
	case COMMIT_BY_UPSTREAM:
		return true;
	case COMMIT_UNKNOWN:
	case COMMIT_AMBIGUOUS:
	case COMMIT_UNREADABLE:
		break;
	}
	return false;
}

static struct str commit_text(struct arena *a, struct str sha, struct str title)
{
	sha = str_sub(sha, 0, 12);
	title = compose_short(a, title, TITLE_MAX);
	if (!title.n)
		return str_dup(a, sha);
	return str_printf(a, "%.*s%s(\"%.*s\")", STR_ARG(sha), sha.n ? " " : "",
			  STR_ARG(title));
}

struct str compose_commit(const struct material *x)
{
	if (found(x))
		return commit_text(x->a, str_from(x->f->match.commit.hex),
				   x->f->match.commit.title);
	return commit_text(x->a, x->r->culprit.sha, x->r->culprit.title);
}

struct str compose_sha(const struct material *x)
{
	struct str sha = found(x) ? str_from(x->f->match.commit.hex) :
			 x->r->culprit.sha;

	return sha.n ? str_dup(x->a, str_sub(sha, 0, 12)) : STR_NONE;
}

/* A path of a URL: what has a meaning there is written as %XX. */
static struct str url_escape(struct arena *a, struct str s)
{
	struct buf out __free(buf) = { .max = 4096 };

	percent_encode(&out, s, STR("-._~@+=$!*'(),;:"));
	return str_dup(a, buf_str(&out));
}

struct str compose_link(const struct material *x, struct str message_id)
{
	return str_printf(x->a, "%.*s%.*s/", STR_ARG(x->rules->archive),
			  STR_ARG(url_escape(x->a, message_id)));
}

static struct str reported_by(const struct material *x)
{
	const struct address *who = &x->r->message->sender;

	/* a robot asks for its tag letter for letter */
	if (x->r->reported_by.n)
		return compose_short(x->a, x->r->reported_by, TITLE_MAX);
	if (x->r->origin == ORIGIN_SYZBOT && str_chr(who->addr, '+') > 0)
		return who->addr;
	if (who->masked || !address_usable(who->addr))
		return STR_NONE;
	return compose_short(x->a, address_text(x->a, who), TITLE_MAX);
}

/* May the draft say that this commit is what a fix repairs? */
static bool blames(const struct material *x)
{
	return found(x) && x->f->match.commit.title.n &&
	       x->f->match.commit.nr_parents < 2 &&
	       x->v->level == VERDICT_TRUSTED;
}

struct str compose_tags(const struct material *x)
{
	const struct message *m = x->r->message;
	struct str s = STR(""), by = reported_by(x);

	if (blames(x))
		s = str_printf(x->a, "Fixes: %.*s\n", STR_ARG(compose_commit(x)));
	/* who wrote in private is named only with permission (M19) */
	if (!disclosure_is_public(m))
		return s;
	if (by.n)
		s = str_printf(x->a, "%.*sReported-by: %.*s\n", STR_ARG(s),
			       STR_ARG(by));
	if (msgid_usable(m->message_id))
		s = str_printf(x->a, "%.*sCloses: %.*s\n", STR_ARG(s),
			       STR_ARG(compose_link(x, m->message_id)));
	return s;
}
