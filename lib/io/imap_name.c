// SPDX-License-Identifier: GPL-2.0-only
#include "io/imap_name.h"

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/* Bits that wait for the next base64 digit. */
struct bits {
	uint32_t value;
	unsigned int nr;
	bool open;	/* within "&...-" */
};

static void put_unit(struct buf *out, struct bits *b, uint32_t unit)
{
	if (!b->open)
		buf_addc(out, '&');
	b->open = true;
	b->value = b->value << 16 | unit;
	for (b->nr += 16; b->nr >= 6; b->nr -= 6)
		buf_addc(out, digits[b->value >> (b->nr - 6) & 63]);
}

static void put_end(struct buf *out, struct bits *b)
{
	if (!b->open)
		return;
	if (b->nr)
		buf_addc(out, digits[b->value << (6 - b->nr) & 63]);
	buf_addc(out, '-');
	*b = (struct bits){ 0 };
}

/* The code point at @s, which holds valid UTF-8 or stands for one byte. */
static uint32_t decode(struct str s, size_t *len)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned char c = (unsigned char)*s.p;
	uint32_t point;

	*len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (*len > s.n || !str_is_utf8(str_sub(s, 0, *len))) {
		*len = 1;
		return 0xfffd;
	}
	point = c & first[*len];
	for (size_t i = 1; i < *len; i++)
		point = point << 6 | ((unsigned char)s.p[i] & 0x3f);
	return point;
}

void imap_name_encode(struct buf *out, struct str name)
{
	struct bits b = { 0 };
	size_t len;

	for (; name.n; name = str_from_off(name, len)) {
		uint32_t point = decode(name, &len);

		if (point >= ' ' && point <= '~') {
			put_end(out, &b);
			buf_addc(out, (char)point);
			if (point == '&')
				buf_addc(out, '-');
		} else if (point < 0x10000) {
			put_unit(out, &b, point);
		} else {
			put_unit(out, &b, 0xd800 + ((point - 0x10000) >> 10));
			put_unit(out, &b, 0xdc00 + (point & 0x3ff));
		}
	}
	put_end(out, &b);
}
