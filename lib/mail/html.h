/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Plain text out of HTML mail: lines where blocks end, <pre> as it is, quotes
 * as "> ", list items and table cells told apart, entities decoded, scripts
 * and styles left out.  It lays out nothing.
 */
#ifndef HTML_H
#define HTML_H

#include "base/arena.h"
#include "base/str.h"

/* @html is UTF-8; so is the result. */
struct str html_to_text(struct arena *a, struct str html);

#endif
