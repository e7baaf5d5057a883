// SPDX-License-Identifier: GPL-2.0-only
#include "git/tree_diff.h"

#include <git2/sys/odb_backend.h>

/* The kernel has 90,000 files; a change of more is made to hurt. */
#define CHANGES_MAX	1000000
#define TREES_MAX	200000
#define PATH_LENGTH_MAX	4096

int tree_read(git_odb_object **out, struct tree *t, const git_oid *id,
	      git_object_t type, struct err *err)
{
	char hex[GIT_OID_HEXSZ + 1];
	int code = git_odb_read(out, t->odb, id);

	git_oid_tostr(hex, sizeof(hex), id);
	if (code == GIT_ENOTFOUND && t->partial)
		return err_set(err, ERR_TREE, "%s: object %s (%s) is missing in this partial clone (git -C %s cat-file -e %s fetches it; git fetch --refetch --no-filter fetches all)",
			       t->path, hex, git_object_type2string(type),
			       t->path, hex);
	if (code == GIT_ENOTFOUND)
		return err_set(err, ERR_TREE, "%s: object %s (%s) is missing (git -C %s fsck, then fetch or clone again)",
			       t->path, hex, git_object_type2string(type),
			       t->path);
	if (code < 0)
		return err_set(err, ERR_TREE, "%s: object %s (%s) cannot be read: %s (git -C %s fsck, then fetch or clone again)",
			       t->path, hex, git_object_type2string(type),
			       git_error_last() ? git_error_last()->message :
			       "damaged", t->path);
	if (git_odb_object_type(*out) != type) {
		git_object_t is = git_odb_object_type(*out);

		git_odb_object_free(*out);
		*out = NULL;
		return err_set(err, ERR_TREE, "%s: object %s is a %s where a %s is named (git -C %s fsck)",
			       t->path, hex, git_object_type2string(is),
			       git_object_type2string(type), t->path);
	}
	return 0;
}

int tree_write(git_oid *out, struct tree *t, git_object_t type,
	       struct str data, struct err *err)
{
	const char *p = data.p ? data.p : "";

	if (git_odb_hash(out, p, data.n, type) < 0 ||
	    t->scratch->write(t->scratch, out, p, data.n, type) < 0)
		return tree_err(t, err, "keeping the result of a merge");
	return 0;
}

bool tree_item_next(struct tree_item *out, struct str *data)
{
	size_t i = 0;
	const char *end;

	out->side.mode = 0;
	while (i < data->n && data->p[i] >= '0' && data->p[i] <= '7' && i < 7)
		out->side.mode = out->side.mode * 8 +
				 (unsigned int)(data->p[i++] - '0');
	if (!i || i >= data->n || data->p[i] != ' ' || !out->side.mode)
		return false;
	*data = str_from_off(*data, i + 1);
	end = data->n ? memchr(data->p, '\0', data->n) : NULL;
	if (!end || data->p + data->n - end - 1 < GIT_OID_RAWSZ)
		return false;
	out->name = str_make(data->p, (size_t)(end - data->p));
	git_oid_fromraw(&out->side.id, (const unsigned char *)end + 1);
	*data = str_from_off(*data, out->name.n + 1 + GIT_OID_RAWSZ);
	return true;
}

static bool is_dir(const struct tree_side *s)
{
	return s->mode == GIT_FILEMODE_TREE;
}

/* The entry @name of one tree object; mode 0 when there is none. */
static int find_item(struct tree_side *out, struct tree *t,
		     const git_oid *tree, struct str name, struct err *err)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	struct tree_item item;
	struct str data;

	out->mode = 0;
	if (tree_read(&object, t, tree, GIT_OBJECT_TREE, err) < 0)
		return err->code;
	data = tree_bytes(object);
	while (tree_item_next(&item, &data)) {
		if (str_eq(item.name, name)) {
			*out = item.side;
			return 0;
		}
	}
	return 0;
}

int tree_at(struct tree_side *out, struct tree *t, const git_oid *root,
	    struct str path, struct err *err)
{
	struct str name;

	*out = (struct tree_side){ .id = *root, .mode = GIT_FILEMODE_TREE };
	while (str_split(&path, '/', &name)) {
		git_oid dir = out->id;

		if (!is_dir(out)) {
			out->mode = 0;
			return 0;
		}
		if (find_item(out, t, &dir, name, err) < 0)
			return err->code;
	}
	return 0;
}

/* Two subtrees at the same path that differ; mode 0: not there. */
struct tree_pair {
	struct str prefix;	/* "" or "drivers/net/" */
	struct tree_side was, is;
};

struct pair_list {
	struct tree_pair *v;
	size_t nr, cap;
};

struct diff {
	struct tree_change_list *out;
	struct arena *a;
	struct tree *tree;
	struct pair_list todo;
	size_t nr_trees;
};

