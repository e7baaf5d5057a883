// SPDX-License-Identifier: GPL-2.0-only
#include "git/followup.h"

#include "git/commit_db.h"

/* A revert of a revert of a revert ...: as far as anybody ever went. */
#define UNDONE_DEPTH	8

struct search {
	struct arena *a;
	struct tree *tree;
	const struct commit *commit;
	struct str author;	/* as the index has it */
	struct err *err;
};

static const struct branch *first_branch(struct search *s, const git_oid *id,
					 int *code)
{
	for (size_t i = 0; i < s->tree->nr_branches; i++) {
		*code = commit_is_in(s->tree, id, &s->tree->branches[i].tip,
				     s->err);
		if (*code)
			return *code > 0 ? &s->tree->branches[i] : NULL;
	}
	return NULL;
}

static bool is_there(const struct followup_list *list,
		     enum followup_kind kind, const git_oid *id)
{
	for (size_t i = 0; i < list->nr; i++)
		if (list->v[i].kind == kind &&
		    git_oid_equal(&list->v[i].commit.id, id))
			return true;
	return false;
}

/*
 * Of those that share the title: does @hex name another commit than ours?  A
 * foreign id (of a tree that this was picked from) names none here; one of the
 * same title and author is ours under another id.
 */
static int names_other(struct search *s, struct str hex)
{
	struct commit_row_list rows = { 0 };

	if (str_starts(str_from(s->commit->hex), hex))
		return 0;
	if (commit_db_by_prefix(&rows, s->a, s->tree->index, hex, s->err) < 0)
		return s->err->code;
	for (size_t i = 0; i < rows.nr; i++)
		if (str_eq(rows.v[i].title, s->commit->title) &&
		    str_eq(rows.v[i].author, s->author))
			return 0;
	return rows.nr > 0;
}

/* Does @later, found by our title, say itself that it means another one? */
static int means_other(struct search *s, const struct commit *later,
		       enum commit_ref_kind kind)
{
	struct message_ref_list refs = { 0 };
	int other = 0;

	commit_refs_scan(&refs, s->a, later->title, later->message);
	for (size_t i = 0; i < refs.nr && !other; i++) {
		const struct message_ref *ref = &refs.v[i];

		if (ref->kind != kind || str_is_none(ref->hex) ||
		    (!str_is_none(ref->title) &&
		     !str_eq(ref->title, s->commit->title)))
			continue;
		other = names_other(s, ref->hex);
	}
	return other;
}

/* 1 when it is a follow-up and was added, 0 when not. */
static int add(struct followup_list *out, struct search *s,
	       enum followup_kind kind, const git_oid *id, bool by_title)
{
	struct followup f = { .kind = kind, .by_title = by_title };
	int code = 0;

	if (git_oid_equal(id, &s->commit->id) || is_there(out, kind, id) ||
	    !git_odb_exists(s->tree->odb, id))
		return 0;
	f.branch = first_branch(s, id, &code);
	if (!f.branch)
		return MIN(code, 0);
	/* what is older speaks of an earlier commit of this title */
	if (by_title) {
		code = commit_is_in(s->tree, id, &s->commit->id, s->err);
		if (code)
			return MIN(code, 0);
	}
	if (commit_read(&f.commit, s->a, s->tree, id, s->err) < 0)
		return s->err->code;
	if (by_title) {
		code = means_other(s, &f.commit, kind == FOLLOWUP_FIX ?
				   COMMIT_REF_FIXES : COMMIT_REF_REVERTS);
		if (code)
			return MIN(code, 0);
	}
	*list_add(s->a, out) = f;
	return 1;
}

static int find_kind(struct followup_list *out, struct search *s,
		     enum followup_kind kind)
{
	enum commit_ref_kind ref = kind == FOLLOWUP_FIX ? COMMIT_REF_FIXES :
							  COMMIT_REF_REVERTS;
	struct commit_row_list by_id = { 0 }, by_title = { 0 };

	if (commit_db_refs(&by_id, s->a, s->tree->index, ref,
			   str_from(s->commit->hex), s->err) < 0 ||
	    commit_db_refs_title(&by_title, s->a, s->tree->index, ref,
				 s->commit->title, s->err) < 0)
		return s->err->code;
	for (size_t i = 0; i < by_id.nr; i++)
		if (add(out, s, kind, &by_id.v[i].id, false) < 0)
			return s->err->code;
	for (size_t i = 0; i < by_title.nr; i++)
		if (add(out, s, kind, &by_title.v[i].id, true) < 0)
			return s->err->code;
	return 0;
}

static struct search search_for(struct arena *a, struct tree *t,
				const struct commit *commit, struct err *err)
{
	struct commit_row_list rows = { 0 };
	struct search s = { .a = a, .tree = t, .commit = commit, .err = err };

	if (!commit_db_by_prefix(&rows, a, t->index, str_from(commit->hex),
				 err) && rows.nr)
		s.author = rows.v[0].author;
	return s;
}

/* Was this revert itself reverted, and that not again? */
static int is_undone(struct arena *a, struct tree *t,
		     const struct commit *revert, unsigned int depth,
		     struct err *err)
{
	struct search s = search_for(a, t, revert, err);
	struct followup_list list = { 0 };

	if (depth == UNDONE_DEPTH)
		return 0;
	if (find_kind(&list, &s, FOLLOWUP_REVERT) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++) {
		int again = is_undone(a, t, &list.v[i].commit, depth + 1, err);

		if (again <= 0)
			return again < 0 ? again : 1;
	}
	return 0;
}

static uint32_t place_of(struct commit_index *index, const git_oid *id)
{
	const struct commit_graph *g = commit_db_graph(index);
	uint32_t n = commit_db_number(index, id);

	return g && commit_graph_has(g, n) ? g->place[n] : 0;
}

/* Of the same second, the one that the other descends from comes first. */
static int by_time(const void *pa, const void *pb, void *index)
{
	const struct commit *a = &((const struct followup *)pa)->commit;
	const struct commit *b = &((const struct followup *)pb)->commit;
	uint32_t place_a, place_b;

	if (a->commit_time != b->commit_time)
		return a->commit_time < b->commit_time ? -1 : 1;
	place_a = place_of(index, &a->id);
	place_b = place_of(index, &b->id);
	return place_a < place_b ? -1 : place_a > place_b;
}

int followup_find(struct followup_list *out, struct arena *a, struct tree *t,
		  const struct commit *commit, struct err *err)
{
	struct followup_list found = { 0 };
	struct search s;

	if (!t->index)
		return err_set(err, ERR_TREE, "%s: no index of commits is open, so follow-ups cannot be found",
			       t->path);
	s = search_for(a, t, commit, err);
	if (find_kind(&found, &s, FOLLOWUP_REVERT) < 0 ||
	    find_kind(&found, &s, FOLLOWUP_FIX) < 0)
		return err->code;
	for (size_t i = 0; i < found.nr; i++) {
		struct followup *f = &found.v[i];
		int undone = 0;

		if (f->kind == FOLLOWUP_REVERT)
			undone = is_undone(a, t, &f->commit, 0, err);
		if (undone < 0)
			return undone;
		f->undone = undone;
	}
	if (found.nr)
		qsort_r(found.v, found.nr, sizeof(*found.v), by_time,
			t->index);
	for (size_t i = 0; i < found.nr; i++)
		*list_add(a, out) = found.v[i];
	return 0;
}
