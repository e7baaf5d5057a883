/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel tree: one repository and the branches of it that matter.  Nothing
 * is ever written to it: no object, no ref, no work tree.
 *
 * A tree that cannot be used (not a repository, owned by another user, sha256
 * or reftable, shallow, a ref that is not there) is ERR_TREE with a text that
 * says how to mend it; the case goes on without that tree.
 */
#ifndef TREE_H
#define TREE_H

#include <git2.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

DEFINE_FREE(git_repository, git_repository *, git_repository_free(*p))
DEFINE_FREE(git_odb_object, git_odb_object *, git_odb_object_free(*p))
DEFINE_FREE(git_commit, git_commit *, git_commit_free(*p))
DEFINE_FREE(git_tree, git_tree *, git_tree_free(*p))
DEFINE_FREE(git_tree_entry, git_tree_entry *, git_tree_entry_free(*p))
DEFINE_FREE(git_blob, git_blob *, git_blob_free(*p))
DEFINE_FREE(git_object, git_object *, git_object_free(*p))
DEFINE_FREE(git_revwalk, git_revwalk *, git_revwalk_free(*p))
DEFINE_FREE(git_reference, git_reference *, git_reference_free(*p))

enum branch_role { BRANCH_OTHER, BRANCH_MAINLINE, BRANCH_NEXT, BRANCH_STABLE };

struct branch {
	char *name;		/* for people: "mainline", "6.6.y" */
	char *ref;		/* as configured: "origin/master" */
	enum branch_role role;
	git_oid tip;
};

struct commit_index;
struct rename_cache;

struct tree {
	char *path;		/* as given */
	git_repository *repo;
	git_odb *odb;
	bool partial;		/* a clone with a filter: objects may be missing */
	struct commit_index *index;	/* commit_index.h; NULL: none opened */
	struct branch *branches;
	size_t nr_branches;
	/* what the modules of lib/git keep here; tree_close() frees it */
	git_odb_backend *scratch;	/* results of merges live here, in memory */
	struct rename_cache *renames;	/* rename_score.h */
	git_mailmap *mailmap;		/* of the first branch's tip, once asked for */
	bool mailmap_read;
};

/*
 * Opens a work tree, a .git directory or a bare repository at @path; with
 * NULL or "." also one that the current directory lies in.  *out belongs to
 * the caller.  git_libgit2_init() was called before.
 *
 * A clone with a filter (partial clone) is opened: it answers as long as the
 * objects asked for are there, and what is missing is said by name.
 */
int tree_open(struct tree **out, const char *path, struct err *err);
void tree_close(struct tree *t);

/*
 * The repository alone, opened by the same rules, whatever it holds: it may
 * be empty or shallow.
 */
int tree_open_repository(git_repository **out, const char *path,
			 struct err *err);

/*
 * Adds a branch; its tip is what @ref (anything git rev-parse takes) names
 * now.  @name NULL: @ref stands for it.
 */
int tree_add_branch(struct tree *t, const char *name, const char *ref,
		    enum branch_role role, struct err *err);

/* The commit that @ref names now, tags followed; ERR_TREE if there is none. */
int tree_ref(git_oid *out, const struct tree *t, const char *ref,
	     struct err *err);

/* Yields the mailmap of the tree's first branch (or HEAD); may be NULL. */
const git_mailmap *tree_mailmap(struct tree *t);

/*
 * libgit2 hashes each object again that it reads, which is half the time of a
 * walk over history.  Walks that only list commits of the operator's own clone
 * do without (its pack has checksums, and git checks no more); what a merge
 * is made of is always verified.  For the whole process: on again at the end.
 */
void tree_verify(bool on);

/* Sets *err from libgit2's last error: "<path>: while <what>: ...". */
int tree_err(const struct tree *t, struct err *err, const char *what);

DEFINE_FREE(tree, struct tree *, tree_close(*p))

#endif
