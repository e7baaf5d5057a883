/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses of a mail header (RFC 5322 section 3.4): groups are opened, names
 * decoded (RFC 2047), comments dropped.  What cannot be an address is kept as
 * a name without one, so that nothing of a dirty header is silently lost.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "base/arena.h"
#include "base/str.h"

struct address {
	struct str name;	/* UTF-8, may be empty; no line breaks or NUL */
	struct str addr;	/* local@domain as written; STR_NONE: unusable */
	bool masked;		/* "apopple@xxxxxxxxxx": made unreadable by an archive */
};

struct address_list {
	struct address *v;
	size_t nr, cap;
};

/*
 * Reads the value of a From, To or Cc header, raw or already unfolded.  Bad
 * pieces are skipped to the next comma.  At most 4,096 addresses are taken.
 */
void address_list_parse(struct address_list *out, struct arena *a,
			struct str value);

/*
 * May mail be sent to it: one @, a domain with a dot, only characters of an
 * unquoted local part (RFC 5321 section 4.1.2), at most 254 bytes, not masked.
 */
bool address_usable(struct str addr);

/* An address made unreadable by an archive: x@xxxxxxxxxx, a@...b, "a at b". */
bool address_is_masked(struct str addr);

/* The same mailbox: domain without case, local part without case as well. */
bool address_same(struct str a, struct str b);

/*
 * "Name <addr>" for text in a draft's body: the name as it is, without
 * quotes or encoding.  For headers see write.h.
 */
struct str address_text(struct arena *a, const struct address *who);

#endif
