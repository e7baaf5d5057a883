/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An index of the commits of one repository (SQLite, a file of our own, never
 * in the repository): id, title, author, time, and what each message says of
 * other commits (Fixes:, reverts, upstream ids, Message-IDs in Link:).  Makes
 * every look-up a matter of microseconds where git reads the whole history.
 *
 * Incremental: an update reads what is new since the tips it saw last.
 * History that was rewritten is found and read again.
 */
#ifndef COMMIT_INDEX_H
#define COMMIT_INDEX_H

#include "git/tree.h"

struct commit_index;

/*
 * Opens (creates) the index for @t below @dir and hangs it on t->index; the
 * tree closes it.  With @dir NULL it lives in memory.  A damaged index file is
 * built again; one that cannot be written is used as it is; without a place
 * to write to the index lives in memory.  commit_index_note() tells.
 */
int commit_index_open(struct tree *t, const char *dir, struct err *err);
void commit_index_close(struct commit_index *index);

/*
 * Reads what is new on all branches of the tree, or on HEAD when it has none;
 * @done counts it, or NULL.
 */
int commit_index_update(struct tree *t, uint64_t *done, struct err *err);

/* The same for the history of one commit, which no branch may have. */
int commit_index_add(struct tree *t, const git_oid *tip, struct err *err);

/* What the operator should know of the index file, one line, or NULL. */
const char *commit_index_note(const struct commit_index *index);

#endif
