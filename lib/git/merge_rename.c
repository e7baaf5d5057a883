// SPDX-License-Identifier: GPL-2.0-only
/*
 * Renames in a merge; see merge.h.  Three steps, as in git: find the files
 * that each side renamed, as far as the other side did something to them;
 * deduce which directories moved; put the versions of a renamed file together
 * under its new name.
 */
#include "git/merge.h"

/* A file that one side renamed, or (without @from) added. */
struct move {
	struct str from, to;
	enum merge_side side;
};

struct move_list {
	struct move *v;
	size_t nr, cap;
};

static enum merge_side other(enum merge_side s)
{
	return s == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
}

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
			    (e && !tree_side_eq(&e->side[other(s)],
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

/* --- which directories ----------------------------------------------------- */

/* Where a side's directories went: from path to struct str *. */
static int dirs_moved(struct strmap *out, struct merge *m, enum merge_side s,
		      struct err *err)
{
	struct renames *r = &m->renames[s];

	for (size_t i = 0; i < r->all_dirs.nr; i++) {
		const struct rename_dir *d = r->all_dirs.v[i];
		struct merge_entry *e;
		struct str *to;
		bool split;

		if (!d->gone || !(d->marked || renames_below_marked(r, d->path)) || !d->to.nr)
			continue;
		to = arena_new(m->a, struct str);
		*to = renames_dir_target(d, &split);
		if (!split) {
			*strmap_at(out, m->a, d->path) = to;
			continue;
		}
		if (merge_entry(&e, m, d->path, err) < 0)
			return err->code;
		merge_conflict(m, e, "directory rename split");
	}
	return 0;
}

/* What both sides moved is left to the single files. */
static void drop_common(struct strmap *ours, struct strmap *theirs,
			struct arena *a)
{
	for (size_t i = 0; i < ours->cap; i++) {
		struct strmap_slot *slot = &ours->v[i];
		struct str **twin;

		if (!slot->key.p || !strmap_get(theirs, slot->key))
			continue;
		twin = (struct str **)strmap_at(theirs, a, slot->key);
		*twin = NULL;
		slot->value = NULL;
	}
}

/* @path with its nearest moved directory replaced, or STR_NONE. */
static struct str moved_path(struct str *dir_to, struct merge *m,
			     const struct strmap *dirs, struct str path)
{
	for (struct str up = path_dir(path); up.n; up = path_dir(up)) {
		const struct str *to = strmap_get(dirs, up);
		struct str rest;

		if (!to)
			continue;
		*dir_to = *to;
		rest = str_from_off(path, up.n + 1);
		return to->n ? str_printf(m->a, "%.*s/%.*s", STR_ARG(*to),
					  STR_ARG(rest)) : rest;
	}
	return STR_NONE;
}

/* The files that a side put somewhere: renamed ones and new ones. */
static int collect_moves(struct move_list *out, struct merge *m,
			 enum merge_side s, const struct strmap *dirs,
			 struct err *err)
{
	struct renames *r = &m->renames[s];

	for (size_t i = 0; i < r->added.nr; i++) {
		const struct rename_file *f = &r->added.v[i];

		*list_add(m->a, out) = (struct move){
			.to = f->path, .side = s,
			.from = f->partner == RENAME_NONE ? STR_NONE :
				r->gone.v[f->partner].path,
		};
	}
	if (r->added.nr || s == MERGE_THEIRS)
		return 0;
	/* the target was not searched: look into the moved directories only */
	for (size_t i = 0; i < dirs->cap; i++) {
		struct tree_change_list changes = { 0 };
		struct tree_side base, ours;
		struct str dir = dirs->v[i].key;

		if (!dir.p || !dirs->v[i].value)
			continue;
		if (merge_at(&base, m, MERGE_BASE, dir, err) < 0 ||
		    merge_at(&ours, m, MERGE_OURS, dir, err) < 0)
			return err->code;
		if (ours.mode != GIT_FILEMODE_TREE)
			continue;
		if (tree_diff(&changes, m->a, m->tree, &base.id, &ours.id,
			      err) < 0)
			return err->code;
		for (size_t j = 0; j < changes.nr; j++)
			if (!changes.v[j].was.mode)
				*list_add(m->a, out) = (struct move){
					.side = s,
					.to = str_printf(m->a, "%.*s/%.*s",
						STR_ARG(dir),
						STR_ARG(changes.v[j].path)),
				};
	}
	return 0;
}

/* Is there something at @path that a file of side @s cannot share? */
static int in_the_way(bool *yes, struct merge *m, enum merge_side s,
		      struct str path, struct err *err)
{
	struct tree_side base, mine;

	if (merge_at(&base, m, MERGE_BASE, path, err) < 0 ||
	    merge_at(&mine, m, s, path, err) < 0)
		return err->code;
	*yes = base.mode || mine.mode;
	return 0;
}

/*
 * A file that one side put into a directory which the other side moved: git
 * does not guess but says where it would have to go.
 */
static int suggest(struct merge *m, struct move *move, struct str to,
		   bool shared, struct err *err)
{
	struct merge_entry *here, *there;
	bool blocked;

	if (merge_entry(&here, m, move->to, err) < 0 ||
	    in_the_way(&blocked, m, move->side, to, err) < 0)
		return err->code;
	if (blocked || shared) {
		merge_conflict(m, here, "implicit dir rename");
		return 0;
	}
	if (merge_entry(&there, m, to, err) < 0)
		return err->code;
	there->side[move->side] = here->side[move->side];
	here->side[move->side].mode = 0;
	there->path_conflict = true;
	merge_conflict(m, there, "file location");
	move->to = to;
	return 0;
}

/* Applies the directories that the other side moved to a side's files. */
static int follow_dirs(struct merge *m, struct move_list *moves,
		       const struct strmap *dirs, const struct strmap *own,
		       struct err *err)
{
	struct strmap targets = { 0 };

	for (size_t i = 0; i < moves->nr; i++) {
		struct str dir, to = moved_path(&dir, m, dirs, moves->v[i].to);
		size_t **count;

		if (str_is_none(to))
			continue;
		count = (size_t **)strmap_at(&targets, m->a, to);
		if (!*count)
			*count = arena_new(m->a, size_t);
		++**count;
	}
	for (size_t i = 0; i < moves->nr; i++) {
		struct str dir, to = moved_path(&dir, m, dirs, moves->v[i].to);
		const size_t *count;

		/* into a directory that this side moved on: not followed */
		if (str_is_none(to) || strmap_get(own, dir))
			continue;
		count = strmap_get(&targets, to);
		if (suggest(m, &moves->v[i], to, *count > 1, err) < 0)
			return err->code;
	}
	return 0;
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
	enum merge_side o = other(s);
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
	enum merge_side s = move->side, o = other(s);
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
	struct strmap dirs[MERGE_SIDES] = { 0 };
	struct move_list moves[MERGE_SIDES] = { 0 }, all = { 0 };

	init_renames(m);
	if (find_theirs(m, changes, err) < 0 || find_ours(m, err) < 0)
		return err->code;
	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++)
		if (dirs_moved(&dirs[s], m, s, err) < 0)
			return err->code;
	drop_common(&dirs[MERGE_OURS], &dirs[MERGE_THEIRS], m->a);
	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
		if (collect_moves(&moves[s], m, s, &dirs[other(s)], err) < 0 ||
		    follow_dirs(m, &moves[s], &dirs[other(s)], &dirs[s],
				err) < 0)
			return err->code;
		for (size_t i = 0; i < moves[s].nr; i++)
			if (!str_is_none(moves[s].v[i].from))
				*list_add(m->a, &all) = moves[s].v[i];
	}
	note_doubt(m);
	if (!all.nr)
		return 0;
	qsort(all.v, all.nr, sizeof(*all.v), by_source);
	return put_together(m, &all, err);
}
