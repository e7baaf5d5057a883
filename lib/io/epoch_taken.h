/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which mails are taken back further on in what is to be read: nobody needs
 * to see them at all.
 */
#ifndef EPOCH_TAKEN_H
#define EPOCH_TAKEN_H

#include "io/epoch_walk.h"

struct epoch_taken {
	struct commit_map blobs;
	uint64_t *when;		/* the last time, by number of the blob */
	size_t cap;
};

/* Adds what is taken back in @list, which is of the epoch @number. */
void epoch_taken_note(struct epoch_taken *t, uint32_t number,
		      const struct epoch_list *list);
/* Is the mail of the commit @i in @list taken back later? */
bool epoch_taken_later(const struct epoch_taken *t, uint32_t number,
		       const struct epoch_list *list, size_t i);
void epoch_taken_release(struct epoch_taken *t);

#endif
