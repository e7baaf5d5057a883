// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_candidates.h"

#include "git/commit_db.h"
#include "git/commit_index.h"
#include "git/commit_raw.h"
#include "git/tree_diff.h"

int find_first_branch(size_t *out, struct find *f, const git_oid *id)
{
	int is;

	*out = NO_BRANCH;
	if (f->tip) {
		is = commit_is_in(f->tree, id, f->tip, f->err);
		*out = is > 0 ? 0 : NO_BRANCH;
		return MIN(is, 0);
	}
	for (size_t i = 0; i < f->tree->nr_branches; i++) {
		is = commit_is_in(f->tree, id, &f->tree->branches[i].tip,
				  f->err);
		if (is < 0)
			return is;
		if (is) {
			*out = i;
			return 0;
		}
	}
	return 0;
}

/* Rows may be of commits that were thrown away since: those are left out. */
static int add_candidate(struct candidate_list *out, struct find *f,
			 const git_oid *id)
{
	struct candidate c;

	for (size_t i = 0; i < out->nr; i++)
		if (git_oid_equal(&out->v[i].commit.id, id))
			return 0;
	if (!git_odb_exists(f->tree->odb, id))
		return 0;
	if (commit_read(&c.commit, f->a, f->tree, id, f->err) < 0 ||
	    find_first_branch(&c.branch, f, id) < 0)
		return f->err->code;
	*list_add(f->a, out) = c;
	return 0;
}

static int search_index(struct candidate_list *out, struct find *f,
			const struct wanted *w)
{
	struct commit_row_list rows = { 0 };
	struct commit_index *index = f->tree->index;
	int code;

	if (!str_is_none(w->title))
		code = commit_db_by_title(&rows, f->a, index, w->title, f->err);
	else if (!str_is_none(w->prefix))
		code = commit_db_by_prefix(&rows, f->a, index, w->prefix,
					   f->err);
	else if (!str_is_none(w->upstream))
		code = commit_db_refs(&rows, f->a, index, COMMIT_REF_UPSTREAM,
				      w->upstream, f->err);
	else
		code = commit_db_refs(&rows, f->a, index, COMMIT_REF_LINK,
				      w->msgid, f->err);
	for (size_t i = 0; code >= 0 && i < rows.nr; i++)
		code = add_candidate(out, f, &rows.v[i].id);
	return code;
}

static bool ref_fits(const struct message_ref *ref, const struct wanted *w)
{
	if (ref->kind == COMMIT_REF_LINK)
		return str_eq(ref->msgid, w->msgid);
	return ref->kind == COMMIT_REF_UPSTREAM && w->upstream.n &&
	       (str_starts(ref->hex, w->upstream) ||
		str_starts(w->upstream, ref->hex));
}

/* @a is for this commit only. */
static bool fits(struct arena *a, const git_oid *id,
		 const struct commit_raw *c, const struct wanted *w)
{
	struct message_ref_list refs = { 0 };
	struct str message = commit_raw_text(a, c, c->message);

	if (!str_is_none(w->prefix)) {
		struct str hex = str_from(git_oid_tostr_s(id));

		return str_starts(hex, w->prefix);
	}
	if (!str_is_none(w->title))
		return str_eq(commit_raw_title(a, message), w->title);
	commit_refs_scan(&refs, a, STR(""), message);
	for (size_t i = 0; i < refs.nr; i++)
		if (ref_fits(&refs.v[i], w))
			return true;
	return false;
}

static int push_tips(git_revwalk *walk, struct find *f)
{
	int code = 0;

	if (f->tip)
		return git_revwalk_push(walk, f->tip);
	for (size_t i = 0; i < f->tree->nr_branches && code >= 0; i++)
		code = git_revwalk_push(walk, &f->tree->branches[i].tip);
	return f->tree->nr_branches ? code : git_revwalk_push_head(walk);
}

/*
 * Without an index: every commit is read once.  The walk is not sorted, since
 * sorting would load the whole history before it yields anything.
 */
static int search_history(struct candidate_list *out, struct find *f,
			  const struct wanted *w)
{
	git_revwalk *walk __free(git_revwalk) = NULL;
	struct arena scratch __free(arena) = { .max = f->a->max };
	git_oid id;

	if (git_revwalk_new(&walk, f->tree->repo) < 0 ||
	    push_tips(walk, f) < 0)
		return tree_err(f->tree, f->err, "reading the history");
	while (!git_revwalk_next(&id, walk)) {
		git_odb_object *object __free(git_odb_object) = NULL;
		struct commit_raw c;

		if (tree_read(&object, f->tree, &id, GIT_OBJECT_COMMIT,
			      f->err) < 0)
			return f->err->code;
		if (commit_raw_parse(&c, tree_bytes(object)) &&
		    fits(&scratch, &id, &c, w) &&
		    add_candidate(out, f, &id) < 0)
			return f->err->code;
		arena_reset(&scratch);
	}
	return 0;
}

int find_candidates(struct candidate_list *out, struct find *f,
		    const struct wanted *w)
{
	return f->tree->index ? search_index(out, f, w) :
				search_history(out, f, w);
}

/*
 * Name or address of a mail against those of a commit.  A mail often has the
 * one but not the other, or a name in other letters.
 */
static bool author_fits(const struct commit *c, struct str author)
{
	struct address said;
	int64_t unused;

	commit_raw_person(&said, &unused, author);
	return (said.name.n && (str_eq_i(said.name, c->author.name) ||
				str_eq_i(said.name, c->author.addr))) ||
	       (said.addr.n && str_eq_i(said.addr, c->author.addr));
}

static bool is_in_a_branch(const struct candidate *c, struct str unused)
{
	(void)unused;
	return c->branch != NO_BRANCH;
}

static bool has_author(const struct candidate *c, struct str author)
{
	return author_fits(&c->commit, author);
}

static bool is_no_merge(const struct candidate *c, struct str unused)
{
	(void)unused;
	return c->commit.nr_parents < 2;
}

static bool has_title(const struct candidate *c, struct str title)
{
	return str_eq(c->commit.title, title);
}

static bool is_in_first(const struct candidate *c, struct str best)
{
	return c->branch == best.n;
}

/* Keeps those that pass, if any does; true when some do. */
static bool keep_if_any(struct candidate_list *list,
			bool (*test)(const struct candidate *, struct str),
			struct str arg)
{
	size_t nr = 0;

	for (size_t i = 0; i < list->nr; i++)
		nr += test(&list->v[i], arg);
	if (!nr)
		return false;
	nr = 0;
	for (size_t i = 0; i < list->nr; i++)
		if (test(&list->v[i], arg))
			list->v[nr++] = list->v[i];
	list->nr = nr;
	return true;
}

static size_t best_branch(const struct candidate_list *list)
{
	size_t best = NO_BRANCH;

	for (size_t i = 0; i < list->nr; i++)
		best = MIN(best, list->v[i].branch);
	return best;
}

void candidates_keep_title(struct candidate_list *list, struct str title)
{
	keep_if_any(list, has_title, title);
}

bool candidates_narrow(struct candidate_list *list, const struct find *f,
		       struct str author)
{
	bool other_author = false;

	if (!keep_if_any(list, is_in_a_branch, STR_NONE) && f->tip)
		list->nr = 0;
	if (author.n)
		other_author = !keep_if_any(list, has_author, author);
	if (other_author && f->tip)
		list->nr = 0;
	keep_if_any(list, is_no_merge, STR_NONE);
	if (list->nr > 1)
		keep_if_any(list, is_in_first,
			    str_make("", best_branch(list)));
	return other_author;
}
