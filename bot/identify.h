/* SPDX-License-Identifier: GPL-2.0-only */
/* What a message is known by, before it was parsed. */
#ifndef IDENTIFY_H
#define IDENTIFY_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

/*
 * The Message-ID without <>, or "blob:" and the hash of the bytes where there
 * is none.  Only the header block is looked at.
 */
struct str identify(struct arena *a, struct str bytes);

/* What its Date says; TIME_NONE when that cannot be read. */
int64_t identify_date(struct arena *a, struct str bytes);

/*
 * The Message-ID that a person means: "<id>", "id", "mid:id", "id:id", or the
 * URL of a public-inbox page (https://lore.kernel.org/r/<id>/, .../raw).
 * STR_NONE when @text is none of these.
 */
struct str identify_text(struct arena *a, const char *text);

/*
 * Of a URL that identify_text() takes: what stands in front of the Message-ID,
 * "https://lore.kernel.org/r/".  STR_NONE when @text is no such URL.
 */
struct str identify_base(struct arena *a, const char *text);

#endif
