/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * format=flowed (RFC 3676): soft line breaks are undone within one depth of
 * quoting, stuffed blanks removed, "-- " kept.  With @delsp the blank in
 * front of a soft break goes as well.
 */
#ifndef FLOWED_H
#define FLOWED_H

#include "base/arena.h"
#include "base/str.h"

struct str flowed_join(struct arena *a, struct str text, bool delsp);

#endif
