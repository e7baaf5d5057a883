// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verdict_claim.h"

#include <math.h>

#include "report/bisect_line.h"

#define DAY		86400.0

/* "[tree:branch 12/34] drivers/foo.c:1:2: error: ...": a build */
static bool names_patch_number(struct str subject)
{
	struct str head, word;

	str_skip(&subject, STR("["));
	if (!str_split(&subject, ']', &head))
		return false;
	while (str_word(&head, &word)) {
		struct str nr;
		uint64_t n;

		if (str_split(&word, '/', &nr) && str_to_u64(nr, &n) &&
		    str_to_u64(word, &n))
			return true;
	}
	return false;
}

static enum claim_kind kind_of(const struct report *r)
{
	/* a log that came without a mail: nobody claims anything beside it */
	if (r->message->bare && r->logs.nr)
		return kind_of_log(&r->logs.v[0]);
	switch (r->origin) {
	case ORIGIN_SYZBOT:
		return r->claim == CLAIM_SYZBOT_REPORT ? KIND_SYZBOT_REPORT :
							 KIND_SYZBOT_MAIL;
	case ORIGIN_LKP:
		if (r->build_failure || names_patch_number(r->message->subject))
			return KIND_LKP_BUILD;
		return str_has(r->message->subject, STR("%")) ?
		       KIND_LKP_PERF : KIND_LKP_RUN;
	case ORIGIN_KERNELCI:
		return KIND_KERNELCI;
	case ORIGIN_LKFT:
	case ORIGIN_ROBOT:
		return KIND_ROBOT;
	case ORIGIN_PERSON:
		break;
	}
	switch (r->claim) {
	case CLAIM_REGZBOT:
		return KIND_REGZBOT;
	case CLAIM_FIRST_BAD:
		return KIND_FIRST_BAD;
	case CLAIM_IS_FIRST_BAD:
		return KIND_IS_FIRST_BAD;
	default:
		return KIND_PROSE;
	}
}

/* The title of the culprit as any reference to it gives it. */
static struct str title_in(const struct report *r, struct str sha)
{
	for (size_t i = 0; i < r->commits.nr; i++) {
		const struct commit_ref *ref = &r->commits.v[i];

		if (ref->title.n && bisect_sha_same(ref->sha, sha))
			return ref->title;
	}
	return STR_NONE;
}

static struct str title_of(const struct report *r,
			   const struct report *const *context, size_t nr)
{
	struct str title = r->culprit.title;

	if (!title.n)
		title = title_in(r, r->culprit.sha);
	for (size_t i = 0; i < nr && !title.n; i++)
		title = title_in(context[i], r->culprit.sha);
	return title;
}

/*
 * The crash of the case: of the claim itself, else of the first mail with one;
 * one that names source files before one that does not.
 */
static void find_trace(struct claim_facts *out, struct arena *a,
		       const struct report *r,
		       const struct report *const *context, size_t nr)
{
	for (size_t i = 0; i <= nr && !out->places.nr; i++) {
		const struct report *from = i ? context[i - 1] : r;
		const struct trace *t = trace_main(&from->traces);

		if (!t)
			continue;
		if (!out->trace)
			out->trace = t;
		trace_places(&out->places, a, t, from->trace_text);
		if (out->places.nr)
			out->trace = t;
	}
}

static double age_of(const struct report *r, int64_t now)
{
	int64_t date = r->message->date;

	if (date == TIME_NONE)
		date = now;
	if (r->culprit_date == TIME_NONE || date == TIME_NONE)
		return NAN;
	return fmax((double)(date - r->culprit_date) / DAY, 0);
}

/* "possible deadlock in foo" of "Re: [syzbot] [ext4?] possible ... (2)" */
static struct str crash_of(const struct report *r, const struct trace *t)
{
	struct str s = message_subject_base(r->message);
	ptrdiff_t at;

	if (r->origin != ORIGIN_SYZBOT)
		return t ? t->title : STR_NONE;
	while (s.n && s.p[0] == '[' && (at = str_chr(s, ']')) > 0)
		s = str_trim(str_from_off(s, (size_t)at + 1));
	return s;
}

/* Take the next word of letters and digits off *s. */
static bool next_token(struct str *s, struct str *token)
{
	size_t from = 0, to;

	while (from < s->n && !is_alnum(s->p[from]))
		from++;
	for (to = from; to < s->n && is_alnum(s->p[to]); )
		to++;
	*token = str_sub(*s, from, to - from);
	*s = str_from_off(*s, to);
	return token->n;
}

/* Words that name nothing. */
static bool is_common(struct str token)
{
	static const char *const words[] = {
		"the", "and", "for", "from", "with", "not", "use", "using",
		"after", "when", "that", "into", "via", "add", "adds",
		"added", "remove", "fix", "fixes", "fixed", "make", "move",
		"allow", "support", "set", "get", "init", "free", "read",
		"write", "new", "all", "only", "more",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_eq_i(token, str_from(words[i])))
			return true;
	return token.n < 3;
}

static bool has_token(struct str text, struct str token)
{
	struct str other;

	while (next_token(&text, &other))
		if (str_eq_i(other, token))
			return true;
	return false;
}

#define SHARED_MAX	2

/* Words of the title that the function that crashed is made of, too. */
static void shared_words(struct str_list *out, struct arena *a,
			 struct str title, struct str crash)
{
	ptrdiff_t at = str_rfind(crash, STR(" in "));
	struct str function, token;

	if (at < 0)
		return;
	crash = str_from_off(crash, (size_t)at + 4);
	if (!str_word(&crash, &function))
		return;
	while (out->nr < SHARED_MAX && next_token(&function, &token)) {
		bool again = out->nr && str_eq_i(out->v[0], token);

		if (!again && !is_common(token) && has_token(title, token))
			*list_add(a, out) = token;
	}
}

/* How long before the claim the first mail of the case was. */
static double lead_of(const struct report *r,
		      const struct report *const *context, size_t nr)
{
	int64_t claim = r->message->date, first = claim;

	if (claim == TIME_NONE)
		return 0;
	for (size_t i = 0; i < nr; i++)
		if (context[i]->message->date != TIME_NONE &&
		    trace_main(&context[i]->traces))
			first = MIN(first, context[i]->message->date);
	return (double)(claim - first) / DAY;
}

void claim_measure(struct claim_facts *out, struct arena *a,
		   const struct report *r,
		   const struct report *const *context, size_t nr_context,
		   int64_t now)
{
	int64_t date = r->message->date == TIME_NONE ? now : r->message->date;

	*out = (struct claim_facts){
		.kind = kind_of(r),
		.recent = date >= time_days(2022, 1, 1) * (int64_t)DAY,
		.title = title_of(r, context, nr_context),
		.line = r->culprit.line,
		.age_days = age_of(r, now),
		.lead_days = lead_of(r, context, nr_context),
	};
	find_trace(out, a, r, context, nr_context);
	out->crash = crash_of(r, out->trace);
	shared_words(&out->shared, a, out->title, out->crash);
	if (out->trace)
		out->kinship = kinship_of_title(out->title, &out->places,
						&out->meet);
}
