/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Encoded words of header values (RFC 2047), also as mailers really write
 * them: blanks inside, no blank between, a character cut in two by a word's
 * end.  libetpan's mailmime_encoded_phrase_parse() drops bytes that it cannot
 * convert and rereads the rest of the value; this keeps them visible and is
 * one pass.
 */
#ifndef ENCODED_WORD_H
#define ENCODED_WORD_H

#include "base/arena.h"
#include "base/str.h"

/* The length of the encoded word at the start of @s, 0: there is none. */
size_t encoded_word_len(struct str s);

/* *flags as in charset.h */
struct str encoded_word_decode(struct arena *a, struct str s,
			       unsigned int *flags);

#endif
