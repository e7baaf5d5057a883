/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tree objects: one path of a tree, and which paths differ between two trees.
 * Both trees are walked in step and subtrees with equal ids are skipped, so
 * the cost is that of what differs, not that of the whole tree (which is
 * what git_diff_tree_to_tree() of libgit2 1.5 costs).
 *
 * Names come from strangers: any bytes but '/' and NUL.  Trees nested or
 * repeated to hurt are refused with ERR_TREE.
 */
#ifndef TREE_DIFF_H
#define TREE_DIFF_H

#include "git/tree.h"

/* What lies at a path.  Mode 0: nothing. */
struct tree_side {
	git_oid id;
	unsigned int mode;	/* GIT_FILEMODE_... */
};

struct tree_change {
	struct str path;
	struct tree_side was, is;	/* never a directory */
};

struct tree_change_list {
	struct tree_change *v;
	size_t nr, cap;
};

/* One entry of a tree object. */
struct tree_item {
	struct str name;
	struct tree_side side;
};

/* Takes the next entry off *data, the bytes of a tree object. */
bool tree_item_next(struct tree_item *out, struct str *data);

/* The order of names in a tree object: a directory counts as "name/". */
int tree_name_cmp(struct str a, bool a_is_dir, struct str b, bool b_is_dir);

static inline bool tree_side_eq(const struct tree_side *a,
				const struct tree_side *b)
{
	return a->mode == b->mode &&
	       (!a->mode || git_oid_equal(&a->id, &b->id));
}

static inline bool tree_side_is_file(const struct tree_side *s)
{
	return (s->mode & 0170000) == 0100000;
}

/*
 * Reads an object of @type.  ERR_TREE names the object that is missing or
 * damaged, and how to get it.
 */
int tree_read(git_odb_object **out, struct tree *t, const git_oid *id,
	      git_object_t type, struct err *err);

/*
 * Keeps an object in memory until the scratch backend is reset.  Not by
 * git_odb_write(): for what the repository has already, that renews the time
 * of the file there.
 */
int tree_write(git_oid *out, struct tree *t, git_object_t type,
	       struct str data, struct err *err);

/* The bytes of an object that was read, valid as long as the object. */
static inline struct str tree_bytes(git_odb_object *object)
{
	return str_make(git_odb_object_data(object),
			git_odb_object_size(object));
}

/* What lies at @path below @root; a directory is yielded as such. */
int tree_at(struct tree_side *out, struct tree *t, const git_oid *root,
	    struct str path, struct err *err);

/*
 * Appends the files that differ, sorted by path.  @was or @is may be NULL for
 * the empty tree.
 */
int tree_diff(struct tree_change_list *out, struct arena *a, struct tree *t,
	      const git_oid *was, const git_oid *is, struct err *err);

#endif
