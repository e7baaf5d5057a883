/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the poll does with messages: collect the new ones, work on them in a
 * child, store what came of them together with the mark of their source, file
 * the drafts.
 *
 * While a child works on one batch, the next one is collected.  A batch whose
 * child dies is split: what came before the death counts, the message that it
 * died of is tried once more in a child of its own, and the rest goes on in
 * another one.
 */
#ifndef HANDLE_H
#define HANDLE_H

#include "app.h"
#include "config.h"
#include "poll_batch.h"
#include "workshop.h"

#include "base/guard_each.h"
#include "base/lock.h"
#include "io/sink.h"

struct poll_counts {
	uint64_t read;		/* messages that sources handed out */
	uint64_t known;		/* handled before */
	uint64_t reports;	/* class report or bisection */
	uint64_t drafted, held;	/* held: need a person's judgement */
	uint64_t joined;	/* belong to a case that has a draft */
	uint64_t failed;	/* could not be read, or killed their child */
	uint64_t removed;	/* an archive has taken them back */
	uint64_t older;		/* than where reading was to begin */
};

/* What the operator asks of a poll. */
struct poll_how {
	bool dry_run;		/* store and file nothing */
	bool now;		/* ask sources before it is time */
	bool watch;		/* round after round */
	int64_t since;		/* begin there; TIME_NONE: where it ended */
};

/* What one round over the sources has open. */
struct round {
	struct app *app;
	const struct config *config;
	const struct poll_how *how;
	struct lock lock;
	struct store *store;
	struct sink *sink;		/* NULL: drafts stay in the queue */
	struct guard_limits limits;
	struct arena arena;		/* of one message */
	struct poll_counts counts;
	unsigned int rounds;		/* that were done */
	bool prepared;			/* the indexes are up to date */
	bool broken;			/* not a source, but all of it */
	struct err archive_said;	/* why the last reports had to wait */
	int64_t since;			/* leave out older mails, or TIME_NONE */
	bool (*stop)(void);		/* time to end? NULL: never before */
	struct batch batches[2];
	struct batch *filling, *working;
	struct guard_each guard;	/* works on the latter */
};

/* What is not done yet waits for the next round. */
static inline bool round_is_over(const struct round *r)
{
	return r->broken || (r->stop && r->stop());
}

void handle_init(struct round *r);
void handle_release(struct round *r);

/*
 * Opens all trees once, says what is wrong with them, and brings their indexes
 * up to date, so that the children only read them.  Done by itself before the
 * first message is worked on.
 */
int handle_prepare(struct round *r, struct err *err);

/*
 * The messages that follow come from @source, which must stay.  Those dated
 * before @since are passed over (TIME_NONE: none).
 */
void handle_begin(struct round *r, struct str source, int64_t since);

/*
 * Takes a message in; it is worked on now or later.  A mail that cannot be
 * worked on is stored as failed and is no error here: what fails is the state,
 * the trees or the place of the drafts.
 */
int handle_message(struct round *r, const struct raw_message *raw,
		   struct err *err);

/* Everything that was taken in is stored, and the source was read to @mark. */
int handle_rest(struct round *r, struct str mark, struct err *err);

/* Was the message handled before, or is it being handled? */
int handle_knows(struct round *r, struct str id, struct err *err);

/*
 * Opens @w, all zero at first, for the rest of the life of a child: databases
 * do not survive a fork.  Once it is open nothing happens.
 */
int handle_workshop(struct workshop *w, const struct round *r,
		    struct err *err);

/* Files a draft of the queue where people look for it. */
int handle_file(struct round *r, const struct stored_draft *d,
		struct err *err);

#endif
