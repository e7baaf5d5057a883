/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Message ids: bytes that a stranger chose.  They are compared as bytes and
 * become part of a path or URL only through msgid_file_name().
 */
#ifndef MSGID_H
#define MSGID_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The first id in a raw header value, without <>, or STR_NONE.  Folds, blanks
 * and control characters inside are left out; an id without <> needs an @.
 */
struct str msgid_first(struct arena *a, struct str raw);

/*
 * All ids, in order.  Beyond BOUND_REFERENCES the first and the last ones are
 * kept; true when some were left out.
 */
bool msgid_list(struct str_list *out, struct arena *a, struct str raw);

/*
 * May it stand in a header or be looked up: printable ASCII without blanks and
 * <>, at most 900 bytes, not empty.
 */
bool msgid_usable(struct str id);

/*
 * A file name that no id can break out of: letters, digits, "-", "_", "@" and
 * inner dots as they are, others as "=XX", long ones cut, and a hash of the
 * id's bytes behind, so that different ids have different names.
 */
struct str msgid_file_name(struct arena *a, struct str id);

#endif
