/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One header field, folded: words are put one after the other, and the line
 * is broken in front of a word that would go beyond the width.  A word is
 * never broken, and the first one stays beside the field's name, since some
 * readers lose a value that begins on the second line.
 *
 * Text that is not plain ASCII goes out as encoded words (RFC 2047) with the
 * Q encoding, each one whole characters of UTF-8.  Values must be free of
 * control characters and valid UTF-8: write.c sees to that.
 */
#ifndef FOLD_H
#define FOLD_H

#include "base/buf.h"

struct fold {
	struct buf *out;
	const char *eol;
	size_t column, width;
	bool first;		/* no word yet */
};

void fold_begin(struct fold *f, struct buf *out, const char *name,
		const char *eol);
/* @blanks stand in front of the word, or of it on the next line. */
void fold_word(struct fold *f, struct str blanks, struct str word);
/* All of @text as encoded words. */
void fold_encoded(struct fold *f, struct str blanks, struct str text);
/* Unstructured text (a subject): words as they are where that is possible. */
void fold_text(struct fold *f, struct str text);
void fold_end(struct fold *f);

/*
 * Must @text be encoded: it is not ASCII, looks like an encoded word, or is
 * too long to stand on a line of its own.
 */
bool fold_needs_encoding(struct str text);

#endif
