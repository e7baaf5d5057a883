/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far an archive was read: "epoch1", then number and commit read last of
 * the newest epoch and of the one before it.  A mirror may get the beginning
 * of a new epoch before it gets the end of the old one, and that end must not
 * be lost.
 */
#ifndef EPOCH_MARK_H
#define EPOCH_MARK_H

#include <git2.h>

#include "base/buf.h"

#define EPOCH_POSITIONS	2

struct epoch_mark {
	struct epoch_position {
		uint32_t number;
		git_oid id;
	} at[EPOCH_POSITIONS];	/* newest epoch first */
	size_t nr;
	bool moved;		/* since it was written last */
};

/* What is no mark leaves *m without a position. */
void epoch_mark_read(struct epoch_mark *m, struct str text);
/* Writes to @text, which is emptied first, and yields a view of it. */
struct str epoch_mark_write(struct epoch_mark *m, struct buf *text);

/* NULL when nothing is known of that epoch. */
const struct epoch_position *epoch_mark_of(const struct epoch_mark *m,
					   uint32_t number);
/* The newest epochs are kept. */
void epoch_mark_set(struct epoch_mark *m, uint32_t number, const git_oid *id);

#endif
