/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Some mails of a folder, read at once and kept in memory until they are
 * handed out one by one: libetpan pushes, a source is pulled.  A chunk is
 * bounded in number and size, so memory does not grow with the folder.
 */
#ifndef IMAP_CHUNK_H
#define IMAP_CHUNK_H

#include "base/buf.h"
#include "io/imap.h"

struct imap_piece {
	uint32_t uid;
	size_t at, n;
};

struct imap_chunk {
	struct buf bytes;
	struct imap_piece v[IMAP_WANT_MAX];
	size_t nr, next;	/* @next: not handed out yet */
	size_t begin;		/* where the mail under way begins */
	uint32_t last;		/* all up to this UID were read, or are gone */
};

void imap_chunk_init(struct imap_chunk *c);
void imap_chunk_release(struct imap_chunk *c);

/*
 * Fills *c, which is handed out, with the next mails of @todo, at least one of
 * them unless they are gone.  When the connection breaks, it holds those that
 * came whole, without a gap; the error is given all the same.
 */
int imap_chunk_fill(struct imap_chunk *c, struct imap *im,
		    const struct imap_want *todo, struct err *err);

/* The next mail, valid until imap_chunk_fill(); false at the end. */
bool imap_chunk_next(struct imap_chunk *c, uint32_t *uid, struct str *bytes);

#endif
