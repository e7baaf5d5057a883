/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A view of bytes that somebody else owns: a pointer and a length, no NUL.
 * All reading of mails, logs and git objects works on views; nothing is
 * copied to be looked at.  A view with p == NULL means "not stated", which is
 * not the same as an empty one.
 */
#ifndef STR_H
#define STR_H

#include "base/base.h"

struct arena;

struct str {
	const char *p;
	size_t n;
};

struct str_list {
	struct str *v;
	size_t nr, cap;
};

#define STR_NONE	((struct str){ NULL, 0 })
#define STR(literal)	((struct str){ "" literal, sizeof(literal) - 1 })
/* for printf: printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s)	(int)(s).n, (s).p ? (s).p : ""

static inline struct str str_make(const char *p, size_t n)
{
	return (struct str){ p, n };
}

/* @c may be NULL, which yields STR_NONE */
static inline struct str str_from(const char *c)
{
	return (struct str){ c, c ? strlen(c) : 0 };
}

static inline bool str_is_none(struct str s)
{
	return !s.p;
}

/* comparing; the _i forms ignore the case of ASCII letters */
bool str_eq(struct str a, struct str b);
bool str_eq_i(struct str a, struct str b);
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_i(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* For tables and names; anybody can make two that are equal. */
uint64_t str_hash(struct str s);

/* Cut @prefix off *s; false and no change when it is not there. */
bool str_skip(struct str *s, struct str prefix);
bool str_skip_i(struct str *s, struct str prefix);

/* searching: the offset of the first (last) hit, or -1 */
ptrdiff_t str_find(struct str s, struct str needle);
ptrdiff_t str_find_i(struct str s, struct str needle);
ptrdiff_t str_rfind(struct str s, struct str needle);
ptrdiff_t str_chr(struct str s, char c);
ptrdiff_t str_rchr(struct str s, char c);
static inline bool str_has(struct str s, struct str needle)
{
	return str_find(s, needle) >= 0;
}

/* parts; offsets beyond the end are cut to it */
struct str str_sub(struct str s, size_t from, size_t n);
struct str str_from_off(struct str s, size_t from);
struct str str_trim(struct str s);	/* blanks, tabs, CR, LF at both ends */
struct str str_trim_end(struct str s);

/*
 * Take the next line (without its LF or CRLF) off *rest.
 * False when nothing is left.
 */
bool str_line(struct str *rest, struct str *line);

/* Take the next word (between blanks and tabs) off *rest. */
bool str_word(struct str *rest, struct str *word);

/*
 * Split *rest at the first @c: *head gets what is before, *rest what is
 * behind.  Without a @c *head gets all.  False when nothing is left.
 */
bool str_split(struct str *rest, char c, struct str *head);

/* Decimal digits only, all of @s, no overflow. */
bool str_to_u64(struct str s, uint64_t *out);

/* What the offsets of @part are within @whole; @part must be a view into it. */
static inline size_t str_offset(struct str whole, struct str part)
{
	return (size_t)(part.p - whole.p);
}

/* ASCII only, whatever the locale */
static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
static inline bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}
static inline bool is_alpha(char c)
{
	return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
static inline bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
static inline bool is_hex(char c)	/* lower and upper case */
{
	return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

/* copies in the arena */
struct str str_dup(struct arena *a, struct str s);
struct str str_lower(struct arena *a, struct str s);
char *str_c(struct arena *a, struct str s);	/* NUL-terminated */
struct str str_printf(struct arena *a, const char *fmt, ...) __printf(2, 3);
/* Runs of white space become one blank, none at the ends. */
struct str str_fold(struct arena *a, struct str s);
/* Bytes that are not valid UTF-8 (RFC 3629), and NUL, become U+FFFD. */
struct str str_utf8(struct arena *a, struct str s);
bool str_is_utf8(struct str s);

#endif
