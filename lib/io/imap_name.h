/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of IMAP folders: "modified UTF-7" of RFC 3501, 5.1.3.
 */
#ifndef IMAP_NAME_H
#define IMAP_NAME_H

#include "base/buf.h"

/* Adds @name, which is UTF-8; bytes that are not become U+FFFD. */
void imap_name_encode(struct buf *out, struct str name);

#endif
