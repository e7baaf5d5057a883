/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The header block of a mail, read by our own unfolding: libetpan tidies what
 * it reads, recurses on comments, and nothing of a hostile header may be lost
 * or acted upon before it has been seen raw.
 */
#ifndef HEADER_H
#define HEADER_H

#include "mail/message.h"

/*
 * Takes the header block and the empty line behind it off *rest.  A line that
 * is no field and continues none is passed over if fields follow it, else it
 * begins the body.
 */
void header_list_parse(struct header_list *out, struct arena *a,
		       struct str *rest, struct str_list *flaws);

/* Does @text begin with the header of a mail?  Nothing else is one. */
bool header_is_mail(struct str text);

/* The first field called @name, or NULL. */
const struct header *header_find(const struct header_list *list,
				 const char *name);

/*
 * The value as one line of UTF-8: unfolded, encoded words (RFC 2047) decoded,
 * control characters gone.
 */
struct str header_decode(struct arena *a, struct str raw,
			 struct str_list *flaws);

#endif
