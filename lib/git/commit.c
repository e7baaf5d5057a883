// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit.h"

#include "git/commit_db.h"
#include "git/commit_index.h"
#include "git/commit_raw.h"
#include "git/tree_diff.h"

/* Files that are larger have no lines that a person wrote. */
#define DIFF_BLOB_MAX	(4 << 20)

/* "Key: value", a key being letters, digits and dashes. */
static bool trailer_split(struct trailer *out, struct str line)
{
	ptrdiff_t colon = str_chr(line, ':');

	if (colon <= 0 || !is_alpha(*line.p))
		return false;
	out->key = str_sub(line, 0, (size_t)colon);
	for (size_t i = 0; i < out->key.n; i++)
		if (!is_alnum(out->key.p[i]) && out->key.p[i] != '-')
			return false;
	out->value = str_trim(str_from_off(line, (size_t)colon + 1));
	return out->value.n > 0;
}

/* Lines that people put among trailers: "[me: fixed a typo]", and the rest. */
static bool among_trailers(struct str line)
{
	return is_blank(*line.p) || *line.p == '[' ||
	       str_starts(line, STR("(cherry picked from commit "));
}

/* The last paragraph of *text, taken off its end. */
static struct str take_paragraph(struct str *text)
{
	struct str whole = str_trim_end(*text);
	ptrdiff_t gap = str_rfind(whole, STR("\n\n"));

	*text = str_sub(whole, 0, gap < 0 ? 0 : (size_t)gap);
	return gap < 0 ? whole : str_from_off(whole, (size_t)gap + 2);
}

static bool all_trailers(struct str paragraph)
{
	struct str line;
	struct trailer t;
	bool any = false;

	while (str_line(&paragraph, &line)) {
		if (trailer_split(&t, line))
			any = true;
		else if (!line.n || !among_trailers(line))
			return false;
	}
	return any;
}

/*
 * Kernel people put blank lines between their trailers, so every paragraph at
 * the end counts that holds nothing else.
 */
static void read_trailers(struct trailer_list *out, struct arena *a,
			  struct str message)
{
	struct str text = message, from = STR_NONE, line;
	struct trailer t;

	while (text.n) {
		struct str paragraph = take_paragraph(&text);

		/* the first paragraph is the title, whatever it looks like */
		if (!text.n || !all_trailers(paragraph))
			break;
		from = paragraph;
	}
	if (str_is_none(from))
		return;
	from = str_from_off(message, str_offset(message, from));
	while (str_line(&from, &line))
		if (trailer_split(&t, line))
			*list_add(a, out) = t;
}

static void read_person(struct address *who, int64_t *when, struct arena *a,
			struct tree *t, const struct commit_raw *c,
			struct str line)
{
	const git_mailmap *map = tree_mailmap(t);
	const char *name, *addr;

	commit_raw_person(who, when, line);
	who->name = commit_raw_text(a, c, who->name);
	if (str_is_none(who->addr))
		return;
	who->addr = commit_raw_text(a, c, who->addr);
	if (map && !git_mailmap_resolve(&name, &addr, map, str_c(a, who->name),
					str_c(a, who->addr))) {
		who->name = str_dup(a, str_from(name));
		who->addr = str_dup(a, str_from(addr));
	}
}

static int read_raw(git_odb_object **object, struct commit_raw *c,
		    struct tree *t, const git_oid *id, struct err *err)
{
	if (tree_read(object, t, id, GIT_OBJECT_COMMIT, err) < 0)
		return err->code;
	if (!commit_raw_parse(c, tree_bytes(*object)))
		return err_set(err, ERR_TREE, "%s: commit %s cannot be understood (git -C %s fsck)",
			       t->path, git_oid_tostr_s(id), t->path);
	return 0;
}

int commit_tree_id(git_oid *out, struct tree *t, const git_oid *id,
		   struct err *err)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	struct commit_raw c = { 0 };

	if (read_raw(&object, &c, t, id, err) < 0)
		return err->code;
	*out = c.tree;
	return 0;
}

int commit_read(struct commit *out, struct arena *a, struct tree *t,
		const git_oid *id, struct err *err)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	struct commit_raw c = { 0 };

	if (read_raw(&object, &c, t, id, err) < 0)
		return err->code;
	/* again, so that the views point into the arena */
	commit_raw_parse(&c, str_dup(a, tree_bytes(object)));
	*out = (struct commit){ .id = *id, .tree = c.tree,
				.nr_parents = c.nr_parents };
	git_oid_tostr(out->hex, sizeof(out->hex), id);
	if (c.nr_parents)
		commit_raw_parent(&out->parent, &c, 0);
	out->message = commit_raw_text(a, &c, c.message);
	out->title = commit_raw_title(a, out->message);
	read_person(&out->author, &out->author_time, a, t, &c, c.author);
	read_person(&out->committer, &out->commit_time, a, t, &c, c.committer);
	read_trailers(&out->trailers, a, out->message);
	return 0;
}

