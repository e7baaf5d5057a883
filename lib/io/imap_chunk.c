// SPDX-License-Identifier: GPL-2.0-only
#include "io/imap_chunk.h"

#include "io/source.h"

#define CHUNK_BYTES	((uint64_t)4 << 20)
/* What is kept of the buffer after a huge mail. */
#define KEEP_BYTES	((size_t)16 << 20)

void imap_chunk_init(struct imap_chunk *c)
{
	c->nr = c->next = c->begin = 0;
	c->last = 0;
	/* a server may send more than it has said; see imap_begin() */
	buf_init(&c->bytes, 2 * SOURCE_MESSAGE_MAX);
}

void imap_chunk_release(struct imap_chunk *c)
{
	buf_release(&c->bytes);
}

static void take_piece(void *ctx, struct str bytes)
{
	struct imap_chunk *c = ctx;
	size_t have = c->bytes.n - c->begin;

	buf_add(&c->bytes, str_sub(bytes, 0, SOURCE_MESSAGE_MAX -
				   MIN(have, SOURCE_MESSAGE_MAX)));
}

static void take_end(void *ctx, uint32_t uid)
{
	struct imap_chunk *c = ctx;

	if (c->nr < ARRAY_SIZE(c->v))
		c->v[c->nr++] = (struct imap_piece){
			.uid = uid,
			.at = c->begin,
			.n = c->bytes.n - c->begin,
		};
	c->begin = c->bytes.n;
}

static int by_uid(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/*
 * Puts what came into the order of UIDs and drops what nobody asked for.  Of a
 * broken answer (@whole is false) only what has no gap before it is kept:
 * servers need not keep an order.
 */
static void settle(struct imap_chunk *c, const struct imap_want *want,
		   bool whole)
{
	size_t nr = 0, w = 0;

	if (c->nr)
		qsort(c->v, c->nr, sizeof(*c->v), by_uid);
	for (size_t i = 0; i < c->nr; i++) {
		while (w < want->nr && want->uids[w] < c->v[i].uid && whole)
			w++;
		if (w == want->nr || want->uids[w] > c->v[i].uid)
			continue;
		if (want->uids[w] < c->v[i].uid)
			break;
		c->v[nr++] = c->v[i];
		w++;
	}
	c->nr = nr;
	if (whole)
		c->last = want->uids[want->nr - 1];
	else if (nr)
		c->last = c->v[nr - 1].uid;
}

/* How many of the mails fit into a chunk; the first one always does. */
static size_t fit(const uint64_t *sizes, size_t nr, uint64_t *sum)
{
	size_t n = 0;

	*sum = 0;
	while (n < nr && (!n || *sum + sizes[n] <= CHUNK_BYTES))
		*sum += sizes[n++];
	return n;
}

int imap_chunk_fill(struct imap_chunk *c, struct imap *im,
		    const struct imap_want *todo, struct err *err)
{
	const struct imap_reader reader = { take_piece, take_end, c };
	uint64_t sizes[IMAP_WANT_MAX], bytes;
	struct imap_want want = *todo;
	size_t cut = 0;
	int r;

	if (c->bytes.cap > KEEP_BYTES) {
		imap_chunk_release(c);
		imap_chunk_init(c);
	}
	buf_reset(&c->bytes);
	c->nr = c->next = c->begin = 0;
	c->last = 0;
	want.nr = imap_want_fit(&want);
	r = imap_sizes(im, &want, sizes, err);
	if (r)
		return r;
	want.nr = fit(sizes, want.nr, &bytes);
	if (bytes > SOURCE_MESSAGE_MAX)
		bytes = cut = SOURCE_MESSAGE_MAX;
	if (bytes)	/* else they are all gone */
		r = imap_fetch(im, &want, bytes, cut, &reader, err);
	settle(c, &want, !r);
	return r;
}

bool imap_chunk_next(struct imap_chunk *c, uint32_t *uid, struct str *bytes)
{
	const struct imap_piece *p = &c->v[c->next];

	if (c->next == c->nr)
		return false;
	*uid = p->uid;
	*bytes = str_sub(buf_str(&c->bytes), p->at, p->n);
	c->next++;
	return true;
}
