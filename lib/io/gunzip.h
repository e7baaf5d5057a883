/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What gzip packed (RFC 1952), unpacked whole: all members, with checksum and
 * length of each verified.  Packed bytes of strangers can grow a thousandfold,
 * so there is a ceiling on the result and one on the growth.
 */
#ifndef GUNZIP_H
#define GUNZIP_H

#include "base/buf.h"
#include "base/err.h"

/* A text that grows more than this is no mail, no feed and no list. */
#define GUNZIP_RATIO_MAX	400

/* Does it begin as gzip does? */
bool gunzip_looks_so(struct str bytes);

/*
 * Adds what @packed holds to @out, whose maximum is the ceiling.  ERR_BUSY
 * when it is cut short or damaged on the way, ERR_SOURCE when it is too large
 * or no gzip at all.  What is in @out then is of no use, but for one that is
 * too large (@out has overflown): it begins so.
 */
int gunzip(struct buf *out, struct str packed, struct err *err);

#endif
