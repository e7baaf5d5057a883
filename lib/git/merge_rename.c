// SPDX-License-Identifier: GPL-2.0-only
/*
 * Renames in a merge; see merge.h.  Three steps, as in git: find the files
 * that each side renamed, as far as the other side did something to them;
 * deduce which directories moved (merge_dirs.c); put the versions of a renamed
 * file together under its new name.
 */
#include "git/merge_dirs.h"

/* --- which files ---------------------------------------------------------- */

/*
 * Marks the directory that @path was added to by one side, if the other side
 * has that directory no more: then it matters where it went.
 */
static int mark_added(struct merge *m, enum merge_side remover,
		      struct str path, struct err *err)
{
	struct str dir = path_dir(path);
	struct tree_side base;
	struct rename_dir *d;

	if (merge_at(&base, m, MERGE_BASE, dir, err) < 0)
		return err->code;
	if (!dir.n || base.mode != GIT_FILEMODE_TREE)
		return 0;
	if (renames_dir(&d, &m->renames[remover], dir, err) < 0)
		return err->code;
	d->marked = d->gone;
	return 0;
}

/* Directories that theirs has no more and that ours put files into. */
static int mark_ours_added(struct merge *m, const struct str dir,
			   struct err *err)
{
	struct tree_change_list changes = { 0 };
	struct tree_side base, ours;

	if (merge_at(&base, m, MERGE_BASE, dir, err) < 0 ||
	    merge_at(&ours, m, MERGE_OURS, dir, err) < 0)
		return err->code;
	if (base.mode != GIT_FILEMODE_TREE || ours.mode != GIT_FILEMODE_TREE)
		return 0;
	if (tree_diff(&changes, m->a, m->tree, &base.id, &ours.id, err) < 0)
		return err->code;
	for (size_t i = 0; i < changes.nr; i++) {
		struct rename_dir *d;

		if (changes.v[i].was.mode || str_has(changes.v[i].path, STR("/")))
			continue;
		if (renames_dir(&d, &m->renames[MERGE_THEIRS], dir, err) < 0)
			return err->code;
		d->marked = d->gone;
		return 0;
	}
	return 0;
}

/* Each directory above a path that theirs removed, once. */
static int mark_theirs_gone(struct merge *m, struct err *err)
{
	struct renames *theirs = &m->renames[MERGE_THEIRS];
	struct strmap seen = { 0 };
	struct tree_side side;

	for (size_t i = 0; i < theirs->gone.nr; i++) {
		struct str dir = path_dir(theirs->gone.v[i].path);

		for (; dir.n && strmap_add(&seen, m->a, dir); dir = path_dir(dir)) {
			if (merge_at(&side, m, MERGE_THEIRS, dir, err) < 0)
				return err->code;
			/* still there, and so are those above */
			if (side.mode == GIT_FILEMODE_TREE)
				break;
			if (mark_ours_added(m, dir, err) < 0)
				return err->code;
		}
	}
	return 0;
}

/*
 * A source matters when the other side changed the file or removed it as
 * well, or when it tells where a directory went.
 */
static bool want_sources(struct merge *m, enum merge_side s)
{
	struct renames *r = &m->renames[s];
	bool any = false;

	for (size_t i = 0; i < r->gone.nr; i++) {
		struct rename_file *f = &r->gone.v[i];
		const struct merge_entry *e = strmap_get(&m->by_path, f->path);

		f->wanted = renames_below_marked(r, f->path) ||
			    (e && !tree_side_eq(&e->side[merge_other(s)],
						&e->side[MERGE_BASE]));
		any |= f->wanted;
	}
	return any;
}

/* Could the target have renamed something that matters? */
static bool ours_may_rename(struct merge *m)
{
	for (size_t i = 0; i < m->entries.nr; i++) {
		const struct merge_entry *e = m->entries.v[i];

		if (e->side[MERGE_BASE].mode && !e->side[MERGE_OURS].mode)
			return true;
	}
	for (size_t i = 0; i < m->renames[MERGE_OURS].all_dirs.nr; i++)
		if (m->renames[MERGE_OURS].all_dirs.v[i]->marked)
			return true;
	return false;
}

static void init_renames(struct merge *m)
{
	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++)
		m->renames[s] = (struct renames){
			.tree = m->tree, .a = m->a, .root = m->root[s],
		};
}

static int find_theirs(struct merge *m, const struct tree_change_list *changes,
		       struct err *err)
{
	struct renames *theirs = &m->renames[MERGE_THEIRS];

	if (m->no_theirs)
		return 0;	/* nothing was added: nothing was renamed */
	for (size_t i = 0; i < changes->nr; i++)
		renames_add(theirs, &changes->v[i]);
	if (!theirs->gone.nr || !theirs->added.nr)
		return 0;
	if (mark_theirs_gone(m, err) < 0)
		return err->code;
	want_sources(m, MERGE_THEIRS);
	return renames_find(theirs, err);
}

