/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prose in lines of a width.  Words are never broken, so URLs and tags stay
 * whole; a line that is nothing but one long word may be longer.
 */
#ifndef WRAP_H
#define WRAP_H

#include "base/arena.h"
#include "base/buf.h"

/* How wide @s stands in a terminal, where each character takes one column. */
size_t text_columns(struct str s);

/*
 * What strangers wrote as text that can be sent: UTF-8, other control
 * characters than LF and tab as '?'.
 */
struct str text_clean(struct arena *a, struct str s);

/*
 * A line that programs reading the mail would take as something else than
 * text: a bot's command, the start of a patch, of a mail in an mbox, or of a
 * signature.
 */
bool line_is_marked(struct str line);

/*
 * Appends the words of @text in lines of at most @width columns, each begun
 * with @prefix.  Where there is none, lines that would begin as a marked one
 * are indented; the first one only if @guard is set.
 */
void wrap_text(struct buf *out, struct str prefix, struct str text,
	       size_t width, bool guard);

#endif
