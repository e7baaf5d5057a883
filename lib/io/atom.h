/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Feeds of public-inbox (Atom, RFC 4287), read by a scanner that knows what an
 * XML text is made of and nothing else: elements, attributes on any lines,
 * comments, CDATA, references to characters.  It expands no entities of the
 * feed's own, opens nothing, and goes over the bytes once.
 */
#ifndef ATOM_H
#define ATOM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* What a feed says of a mail; what it does not say is STR_NONE. */
struct archive_hit {
	struct str id;		/* without <>, at most 900 bytes */
	struct str parent;	/* the id that it answers */
	struct str title;	/* one line of UTF-8 */
	struct str name, address;	/* of the author */
	int64_t date;		/* of arrival, or the mail's own; or TIME_NONE */
};

struct archive_hits {
	struct archive_hit *v;
	size_t nr, cap;
	bool more;		/* there were more than were asked for */
};

/*
 * Adds the entries of @feed to *hits, @max at most; an entry without a usable
 * id is left out.  Yields the number of entries, ERR_SOURCE when it is no feed
 * and ERR_BUSY when it does not end as feeds do.
 */
int atom_parse(struct archive_hits *hits, struct arena *a, struct str feed,
	       size_t max, struct err *err);

/*
 * May it be asked for: not empty, at most 900 bytes, no control characters,
 * more than dots.  Archives hold ids that msgid_usable() refuses.
 */
bool atom_id_usable(struct str id);

#endif
