// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which of the mails is a fix: a patch whose tags name the commit or the
 * report, one that undoes the commit, one that answers the report.  And which
 * of them is the mail of a tree that has taken it.
 */
#include "verify/thread_reading.h"

#include "report/hash.h"
#include "report/line_kind.h"

/* What a fix in another thread may be older than the report. */
#define FIX_AGE_MAX	((int64_t)120 * 24 * 60 * 60)

/* --- what a patch says ---------------------------------------------------- */

struct patch_says {
	const char *why;	/* that it is a fix; NULL: nothing says so */
	struct str text;
	unsigned int line;
	bool reverts;
	bool report;		/* it names this report */
	bool reporter;		/* and its reporter */
};

static void says(struct patch_says *p, const char *why, const struct line *l)
{
	if (p->why)
		return;
	p->why = why;
	p->text = l->text;
	p->line = l->no;
}

/* Is @s, "<hash> ("title")", the commit that is blamed? */
static bool names_commit(const struct thread_reading *tr, struct str s)
{
	struct str title = STR_NONE;
	size_t n;
	ptrdiff_t end;

	s = str_trim(s);
	str_skip_i(&s, STR("commit "));
	n = hash_length(s);
	end = str_rchr(s, '"');
	if (end > 0 && str_starts(str_trim(str_from_off(s, n)), STR("(\""))) {
		ptrdiff_t begin = str_chr(s, '"');

		title = str_sub(s, (size_t)begin + 1, (size_t)(end - begin - 1));
	}
	return thread_same_commit(tr, str_lower(tr->a, str_sub(s, 0, n)), title);
}

/* A page of a tracker that the report names as well. */
static bool names_ticket(const struct thread_reading *tr, struct str value)
{
	const struct link_list *links = &tr->r->links;

	for (size_t i = 0; i < links->nr; i++)
		if (links->v[i].kind == LINK_TRACKER &&
		    str_starts(value, links->v[i].url))
			return true;
	return false;
}

static bool names_bug(const struct thread_reading *tr, struct str value)
{
	return tr->bug.n && str_has(value, tr->bug);
}

static bool is_reporter(const struct thread_reading *tr, struct str value)
{
	struct str addr = tr->r->message->sender.addr;

	return address_usable(addr) && tr->r->origin == ORIGIN_PERSON &&
	       str_find_i(str_sub(value, 0, 400), addr) >= 0;
}

static void read_tag(struct patch_says *p, const struct thread_reading *tr,
		     const struct line *l)
{
	struct str value = str_trim(l->text), key;

	if (str_skip(&value, STR("This reverts commit "))) {
		if (!names_commit(tr, value))
			return;
		says(p, "it reverts the commit", l);
		p->reverts = true;
		return;
	}
	if (!line_is_trailer(value) || !str_split(&value, ':', &key))
		return;
	value = str_trim(value);
	if (str_eq_i(key, STR("Fixes"))) {
		if (names_commit(tr, value))
			says(p, "its Fixes: names the commit", l);
	} else if (names_bug(tr, value)) {
		says(p, "its tags name the bug", l);
		p->report = true;
	} else if (str_eq_i(key, STR("Reported-by"))) {
		p->reporter |= is_reporter(tr, value);
	} else if ((str_eq_i(key, STR("Closes")) || str_eq_i(key, STR("Link"))) &&
		   (thread_names_report(tr, value) || names_ticket(tr, value))) {
		says(p, "its tags point to the report", l);
		p->report = true;
	}
}

static bool mentions_commit(const struct thread_reading *tr,
			    const struct thread_entry *e)
{
	for (size_t i = 0; i < e->r->commits.nr; i++)
		if (thread_same_commit(tr, e->r->commits.v[i].sha, STR_NONE))
			return true;
	return false;
}

/* 'Revert "title"' */
static bool is_revert_of_ours(const struct thread_reading *tr, struct str title)
{
	if (!str_skip_i(&title, STR("Revert \"")) || !str_ends(title, STR("\"")))
		return false;
	return thread_same_commit(tr, STR_NONE, str_sub(title, 0, title.n - 1));
}

static void read_patch(struct patch_says *p, const struct thread_reading *tr,
		       const struct thread_entry *e)
{
	const struct message *m = e->m;

	*p = (struct patch_says){ .text = e->diff->text, .line = e->diff->no };
	for (size_t i = 0; i < m->lines.nr; i++)
		if (m->lines.v[i].who == LINE_AUTHOR)
			read_tag(p, tr, &m->lines.v[i]);
	if (!p->why && is_revert_of_ours(tr, e->title)) {
		p->why = "its subject says that it reverts the commit";
		p->text = m->subject;
		p->line = 0;
		p->reverts = true;
	}
	if (!p->why && p->reporter && mentions_commit(tr, e))
		p->why = "it names the commit and the reporter";
}

/* --- patches without such tags -------------------------------------------- */

/* "#syz test": tried out by a robot, before anybody calls it a fix. */
static bool is_for_test(const struct report *r)
{
	for (size_t i = 0; i < r->commands.nr; i++)
		if (str_eq(r->commands.v[i].command, STR("test")))
			return true;
	return false;
}

