// SPDX-License-Identifier: GPL-2.0-only
#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>

#define NO_ICONV	((iconv_t)-1)
#ifndef __clang__	/* gcc -fanalyzer takes it for memory to be freed */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

DEFINE_FREE(iconv, iconv_t, if (*p != NO_ICONV) iconv_close(*p))

static const char replacement[3] = { '\xef', '\xbf', '\xbd' };

/* What labels mean in practice; "" is a guess between UTF-8 and 1252. */
static const struct alias {
	const char *label, *means;
} aliases[] = {
	{ "utf-8",		"UTF-8" },
	{ "utf8",		"UTF-8" },
	{ "us-ascii",		"" },
	{ "ascii",		"" },
	{ "ansi_x3.4-1968",	"" },
	{ "iso-8859-1",		"CP1252" },
	{ "iso8859-1",		"CP1252" },
	{ "iso_8859-1",		"CP1252" },
	{ "latin1",		"CP1252" },
	{ "latin-1",		"CP1252" },
	{ "iso-8859-8-i",	"ISO-8859-8" },
	{ "gb2312",		"GB18030" },
	{ "gb_2312-80",		"GB18030" },
	{ "gbk",		"GB18030" },
	{ "x-gbk",		"GB18030" },
	{ "cp936",		"GB18030" },
	{ "hz-gb-2312",		"GB18030" },
	{ "ks_c_5601-1987",	"UHC" },
	{ "euc-kr",		"UHC" },
	{ "shift_jis",		"CP932" },
	{ "shift-jis",		"CP932" },
	{ "x-sjis",		"CP932" },
	{ "iso-2022-jp",	"ISO-2022-JP-2" },
	{ "tis-620",		"CP874" },
	{ "x-mac-roman",	"MACINTOSH" },
};

/* Charsets whose bytes below 128 are not always ASCII. */
static const char *const not_ascii[] = {
	"utf-7", "utf-16", "utf-32", "ucs-2", "ucs-4", "iso-2022", "csiso2022",
	"ibm037", "ebcdic",
};

size_t charset_plain(struct str s)
{
	size_t i = 0;

	/* eight bytes at a time: high bit, NUL or CR in any of them */
	for (; i + 8 <= s.n; i += 8) {
		const uint64_t ones = 0x0101010101010101, tops = ones << 7;
		uint64_t w, cr;

		memcpy(&w, s.p + i, 8);
		cr = w ^ (ones * '\r');
		if ((w | ((w - ones) & ~w) | ((cr - ones) & ~cr)) & tops)
			break;
	}
	while (i < s.n && s.p[i] > 0 && s.p[i] != '\r')
		i++;
	return i;
}

bool charset_is_binary(struct str s)
{
	static const struct str magic[] = {
		STR("\x1f\x8b"), STR("\xfd" "7zXZ\0"), STR("BZh9"),
		STR("PK\x03\x04"), STR("\x28\xb5\x2f\xfd"), STR("\x7f" "ELF"),
		STR("\x89PNG"), STR("\xff\xd8\xff"), STR("GIF8"), STR("%PDF-"),
		STR("7z\xbc\xaf"), STR("\xd0\xcf\x11\xe0"),
	};
	struct str head = str_sub(s, 0, 4096);
	size_t odd = 0;

	for (size_t i = 0; i < ARRAY_SIZE(magic); i++)
		if (str_starts(s, magic[i]))
			return true;
	if (str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff")))
		return false;	/* UTF-16 with its mark */
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		odd += (c < 0x20 && !is_space((char)c) && c != 0x1b &&
			c != '\b') || c == 0x7f;
	}
	return odd > 8 && odd * 20 > head.n;
}

/* Drops the CR of CRLF, a lone CR becomes LF; in place. */
static struct str lf_only(char *p, size_t n)
{
	size_t o = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\r')
			p[o++] = p[i];
		else if (i + 1 == n || (p[i + 1] != '\n' && p[i + 1] != '\r'))
			p[o++] = '\n';
	}
	return str_make(p, o);
}

static struct str lf_copy(struct arena *a, struct str s)
{
	struct str copy;

	if (str_chr(s, '\r') < 0)
		return s;
	copy = str_dup(a, s);
	return lf_only((char *)copy.p, copy.n);
}

/* Converts all of @s; each bad byte becomes U+FFFD.  At most 4 bytes each. */
static struct str convert(struct arena *a, iconv_t cd, struct str s,
			  unsigned int *flags)
{
	size_t room = s.n * 4 + 16, left = s.n, had = room;
	char *out = mem_alloc(room), *o = out, *in = (char *)s.p;
	struct str done;

	while (left) {
		if (iconv(cd, &in, &left, &o, &room) != (size_t)-1)
			break;
		if (errno == E2BIG || room < sizeof(replacement))
			break;	/* cannot be: four bytes for each one */
		memcpy(o, replacement, sizeof(replacement));
		o += sizeof(replacement);
		room -= sizeof(replacement);
		in++;
		left--;
		*flags |= CHARSET_REPLACED;
	}
	iconv(cd, NULL, NULL, &o, &room);
	done = str_dup(a, lf_only(out, had - room));
	free(out);
	return str_utf8(a, done);	/* NUL */
}

static struct str from_utf8(struct arena *a, struct str s, unsigned int *flags)
{
	struct str good;

	str_skip(&s, STR("\xef\xbb\xbf"));
	good = str_utf8(a, s);
	if (good.p != s.p)
		*flags |= CHARSET_REPLACED;
	return lf_copy(a, good);
}

static const char *meaning(struct arena *a, struct str label,
			   unsigned int *flags)
{
	bool odd = label.n >= 40;

	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
		if (str_eq_i(label, str_from(aliases[i].label)))
			return aliases[i].means;
	for (size_t i = 0; i < label.n && !odd; i++)	/* also "//IGNORE" */
		odd = !is_alnum(label.p[i]) && !strchr("-_.:()+", label.p[i]);
	if (odd)
		*flags |= CHARSET_UNKNOWN;
	return label.n && !odd ? str_c(a, label) : "";
}

static bool ascii_based(struct str label)
{
	for (size_t i = 0; i < ARRAY_SIZE(not_ascii); i++)
		if (str_starts_i(label, str_from(not_ascii[i])))
			return false;
	return true;
}

/* A converter from @from, or from what is likely when that is unknown. */
static iconv_t open_converter(const char *from, struct str bytes,
			      unsigned int *flags)
{
	iconv_t cd = iconv_open("UTF-8", from);

	if (cd != NO_ICONV)
		return cd;
	*flags |= CHARSET_UNKNOWN;
	return str_is_utf8(bytes) ? NO_ICONV : iconv_open("UTF-8", "CP1252");
}

struct str charset_to_utf8(struct arena *a, struct str s, struct str label,
			   unsigned int *flags)
{
	iconv_t cd __free(iconv) = NO_ICONV;
	size_t plain = charset_plain(s);
	const char *from;

	label = str_trim(label);
	if (str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff"))) {
		from = "UTF-16";
	} else {
		if (plain == s.n && ascii_based(label))
			return s;
		from = meaning(a, label, flags);
	}
	if (!*from)	/* a guess: no text in 1252 is UTF-8 by chance */
		from = str_is_utf8(str_from_off(s, plain)) ? "UTF-8" : "CP1252";
	if (strcmp(from, "UTF-8") != 0)
		cd = open_converter(from, str_from_off(s, plain), flags);
	return cd == NO_ICONV ? from_utf8(a, s, flags) :
				convert(a, cd, s, flags);
}
