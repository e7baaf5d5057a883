// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commit is meant by a hash, a title, a Message-ID: commit_resolve().
 * What is left of the candidates is said, not guessed at.
 */
#include "git/commit_candidates.h"

#include "git/commit_db.h"

#define CANDIDATES_SAID	20

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
		if (find_candidates(&list, f, &(struct wanted){ .prefix = hex }) < 0)
			return f->err->code;
		if (list.nr > 1 && title.n)
			candidates_keep_title(&list, str_fold(f->a, title));
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
	if (find_candidates(&list, f, &w) < 0)
		return f->err->code;
	other = candidates_narrow(&list, f, author);
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

	if (find_candidates(&list, f, &(struct wanted){ .upstream = hex }) < 0)
		return f->err->code;
	candidates_narrow(&list, f, STR_NONE);
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

	if (find_candidates(&list, f, &(struct wanted){ .msgid = msgid }) < 0)
		return f->err->code;
	candidates_narrow(&list, f, STR_NONE);
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
	if (find_first_branch(&branch, f, &out->commit.id) < 0)
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
	struct message_ref_list refs = { 0 };

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
