/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A thread while it is being read.  Private to lib/verify/thread*.c; the
 * result for others is struct thread.
 */
#ifndef THREAD_READING_H
#define THREAD_READING_H

#include "base/strmap.h"
#include "verify/thread.h"

/* Where a mail stands, seen from the report. */
enum thread_place {
	PLACE_AWAY,		/* another thread */
	PLACE_BESIDE,		/* the same thread, on another branch */
	PLACE_ABOVE,		/* a report that the report goes on from */
	PLACE_BELOW,		/* answers the report, or one above it */
	PLACE_SELF,
};

struct thread_entry {
	const struct message *m;
	const struct report *r;
	enum thread_place place;
	enum thread_speaker by;
	struct str title;	/* subject without "Re:" and "[...]" */
	const struct line *diff;	/* begins a patch of its own; NULL: none */
	bool fix;		/* a patch that is known to be a fix */
};

struct thread_reading {
	struct arena *a;
	const struct report *r;
	const struct findings *f;
	const struct thread_people *people;
	struct thread *out;

	struct { struct thread_entry *v; size_t nr, cap; } entries;
	struct address_list authors, maintainers;
	struct str_list shas, titles;	/* of the commit that is blamed */
	struct str_list ids;		/* of the report and those above */
	struct strmap below, fixes;	/* ids, as sets */
	struct str bug;			/* number of syzbot's bug, or STR_NONE */
};

/* --- thread.c --- */

struct thread_fact *thread_fact_add(struct thread_reading *tr,
				    enum thread_fact_kind kind,
				    const struct thread_entry *e,
				    const char *why, struct str text,
				    unsigned int line);

/* In the report's own thread. */
static inline bool thread_is_here(const struct thread_entry *e)
{
	return e->place != PLACE_AWAY;
}

/* A person's mail below the report. */
static inline bool thread_is_answer(const struct thread_entry *e)
{
	return e->place == PLACE_BELOW && e->by != THREAD_BY_US &&
	       e->by != THREAD_BY_ROBOT;
}

/* Is it the commit that the report blames?  Either may be none. */
bool thread_same_commit(const struct thread_reading *tr, struct str sha,
			struct str title);

/* Does the mail blame that commit? */
bool thread_same_claim(const struct thread_reading *tr,
		       const struct thread_entry *e);

/* Is there a fact of this kind from this mail?  One of each is enough. */
bool thread_has_fact(const struct thread_reading *tr,
		     const struct thread_entry *e, enum thread_fact_kind kind);

/* Does @text hold the Message-ID of the report, plain or escaped as in a URL? */
bool thread_names_report(const struct thread_reading *tr, struct str text);

/* --- thread_place.c --- */

void thread_places(struct thread_reading *tr);

/* --- thread_patch.c: fixes --- */

void thread_patches(struct thread_reading *tr);

/* --- thread_said.c: what people say --- */

void thread_words(struct thread_reading *tr, const struct thread_entry *e);

/* --- thread_bots.c: commands to trackers --- */

void thread_bots(struct thread_reading *tr, const struct thread_entry *e);

/* "#syz unfix" and the like, when all other facts are known. */
void thread_undoing(struct thread_reading *tr, const struct thread_entry *e);

/* --- thread_people.c --- */

/* All that is said: by way of the two above, and who answered. */
void thread_talk(struct thread_reading *tr);

/* What the verdict may hear of each mail. */
void thread_hear(struct thread_reading *tr);

/* --- thread_sentence.c --- */

struct sentence {
	struct str text;	/* in one line */
	unsigned int line;	/* where it begins */
	bool first;		/* begins its paragraph */
};

struct sentence_list {
	struct sentence *v;
	size_t nr, cap;
};

/* The sentences that the sender of a mail wrote himself, so many at most. */
#define SENTENCES_MAX	400

void thread_sentences(struct sentence_list *out, struct arena *a,
		      const struct message *m);

#endif
