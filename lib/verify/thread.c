// SPDX-License-Identifier: GPL-2.0-only
/* The mails around a report, who wrote each, and the facts they give. */
#include "verify/thread_reading.h"

#include "base/percent.h"
#include "mail/loop.h"
#include "report/hash.h"

/* --- what is looked for --------------------------------------------------- */

/* What has no six letters or digits fits too much. */
#define TITLE_SHORTEST	6

static void add_commit(struct thread_reading *tr, struct str sha,
		       struct str title)
{
	if (sha.n >= 7)
		*list_add(tr->a, &tr->shas) = str_lower(tr->a, sha);
	if (title.n >= TITLE_SHORTEST)
		*list_add(tr->a, &tr->titles) = str_fold(tr->a, title);
}

static bool is_found(const struct findings *f)
{
	return f && f->tree;
}

static void add_signers(struct thread_reading *tr)
{
	const struct commit *c = &tr->f->match.commit;
	struct address_list *list = &tr->maintainers;

	*list_add(tr->a, list) = c->committer;
	for (size_t i = 0; i < c->trailers.nr; i++)
		if (str_eq_i(c->trailers.v[i].key, STR("Signed-off-by")))
			address_list_parse(list, tr->a, c->trailers.v[i].value);
}

static void set_topic(struct thread_reading *tr)
{
	const struct report *r = tr->r;

	add_commit(tr, r->culprit.sha, r->culprit.title);
	*list_add(tr->a, &tr->authors) = (struct address){
		.name = r->culprit_author, .addr = r->culprit_mail };
	for (size_t i = 0; i < tr->people->maintainers.nr; i++)
		*list_add(tr->a, &tr->maintainers) =
			tr->people->maintainers.v[i];
	if (is_found(tr->f)) {
		const struct commit *c = &tr->f->match.commit;

		add_commit(tr, str_from(c->hex), c->title);
		*list_add(tr->a, &tr->authors) = c->author;
		add_signers(tr);
	}
	tr->bug = r->syzbot_bug;
}

bool thread_same_commit(const struct thread_reading *tr, struct str sha,
			struct str title)
{
	for (size_t i = 0; i < tr->shas.nr; i++)
		if (hash_same(tr->shas.v[i], sha))
			return true;
	title = str_fold(tr->a, title);
	for (size_t i = 0; i < tr->titles.nr; i++)
		if (str_eq_i(tr->titles.v[i], title))
			return true;
	return false;
}

bool thread_same_claim(const struct thread_reading *tr,
		       const struct thread_entry *e)
{
	return e->r->claim != CLAIM_NONE &&
	       thread_same_commit(tr, e->r->culprit.sha, e->r->culprit.title);
}

bool thread_names_report(const struct thread_reading *tr, struct str text)
{
	if (str_chr(text, '%') >= 0)
		text = percent_decode(tr->a, text);
	for (size_t i = 0; i < tr->ids.nr; i++)
		if (str_has(text, tr->ids.v[i]))
			return true;
	return false;
}

/* --- who ------------------------------------------------------------------ */

/* By address, or by name where it has a first and a last one. */
static bool same_person(const struct address *a, const struct address *b)
{
	if (a->addr.n && b->addr.n && !a->masked && !b->masked &&
	    address_same(a->addr, b->addr))
		return true;
	return a->name.n && str_chr(a->name, ' ') > 0 &&
	       str_eq_i(a->name, b->name);
}

static bool is_among(const struct address_list *list, const struct address *who)
{
	for (size_t i = 0; i < list->nr; i++)
		if (same_person(&list->v[i], who))
			return true;
	return false;
}

static enum thread_speaker speaker(const struct thread_reading *tr,
				   const struct message *m,
				   const struct report *r)
{
	const struct report *report = tr->r;

	if (loop_is_ours(m, tr->people->self, tr->people->domain))
		return THREAD_BY_US;
	/* who has no name speaks for nobody */
	if (r->origin != ORIGIN_PERSON || loop_is_autoreply(m) ||
	    (!m->sender.name.n && !m->sender.addr.n))
		return THREAD_BY_ROBOT;
	if (report->origin == ORIGIN_PERSON &&
	    same_person(&m->sender, &report->message->sender))
		return THREAD_BY_REPORTER;
	if (is_among(&tr->authors, &m->sender))
		return THREAD_BY_AUTHOR;
	if (is_among(&tr->maintainers, &m->sender))
		return THREAD_BY_MAINTAINER;
	return THREAD_BY_PERSON;
}

/* --- the mails ------------------------------------------------------------ */

/* "foo: bar" of "Re: [PATCH v2 1/3] foo: bar" */
static struct str bare_title(struct arena *a, const struct message *m)
{
	struct str s = str_trim(message_subject_base(m));
	ptrdiff_t end;

	while (s.n && s.p[0] == '[' && (end = str_chr(s, ']')) > 0)
		s = str_trim(str_from_off(s, (size_t)end + 1));
	return str_fold(a, s);
}

/* The first line of a patch that the sender brings along, or NULL. */
static const struct line *patch_line(const struct message *m)
{
	for (size_t i = 0; i < m->lines.nr; i++) {
		const struct line *l = &m->lines.v[i];

		if ((l->who == LINE_DIFF || l->who == LINE_ATTACHMENT) &&
		    !l->depth && (str_starts(l->text, STR("+++ ")) ||
				  str_starts(l->text, STR("diff --git "))))
			return l;
	}
	return NULL;
}

static void add_entry(struct thread_reading *tr, const struct message *m,
		      const struct report *r)
{
	struct thread_entry *e = list_add(tr->a, &tr->entries);

	*e = (struct thread_entry){
		.m = m, .r = r, .by = speaker(tr, m, r),
		.title = bare_title(tr->a, m), .diff = patch_line(m),
	};
}

