// SPDX-License-Identifier: GPL-2.0-only
/* What the facts of a thread mean for a draft. */
#include "reply/situation.h"

#include "mail/msgid.h"

/* Said by one who may: the reporter, or whoever runs the tracker. */
static bool takes_back(const struct thread_fact *fact)
{
	return fact->kind == THREAD_WITHDRAWN && fact->here &&
	       (fact->command || fact->by == THREAD_BY_REPORTER);
}

static bool is_in_charge(const struct thread_fact *fact)
{
	return fact->by == THREAD_BY_AUTHOR ||
	       fact->by == THREAD_BY_MAINTAINER;
}

static bool is_answer(const struct thread_fact *fact)
{
	return fact->kind == THREAD_ANSWERED && is_in_charge(fact);
}

static bool is_patch_elsewhere(const struct thread_fact *fact)
{
	return fact->patch && !fact->here && fact->title.n &&
	       msgid_usable(fact->message_id);
}

/* Better than what a tree sends when it takes the patch. */
static bool is_posted_elsewhere(const struct thread_fact *fact)
{
	return fact->kind == THREAD_FIX_POSTED && is_patch_elsewhere(fact);
}

static const struct thread_fact *
newest(const struct thread *t, bool (*fits)(const struct thread_fact *fact))
{
	for (size_t i = t ? t->facts.nr : 0; i-- > 0;)
		if (fits(&t->facts.v[i]))
			return &t->facts.v[i];
	return NULL;
}

const struct thread_fact *situation_taken_back(const struct thread *t)
{
	return newest(t, takes_back);
}

const struct thread_fact *situation_answer(const struct thread *t)
{
	return newest(t, is_answer);
}

const struct thread_fact *situation_fix(const struct thread *t)
{
	const struct thread_fact *posted = newest(t, is_posted_elsewhere);

	return posted ? posted : newest(t, is_patch_elsewhere);
}

static void hold(struct str_list *out, struct arena *a, const char *why,
		 const struct thread_fact *fact)
{
	if (fact)
		*list_add(a, out) = str_printf(a, "%s (%.*s%s%.*s%s)", why,
					       STR_ARG(fact->who.name),
					       fact->message_id.n ? ", <" : "",
					       STR_ARG(fact->message_id),
					       fact->message_id.n ? ">" : "");
}

void situation_hold(struct str_list *out, struct arena *a,
		    const struct thread *t)
{
	if (!t)
		return;
	if (!str_is_none(t->missing))
		*list_add(a, out) = str_printf(a, "what others have said is not known: %.*s",
					       STR_ARG(t->missing));
	hold(out, a, "somebody who is in charge has answered",
	     situation_answer(t));
	hold(out, a, "we have written in this thread",
	     thread_find(t, THREAD_OUR_REPLY, true));
	hold(out, a, "somebody calls it no regression",
	     thread_find(t, THREAD_WITHDRAWN, true));
}
