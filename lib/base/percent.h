/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes as %XX, the way URLs write them (RFC 3986 section 2.1).
 */
#ifndef PERCENT_H
#define PERCENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* A % in front of anything but two hex digits stands for itself. */
struct str percent_decode(struct arena *a, struct str s);

/* Adds @s to @out; letters, digits and the bytes of @plain stay as they are. */
void percent_encode(struct buf *out, struct str s, struct str plain);

#endif
