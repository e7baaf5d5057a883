/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A commit object as views into its bytes.  libgit2's git_commit allocates a
 * dozen pieces for each commit; reading a whole history wants none.
 *
 * Strangers write commits: any header may be missing or nonsense, the message
 * may be in any charset.  Only what has no tree line is refused.
 */
#ifndef COMMIT_RAW_H
#define COMMIT_RAW_H

#include <git2.h>

#include "mail/address.h"

struct commit_raw {
	git_oid tree;
	struct str parents;		/* lines "parent <40 hex>\n" */
	unsigned int nr_parents;
	struct str author, committer;	/* "Name <addr> 1700000000 +0100" */
	struct str encoding;		/* STR_NONE: UTF-8 */
	struct str message;		/* as it lies there */
};

bool commit_raw_parse(struct commit_raw *out, struct str data);

/* The id of parent @i, which must be below nr_parents. */
bool commit_raw_parent(git_oid *out, const struct commit_raw *c,
		       unsigned int i);

/* Name and address as views; a time that is no number gives 0. */
void commit_raw_person(struct address *who, int64_t *when, struct str line);

/* @s of this commit as UTF-8; bytes that are no text become U+FFFD. */
struct str commit_raw_text(struct arena *a, const struct commit_raw *c,
			   struct str s);

/*
 * The title as git shows it: the first paragraph, its lines joined by one
 * blank, white space folded.
 */
struct str commit_raw_title(struct arena *a, struct str message);

#endif
