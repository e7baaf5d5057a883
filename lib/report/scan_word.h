/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words of one line: hashes with their titles, versions, addresses of
 * pages, and the words that rules ask for.
 */
#ifndef SCAN_WORD_H
#define SCAN_WORD_H

#include "report/commit_title.h"
#include "report/reading.h"

/* Where the pass stands: between two words of a line. */
struct scan {
	struct reading *rd;
	size_t line, off;
	unsigned int at;	/* words so far */
	bool words;		/* keep words of this line */
	bool said;
	bool gap;		/* a paragraph ended */
	bool open;		/* the last line ended within a sentence */
	struct str last;	/* the word before */
};

/* Reads the next word of @line; a title may lead the scan lines below. */
void scan_word(struct scan *sc, struct str line);

/* NULL where the end of a sentence or paragraph stands there already. */
struct word *scan_add_word(struct scan *sc, enum word_kind kind,
			   struct str text);

struct mention *scan_add_mention(struct scan *sc, struct str sha);

/* Reads the title behind a hash that ends at @off; the scan goes behind it. */
void scan_title(struct scan *sc, struct mention *m, size_t off,
		enum title_form form);

#endif
