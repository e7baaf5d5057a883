/* SPDX-License-Identifier: GPL-2.0-only */
/* The quote marks and brackets that people put around titles. */
#ifndef TITLE_MARKS_H
#define TITLE_MARKS_H

#include "base/str.h"

enum quote_mark { MARK_NONE, MARK_DOUBLE, MARK_SINGLE };

/* The quote mark at @i, straight or curly; *n is its length in bytes. */
enum quote_mark quote_mark_at(struct str s, size_t i, size_t *n);

/*
 * Where a title ends whose opening bracket (@paren), quote mark (@mark) or
 * both stood right before @s.  Quote marks within the title nest.  Yields the
 * length of the title or -1; *all counts the closing marks as well.
 */
ptrdiff_t title_close(struct str s, bool paren, enum quote_mark mark,
		      size_t *all);

#endif
