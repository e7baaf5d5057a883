// SPDX-License-Identifier: GPL-2.0-only
/*
 * "imap1 INBOX=1700000000:12 Lists/b%fcg=17:3:90:1699990000": folder,
 * UIDVALIDITY, last UID, and while the first reading is under way how far it
 * leaves out what is older than which time.
 */
#include "io/imap_mark.h"

#include <inttypes.h>

#define HEAD		"imap1"
#define NAME_MAX_BYTES	((size_t)64 << 10)

static void put_name(struct buf *out, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c > ' ' && c < 0x7f && c != '%' && c != '=')
			buf_addc(out, (char)c);
		else
			buf_printf(out, "%%%02x", c);
	}
}

static bool next_number(struct str *rest, uint64_t max, uint64_t *out)
{
	struct str word;

	return str_split(rest, ':', &word) && str_to_u64(word, out) &&
	       *out <= max;
}

static struct imap_position read_position(struct str s)
{
	uint64_t validity, last, until = 0, since = 0;

	if (!next_number(&s, UINT32_MAX, &validity) ||
	    !next_number(&s, UINT32_MAX, &last))
		return (struct imap_position){ 0 };
	if (!next_number(&s, UINT32_MAX, &until) ||
	    !next_number(&s, INT64_MAX, &since))
		until = since = 0;
	return (struct imap_position){
		.validity = (uint32_t)validity,
		.last = (uint32_t)last,
		.until = (uint32_t)until,
		.since = (int64_t)since,
	};
}

struct imap_position imap_mark_find(struct str mark, struct str folder)
{
	struct buf name __free(buf) = { .max = NAME_MAX_BYTES };
	struct str word;

	put_name(&name, folder);
	buf_addc(&name, '=');
	if (!str_word(&mark, &word) || !str_eq(word, STR(HEAD)))
		return (struct imap_position){ 0 };
	while (str_word(&mark, &word))
		if (str_skip(&word, buf_str(&name)))
			return read_position(word);
	return (struct imap_position){ 0 };
}

void imap_mark_begin(struct buf *out)
{
	buf_reset(out);
	buf_puts(out, HEAD);
}

void imap_mark_add(struct buf *out, struct str folder,
		   const struct imap_position *at)
{
	buf_addc(out, ' ');
	put_name(out, folder);
	buf_printf(out, "=%" PRIu32 ":%" PRIu32, at->validity, at->last);
	if (at->until > at->last)
		buf_printf(out, ":%" PRIu32 ":%" PRId64, at->until, at->since);
}
