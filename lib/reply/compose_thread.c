// SPDX-License-Identifier: GPL-2.0-only
/* The values on what others have said, and the fix that is pointed to. */
#include "reply/compose_vars.h"

#include "mail/msgid.h"
#include "reply/situation.h"

#define TITLE_MAX	200
#define NAME_MAX_BYTES	60

/* A later mail of the same patch, or an answer to it, says that it was taken. */
static bool is_taken(const struct thread *t, const struct thread_fact *fix)
{
	for (size_t i = 0; i < t->facts.nr; i++)
		if (t->facts.v[i].kind == THREAD_FIX_APPLIED &&
		    str_eq(t->facts.v[i].title, fix->title))
			return true;
	return false;
}

void compose_thread_vars(struct vars *v, const struct material *x)
{
	const struct thread_fact *fix = situation_fix(x->t);
	bool tracked = x->t && thread_find(x->t, THREAD_TRACKED, false);
	bool link = fix && msgid_usable(fix->message_id);
	struct str name = STR_NONE;

	if (fix && fix->by != THREAD_BY_ROBOT &&
	    str_chr(fix->who.name, '@') < 0)
		name = compose_short(x->a, fix->who.name, NAME_MAX_BYTES);
	vars_set_bool(v, "tracked", tracked);
	vars_set(v, "posted", fix ? compose_short(x->a, fix->title, TITLE_MAX) :
				    STR_NONE);
	vars_set(v, "posted_by", name);
	vars_set(v, "posted_link", link ? compose_link(x, fix->message_id) :
					  STR_NONE);
	vars_set_bool(v, "posted_reverts", fix && fix->reverts);
	vars_set_bool(v, "posted_taken", fix && is_taken(x->t, fix));
}
