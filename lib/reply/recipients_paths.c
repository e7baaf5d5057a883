// SPDX-License-Identifier: GPL-2.0-only
/* Which paths are in question, and who looks after them. */
#include "reply/recipients_data.h"

/* A change all over the tree says little about any one maintainer. */
#define PATHS_MAX	500
/* Further down in a trace everybody's code is to be found. */
#define FRAMES_MAX	3

struct str_list paths_touched(const struct chooser *c)
{
	const struct report *r = c->r;

	if (c->culprit && c->f->touched.nr)
		return c->f->touched;
	for (size_t i = 0; i < r->logs.nr; i++)
		if (r->logs.v[i].touched.nr)
			return r->logs.v[i].touched;
	return paths_of_trace(c);
}

/* Code that reports, allocates or locks for others is rarely to blame. */
struct str_list paths_of_trace(const struct chooser *c)
{
	const struct trace *t = trace_main(&c->r->traces);
	struct str_list paths = { 0 };

	if (!t)
		return paths;
	if (t->guilty_file.n) {
		*list_add(c->a, &paths) = t->guilty_file;
		return paths;
	}
	for (size_t i = 0; i < t->frames.nr && paths.nr < FRAMES_MAX; i++) {
		const struct frame *frame = &t->frames.v[i];

		if (frame->file.n && !frame->unreliable &&
		    !str_ends(frame->file, STR(".h")) &&
		    !(paths.nr && str_eq(paths.v[paths.nr - 1], frame->file)))
			*list_add(c->a, &paths) = frame->file;
	}
	return paths;
}

static int deepest_of(const struct maintainer_list *list, bool lists)
{
	int depth = INT32_MIN;

	for (size_t i = 0; i < list->nr; i++) {
		const struct maintainer *m = &list->v[i];

		if (lists ? m->kind == MAINTAINER_LIST
			  : m->kind == MAINTAINER_PERSON)
			depth = MAX(depth, m->depth);
	}
	return depth;
}

static void add_keeper(struct keeper_list *out, struct chooser *c,
		       const struct maintainer *m, bool deepest)
{
	struct str key = str_lower(c->a, m->addr);
	uintptr_t at = (uintptr_t)strmap_get(&out->by_addr, key);
	struct keeper *k;

	if (at) {
		k = &out->v[at - 1];
		if (m->depth > k->one.depth)
			k->one = *m;
		k->deepest |= deepest;
		return;
	}
	k = list_add(c->a, out);
	*k = (struct keeper){ *m, deepest };
	*strmap_at(&out->by_addr, c->a, key) = (void *)(uintptr_t)out->nr;
}

int keepers_find(struct keeper_list *out, struct chooser *c,
		 const struct str_list *paths, struct err *err)
{
	if (!c->m)
		return 0;
	for (size_t i = 0; i < paths->nr && i < PATHS_MAX; i++) {
		struct maintainer_list list = { 0 };
		int people, lists;

		if (maintainers_for_file(&list, c->a, c->m, paths->v[i], 0,
					 err) < 0)
			return err->code;
		people = deepest_of(&list, false);
		lists = deepest_of(&list, true);
		for (size_t k = 0; k < list.nr; k++) {
			const struct maintainer *m = &list.v[k];

			add_keeper(out, c, m, m->depth == (
				m->kind == MAINTAINER_LIST ? lists : people));
		}
	}
	return 0;
}

bool keepers_have(const struct keeper_list *list, struct chooser *c,
		  const struct address *who)
{
	struct str name = who->name, addr = who->addr;

	if (c->m && addr.n)
		maintainers_mailmap(c->m, c->a, &name, &addr);
	for (size_t i = 0; i < list->nr; i++) {
		const struct maintainer *m = &list->v[i].one;

		if (m->kind == MAINTAINER_PERSON &&
		    (address_same(m->addr, addr) ||
		     (name.n && str_eq_i(m->name, name))))
			return true;
	}
	return false;
}
