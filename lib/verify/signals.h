/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The signals that speak for or against a claim: their names, their weights,
 * and where each weight comes from, in one table (signals.c).  Finding them
 * is the work of the verdict_*.c files.
 *
 * Weights are log odds: they are added to the log odds of the kind of claim
 * (the prior), and the sum gives the probability 1 / (1 + exp(-sum)).
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "verify/verdict.h"

enum signal_id {
	/* alone enough to refute */
	SIGNAL_NO_OP,
	SIGNAL_CONTRADICTION,
	SIGNAL_MERGE,
	SIGNAL_RELEASE,
	SIGNAL_NON_CODE,
	SIGNAL_LOW_CONFIDENCE,
	SIGNAL_IGNORED,
	SIGNAL_KNOWN_GOOD,
	SIGNAL_REFUTED,
	SIGNAL_WITHDRAWN,
	/* doubts */
	SIGNAL_DRIFT,
	SIGNAL_FLAKY,
	SIGNAL_ONE_OF_TEN,
	SIGNAL_LOST_CONNECTION,
	SIGNAL_FALSE_NEGATIVE,
	SIGNAL_COUNTS,
	SIGNAL_SKIPS,
	SIGNAL_ONE_SIDED,
	SIGNAL_RETEST_FAILED,
	SIGNAL_UNTESTED,
	SIGNAL_COMPILER,
	SIGNAL_RANGE,
	SIGNAL_LEAK,
	SIGNAL_CHECK_ADDED,
	SIGNAL_UNRELATED,
	SIGNAL_OLD,
	SIGNAL_REVERT_TITLE,
	SIGNAL_LINUX_NEXT,
	SIGNAL_NO_HELP,
	SIGNAL_FIXED,
	SIGNAL_REVERTED,
	SIGNAL_INCOMPLETE,
	/* why nobody is named */
	SIGNAL_CANDIDATES,
	SIGNAL_EVERYWHERE,
	SIGNAL_UNFINISHED,
	/* what supports */
	SIGNAL_REPRODUCED,
	SIGNAL_RETESTED,
	SIGNAL_RELATED,
	SIGNAL_YOUNG,
	SIGNAL_REVERT_HELPS,
	SIGNAL_CONFIRMED,
	SIGNALS_NR,
};

enum signal_effect {
	SIGNAL_SUPPORTS,
	SIGNAL_HINTS,		/* moves the probability, is no doubt */
	SIGNAL_DOUBTS,		/* two of these make a claim doubtful */
	SIGNAL_REFUTES,
};

struct signal {
	const char *name;	/* stable: scripts rely on it */
	enum signal_effect effect;
	double weight;		/* log odds; what is 0 depends on its measure */
	const char *origin;	/* where the weight comes from */
};

extern const struct signal signals[SIGNALS_NR];

/* A verdict in the making. */
struct weighing {
	struct arena *a;
	struct doubt_list reasons;
	double log_odds;
	size_t nr_doubts;
	bool refuted;
};

/* Note a signal with its weight from the table. */
void signal_add(struct weighing *w, enum signal_id id, unsigned int line,
		const char *fmt, ...) __printf(4, 5);

/* The same where the weight depends on how much of it there is. */
void signal_add_weight(struct weighing *w, enum signal_id id, double weight,
		       unsigned int line, const char *fmt, ...)
	__printf(5, 6);

/* The level and the probability of what was weighed; sorts the reasons. */
void weighing_finish(struct weighing *w, struct verdict *out);

double log_odds_of(double probability);

#endif
