/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Blanks that do not break (U+00A0): mail programs put them where several
 * blanks were, and a trace has many.
 */
#ifndef TRACE_BLANKS_H
#define TRACE_BLANKS_H

#include "base/arena.h"
#include "base/str.h"

/* @text with plain blanks; @text itself where it has no others. */
struct str trace_plain_blanks(struct arena *a, struct str text);

/* The offset in @text of what is at @at in trace_plain_blanks(@text). */
size_t trace_blanks_offset(struct str text, size_t at);

#endif
