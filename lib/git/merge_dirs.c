// SPDX-License-Identifier: GPL-2.0-only
#include "git/merge_dirs.h"

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
	bool blocked = false;

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

int merge_follow_dirs(struct move_list *out, struct merge *m, struct err *err)
{
	struct strmap dirs[MERGE_SIDES] = { 0 };

	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++)
		if (dirs_moved(&dirs[s], m, s, err) < 0)
			return err->code;
	drop_common(&dirs[MERGE_OURS], &dirs[MERGE_THEIRS], m->a);
	for (enum merge_side s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
		const struct strmap *moved = &dirs[merge_other(s)];
		struct move_list moves = { 0 };

		if (collect_moves(&moves, m, s, moved, err) < 0 ||
		    follow_dirs(m, &moves, moved, &dirs[s], err) < 0)
			return err->code;
		for (size_t i = 0; i < moves.nr; i++)
			if (!str_is_none(moves.v[i].from))
				*list_add(m->a, out) = moves.v[i];
	}
	return 0;
}
