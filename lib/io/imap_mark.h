/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far the folders of an account were read, as one text: a word for each
 * folder, so that one that is no longer configured is forgotten and a new one
 * begins.
 */
#ifndef IMAP_MARK_H
#define IMAP_MARK_H

#include "base/buf.h"

struct imap_position {
	uint32_t validity;	/* UIDVALIDITY; 0: never read */
	uint32_t last;		/* the last UID that is done with */
	/*
	 * While a folder is read for the first time and older mails are left
	 * out: up to this UID those that came before @since.
	 */
	uint32_t until;
	int64_t since;
};

/* Where @mark says that @folder is; all zero when it says nothing. */
struct imap_position imap_mark_find(struct str mark, struct str folder);

/* Writes a mark: begin once, then each folder. */
void imap_mark_begin(struct buf *out);
void imap_mark_add(struct buf *out, struct str folder,
		   const struct imap_position *at);

#endif