static int find_ours(struct merge *m, struct err *err)
{
	struct tree_change_list all = { 0 };

	for (size_t i = 0; i < m->entries.nr; i++) {
		const struct merge_entry *e = m->entries.v[i];

		if (!e->side[MERGE_BASE].mode && !e->side[MERGE_OURS].mode &&
		    mark_added(m, MERGE_OURS, e->path, err) < 0)
			return err->code;
	}
	if (!ours_may_rename(m))
		return 0;
	if (tree_diff(&all, m->a, m->tree, &m->root[MERGE_BASE],
		      &m->root[MERGE_OURS], err) < 0)
		return err->code;
	for (size_t i = 0; i < all.nr; i++)
		renames_add(&m->renames[MERGE_OURS], &all.v[i]);
	want_sources(m, MERGE_OURS);
	return renames_find(&m->renames[MERGE_OURS], err);
}

/* --- put together ----------------------------------------------------------- */

static int by_source(const void *pa, const void *pb)
{
	const struct move *a = pa, *b = pb;
	int c = str_cmp(a->from, b->from);

	return c ? c : (int)a->side - (int)b->side;
}

/* Both sides renamed the file, to one name or to two. */
static int both_renamed(struct merge *m, const struct move *ours,
			const struct move *theirs, struct merge_entry *old,
			struct err *err)
{
	struct merge_entry *one, *two;

	if (merge_entry(&one, m, ours->to, err) < 0 ||
	    merge_entry(&two, m, theirs->to, err) < 0)
		return err->code;
	if (one == two) {
		one->side[MERGE_BASE] = old->side[MERGE_BASE];
		old->moved = true;
		return 0;
	}
	old->path_conflict = one->path_conflict = two->path_conflict = true;
	merge_conflict(m, old, "rename/rename");
	merge_conflict(m, one, "rename/rename");
	merge_conflict(m, two, "rename/rename");
	return 0;
}

/* Something else stands at the new name on the other side. */
static int collides(struct merge *m, struct merge_entry *old,
		    struct merge_entry *e, enum merge_side s, struct err *err)
{
	enum merge_side o = merge_other(s);
	const struct tree_side *side[MERGE_SIDES];
	struct tree_side merged;
	bool clean = false;

	side[s] = &e->side[s];
	side[o] = &old->side[o];
	if (tree_side_is_file(side[s]) == tree_side_is_file(side[o]) &&
	    merge_content(&merged, &clean, m, &old->side[MERGE_BASE],
			  side[MERGE_OURS], side[MERGE_THEIRS], err) < 0)
		return err->code;
	if (clean)
		e->side[s] = merged;
	else
		merge_conflict(m, e, "rename involved in collision");
	old->moved = true;
	return 0;
}

static int one_renamed(struct merge *m, const struct move *move,
		       struct merge_entry *old, struct err *err)
{
	enum merge_side s = move->side, o = merge_other(s);
	struct merge_entry *e;
	bool deleted = !old->side[o].mode, collision, other_type;

	if (merge_entry(&e, m, move->to, err) < 0)
		return err->code;
	other_type = !deleted && tree_side_is_file(&old->side[o]) !=
				 tree_side_is_file(&e->side[s]);
	collision = e->side[o].mode && !other_type;
	if (collision && !deleted)
		return collides(m, old, e, s, err);
	if (!collision)
		e->side[MERGE_BASE] = old->side[MERGE_BASE];
	if (other_type) {
		/* a link became a file there: nothing of it can follow */
		old->side[MERGE_BASE].mode = 0;
		e->path_conflict = true;
		return 0;
	}
	if (deleted) {
		e->path_conflict = true;
		merge_conflict(m, e, "rename/delete");
	} else {
		e->side[o] = old->side[o];
	}
	old->moved = true;
	return 0;
}

/* @moves are sorted by source; those without one come first. */
static int put_together(struct merge *m, struct move_list *moves,
			struct err *err)
{
	for (size_t i = 0; i < moves->nr; i++) {
		const struct move *move = &moves->v[i];
		struct merge_entry *old;
		int code;

		if (str_is_none(move->from) || str_eq(move->from, move->to))
			continue;
		/* what the other side left alone needs no rename */
		old = strmap_get(&m->by_path, move->from);
		if (!old || old->moved)
			continue;
		if (i + 1 < moves->nr &&
		    str_eq(move->from, moves->v[i + 1].from))
			code = both_renamed(m, move, &moves->v[++i], old, err);
		else
			code = one_renamed(m, move, old, err);
		if (code < 0)
			return code;
	}
	return 0;
}

static void note_doubt(struct merge *m)
{
	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
		const struct renames *r = &m->renames[s];

		if (r->skipped)
			m->doubt = STR("too many files were renamed since to look for partners");
		if (!git_oid_is_zero(&r->missing))
			m->doubt = str_printf(m->a, "object %s (blob) is missing, which may be a renamed file",
					      git_oid_tostr_s(&r->missing));
	}
}

int merge_find_renames(struct merge *m, const struct tree_change_list *changes,
		       struct err *err)
{
	struct move_list all = { 0 };

	init_renames(m);
	if (find_theirs(m, changes, err) < 0 || find_ours(m, err) < 0)
		return err->code;
	if (merge_follow_dirs(&all, m, err) < 0)
		return err->code;
	note_doubt(m);
	if (!all.nr)
		return 0;
	qsort(all.v, all.nr, sizeof(*all.v), by_source);
	return put_together(m, &all, err);
}