/* "[PATCH v3 2/5]": a version, and no "6.1" or "5.15.y" of a stable tree. */
static bool is_next_version(struct str subject)
{
	struct str tag, word;
	bool next = false;

	if (!str_skip(&subject, STR("[")) || !str_split(&subject, ']', &tag))
		return false;
	while (str_word(&tag, &word)) {
		uint64_t nr;

		if (str_chr(word, '.') >= 0 ||
		    str_find_i(word, STR("autosel")) >= 0 ||
		    str_find_i(word, STR("stable")) >= 0)
			return false;
		if (to_lower(word.p[0]) == 'v' &&
		    str_to_u64(str_from_off(word, 1), &nr) && nr > 1)
			next = true;
	}
	return next;
}

static const char *untagged(const struct thread_reading *tr,
			    const struct thread_entry *e)
{
	if (thread_is_answer(e) && !is_for_test(e->r))
		return "a patch in an answer to the report";
	if (e->r->class == CLASS_PATCH && is_next_version(e->m->subject) &&
	    e->m->date > tr->r->message->date &&
	    thread_same_commit(tr, STR_NONE, e->title))
		return "a new version of the commit itself";
	return NULL;
}

/* Its own bug, found and mended long before this report. */
static bool is_older_story(const struct thread_reading *tr,
			   const struct thread_entry *e)
{
	int64_t report = tr->r->message->date;

	return !thread_is_here(e) && report != TIME_NONE &&
	       e->m->date != TIME_NONE && e->m->date < report - FIX_AGE_MAX;
}

/* --- trees that have taken it --------------------------------------------- */

/* Subjects of the mails that trees send with what they take. */
static const char *const taken_subjects[] = {
	"[tip: ", "[tip:", "has been added to the", "added to mm-",
	"added to -mm", "[merged", "[added to ", "[git:", "[obsolete] ",
};

/* First lines of what stable trees take. */
static bool is_backport(const struct message *m)
{
	for (size_t i = 0, seen = 0; i < m->lines.nr && seen < 8; i++) {
		struct str s = str_trim(m->lines.v[i].text);

		if (!s.n || m->lines.v[i].who != LINE_AUTHOR)
			continue;
		seen++;
		if (str_starts_i(s, STR("[ Upstream commit ")) ||
		    (str_starts_i(s, STR("commit ")) &&
		     str_ends(s, STR(" upstream."))))
			return true;
	}
	return false;
}

static bool is_taken(const struct thread_entry *e)
{
	for (size_t i = 0; i < ARRAY_SIZE(taken_subjects); i++)
		if (str_has(e->m->subject, str_from(taken_subjects[i])))
			return true;
	return is_backport(e->m);
}

/* --- together ------------------------------------------------------------- */

static void add_fix(struct thread_reading *tr, struct thread_entry *e,
		    const struct patch_says *p)
{
	struct thread_fact *fact;

	e->fix = true;
	if (e->m->message_id.n)
		strmap_add(&tr->fixes, tr->a, e->m->message_id);
	fact = thread_fact_add(tr, is_taken(e) ? THREAD_FIX_APPLIED :
						 THREAD_FIX_POSTED,
			       e, p->why, p->text, p->line);
	fact->title = e->title;
	fact->patch = true;
	fact->reverts = p->reverts;
}

static void look_at(struct thread_reading *tr, struct thread_entry *e)
{
	struct patch_says p;

	if (!e->diff || e->place == PLACE_SELF || e->by == THREAD_BY_US)
		return;
	read_patch(&p, tr, e);
	if (!p.why)
		p.why = untagged(tr, e);
	if (p.why && (p.report || !is_older_story(tr, e)))
		add_fix(tr, e, &p);
}

/* The earliest fix with each title, by title. */
static void known_titles(struct thread_reading *tr, struct strmap *titles)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		struct thread_entry *e = &tr->entries.v[i], **first;

		if (!e->fix || !e->title.n)
			continue;
		first = (struct thread_entry **)strmap_at(titles, tr->a,
							  e->title);
		if (!*first || e->m->date < (*first)->m->date)
			*first = e;
	}
}

/* A patch with the title of a fix, sent later, stands in for it. */
static void later_versions(struct thread_reading *tr)
{
	struct strmap titles = { 0 };

	known_titles(tr, &titles);
	for (size_t i = 0; i < tr->entries.nr; i++) {
		struct thread_entry *e = &tr->entries.v[i], *first;
		struct patch_says p = {
			.why = "a later version of a fix",
			.text = e->m->subject,
		};

		if (!e->diff || e->fix || e->place == PLACE_SELF ||
		    e->r->class != CLASS_PATCH || !e->title.n)
			continue;
		first = strmap_get(&titles, e->title);
		if (first && e->m->date > first->m->date)
			add_fix(tr, e, &p);
	}
}

/* Does a mail of this thread point to it? */
static bool is_pointed_to(const struct thread_reading *tr, struct str id)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		const struct thread_entry *e = &tr->entries.v[i];

		if (e->place != PLACE_BELOW || !id.n)
			continue;
		for (size_t k = 0; k < e->r->links.nr; k++)
			if (str_has(e->r->links.v[k].url, id))
				return true;
	}
	return false;
}

void thread_patches(struct thread_reading *tr)
{
	struct thread_fact_list *facts = &tr->out->facts;

	for (size_t i = 0; i < tr->entries.nr; i++)
		look_at(tr, &tr->entries.v[i]);
	later_versions(tr);
	for (size_t i = 0; i < facts->nr; i++)
		if (!facts->v[i].here &&
		    is_pointed_to(tr, facts->v[i].message_id))
			facts->v[i].here = true;
}
