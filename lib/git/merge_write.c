// SPDX-License-Identifier: GPL-2.0-only
/*
 * Putting the results of a merge into the target's tree; see merge.h.  Only
 * the directories on the way to a result are written again, deepest first.
 */
#include "git/merge.h"

#include "base/buf.h"

#define TREE_BYTES_MAX	(256u << 20)

/* One name of a directory that changes; mode 0: it goes. */
struct edit {
	struct str name;
	struct tree_side side;
};

struct edit_list {
	struct edit *v;
	size_t nr, cap;
};

struct dir_edit {
	struct str path;
	size_t depth;
	struct edit_list edits;
};

struct writer {
	struct merge *m;
	struct strmap dirs;
	struct { struct dir_edit **v; size_t nr, cap; } all;
};

static size_t depth_of(struct str path)
{
	size_t depth = path.n > 0;

	for (size_t i = 0; i < path.n; i++)
		depth += path.p[i] == '/';
	return depth;
}

static struct dir_edit *dir_at(struct writer *w, struct str path)
{
	struct dir_edit **at = (struct dir_edit **)strmap_at(&w->dirs, w->m->a,
							     path);

	if (!*at) {
		*at = arena_new(w->m->a, struct dir_edit);
		(*at)->path = path;
		(*at)->depth = depth_of(path);
		*list_add(w->m->a, &w->all) = *at;
	}
	return *at;
}

static void add_edit(struct writer *w, struct str path,
		     const struct tree_side *side)
{
	/* every directory above changes as well */
	for (struct str up = path_dir(path); ; up = path_dir(up)) {
		dir_at(w, up);
		if (!up.n)
			break;
	}
	*list_add(w->m->a, &dir_at(w, path_dir(path))->edits) =
		(struct edit){ path_base(path), *side };
}

static int deepest_first(const void *pa, const void *pb)
{
	const struct dir_edit *a = *(struct dir_edit *const *)pa;
	const struct dir_edit *b = *(struct dir_edit *const *)pb;

	return a->depth != b->depth ? (a->depth > b->depth ? -1 : 1) :
				      str_cmp(a->path, b->path);
}

static int edit_cmp(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;

	return tree_name_cmp(a->name, a->side.mode == GIT_FILEMODE_TREE,
			     b->name, b->side.mode == GIT_FILEMODE_TREE);
}

/* The entries of a directory after the edits, sorted. */
static int edited(struct edit_list *out, struct writer *w,
		  const struct dir_edit *d, git_odb_object *old)
{
	struct strmap names = { 0 };
	struct tree_item item;
	struct str data = old ? tree_bytes(old) : STR("");

	for (size_t i = 0; i < d->edits.nr; i++) {
		struct edit *e = &d->edits.v[i];
		struct edit **at = (struct edit **)strmap_at(&names, w->m->a,
							     e->name);

		/* a file that goes may make room for a directory */
		if (!*at || e->side.mode)
			*at = e;
	}
	while (tree_item_next(&item, &data))
		if (!strmap_get(&names, item.name))
			*list_add(w->m->a, out) = (struct edit){ item.name, item.side };
	for (size_t i = 0; i < d->edits.nr; i++)
		if (d->edits.v[i].side.mode &&
		    strmap_get(&names, d->edits.v[i].name) == &d->edits.v[i])
			*list_add(w->m->a, out) = d->edits.v[i];
	if (out->nr)
		qsort(out->v, out->nr, sizeof(*out->v), edit_cmp);
	return 0;
}

static int write_entries(git_oid *out, struct writer *w,
			 const struct edit_list *list, struct err *err)
{
	struct buf bytes __free(buf) = { .max = TREE_BYTES_MAX };

	for (size_t i = 0; i < list->nr; i++) {
		buf_printf(&bytes, "%o %.*s", list->v[i].side.mode,
			   STR_ARG(list->v[i].name));
		buf_addc(&bytes, '\0');
		buf_add(&bytes, str_make((const char *)list->v[i].side.id.id,
					 GIT_OID_RAWSZ));
	}
	if (bytes.overflow)
		return err_set(err, ERR_TREE, "%s: a directory of the merged tree has more than 256 MB (not checked)",
			       w->m->tree->path);
	return tree_write(out, w->m->tree, GIT_OBJECT_TREE, buf_str(&bytes),
			  err);
}

/* Writes one directory and notes it in the one above. */
static int write_dir(git_oid *out, struct writer *w, struct dir_edit *d,
		     struct err *err)
{
	git_odb_object *old __free(git_odb_object) = NULL;
	struct edit_list list = { 0 };
	struct tree_side side;

	if (merge_at(&side, w->m, MERGE_OURS, d->path, err) < 0)
		return err->code;
	if (side.mode == GIT_FILEMODE_TREE &&
	    tree_read(&old, w->m->tree, &side.id, GIT_OBJECT_TREE, err) < 0)
		return err->code;
	edited(&list, w, d, old);
	if (write_entries(out, w, &list, err) < 0)
		return err->code;
	if (!d->path.n)
		return 0;
	side = (struct tree_side){ *out, list.nr ? GIT_FILEMODE_TREE : 0 };
	*list_add(w->m->a, &dir_at(w, path_dir(d->path))->edits) =
		(struct edit){ path_base(d->path), side };
	return 0;
}

int merge_tree(git_oid *out, struct merge *m, struct err *err)
{
	struct writer w = { .m = m };

	*out = m->root[MERGE_OURS];
	for (size_t i = 0; i < m->entries.nr; i++) {
		const struct merge_entry *e = m->entries.v[i];

		if (!tree_side_eq(&e->result, &e->ours_was))
			add_edit(&w, e->path, &e->result);
	}
	if (!w.all.nr)
		return 0;
	qsort(w.all.v, w.all.nr, sizeof(*w.all.v), deepest_first);
	for (size_t i = 0; i < w.all.nr; i++)
		if (write_dir(out, &w, w.all.v[i], err) < 0)
			return err->code;
	return 0;
}