static int too_much(struct diff *d, struct err *err)
{
	return err_set(err, ERR_TREE, "%s: a change of more than a million files, or of trees nested without end (not checked)",
		       d->tree->path);
}

static struct str join(struct arena *a, struct str prefix, struct str name,
		       bool dir)
{
	char *p = arena_alloc(a, prefix.n + name.n + 1);

	if (prefix.n)
		memcpy(p, prefix.p, prefix.n);
	memcpy(p + prefix.n, name.p, name.n);
	if (dir)
		p[prefix.n + name.n] = '/';
	return str_make(p, prefix.n + name.n + dir);
}

/* Notes what became of @name; directories are looked into later. */
static int note(struct diff *d, struct str prefix, struct str name,
		struct tree_side was, struct tree_side is, struct err *err)
{
	struct tree_side none = { 0 };

	if (tree_side_eq(&was, &is))
		return 0;
	if (prefix.n + name.n > PATH_LENGTH_MAX ||
	    d->out->nr + d->todo.nr > CHANGES_MAX)
		return too_much(d, err);
	if (is_dir(&was) || is_dir(&is))
		*list_add(d->a, &d->todo) = (struct tree_pair){
			.prefix = join(d->a, prefix, name, true),
			.was = is_dir(&was) ? was : none,
			.is = is_dir(&is) ? is : none,
		};
	was = is_dir(&was) ? none : was;
	is = is_dir(&is) ? none : is;
	if (was.mode || is.mode)
		*list_add(d->a, d->out) = (struct tree_change){
			.path = join(d->a, prefix, name, false),
			.was = was, .is = is,
		};
	return 0;
}

int tree_name_cmp(struct str a, bool a_is_dir, struct str b, bool b_is_dir)
{
	size_t n = MIN(a.n, b.n);
	int c = memcmp(a.p, b.p, n);
	int ca, cb;

	if (c)
		return c;
	ca = a.n > n ? (unsigned char)a.p[n] : a_is_dir ? '/' : 0;
	cb = b.n > n ? (unsigned char)b.p[n] : b_is_dir ? '/' : 0;
	return ca - cb;
}

static int item_cmp(const struct tree_item *a, const struct tree_item *b)
{
	return tree_name_cmp(a->name, is_dir(&a->side), b->name,
			     is_dir(&b->side));
}

static int read_side(git_odb_object **out, struct str *data, struct diff *d,
		     const struct tree_side *side, struct err *err)
{
	*data = STR("");
	if (!side->mode)
		return 0;
	if (++d->nr_trees > TREES_MAX)
		return too_much(d, err);
	if (tree_read(out, d->tree, &side->id, GIT_OBJECT_TREE, err) < 0)
		return err->code;
	*data = tree_bytes(*out);
	return 0;
}

static int diff_pair(struct diff *d, const struct tree_pair *pair,
		     struct err *err)
{
	git_odb_object *was_obj __free(git_odb_object) = NULL;
	git_odb_object *is_obj __free(git_odb_object) = NULL;
	const struct tree_side none = { 0 };
	struct tree_item was, is;
	struct str was_data, is_data;
	bool have_was, have_is;
	int code = 0;

	if (read_side(&was_obj, &was_data, d, &pair->was, err) < 0 ||
	    read_side(&is_obj, &is_data, d, &pair->is, err) < 0)
		return err->code;
	have_was = tree_item_next(&was, &was_data);
	have_is = tree_item_next(&is, &is_data);
	while ((have_was || have_is) && code >= 0) {
		int c = !have_is ? -1 : !have_was ? 1 : item_cmp(&was, &is);

		if (c < 0)
			code = note(d, pair->prefix, was.name, was.side, none,
				    err);
		else if (c > 0)
			code = note(d, pair->prefix, is.name, none, is.side,
				    err);
		else
			code = note(d, pair->prefix, was.name, was.side,
				    is.side, err);
		if (c <= 0)
			have_was = tree_item_next(&was, &was_data);
		if (c >= 0)
			have_is = tree_item_next(&is, &is_data);
	}
	return code;
}

static int by_path(const void *a, const void *b)
{
	const struct tree_change *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

int tree_diff(struct tree_change_list *out, struct arena *a, struct tree *t,
	      const git_oid *was, const git_oid *is, struct err *err)
{
	struct diff d = { .out = out, .a = a, .tree = t };
	struct tree_pair root = { .prefix = STR("") };

	if (was)
		root.was = (struct tree_side){ *was, GIT_FILEMODE_TREE };
	if (is)
		root.is = (struct tree_side){ *is, GIT_FILEMODE_TREE };
	if (tree_side_eq(&root.was, &root.is))
		return 0;
	*list_add(a, &d.todo) = root;
	while (d.todo.nr) {
		struct tree_pair pair = d.todo.v[--d.todo.nr];

		if (diff_pair(&d, &pair, err) < 0)
			return err->code;
	}
	if (out->nr)
		qsort(out->v, out->nr, sizeof(*out->v), by_path);
	return 0;
}
