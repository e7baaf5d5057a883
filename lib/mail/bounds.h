/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much of a stranger's mail is looked at.  Real mail stays far below all
 * of these; what is beyond is cut, the cut is said in the flaws of the
 * message, and the rest of the mail is read as if it ended there.
 */
#ifndef BOUNDS_H
#define BOUNDS_H

#include "base/arena.h"
#include "base/str.h"

#define BOUND_HEADERS		1000	/* fields of one header */
#define BOUND_HEADER_BYTES	65536	/* one field once it is decoded */
#define BOUND_REFERENCES	200	/* the first and the last ones are kept */
#define BOUND_PARTS		500	/* leaves of the MIME tree */
#define BOUND_DEPTH		24	/* multiparts inside each other */
#define BOUND_TEXT		((size_t)16 << 20)	/* decoded text */
#define BOUND_LINES		((size_t)1 << 20)
#define BOUND_QUOTES		100	/* marks in front of one line */

/* Remembers @what, once. */
void flaw_add(struct str_list *flaws, struct arena *a, struct str what);

/* Cuts *s to @max bytes, between lines where it can; true when it was cut. */
bool bounds_cut(struct str *s, size_t max);

#endif
