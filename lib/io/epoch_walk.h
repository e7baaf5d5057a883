/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commits of one epoch that are still to be read, oldest first, and what
 * each of them did: brought a mail, took one back, or nothing.  The mails
 * themselves are not read.
 *
 * public-inbox writes a straight line of commits.  Other shapes are walked as
 * well: no commit comes before its parents.
 */
#ifndef EPOCH_WALK_H
#define EPOCH_WALK_H

#include "base/err.h"
#include "git/commit_map.h"
#include "io/epoch_objects.h"

enum epoch_did {
	EPOCH_NOTHING,		/* its tree is the one before, or was purged */
	EPOCH_MAIL,		/* the file "m" */
	EPOCH_REMOVED,		/* the file "d": a mail that was taken back */
	EPOCH_DAMAGED,		/* its tree cannot be read */
	EPOCH_FOREIGN,		/* its tree has neither */
};

struct epoch_commit {
	git_oid id, blob;
	enum epoch_did did;
};

struct epoch_list {
	struct epoch_commit *v;
	size_t nr;
	bool met;	/* the commit read last is a part of this history */
};

struct epoch_repo {
	const char *name;	/* "NAME: epoch 3", for errors */
	const char *path;
	struct epoch_objects objects;
	struct commit_map shallow;	/* whose parents are not there */
};

int epoch_repo_open(struct epoch_repo *r, const char *name, const char *path,
		    git_repository *repo, struct err *err);
void epoch_repo_release(struct epoch_repo *r);

/*
 * What @tip has and @last (NULL: nothing was read yet) has not.  When @last
 * is no part of the history any more, that is everything since old and new
 * parted.
 *
 * With a @since that is not TIME_NONE, older commits are left out where @last
 * is of no use: the list begins with the first commit made at that time or
 * later.
 */
int epoch_walk(struct epoch_list *out, struct epoch_repo *r,
	       const git_oid *tip, const git_oid *last, int64_t since,
	       struct err *err);
void epoch_list_release(struct epoch_list *list);

DEFINE_FREE(epoch_list, struct epoch_list, epoch_list_release(p))

#endif
