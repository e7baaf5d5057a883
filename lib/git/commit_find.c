// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commit is meant by a hash, a title, a Message-ID: commit_resolve().
 * Candidates come from the commit index, or from a walk over the history when
 * no index is open; then they are narrowed down, and what is left is said.
 */
#include "git/commit.h"

#include "git/commit_db.h"
#include "git/commit_index.h"
#include "git/commit_raw.h"
#include "git/tree_diff.h"

#define CANDIDATES_SAID	20

/* A commit that fits, and the first branch that has it. */
struct candidate {
	struct commit commit;
	size_t branch;		/* NO_BRANCH: none */
};

#define NO_BRANCH	SIZE_MAX

struct candidate_list {
	struct candidate *v;
	size_t nr, cap;
};

struct find {
	struct tree *tree;
	struct arena *a;
	const git_oid *tip;	/* where to look; NULL: in all branches */
	struct err *err;
};

/* What the candidates of one search have in common; one member is set. */
struct wanted {
	struct str title;	/* folded */
	struct str prefix;	/* of the id */
	struct str upstream;	/* an id that the message names as its origin */
	struct str msgid;
};

static int first_branch(size_t *out, struct find *f, const git_oid *id)
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
	    first_branch(&c.branch, f, id) < 0)
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

static bool ref_fits(const struct commit_ref *ref, const struct wanted *w)
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
	struct commit_ref_list refs = { 0 };
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