static void read_mail(struct thread_reading *tr, struct strmap *seen,
		      const struct thread_mail *mail)
{
	struct message *m = arena_new(tr->a, struct message);
	struct report *r = arena_new(tr->a, struct report);
	struct err why = ERR_INIT;

	if (message_parse(m, tr->a, mail->bytes, mail->origin, &why) < 0) {
		tr->out->nr_left_out++;
		return;
	}
	if (m->message_id.n && !strmap_add(seen, tr->a, m->message_id))
		return;
	report_read(r, tr->a, m);
	add_entry(tr, m, r);
	tr->out->nr_read++;
}

static void read_mails(struct thread_reading *tr,
		       const struct thread_mail_list *mails)
{
	const struct message *own = tr->r->message;
	struct strmap seen = { 0 };
	size_t bytes = 0;

	if (own->message_id.n)
		strmap_add(&seen, tr->a, own->message_id);
	add_entry(tr, own, tr->r);
	tr->entries.v[0].place = PLACE_SELF;
	for (size_t i = 0; i < mails->nr; i++) {
		bytes += mails->v[i].bytes.n;
		if (tr->out->nr_read == THREAD_MAILS_MAX ||
		    bytes > THREAD_BYTES_MAX) {
			tr->out->nr_left_out += mails->nr - i;
			break;
		}
		read_mail(tr, &seen, &mails->v[i]);
	}
}

/* --- the facts ------------------------------------------------------------ */

struct thread_fact *thread_fact_add(struct thread_reading *tr,
				    enum thread_fact_kind kind,
				    const struct thread_entry *e,
				    const char *why, struct str text,
				    unsigned int line)
{
	struct thread_fact *fact = list_add(tr->a, &tr->out->facts);

	*fact = (struct thread_fact){
		.kind = kind,
		.by = e->by,
		.here = thread_is_here(e),
		.who = e->m->sender,
		.date = e->m->date,
		.message_id = e->m->message_id,
		.origin = e->m->origin,
		.why = why,
		.text = str_trim(text),
		.line = line,
		.title = STR_NONE,
	};
	return fact;
}

/* Each kind of fact once for a mail. */
bool thread_has_fact(const struct thread_reading *tr,
		     const struct thread_entry *e, enum thread_fact_kind kind)
{
	const struct thread_fact_list *facts = &tr->out->facts;

	for (size_t i = facts->nr; i-- > 0;)
		if (facts->v[i].kind == kind &&
		    facts->v[i].origin.p == e->m->origin.p &&
		    str_eq(facts->v[i].message_id, e->m->message_id))
			return true;
	return false;
}

static void own_replies(struct thread_reading *tr)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		const struct thread_entry *e = &tr->entries.v[i];
		struct thread_fact *fact;

		if (e->by != THREAD_BY_US || e->place != PLACE_BELOW)
			continue;
		fact = thread_fact_add(tr, THREAD_OUR_REPLY, e,
				       "we have written in this thread",
				       e->m->subject, 0);
		fact->draft = loop_is_draft(e->m, tr->people->domain);
	}
}

/* Oldest first; those of one mail keep their order. */
static void sort_facts(struct arena *a, struct thread_fact_list *facts)
{
	struct thread_fact *v = arena_alloc(a, (facts->nr + 1) * sizeof(*v));

	for (size_t i = 0; i < facts->nr; i++) {
		size_t k = i;

		for (; k && v[k - 1].date > facts->v[i].date; k--)
			v[k] = v[k - 1];
		v[k] = facts->v[i];
	}
	facts->v = v;
	facts->cap = facts->nr + 1;
}

void thread_read(struct thread *out, struct arena *a, const struct report *r,
		 const struct findings *f,
		 const struct thread_context *context,
		 const struct thread_people *people)
{
	struct thread_reading tr = {
		.a = a, .r = r, .f = f, .people = people, .out = out,
	};

	*out = (struct thread){ .by_hand = context->by_hand,
				.missing = context->missing };
	set_topic(&tr);
	read_mails(&tr, &context->mails);
	thread_places(&tr);
	thread_patches(&tr);
	thread_talk(&tr);
	own_replies(&tr);
	thread_hear(&tr);
	sort_facts(a, &out->facts);
}

const struct thread_fact *thread_find(const struct thread *t,
				      enum thread_fact_kind kind, bool here)
{
	for (size_t i = t->facts.nr; i-- > 0;)
		if (t->facts.v[i].kind == kind && (!here || t->facts.v[i].here))
			return &t->facts.v[i];
	return NULL;
}

const char *thread_fact_name(enum thread_fact_kind kind)
{
	static const char *const names[] = {
		[THREAD_FIX_POSTED] = "fix-posted",
		[THREAD_FIX_APPLIED] = "fix-applied",
		[THREAD_ANSWERED] = "answered",
		[THREAD_TRACKED] = "tracked",
		[THREAD_WITHDRAWN] = "withdrawn",
		[THREAD_REFUTED] = "refuted",
		[THREAD_CONFIRMED] = "confirmed",
		[THREAD_OUR_REPLY] = "our-reply",
	};

	return names[kind];
}

const char *thread_speaker_name(enum thread_speaker by)
{
	static const char *const names[] = {
		[THREAD_BY_US] = "us",
		[THREAD_BY_ROBOT] = "robot",
		[THREAD_BY_REPORTER] = "reporter",
		[THREAD_BY_AUTHOR] = "author",
		[THREAD_BY_MAINTAINER] = "maintainer",
		[THREAD_BY_PERSON] = "person",
	};

	return names[by];
}
