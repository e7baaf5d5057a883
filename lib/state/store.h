/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the bot remembers: which messages were handled, how far each source was
 * read, the cases, and the queue of drafts.  SQLite in WAL mode in one file of
 * the state directory; every step is one transaction, so that a program killed
 * anywhere goes on where it was: a mark is never ahead of its messages, and a
 * message is never handled twice.  A step of the poll holds a batch of messages,
 * their drafts, and the mark behind the last one.
 *
 * A draft is put into the queue in the same transaction that remembers its
 * message.  Afterwards it is filed where people look for it (io/sink.h) and
 * marked as filed; after a kill between the two it is filed again, which
 * leaves one copy.
 */
#ifndef STORE_H
#define STORE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

struct store;

enum draft_status { DRAFT_REVIEW, DRAFT_APPROVED, DRAFT_SENT, DRAFT_DROPPED };

struct stored_draft {
	int64_t id;		/* 0: not stored yet */
	enum draft_status status;
	bool held;		/* needs a person's judgement, not only a look */
	struct str situation;	/* "revert-clean" */
	struct str message_id;	/* of the draft */
	struct str report_id;	/* of the mail that it answers */
	struct str subject, to, cc;
	struct str culprit;	/* "<12 hex> title", or STR_NONE */
	struct str verdict;	/* "trusted" */
	struct str bytes;	/* the mail */
	struct str patch;	/* the revert beside it, or STR_NONE */
	struct str why;		/* why it was held later on, or STR_NONE */
	int64_t created;
};

struct stored_draft_list {
	struct stored_draft *v;
	size_t nr, cap;
};

struct stored_message {
	struct str message_id;	/* or "blob:<hash>" where the mail has none */
	struct str source, origin;
	struct str subject, sender;
	struct str class;	/* "report" */
	struct str outcome;	/* STORE_WAITING, "drafted", "nothing", ... */
	struct str why;		/* one sentence */
	struct str case_key;	/* what makes reports one case, or STR_NONE */
	struct str raw;		/* the bytes, kept where somebody may ask again */
	struct str root, parent;	/* ids in References:, or STR_NONE */
	int64_t date;		/* of the mail; TIME_NONE: not stated */
	int64_t handled;
};

/* What the bot remembers of asking a source. */
struct source_pace {
	int64_t polled;		/* when it was asked last; TIME_NONE: never */
	int64_t rest_until;	/* it wants peace until then, or TIME_NONE */
	int64_t failures;	/* in a row, up to now; a bad one counts more */
	struct str why;		/* the last of them, or STR_NONE */
};

struct stored_message_list {
	struct stored_message *v;
	size_t nr, cap;
};

/* The outcome of a report that was read and not worked on yet. */
#define STORE_WAITING	STR("waiting")

enum store_mode {
	STORE_WORK,	/* made (0700) when it is not there */
	STORE_LOOK,	/* ERR_CONF when there is no state yet */
	STORE_REHEARSE,	/* on a copy that is forgotten; makes nothing */
};

/*
 * Opens the state in the directory @dir.  ERR_CONF when it cannot be made or
 * written, or was written by a later version of the program; ERR_FATAL when it
 * is damaged; the text says how to mend it.  *out belongs to the caller.
 *
 * @step_limit > 0 kills the program at that point, for tests: there is one in
 * front of each message of a step, one before a step is committed and one
 * behind; 0 for everybody else.
 */
int store_open(struct store **out, const char *dir, const struct clock *clock,
	       uint64_t step_limit, enum store_mode mode, struct err *err);
void store_close(struct store *s);

/*
 * What stands between these two happens whole or not at all.  @rc < 0 undoes
 * the step, and store_end() yields it.
 */
int store_begin(struct store *s, struct err *err);
int store_end(struct store *s, int rc, struct err *err);

/* 1 when the message was handled before, 0 when not. */
int store_seen(struct store *s, struct str message_id, struct err *err);

/*
 * The draft that already speaks for @case_key and is not dropped, or 0.
 */
int store_case_draft(struct store *s, struct str case_key, int64_t *draft,
		     struct err *err);

/* Where @source was read to; STR_NONE: never. */
int store_mark(struct store *s, struct arena *a, struct str source,
	       struct str *mark, struct err *err);

/*
 * Inside a step: the message is handled, and its draft (or NULL) is in the
 * queue.  Sets draft->id.
 */
int store_handled(struct store *s, const struct stored_message *m,
		  struct stored_draft *draft, struct err *err);

/*
 * Inside a step: an archive has taken the message back.  What was not handled
 * yet is remembered as removed, and never will be.  A draft that answers it and
 * was not sent is held, @m->why says why; its number goes to *draft, or 0 when
 * there is none, or it was held for that before.
 */
int store_removed(struct store *s, const struct stored_message *m,
		  int64_t *draft, struct err *err);

/* Inside a step: @source was read to @mark; STR_NONE: as before. */
int store_read_to(struct store *s, struct str source, struct str mark,
		  struct err *err);

/* Drafts in the queue that are not filed yet, oldest first. */
int store_unfiled(struct store *s, struct arena *a,
		  struct stored_draft_list *out, struct err *err);
/* A step of its own: the draft lies where people look for it. */
int store_filed(struct store *s, int64_t draft, struct err *err);

/* All drafts, oldest first, without bytes and patch. */
int store_drafts(struct store *s, struct arena *a,
		 struct stored_draft_list *out, struct err *err);
/* One draft whole: 1, or 0 when there is none of that number. */
int store_draft(struct store *s, struct arena *a, int64_t id,
		struct stored_draft *out, struct err *err);
/* One message: 1, or 0 when it was never handled. */
int store_message(struct store *s, struct arena *a, struct str message_id,
		  struct stored_message *out, struct err *err);

/* How @source was asked up to now. */
int store_pace(struct store *s, struct arena *a, struct str source,
	       struct source_pace *out, struct err *err);
/* A step of its own. */
int store_paced(struct store *s, struct str source,
		const struct source_pace *pace, struct err *err);
/* The ids of the messages that wait, in the order in which they were read. */
int store_waiting(struct store *s, struct arena *a, struct str_list *ids,
		  struct err *err);

/*
 * Is the message with one of these ids kept with its bytes?  Then what belongs
 * to its thread is worth keeping, too: 1 or 0.
 */
int store_keeps(struct store *s, struct str root, struct str parent,
		struct err *err);

/* Other messages of the thread of @m that were kept, with their bytes. */
int store_thread(struct store *s, struct arena *a,
		 const struct stored_message *m,
		 struct stored_message_list *out, struct err *err);

const char *draft_status_name(enum draft_status status);

DEFINE_FREE(store, struct store *, store_close(*p))

#endif
