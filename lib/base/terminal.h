/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What strangers wrote, on a terminal: it must not move the cursor, clear the
 * screen or set the title there.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include "base/base.h"

/*
 * Takes the control characters out of @n bytes of UTF-8, in place: a blank for
 * a tab, else a question mark for each byte.  Line ends stay.
 */
void terminal_clean(char *s, size_t n);

#endif