static int search(struct candidate_list *out, struct find *f,
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

/*
 * From many to few: commits of our branches before strays, those of the author
 * before others, changes before merges, the first branch before the rest.
 * Below one tip nothing else will do.  True when the author was asked for and
 * none of them is theirs.
 */
static bool narrow(struct candidate_list *list, const struct find *f,
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

static void say_candidates(struct commit_match *out, struct arena *a,
			   const struct candidate_list *list)
{
	out->found = COMMIT_AMBIGUOUS;
	for (size_t i = 0; i < MIN(list->nr, (size_t)CANDIDATES_SAID); i++) {
		const struct commit *c = &list->v[i].commit;

		*list_add(a, &out->candidates) =
			str_printf(a, "%s %.*s", c->hex, STR_ARG(c->title));
	}
	out->resolved_by = str_printf(a, "%zu commits fit, so none was chosen (give the full hash of one)",
				      list->nr);
}

static void take(struct commit_match *out, const struct candidate *c,
		 enum commit_found how, struct str resolved_by)
{
	out->found = how;
	out->commit = c->commit;
	out->resolved_by = resolved_by;
}

/* The commit with an id or the start of one, whatever type it has. */
static int by_id(struct commit_match *out, struct find *f, struct str hex,
		 struct str title)
{
	git_object *object __free(git_object) = NULL;
	git_object *commit __free(git_object) = NULL;
	struct candidate_list list = { 0 };
	git_oid id;
	int code;

	if (git_oid_fromstrn(&id, hex.p, hex.n) < 0)
		return 0;
	code = git_object_lookup_prefix(&object, f->tree->repo, &id, hex.n,
					GIT_OBJECT_ANY);
	if (code == GIT_EAMBIGUOUS) {
		/* files and trees count for libgit2; only commits matter */
		if (search(&list, f, &(struct wanted){ .prefix = hex }) < 0)
			return f->err->code;
		if (list.nr > 1 && title.n)
			keep_if_any(&list, has_title, str_fold(f->a, title));
		if (list.nr == 1)
			take(out, &list.v[0], COMMIT_BY_ID, STR_NONE);
		else if (list.nr)
			say_candidates(out, f->a, &list);
		return 0;
	}
	if (code == GIT_ENOTFOUND)
		return 0;
	if (code < 0) {
		tree_err(f->tree, f->err, "reading the commit");
		out->found = COMMIT_UNREADABLE;
		out->resolved_by = str_dup(f->a, str_from(f->err->msg));
		return 0;
	}
	if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0) {
		out->resolved_by = str_printf(f->a, "%.*s is a %s, not a commit",
			STR_ARG(hex),
			git_object_type2string(git_object_type(object)));
		return 0;
	}
	if (commit_read(&out->commit, f->a, f->tree, git_object_id(commit),
			f->err) < 0)
		return f->err->code;
	out->found = COMMIT_BY_ID;
	if (git_object_type(object) == GIT_OBJECT_TAG)
		out->resolved_by = str_printf(f->a, "%.*s is the id of a tag; the commit that it names is meant",
					      STR_ARG(hex));
	return 0;
}

/* Candidates that share a title (and perhaps the author). */
static int by_title(struct commit_match *out, struct find *f, struct str title,
		    struct str author, const char *before)
{
	struct wanted w = { .title = str_fold(f->a, title) };
	struct candidate_list list = { 0 };
	bool other;

	if (!w.title.n)
		return 0;
	if (search(&list, f, &w) < 0)
		return f->err->code;
	other = narrow(&list, f, author);
	if (list.nr > 1)
		say_candidates(out, f->a, &list);
	else if (list.nr)
		take(out, &list.v[0], COMMIT_BY_TITLE, str_printf(f->a,
			"%sfound by its title%s", before,
			!author.n ? "" : other ?
			"; its author is another than the one named" :
			" and author"));
	return 0;
}

static int by_upstream(struct commit_match *out, struct find *f,
		       struct str hex)
{
	struct candidate_list list = { 0 };

	if (search(&list, f, &(struct wanted){ .upstream = hex }) < 0)
		return f->err->code;
	narrow(&list, f, STR_NONE);
	if (list.nr > 1)
		say_candidates(out, f->a, &list);
	else if (list.nr)
		take(out, &list.v[0], COMMIT_BY_UPSTREAM,
		     str_printf(f->a, "the backport, which names %.*s as its origin",
				STR_ARG(hex)));
	return 0;
}

static int by_msgid(struct commit_match *out, struct find *f, struct str msgid)
{
	struct candidate_list list = { 0 };

	if (search(&list, f, &(struct wanted){ .msgid = msgid }) < 0)
		return f->err->code;
	narrow(&list, f, STR_NONE);
	if (list.nr > 1)
		say_candidates(out, f->a, &list);
	else if (list.nr)
		take(out, &list.v[0], COMMIT_BY_TITLE, STR("found by the Message-ID in its Link: tag"));
	return 0;
}

/* A commit that was thrown away: the index may still know its title. */
static int remembered(struct commit_row *out, struct find *f, struct str hex)
{
	struct commit_row_list rows = { 0 };

	*out = (struct commit_row){ 0 };
	if (!f->tree->index)
		return 0;
	if (commit_db_by_prefix(&rows, f->a, f->tree->index, hex, f->err) < 0)
		return f->err->code;
	if (rows.nr == 1)
		*out = rows.v[0];
	return 0;
}

/* The hash names nothing here: what else do we know of the commit? */
static int by_the_rest(struct commit_match *out, struct find *f,
		       const struct commit_query *q, struct str hex)
{
	struct commit_row old = { 0 };
	const char *before = "";

	if (hex.n) {
		before = str_c(f->a, str_printf(f->a, "%.*s is not in this tree; ",
						STR_ARG(hex)));
		if (by_upstream(out, f, hex) < 0 ||
		    remembered(&old, f, hex) < 0)
			return f->err->code;
	}
	if (out->found == COMMIT_UNKNOWN && q->title.n &&
	    by_title(out, f, q->title, q->author, before) < 0)
		return f->err->code;
	if (out->found == COMMIT_UNKNOWN && old.title.n &&
	    by_title(out, f, old.title, old.author, before) < 0)
		return f->err->code;
	if (out->found == COMMIT_UNKNOWN && q->msgid.n)
		return by_msgid(out, f, q->msgid);
	return 0;
}

/*
 * A commit that only ever was in another tree (an old linux-next, mainline
 * seen from stable) gives way to the one that stands for it in our branches.
 */
static int prefer_ours(struct commit_match *out, struct find *f)
{
	struct commit_match ours;
	size_t branch;

	if (!f->tree->nr_branches)
		return 0;
	if (first_branch(&branch, f, &out->commit.id) < 0)
		return f->err->code;
	for (size_t i = 0; branch == NO_BRANCH && i < f->tree->nr_branches; i++) {
		if (commit_counterpart(&ours, f->a, f->tree, &out->commit,
				       &f->tree->branches[i].tip, f->err) < 0)
			return f->err->code;
		if (ours.found != COMMIT_UNKNOWN &&
		    ours.found != COMMIT_AMBIGUOUS) {
			*out = ours;
			return 0;
		}
	}
	return 0;
}

/* The hash is trusted over the title, but not without a word. */
static void compare_title(struct commit_match *out, struct arena *a,
			  struct str title)
{
	title = str_fold(a, title);
	if (title.n && !str_eq(title, out->commit.title) &&
	    str_is_none(out->resolved_by))
		out->resolved_by = str_printf(a, "found by its hash; its title is another than the one named, \"%.*s\"",
					      STR_ARG(title));
}

static struct str usable_hex(struct arena *a, struct str sha)
{
	struct str hex = str_trim(sha), out;

	if (!commit_refs_hex(&out, a, &hex) || hex.n)
		return STR("");
	return out;
}

int commit_resolve(struct commit_match *out, struct arena *a, struct tree *t,
		   const struct commit_query *query, struct err *err)
{
	struct find f = { .tree = t, .a = a, .err = err };
	struct str hex = usable_hex(a, query->sha);

	*out = (struct commit_match){ 0 };
	if (hex.n && by_id(out, &f, hex, query->title) < 0)
		return err->code;
	if (out->found == COMMIT_BY_ID) {
		compare_title(out, a, query->title);
		return prefer_ours(out, &f);
	}
	if (out->found == COMMIT_UNKNOWN)
		return by_the_rest(out, &f, query, hex);
	return 0;
}

/* The ids that @commit's own message names as its origin. */
static int same_origin(struct commit_match *out, struct find *f,
		       const struct commit *commit)
{
	struct commit_ref_list refs = { 0 };

	commit_refs_scan(&refs, f->a, STR(""), commit->message);
	for (size_t i = 0; i < refs.nr; i++) {
		if (refs.v[i].kind != COMMIT_REF_UPSTREAM)
			continue;
		if (by_id(out, f, refs.v[i].hex, STR_NONE) < 0)
			return f->err->code;
		if (out->found == COMMIT_BY_ID) {
			int is = commit_is_in(f->tree, &out->commit.id, f->tip,
					      f->err);

			out->resolved_by = str_printf(f->a, "the origin that %.12s names", commit->hex);
			if (is)
				return MIN(is, 0);
		}
		*out = (struct commit_match){ 0 };
		if (by_upstream(out, f, refs.v[i].hex) < 0)
			return f->err->code;
		if (out->found != COMMIT_UNKNOWN)
			return 0;
	}
	return 0;
}

static bool is_in_tip(const struct commit_match *m, struct find *f)
{
	return m->found != COMMIT_UNKNOWN && m->found != COMMIT_AMBIGUOUS &&
	       commit_is_in(f->tree, &m->commit.id, f->tip, f->err) > 0;
}

int commit_counterpart(struct commit_match *out, struct arena *a,
		       struct tree *t, const struct commit *commit,
		       const git_oid *tip, struct err *err)
{
	struct find f = { .tree = t, .a = a, .tip = tip, .err = err };
	const char *before;

	*out = (struct commit_match){ 0 };
	if (by_upstream(out, &f, str_from(commit->hex)) < 0)
		return err->code;
	if (is_in_tip(out, &f))
		return 0;
	*out = (struct commit_match){ 0 };
	if (same_origin(out, &f, commit) < 0)
		return err->code;
	if (is_in_tip(out, &f))
		return 0;
	*out = (struct commit_match){ 0 };
	before = str_c(a, str_printf(a, "%.12s is not in this history; ",
				     commit->hex));
	if (by_title(out, &f, commit->title, commit->author.name, before) < 0)
		return err->code;
	if (out->found == COMMIT_AMBIGUOUS || is_in_tip(out, &f))
		return 0;
	*out = (struct commit_match){ 0 };
	return 0;
}
