/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses of pages in a mail, and what kind of page each one is. */
#ifndef LINKS_H
#define LINKS_H

#include "report/reading.h"

/* Notes the address in @word, which line @i holds; false: it holds none. */
bool link_note(struct reading *rd, struct str word, size_t i);

/* The commit that an address of a kernel repository shows, or STR_NONE. */
struct str link_commit(struct str url);

#endif
