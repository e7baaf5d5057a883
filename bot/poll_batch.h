/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * New messages of one source, copied until a child has worked on them and what
 * came of them is stored, in one step.  Known messages leave nothing behind
 * but the mark of the last one.
 */
#ifndef POLL_BATCH_H
#define POLL_BATCH_H

#include "base/buf.h"
#include "base/strmap.h"
#include "io/source.h"
#include "state/store.h"

struct batch_item {
	struct str id, bytes, origin;
	struct str mark;	/* behind it; STR_NONE: no marks */
	bool removed;		/* the archive has taken it back */
	struct str answer;	/* of the child; STR_NONE: none (yet) */
	struct str failed;	/* why there will be none; else STR_NONE */
};

struct batch {
	struct arena arena;	/* of the items */
	struct arena answers;	/* of what came of them, until it is stored */
	struct str source;
	struct batch_item *v;
	size_t nr, cap;
	struct strmap ids;
	size_t bytes, passed;
	int64_t began;		/* when the first message came */
	struct buf mark;	/* behind the last message, known ones too */
	size_t done, stored;	/* items that are answered, and stored */
};

void batch_init(struct batch *b);
void batch_reset(struct batch *b, struct str source);
void batch_release(struct batch *b);

void batch_add(struct batch *b, const struct raw_message *raw, struct str id);
/* A known message; only its mark counts. */
void batch_pass(struct batch *b, struct str mark);
bool batch_has(const struct batch *b, struct str id);
/* Enough for one child, or for the patience of a person. */
bool batch_is_full(const struct batch *b);

/* The mark behind the first @nr items; STR_NONE: as before. */
struct str batch_mark(const struct batch *b, size_t nr);

#endif
