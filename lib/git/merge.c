// SPDX-License-Identifier: GPL-2.0-only
#include "git/merge.h"

int merge_at(struct tree_side *out, struct merge *m, enum merge_side side,
	     struct str path, struct err *err)
{
	if (side == MERGE_THEIRS && m->no_theirs) {
		*out = (struct tree_side){ 0 };
		return 0;
	}
	return tree_at(out, m->tree, &m->root[side], path, err);
}

/* A directory is no file: for the entry there is nothing at its path. */
static int file_at(struct tree_side *out, struct merge *m,
		   enum merge_side side, struct str path, struct err *err)
{
	if (merge_at(out, m, side, path, err) < 0)
		return err->code;
	if (out->mode == GIT_FILEMODE_TREE)
		out->mode = 0;
	return 0;
}

static struct merge_entry *entry_new(struct merge *m, struct str path)
{
	struct merge_entry *e = arena_new(m->a, struct merge_entry);

	e->path = path;
	*strmap_at(&m->by_path, m->a, path) = e;
	*list_add(m->a, &m->entries) = e;
	return e;
}

int merge_entry(struct merge_entry **out, struct merge *m, struct str path,
		struct err *err)
{
	struct merge_entry *e = strmap_get(&m->by_path, path);

	if (!e) {
		e = entry_new(m, path);
		for (enum merge_side s = 0; s < MERGE_SIDES; s++)
			if (file_at(&e->side[s], m, s, path, err) < 0)
				return err->code;
		e->ours_was = e->side[MERGE_OURS];
	}
	*out = e;
	return 0;
}

void merge_conflict(struct merge *m, struct merge_entry *e, const char *kind)
{
	m->nr_conflicts += !e->kind;
	e->kind = kind;
}

static unsigned int file_type(const struct tree_side *s)
{
	return s->mode & 0170000;
}

/* A path with all that is known of it: what stays, or why nobody can say. */
static int resolve(struct merge *m, struct merge_entry *e, struct err *err)
{
	const struct tree_side *b = &e->side[MERGE_BASE];
	const struct tree_side *o = &e->side[MERGE_OURS];
	const struct tree_side *t = &e->side[MERGE_THEIRS];
	bool clean;

	if (e->moved)
		return 0;	/* the result is: nothing here */
	if (!e->path_conflict &&
	    (tree_side_eq(o, b) || tree_side_eq(o, t))) {
		e->result = *t;
	} else if (!e->path_conflict && tree_side_eq(t, b)) {
		e->result = *o;
	} else if (o->mode && t->mode && file_type(o) != file_type(t)) {
		merge_conflict(m, e, "distinct types");
	} else if (o->mode && t->mode) {
		if (merge_content(&e->result, &clean, m, b, o, t, err) < 0)
			return err->code;
		if (!clean)
			merge_conflict(m, e, !b->mode ? "add/add" :
				       file_type(o) == GIT_FILEMODE_COMMIT ?
				       "submodule" : "content");
	} else if (b->mode && (o->mode || t->mode)) {
		if (!e->kind)
			merge_conflict(m, e, "modify/delete");
	} else {
		e->result = o->mode ? *o : *t;
	}
	return 0;
}

/* Is everything that ours has below the directory @path removed? */
static int dir_goes(bool *goes, struct merge *m, struct str path,
		    const struct tree_side *dir, struct err *err)
{
	struct tree_change_list files = { 0 };

	if (tree_diff(&files, m->a, m->tree, &dir->id, NULL, err) < 0)
		return err->code;
	*goes = true;
	for (size_t i = 0; i < files.nr && *goes; i++) {
		struct str at = str_printf(m->a, "%.*s/%.*s", STR_ARG(path),
					   STR_ARG(files.v[i].path));
		const struct merge_entry *e = strmap_get(&m->by_path, at);

		*goes = e && !e->kind && !e->result.mode;
	}
	return 0;
}

/* A file cannot be where ours keeps a directory, nor below a file of ours. */
static int check_place(struct merge *m, struct merge_entry *e, struct err *err)
{
	struct tree_side side;
	bool goes = true;

	if (!e->result.mode || e->ours_was.mode)
		return 0;
	if (merge_at(&side, m, MERGE_OURS, e->path, err) < 0)
		return err->code;
	if (side.mode && dir_goes(&goes, m, e->path, &side, err) < 0)
		return err->code;
	for (struct str up = path_dir(e->path); up.n && goes; up = path_dir(up)) {
		const struct merge_entry *above = strmap_get(&m->by_path, up);

		if (merge_at(&side, m, MERGE_OURS, up, err) < 0)
			return err->code;
		if (side.mode == GIT_FILEMODE_TREE)
			break;
		goes = !side.mode || (above && !above->kind &&
				      !above->result.mode);
	}
	if (!goes)
		merge_conflict(m, e, "file/directory");
	return 0;
}

static int by_path(const void *pa, const void *pb)
{
	const struct merge_entry *a = *(struct merge_entry *const *)pa;
	const struct merge_entry *b = *(struct merge_entry *const *)pb;

	return str_cmp(a->path, b->path);
}

int merge_run(struct merge *m, struct arena *a, struct tree *t,
	      const git_oid *base, const git_oid *ours, const git_oid *theirs,
	      struct err *err)
{
	struct tree_change_list changes = { 0 };

	*m = (struct merge){ .tree = t, .a = a, .no_theirs = !theirs };
	m->root[MERGE_BASE] = *base;
	m->root[MERGE_OURS] = *ours;
	if (theirs)
		m->root[MERGE_THEIRS] = *theirs;
	if (tree_diff(&changes, a, t, base, theirs, err) < 0)
		return err->code;
	for (size_t i = 0; i < changes.nr; i++) {
		struct merge_entry *e = entry_new(m, changes.v[i].path);

		e->side[MERGE_BASE] = changes.v[i].was;
		e->side[MERGE_THEIRS] = changes.v[i].is;
		if (file_at(&e->side[MERGE_OURS], m, MERGE_OURS, e->path,
			    err) < 0)
			return err->code;
		e->ours_was = e->side[MERGE_OURS];
	}
	if (merge_find_renames(m, &changes, err) < 0)
		return err->code;
	for (size_t i = 0; i < m->entries.nr; i++)
		if (resolve(m, m->entries.v[i], err) < 0)
			return err->code;
	for (size_t i = 0; i < m->entries.nr; i++)
		if (!m->entries.v[i]->kind &&
		    check_place(m, m->entries.v[i], err) < 0)
			return err->code;
	if (m->entries.nr)
		qsort(m->entries.v, m->entries.nr, sizeof(*m->entries.v),
		      by_path);
	return 0;
}
