/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The title of a commit as people write it beside its hash: quoted, bare,
 * wrapped over lines, on the next line, in a block of "git show".
 */
#ifndef COMMIT_TITLE_H
#define COMMIT_TITLE_H

#include "report/reading.h"

struct commit_title {
	struct str title;		/* white space folded; or STR_NONE */
	bool quoted;
	size_t line, off;		/* where the text goes on behind it */
	/* of a block with Author: and Date:, else none */
	struct str author, mail;
	int64_t date;
	bool block;
};

enum title_form {
	TITLE_QUOTED,		/* must be in quote marks or a block */
	TITLE_BARE,		/* what looks like a title needs none, as in lists */
	TITLE_REST,		/* is the rest of the line, as in bisect logs */
};

/* Reads what follows a hash that ends at @off of line @i. */
void commit_title_read(struct commit_title *t, const struct reading *rd,
		       size_t i, size_t off, enum title_form form);

/*
 * Reads a title in quote marks that begins at @off of line @i and has no hash
 * before it.  False: what is quoted there is no title, or goes with a hash
 * behind it.
 */
bool commit_title_alone(struct commit_title *t, const struct reading *rd,
			size_t i, size_t off);

/* Words of a complaint, which no title of a commit would hold. */
bool commit_title_complains(struct str s);

/* Could this line be the title of a commit: "mm: foo", "Merge ..." */
bool commit_title_like(struct str s);

/* A date as git prints it, "Wed Feb 9 04:05:06 2000 +0000"; or TIME_NONE. */
int64_t git_date(struct str s);

#endif
