// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as what an archive sends: a feed, an mbox, packed, a mark. */
#include "base/clock.h"
#include "io/atom.h"
#include "io/gunzip.h"
#include "io/lore_mark.h"
#include "io/mboxrd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool sound)
{
	if (!sound)
		abort();
}

static bool has_controls(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

static void try_feed(struct arena *a, struct str bytes)
{
	struct archive_hits hits = { 0 };
	struct err err = ERR_INIT;
	int r = atom_parse(&hits, a, bytes, 50, &err);

	insist(hits.nr <= 50 && (r < 0 || hits.nr <= (size_t)r));
	for (size_t i = 0; i < hits.nr; i++) {
		const struct archive_hit *hit = &hits.v[i];

		insist(atom_id_usable(hit->id));
		insist(str_is_none(hit->parent) || atom_id_usable(hit->parent));
		insist(!has_controls(hit->title) && str_is_utf8(hit->title));
		insist(!has_controls(hit->name) && str_is_utf8(hit->name));
		insist(!has_controls(hit->address) && str_is_utf8(hit->address));
	}
}

static void try_mbox(struct arena *a, struct str bytes)
{
	struct str_list mails = { 0 };
	size_t sum = 0;

	mboxrd_split(&mails, a, bytes, 1000);
	for (size_t i = 0; i < mails.nr; i++)
		sum += mails.v[i].n + 5;	/* "From " */
	insist(sum <= bytes.n);
}

static void try_packed(struct str bytes)
{
	struct buf out __free(buf) = { .max = 1 << 20 };
	struct err err = ERR_INIT;

	gunzip(&out, bytes, &err);
	insist(out.n <= out.max);
}

static void try_mark(struct str bytes)
{
	struct buf text __free(buf) = { .max = 1 << 20 };
	static struct lore_mark m, again;

	memset(&m, 0, sizeof(m));
	memset(&again, 0, sizeof(again));
	if (!lore_mark_read(&m, bytes))
		return;
	lore_mark_pass(&m, m.since);
	lore_mark_hold(&m, bytes);
	lore_mark_advance(&m, m.since, 1, false);
	lore_mark_write(&m, &text);
	insist(lore_mark_read(&again, buf_str(&text)));
	insist(again.since == m.since && again.held_nr == m.held_nr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena) = { .max = (size_t)512 << 20 };
	struct str bytes = str_make((const char *)data, size);

	try_feed(&a, bytes);
	try_mbox(&a, bytes);
	try_packed(bytes);
	try_mark(bytes);
	return 0;
}
