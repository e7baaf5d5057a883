// SPDX-License-Identifier: GPL-2.0-only
/* Who answered, who found the same, and what the verdict may hear of it. */
#include "verify/thread_reading.h"

/* A sentence as short as that is likely to say no more than hello. */
#define GREETING_MAX	24

/* --- who answered, who says the same -------------------------------------- */

static bool same_sender(const struct message *a, const struct message *b)
{
	return address_same(a->sender.addr, b->sender.addr) ||
	       (a->sender.name.n && str_eq_i(a->sender.name, b->sender.name));
}

/* Each person is named once, with the first answer. */
static bool is_first_answer(const struct thread_reading *tr,
			    const struct thread_entry *e)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		const struct thread_entry *other = &tr->entries.v[i];

		if (other == e || !thread_is_answer(other) ||
		    !same_sender(other->m, e->m))
			continue;
		if (other->m->date < e->m->date ||
		    (other->m->date == e->m->date && other < e))
			return false;
	}
	return true;
}

/* What the answer begins with, behind "Hi Anna," and "Thanks.". */
static struct sentence first_words(struct arena *a, const struct message *m)
{
	struct sentence_list list = { 0 };
	struct sentence best = { .text = m->subject };

	thread_sentences(&list, a, m);
	for (size_t i = 0; i < list.nr; i++) {
		if (!i)
			best = list.v[i];
		if (list.v[i].text.n >= GREETING_MAX)
			return list.v[i];
	}
	return best;
}

static void read_answer(struct thread_reading *tr, const struct thread_entry *e)
{
	struct sentence s;

	if (!thread_is_answer(e) || e->by == THREAD_BY_REPORTER ||
	    !is_first_answer(tr, e))
		return;
	/* to put it on a list is no answer, unless by who must answer */
	if (e->by == THREAD_BY_PERSON && thread_has_fact(tr, e, THREAD_TRACKED))
		return;
	s = first_words(tr->a, e->m);
	thread_fact_add(tr, THREAD_ANSWERED, e, "answered by a person", s.text,
			s.line);
}

/* Not what answers the report and repeats what it says. */
static bool is_own_finding(const struct thread_entry *e)
{
	switch (e->place) {
	case PLACE_AWAY:
	case PLACE_BESIDE:
		return true;
	case PLACE_BELOW:
		return e->r->claim == CLAIM_FIRST_BAD ||
		       e->r->claim == CLAIM_IS_FIRST_BAD;
	case PLACE_ABOVE:
	case PLACE_SELF:
		break;
	}
	return false;
}

/* Somebody else, or another robot, arrived at the same commit. */
static void read_same_claim(struct thread_reading *tr,
			    const struct thread_entry *e)
{
	const struct report *r = e->r;
	bool report = r->class == CLASS_REPORT || r->class == CLASS_BISECTION;

	if (!report || !thread_same_claim(tr, e) || !is_own_finding(e) ||
	    e->by == THREAD_BY_US || e->by == THREAD_BY_REPORTER ||
	    (r->origin != ORIGIN_PERSON && r->origin == tr->r->origin))
		return;
	if (!thread_has_fact(tr, e, THREAD_CONFIRMED))
		thread_fact_add(tr, THREAD_CONFIRMED, e,
				"another report blames the same commit",
				e->m->subject, r->culprit.line);
}

void thread_talk(struct thread_reading *tr)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		const struct thread_entry *e = &tr->entries.v[i];

		if (e->by == THREAD_BY_US && e->place != PLACE_SELF)
			continue;
		thread_bots(tr, e);
		thread_words(tr, e);
		read_answer(tr, e);
		read_same_claim(tr, e);
	}
	for (size_t i = 0; i < tr->entries.nr; i++)
		thread_undoing(tr, &tr->entries.v[i]);
}

/* --- for the verdict ------------------------------------------------------ */

/* Those statements that a thread has rules of its own for. */
static bool is_weighed(enum statement_kind kind)
{
	switch (kind) {
	case STATEMENT_REVERT_HELPS:
	case STATEMENT_REVERT_NO_HELP:
	case STATEMENT_CONFIRMED:
	case STATEMENT_REFUTES:
	case STATEMENT_WITHDRAWN:
		return true;
	case STATEMENT_UNSURE:
	case STATEMENT_INTERMITTENT:
	case STATEMENT_FIX_POSTED:
	case STATEMENT_STILL_BROKEN:
		break;
	}
	return false;
}

/* Statements as said, but the claim is taken back by its reporter only. */
static void entitled(struct thread_reading *tr, struct report *r,
		     const struct thread_entry *e)
{
	const struct thread_fact_list *facts = &tr->out->facts;
	const struct statement_list *said = &e->r->statements;

	r->statements = (struct statement_list){ 0 };
	for (size_t i = 0; i < said->nr; i++)
		if (!is_weighed(said->v[i].kind))
			*list_add(tr->a, &r->statements) = said->v[i];
	for (size_t i = 0; i < facts->nr; i++) {
		const struct thread_fact *fact = &facts->v[i];
		struct statement s = {
			.kind = fact->said, .text = fact->text,
			.line = fact->line,
		};

		if (!fact->weighed ||
		    !str_eq(fact->message_id, e->m->message_id) ||
		    fact->origin.p != e->m->origin.p)
			continue;
		*list_add(tr->a, &r->statements) = s;
	}
}

void thread_hear(struct thread_reading *tr)
{
	for (size_t i = 0; i < tr->entries.nr; i++) {
		const struct thread_entry *e = &tr->entries.v[i];
		struct report *r;

		if (e->place == PLACE_ABOVE)
			*list_add(tr->a, &tr->out->heard) = e->r;
		if (e->place != PLACE_BELOW || e->by == THREAD_BY_US)
			continue;
		r = arena_new(tr->a, struct report);
		*r = *e->r;
		entitled(tr, r, e);
		*list_add(tr->a, &tr->out->heard) = r;
	}
}
