// SPDX-License-Identifier: GPL-2.0-only
/* The values on what others have said, and the fix that is pointed to. */
#include "reply/compose_vars.h"

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

static struct str poster(struct arena *a, const struct thread_fact *fix)
{
	if (fix->by == THREAD_BY_ROBOT || str_chr(fix->who.name, '@') >= 0)
		return STR_NONE;
	return compose_short(a, fix->who.name, NAME_MAX_BYTES);
}

static void fix_vars(struct vars *v, const struct material *x,
		     const struct thread_fact *fix)
{
	vars_set(v, "posted", compose_short(x->a, fix->title, TITLE_MAX));
	vars_set(v, "posted_by", poster(x->a, fix));
	vars_set(v, "posted_link", compose_link(x, fix->message_id));
	vars_set_bool(v, "posted_reverts", fix->reverts);
	vars_set_bool(v, "posted_taken", is_taken(x->t, fix));
}

void compose_thread_vars(struct vars *v, const struct material *x)
{
	const struct thread_fact *fix = situation_fix(x->t);

	vars_set_bool(v, "tracked",
		      x->t && thread_find(x->t, THREAD_TRACKED, false));
	if (x->t && fix) {
		fix_vars(v, x, fix);
		return;
	}
	vars_set(v, "posted", STR_NONE);
	vars_set(v, "posted_by", STR_NONE);
	vars_set(v, "posted_link", STR_NONE);
	vars_set_bool(v, "posted_reverts", false);
	vars_set_bool(v, "posted_taken", false);
}
