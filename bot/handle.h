/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the poll does with one message: work on it in a child, store what came
 * of it together with the mark of its source, file the draft.
 */
#ifndef HANDLE_H
#define HANDLE_H

#include "app.h"
#include "config.h"

#include "base/guard.h"
#include "io/sink.h"
#include "io/source.h"
#include "state/store.h"

struct poll_counts {
	uint64_t read;		/* messages that sources handed out */
	uint64_t known;		/* handled before */
	uint64_t reports;	/* class report or bisection */
	uint64_t drafted, held;	/* held: need a person's judgement */
	uint64_t joined;	/* belong to a case that has a draft */
	uint64_t failed;	/* could not be read, or killed their child */
};

/* What one round over the sources has open. */
struct round {
	struct app *app;
	const struct config *config;
	struct store *store;
	struct sink *sink;		/* NULL: drafts stay in the queue */
	struct guard_limits limits;
	struct arena arena;		/* of one message */
	struct poll_counts counts;
};

/* A mail that cannot be worked on is stored as failed and is no error here. */
int handle_message(struct round *r, const struct raw_message *raw,
		   struct str source, struct err *err);

/* Files a draft of the queue where people look for it. */
int handle_file(struct round *r, const struct stored_draft *d,
		struct err *err);

#endif
