/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The MIME tree of a mail, flattened to its leaves, in one pass and without
 * recursion.
 *
 * libetpan's mailmime_parse() is not used for this: it recurses once for each
 * level, reads the content again for each, and hands out a header of its own
 * reading; so one would have to walk the same bytes before it in order to
 * bound it, and two walks can be made to disagree.
 */
#ifndef MIME_H
#define MIME_H

#include "mail/mime_field.h"

struct mime_leaf {
	struct mime_type type;
	struct str body;		/* still encoded */
	const struct header_list *mail;	/* header of the message/rfc822 that
					 * begins here, or NULL */
	unsigned int alternative;	/* which multipart/alternative, 0: none */
	bool forwarded;			/* inside a message/rfc822 */
	bool nested;			/* inside a multipart */
};

struct mime_leaf_list {
	struct mime_leaf *v;
	size_t nr, cap;
};

/* Adds the leaves of a mail; @forwarded: of one that was inside another. */
void mime_walk(struct mime_leaf_list *out, struct arena *a,
	       const struct header_list *headers, struct str body,
	       bool forwarded, struct str_list *flaws);

#endif
