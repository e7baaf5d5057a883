/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the message of a commit says of other commits, as views: the tags and
 * phrases that git revert, git cherry-pick and kernel people write.
 * Text that only resembles them is no reference.
 */
#ifndef COMMIT_REFS_H
#define COMMIT_REFS_H

#include "base/arena.h"
#include "base/str.h"

enum commit_ref_kind {
	COMMIT_REF_FIXES = 1,	/* Fixes: <hex> ("title") */
	COMMIT_REF_REVERTS,	/* This reverts commit <hex>; Revert "title" */
	COMMIT_REF_UPSTREAM,	/* commit <hex> upstream. and the like */
	COMMIT_REF_LINK,	/* Link: https://lore.kernel.org/r/<msgid> */
};

struct message_ref {
	enum commit_ref_kind kind;
	struct str hex;		/* lower case, 7 to 40; or STR_NONE */
	struct str title;	/* white space folded; or STR_NONE */
	struct str msgid;	/* without <>; or STR_NONE */
};

struct message_ref_list {
	struct message_ref *v;
	size_t nr, cap;
};

/* Appends what @message (UTF-8) with this folded @title refers to. */
void commit_refs_scan(struct message_ref_list *out, struct arena *a,
		      struct str title, struct str message);

/* The title that Revert "..." or Reapply "..." undoes, or STR_NONE. */
struct str commit_refs_undone(struct arena *a, struct str title);

/* The Message-ID that an archive's URL ends in, or STR_NONE. */
struct str commit_refs_msgid(struct arena *a, struct str url);

/* Takes 7 to 40 hex digits that stand alone off *s; lower case. */
bool commit_refs_hex(struct str *out, struct arena *a, struct str *s);

#endif
