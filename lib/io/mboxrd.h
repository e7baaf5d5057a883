/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mboxrd form: every line that begins with "From " separates, and a mail's
 * own such lines carry one ">" more.  Here for bytes in memory, as archives send
 * threads; files of any size are read by source_mbox.c.
 */
#ifndef MBOXRD_H
#define MBOXRD_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Adds the first @max mails of @text to *mails.  They lie in the arena, without
 * the empty line that ends each.  Bytes in front of the first separator are no
 * mail.
 */
void mboxrd_split(struct str_list *mails, struct arena *a, struct str text,
		  size_t max);

/* ">From " and ">>From " lose a mark, other lines stay as they are. */
struct str mboxrd_unquote(struct str line);

#endif
