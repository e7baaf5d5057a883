// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "poll_batch.h"

/*
 * A process is made for each batch, which costs what the work on some ten
 * mails does; and what is in a batch is done again after a kill.
 */
#define ITEMS_MAX	128
#define BYTES_MAX	((size_t)2 << 20)
#define PASSED_MAX	4096
#define AGE_MAX_MS	2000

/* One mail at most goes beyond BYTES_MAX, with what is kept beside it. */
#define ARENA_MAX	(BYTES_MAX + SOURCE_MESSAGE_MAX + ((size_t)32 << 20))
#define MARK_MAX	((size_t)1 << 20)

void batch_init(struct batch *b)
{
	*b = (struct batch){ 0 };
	arena_init(&b->arena, ARENA_MAX);
	arena_init(&b->answers, SIZE_MAX);
	buf_init(&b->mark, MARK_MAX);
}

void batch_release(struct batch *b)
{
	arena_release(&b->arena);
	arena_release(&b->answers);
	buf_release(&b->mark);
}

void batch_reset(struct batch *b, struct str source)
{
	struct batch empty = { .arena = b->arena, .answers = b->answers,
			       .mark = b->mark, .source = source };

	*b = empty;
	arena_reset(&b->arena);
	arena_reset(&b->answers);
	buf_reset(&b->mark);
}

static void take_mark(struct batch *b, struct str mark)
{
	if (!b->nr && !b->passed)
		b->began = clock_ms();
	if (str_is_none(mark))
		return;
	buf_reset(&b->mark);
	buf_add(&b->mark, mark);
}

void batch_pass(struct batch *b, struct str mark)
{
	take_mark(b, mark);
	b->passed++;
}

void batch_add(struct batch *b, const struct raw_message *raw, struct str id)
{
	struct batch_item *item;

	take_mark(b, raw->mark);
	item = list_add(&b->arena, b);
	*item = (struct batch_item){
		.id = str_dup(&b->arena, id),
		.bytes = str_dup(&b->arena, raw->bytes),
		.origin = str_dup(&b->arena, raw->origin),
		.mark = str_is_none(raw->mark) ? STR_NONE :
						 str_dup(&b->arena, raw->mark),
		.removed = raw->removed,
	};
	strmap_add(&b->ids, &b->arena, item->id);
	b->bytes += raw->bytes.n;
}

bool batch_has(const struct batch *b, struct str id)
{
	return strmap_get(&b->ids, id);
}

bool batch_is_full(const struct batch *b)
{
	return b->nr >= ITEMS_MAX || b->bytes >= BYTES_MAX ||
	       b->passed >= PASSED_MAX ||
	       ((b->nr || b->passed) && clock_ms() - b->began >= AGE_MAX_MS);
}

struct str batch_mark(const struct batch *b, size_t nr)
{
	if (nr < b->nr)
		return nr ? b->v[nr - 1].mark : STR_NONE;
	return b->mark.n ? buf_str(&b->mark) : STR_NONE;
}
