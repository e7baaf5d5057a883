/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Content-Transfer-Encodings (RFC 2045 section 6), forgiving as mail needs it.
 *
 * libetpan's mailmime_base64_body_parse() and its sister stop at, or swallow,
 * what does not belong there, such as the footer that a list appends in plain
 * text below base64; and they copy twice.  These are one pass into the arena.
 */
#ifndef DECODE_H
#define DECODE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Decoding ends at padding, and in front of a line that holds what is neither
 * of the alphabet nor a blank; what follows is given in *behind (may be NULL).
 */
struct str decode_base64(struct arena *a, struct str s, struct str *behind);

/* "=" without two hex digits stays as it is. */
struct str decode_quoted_printable(struct arena *a, struct str s);

/* The Q encoding of header values: "_" is a blank. */
struct str decode_q(struct arena *a, struct str s);

#endif