static int changes(struct tree_change_list *out, struct arena *a,
		   struct tree *t, const git_oid *id, struct err *err)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	git_oid parent, was;
	struct commit_raw c = { 0 };

	if (read_raw(&object, &c, t, id, err) < 0)
		return err->code;
	if (!c.nr_parents)
		return tree_diff(out, a, t, NULL, &c.tree, err);
	commit_raw_parent(&parent, &c, 0);
	if (commit_tree_id(&was, t, &parent, err) < 0)
		return err->code;
	return tree_diff(out, a, t, &was, &c.tree, err);
}

int commit_touched(struct str_list *out, struct arena *a, struct tree *t,
		   const git_oid *id, struct err *err)
{
	struct tree_change_list list = { 0 };

	if (changes(&list, a, t, id, err) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++)
		*list_add(a, out) = list.v[i].path;
	return 0;
}

int commit_is_in(struct tree *t, const git_oid *id, const git_oid *tip,
		 struct err *err)
{
	uint32_t n = 0, n_tip = 0;
	int is;

	if (git_oid_equal(id, tip))
		return 1;
	if (t->index) {
		n_tip = commit_db_number(t->index, tip);
		n = n_tip ? commit_db_number(t->index, id) : 0;
	}
	/* the index has all of a history, or nothing of it */
	if (n_tip && !n)
		return 0;
	if (n_tip && commit_db_graph(t->index) &&
	    commit_graph_has(&t->index->graph, n) &&
	    commit_graph_has(&t->index->graph, n_tip))
		return commit_graph_is_in(&t->index->graph, n, n_tip);
	is = git_graph_descendant_of(t->repo, tip, id);
	if (is < 0)
		return tree_err(t, err, "looking for a commit in the history");
	return is;
}

struct lines {
	struct str_list *added, *removed;
	struct arena *a;
	size_t left;
};

static int take_line(__maybe_unused const git_diff_delta *delta,
		     __maybe_unused const git_diff_hunk *hunk,
		     const git_diff_line *line, void *payload)
{
	struct lines *l = payload;
	struct str_list *to = line->origin == '+' ? l->added :
			      line->origin == '-' ? l->removed : NULL;
	struct str s;

	if (!to)
		return 0;
	if (line->content_len > l->left)
		return GIT_EUSER;
	l->left -= line->content_len;
	s = str_trim_end(str_make(line->content, line->content_len));
	*list_add(l->a, to) = str_utf8(l->a, str_dup(l->a, s));
	return 0;
}

/* One side of a change as a blob; NULL where it is no regular file. */
static int side_blob(git_blob **out, struct tree *t,
		     const struct tree_side *side, struct err *err)
{
	if (!tree_side_is_file(side))
		return 0;
	if (git_blob_lookup(out, t->repo, &side->id) < 0)
		return tree_err(t, err, "reading a file of the commit");
	return 0;
}

static int diff_change(struct lines *l, struct tree *t,
		       const struct tree_change *c, struct err *err)
{
	git_blob *was __free(git_blob) = NULL;
	git_blob *is __free(git_blob) = NULL;
	git_diff_options opt;
	int code;

	git_diff_options_init(&opt, GIT_DIFF_OPTIONS_VERSION);
	opt.context_lines = 0;
	opt.max_size = DIFF_BLOB_MAX;
	if (side_blob(&was, t, &c->was, err) < 0 ||
	    side_blob(&is, t, &c->is, err) < 0)
		return err->code;
	if (!was && !is)
		return 0;
	code = git_diff_blobs(was, NULL, is, NULL, &opt, NULL, NULL, NULL,
			      take_line, l);
	if (code < 0 && code != GIT_EUSER)
		return tree_err(t, err, "comparing two files");
	return 0;
}

int commit_diff_lines(struct str_list *added, struct str_list *removed,
		      struct arena *a, struct tree *t, const git_oid *id,
		      size_t max, struct err *err)
{
	struct lines l = { .added = added, .removed = removed, .a = a,
			   .left = max };
	struct tree_change_list list = { 0 };

	if (changes(&list, a, t, id, err) < 0)
		return err->code;
	for (size_t i = 0; i < list.nr; i++)
		if (diff_change(&l, t, &list.v[i], err) < 0)
			return err->code;
	return 0;
}
