// SPDX-License-Identifier: GPL-2.0-only
#include "git/revert.h"

#include <git2/sys/mempack.h>

#include "git/merge.h"
#include "git/revert_later.h"
#include "git/revert_merge.h"

const char *revert_result_name(enum revert_result result)
{
	static const char *const names[] = {
		[REVERT_CLEAN] = "clean",
		[REVERT_CONFLICT] = "conflict",
		[REVERT_EMPTY] = "empty",
		[REVERT_NOT_ANCESTOR] = "not-an-ancestor",
		[REVERT_UNKNOWN] = "unknown",
	};

	return names[result];
}

static void unknown(struct revert *out, struct arena *a, struct str why)
{
	out->result = REVERT_UNKNOWN;
	out->why = str_dup(a, why);
}

/*
 * The merge that is a revert: base = the commit, ours = the target, theirs =
 * the commit's parent, the first one of a merge, nothing for a root.
 */
int revert_merge(struct merge *m, struct arena *a, struct tree *t,
		 const struct commit *commit, const git_oid *target,
		 struct err *err)
{
	git_oid ours, theirs;

	if (commit_tree_id(&ours, t, target, err) < 0)
		return err->code;
	if (commit->nr_parents &&
	    commit_tree_id(&theirs, t, &commit->parent, err) < 0)
		return err->code;
	return merge_run(m, a, t, &commit->tree, &ours,
			 commit->nr_parents ? &theirs : NULL, err);
}

void revert_forget(struct tree *t)
{
	git_mempack_reset(t->scratch);
}

static int judge(struct revert *out, struct arena *a, struct merge *m,
		 struct err *err)
{
	for (size_t i = 0; i < m->entries.nr; i++) {
		const struct merge_entry *e = m->entries.v[i];

		if (e->kind)
			*list_add(a, &out->conflicts) = (struct revert_conflict){
				.path = e->path, .kind = e->kind,
			};
	}
	if (m->nr_conflicts) {
		out->result = REVERT_CONFLICT;
		return 0;
	}
	/* "clean" is said only when it is certain */
	if (!str_is_none(m->doubt)) {
		unknown(out, a, str_printf(a, "%s: %.*s (give a complete clone)",
					   m->tree->path, STR_ARG(m->doubt)));
		return 0;
	}
	if (merge_tree(&out->tree, m, err) < 0)
		return err->code;
	out->result = git_oid_equal(&out->tree, &m->root[MERGE_OURS]) ?
		      REVERT_EMPTY : REVERT_CLEAN;
	return 0;
}

int revert_try(struct revert *out, struct arena *a, struct tree *t,
	       const git_oid *commit, const git_oid *target,
	       enum revert_flags flags, struct err *err)
{
	struct merge m = { 0 };
	struct commit c;
	int is_in = 1, code;

	*out = (struct revert){ .target = *target };
	if (commit_read(&c, a, t, commit, err) < 0) {
		unknown(out, a, str_from(err->msg));
		return 0;
	}
	out->mainline = c.nr_parents > 1;
	if (!(flags & REVERT_ANYWAY))
		is_in = commit_is_in(t, commit, target, err);
	if (is_in < 0) {
		unknown(out, a, str_from(err->msg));
		return 0;
	}
	if (!is_in) {
		out->result = REVERT_NOT_ANCESTOR;
		return 0;
	}
	code = revert_merge(&m, a, t, &c, target, err);
	if (code >= 0)
		code = judge(out, a, &m, err);
	revert_forget(t);
	/* an object that cannot be read is no conflict, and says so by name */
	if (code < 0)
		unknown(out, a, str_from(err->msg));
	if (out->result == REVERT_CONFLICT && !(flags & REVERT_NO_LATER))
		revert_later(out, a, t, commit);
	return 0;
}
