// SPDX-License-Identifier: GPL-2.0-only
/* Where a mail stands, seen from the report: by its References: alone. */
#include "verify/thread_reading.h"

/* Of the references of a mail so many at either end are looked at. */
#define REFERENCES_SEEN	50
/* Reports above a report, and rounds in which answers are found. */
#define ABOVE_MAX	16
#define ROUNDS_MAX	64

static struct thread_entry *by_id(struct thread_reading *tr, struct str id)
{
	for (size_t i = 0; id.n && i < tr->entries.nr; i++)
		if (str_eq(tr->entries.v[i].m->message_id, id))
			return &tr->entries.v[i];
	return NULL;
}

static struct str parent_of(const struct message *m)
{
	if (m->in_reply_to.n)
		return m->in_reply_to;
	return m->references.nr ? m->references.v[m->references.nr - 1] :
				  STR_NONE;
}

static void take_id(struct thread_reading *tr, struct str id)
{
	if (!id.n || !strmap_add(&tr->below, tr->a, id))
		return;
	*list_add(tr->a, &tr->ids) = id;
}

static bool is_a_report(const struct report *r)
{
	switch (r->class) {
	case CLASS_REPORT:
	case CLASS_BISECTION:
	case CLASS_CRASH:
		return true;
	case CLASS_OTHER:
	case CLASS_PATCH:
	case CLASS_REPLY:
		break;
	}
	return false;
}

/*
 * Reports that this one goes on from: what is said below them is said of it.
 * syzbot's results answer its own first mail, whether that one is here or not.
 */
static void find_above(struct thread_reading *tr)
{
	const struct message *m = tr->r->message;

	take_id(tr, m->message_id);
	for (unsigned int n = 0; n < ABOVE_MAX; n++) {
		struct str id = parent_of(m);
		struct thread_entry *e = by_id(tr, id);

		if (!e) {
			if (tr->r->origin == ORIGIN_SYZBOT)
				take_id(tr, id);
			return;
		}
		if (e->place != PLACE_AWAY || !is_a_report(e->r))
			return;
		e->place = PLACE_ABOVE;
		take_id(tr, id);
		if (!tr->bug.n)
			tr->bug = e->r->syzbot_bug;
		m = e->m;
	}
}

/* Does the mail answer one of these ids? */
static bool answers(const struct message *m, const struct strmap *ids)
{
	size_t nr = m->references.nr;

	if (m->in_reply_to.n && strmap_get(ids, m->in_reply_to))
		return true;
	for (size_t i = 0; i < nr; i++)
		if ((i < REFERENCES_SEEN || i + REFERENCES_SEEN >= nr) &&
		    strmap_get(ids, m->references.v[i]))
			return true;
	return false;
}

/* Marks what answers one of the ids, and what answers that, and so on. */
static void spread(struct thread_reading *tr, struct strmap *ids,
		   enum thread_place place)
{
	bool any = true;

	for (unsigned int n = 0; any && n < ROUNDS_MAX; n++) {
		any = false;
		for (size_t i = 0; i < tr->entries.nr; i++) {
			struct thread_entry *e = &tr->entries.v[i];

			if (e->place != PLACE_AWAY || !answers(e->m, ids))
				continue;
			e->place = place;
			if (e->m->message_id.n)
				strmap_add(ids, tr->a, e->m->message_id);
			any = true;
		}
	}
}

/* The rest of the thread: what shares an id with the report's own. */
static void find_beside(struct thread_reading *tr)
{
	const struct message *m = tr->r->message;
	struct strmap ids = { 0 };

	for (size_t i = 0; i < m->references.nr; i++)
		strmap_add(&ids, tr->a, m->references.v[i]);
	if (m->in_reply_to.n)
		strmap_add(&ids, tr->a, m->in_reply_to);
	for (size_t i = 0; i < tr->entries.nr; i++) {
		struct thread_entry *e = &tr->entries.v[i];

		if (e->place == PLACE_AWAY && e->m->message_id.n &&
		    strmap_get(&ids, e->m->message_id))
			e->place = PLACE_BESIDE;
	}
	spread(tr, &ids, PLACE_BESIDE);
}

void thread_places(struct thread_reading *tr)
{
	find_above(tr);
	spread(tr, &tr->below, PLACE_BELOW);
	find_beside(tr);
}
