// SPDX-License-Identifier: GPL-2.0-only
#include "report/culprit.h"

#include "base/clock.h"
#include "report/commit_title.h"

/* --- choosing ------------------------------------------------------------------ */

/* What other mentions of the same commit add: digits, title, author. */
static void complete(struct mention *m, const struct reading *rd)
{
	for (size_t i = 0; i < rd->mentions.nr; i++) {
		const struct mention *o = &rd->mentions.v[i];

		if (!hash_same(o->ref.sha, m->ref.sha))
			continue;
		if (o->ref.sha.n > m->ref.sha.n)
			m->ref.sha = o->ref.sha;
		if (!str_is_none(o->ref.title) &&
		    (str_is_none(m->ref.title) ||
		     (o->quoted_title && !m->quoted_title))) {
			m->ref.title = o->ref.title;
			m->quoted_title = o->quoted_title;
		}
		if (str_is_none(m->author) && !str_is_none(o->author)) {
			m->author = o->author;
			m->mail = o->mail;
		}
		if (m->date == TIME_NONE)
			m->date = o->date;
	}
}

/* A mail that blames more than these blames none. */
#define CULPRITS_MAX	16

static bool listed(const struct commit_ref_list *list,
		   const struct commit_ref *ref)
{
	for (size_t i = 0; i < list->nr; i++)
		if (str_is_none(ref->sha)
			    ? str_eq(list->v[i].title, ref->title)
			    : hash_same(list->v[i].sha, ref->sha))
			return true;
	return false;
}

static const struct claim *best_claim(const struct reading *rd)
{
	const struct claim *best = NULL;

	for (size_t i = 0; i < rd->claims.nr; i++)
		if (!best || rd->claims.v[i].rank > best->rank)
			best = &rd->claims.v[i];
	return best;
}

static void add_culprit(struct reading *rd, const struct claim *c)
{
	struct mention m = rd->mentions.v[c->mention];

	if (rd->r->culprits.nr == CULPRITS_MAX ||
	    listed(&rd->r->culprits, &m.ref))
		return;
	complete(&m, rd);
	m.ref.role = COMMIT_CULPRIT;
	*list_add(rd->a, &rd->r->culprits) = m.ref;
	reading_evidence(rd, "culprit", str_from(c->why), m.line);
}

/* "[Regression] ACPI: video: Change how we ...": a title behind the tags. */
static struct str subject_bare_title(const struct reading *rd)
{
	struct str s = str_sub(rd->subject, 0, 300);
	ptrdiff_t end;

	if (!s.n || s.p[0] != '[')
		return STR_NONE;
	while (s.n && s.p[0] == '[' && (end = str_chr(s, ']')) > 0)
		s = str_trim(str_from_off(s, (size_t)end + 1));
	return commit_title_like(s) && !commit_title_complains(s) ? s : STR_NONE;
}

/* A quoted title in the subject, or STR_NONE. */
static struct str subject_title(const struct reading *rd)
{
	struct str s = str_sub(rd->subject, 0, 600);
	ptrdiff_t open = str_chr(s, '"'), end = str_rchr(s, '"');

	if (open < 0 || end - open < 10)
		return STR_NONE;
	s = str_sub(s, (size_t)open + 1, (size_t)(end - open - 1));
	return commit_title_like(s) ? s : STR_NONE;
}

/* "regression caused by "<title>"", and no hash anywhere. */
static void choose_title(struct reading *rd)
{
	struct report *r = rd->r;
	struct str title = subject_title(rd);

	if (str_is_none(title) || rd->answer)
		return;
	r->claim = CLAIM_PROSE;
	r->culprit.sha = STR_NONE;
	r->culprit.title = title;
	r->culprit.role = COMMIT_CULPRIT;
	r->culprit.line = 0;
	*list_add(rd->a, &r->culprits) = r->culprit;
	reading_evidence(rd, "culprit", STR("a title in the subject"),
			 LINE_SUBJECT);
}

void culprit_keep_commands(struct reading *rd)
{
	size_t kept = 0;

	for (size_t i = 0; i < rd->claims.nr; i++)
		if (rd->claims.v[i].form == CLAIM_REGZBOT)
			rd->claims.v[kept++] = rd->claims.v[i];
	rd->claims.nr = kept;
}

void culprit_choose(struct reading *rd, unsigned int min_rank)
{
	const struct claim *best = best_claim(rd);
	struct report *r = rd->r;
	struct mention m;

	if (!best && min_rank <= 1)
		choose_title(rd);
	if (!best || best->rank < min_rank)
		return;
	m = rd->mentions.v[best->mention];
	complete(&m, rd);
	if (str_is_none(m.ref.title) && !rd->answer)
		m.ref.title = subject_title(rd);
	if (str_is_none(m.ref.title) && !rd->answer)
		m.ref.title = subject_bare_title(rd);
	m.ref.role = COMMIT_CULPRIT;
	r->claim = best->form;
	r->culprit = m.ref;
	r->culprit_author = m.author;
	r->culprit_mail = m.mail;
	r->culprit_date = m.date;
	add_culprit(rd, best);
	for (size_t i = 0; i < rd->claims.nr; i++)
		if (rd->claims.v[i].rank >= MAX(min_rank, CLAIM_RANK_BLAMED))
			add_culprit(rd, &rd->claims.v[i]);
}

/* --- the list of all commits ------------------------------------------------------ */

/* Which of two roles says more of a commit. */
static unsigned int role_weight(enum commit_role role)
{
	static const unsigned char weight[] = {
		[COMMIT_MENTIONED] = 0, [COMMIT_FIXES] = 1,
		[COMMIT_TESTED] = 3, [COMMIT_GOOD] = 2, [COMMIT_BAD] = 2,
		[COMMIT_FIX] = 4, [COMMIT_REVERTED] = 5, [COMMIT_CULPRIT] = 6,
	};

	return weight[role];
}

static enum commit_role final_role(const struct reading *rd,
				   const struct mention *m)
{
	if (listed(&rd->r->culprits, &m->ref))
		return COMMIT_CULPRIT;
	return m->ref.role == COMMIT_CULPRIT ? COMMIT_MENTIONED : m->ref.role;
}

/* At most so many different commits are listed: a mail is no history. */
#define COMMITS_MAX	256

void commits_collect(struct reading *rd)
{
	struct commit_ref_list *list = &rd->r->commits;

	for (size_t i = 0; i < rd->mentions.nr; i++) {
		const struct mention *m = &rd->mentions.v[i];
		enum commit_role role = final_role(rd, m);
		struct commit_ref *ref = NULL;

		if (str_is_none(m->ref.sha))
			continue;	/* a title, which is among the culprits */
		for (size_t k = 0; k < list->nr && !ref; k++)
			if (str_eq(list->v[k].sha, m->ref.sha))
				ref = &list->v[k];
		if (!ref) {
			if (list->nr == COMMITS_MAX)
				return;
			ref = list_add(rd->a, list);
			*ref = m->ref;
			ref->role = role;
		}
		if (role_weight(role) > role_weight(ref->role))
			ref->role = role;
		if (str_is_none(ref->title))
			ref->title = m->ref.title;
	}
}
