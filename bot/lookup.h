/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where "regbot maintainers" looks: a kernel tree as a directory, a commit of
 * a repository, or single files.  Nothing outside of the tree is read,
 * whatever a patch names.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "git/maintainers.h"

/* As given on the command line; NULL: not given. */
struct lookup_place {
	const char *tree;		/* never NULL */
	const char *rev, *maintainers, *mailmap, *dirs;
};

struct lookup {
	const struct lookup_place *place;
	struct arena arena;		/* of MAINTAINERS */
	struct maintainers *m;
	int dir;			/* the open directory; -1: none */
	struct tree *tree;		/* NULL: a directory or single files */
};

/* lookup_close() is due after a failure, too. */
int lookup_open(struct lookup *l, const struct lookup_place *place,
		struct err *err);
void lookup_close(struct lookup *l);

/* "./a//b" and "TREE/a/b" are a/b; a directory has a slash at its end. */
struct str lookup_path(const struct lookup *l, struct arena *a,
		       const char *path);

#endif
