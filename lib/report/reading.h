/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A mail while it is being read: what one pass over its lines found, before
 * anything is concluded from it.  Private to lib/report; the result for
 * others is struct report.
 */
#ifndef READING_H
#define READING_H

#include "report/hash.h"
#include "report/report.h"
#include "report/words.h"

/* Stands for the subject where an index of a line is asked for. */
#define LINE_SUBJECT	SIZE_MAX

/* One place where a commit is named. */
struct mention {
	struct commit_ref ref;
	struct str author, mail;	/* of a commit block, or STR_NONE */
	int64_t date;			/* TIME_NONE: not stated */
	size_t line;			/* index into message->lines */
	size_t word;			/* its WORD_COMMIT; SIZE_MAX: none */
	bool said;			/* by the sender of the mail */
	bool head;			/* nothing but marks before it on its line */
	bool log;			/* in a line of a bisect log */
	bool link;			/* inside an address of a page */
	bool quoted_title;		/* the title stood in quote marks */
};

struct mention_list {
	struct mention *v;
	size_t nr, cap;
};

/* "this commit is to blame", with the words that say so. */
struct claim {
	size_t mention;
	unsigned int rank;		/* higher: said more plainly */
	enum claim_form form;
	const char *why;
};

struct claim_list {
	struct claim *v;
	size_t nr, cap;
};

/* A line of the form "key: value", value without blanks around it. */
struct keyed {
	struct str key, value;
	size_t line;
};

struct keyed_list {
	struct keyed *v;
	size_t nr, cap;
};

struct reading {
	struct arena *a;
	const struct message *m;
	struct report *r;

	struct str subject;		/* without "Re:" and the like */
	bool answer;			/* the subject began with "Re:" */
	bool signed_off;		/* has a Signed-off-by: of its own */
	bool handing_on;		/* somebody else's report */
	bool passes_robot;		/* and that was a robot's */
	bool forwarding;		/* what is quoted is what is reported */
	struct word_list words;
	struct mention_list mentions;
	struct claim_list claims;
	struct keyed_list keys;		/* robots' tables only */

	/* how many lines of which kind the mail has */
	unsigned int said, quoted, diffs, console, build_errors, tags;
};

static inline bool line_is_blank(const struct line *l)
{
	return !str_trim(l->text).n;
}

/* Line @i, or NULL behind the last one. */
static inline const struct line *reading_line(const struct reading *rd,
					      size_t i)
{
	return i < rd->m->lines.nr ? &rd->m->lines.v[i] : NULL;
}

/* The line behind @i where the same speaker goes on, or NULL. */
const struct line *reading_next(const struct reading *rd, size_t i);

/* Does this line speak for the sender? */
static inline bool line_said(const struct reading *rd, const struct line *l)
{
	return l->who == LINE_AUTHOR ||
	       (rd->forwarding &&
		(l->who == LINE_QUOTE || l->who == LINE_FORWARD));
}

/* Says that @member follows from @what in line @i (or LINE_SUBJECT). */
void reading_evidence(struct reading *rd, const char *member, struct str what,
		      size_t i);

/* Claims that @mention is to blame. */
void claim_add(struct reading *rd, size_t mention, unsigned int rank,
	       enum claim_form form, const char *why);

/* The text of line @i or the subject, and its number (0: the subject). */
struct str reading_text(const struct reading *rd, size_t i);
unsigned int reading_line_no(const struct reading *rd, size_t i);

#endif
