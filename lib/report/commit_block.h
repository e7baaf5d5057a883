/* SPDX-License-Identifier: GPL-2.0-only */
/* A commit as "git show" and "git log" print it. */
#ifndef COMMIT_BLOCK_H
#define COMMIT_BLOCK_H

#include "report/commit_title.h"

/*
 * Reads the block whose first key ("Author:", "Merge:") is line @i: fills
 * author, date and title, and sets line behind the message, whose words are
 * not the sender's.  False: line @i begins none.
 */
bool commit_block_read(struct commit_title *t, const struct reading *rd,
		       size_t i);

#endif
