/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The signals that speak for or against a claim: their names, their weights,
 * and where each weight comes from, in one table (signals.c).  Finding them
 * is the work of the verdict_*.c files.
 *
 * Weights are log odds: they are added to the log odds of the kind of claim
 * (the prior, also there), and the sum gives the probability
 * 1 / (1 + exp(-sum)).
 *
 * How the fitted ones came about: logistic regression, L2 penalty 0.3, on 410
 * claims of public mailing lists (2019-2026) whose outcome is known from the
 * fix that was merged later; only what stood in the mail and in the report it
 * belongs to.  Ten-fold cross-validation, five times: Brier score 0.154 on
 * syzbot's (153 claims, AUC 0.85; a constant gives 0.248), 0.159 on the 211
 * without build failures that have their mails; of all claims put above 0.9,
 * 94 % right (182 of 194).
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
	SIGNAL_SAID_WRONG,
	SIGNAL_WITHDRAWN,
	/* doubts */
	SIGNAL_KNOWN_GOOD,	/* the version comes from prose */
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
	SIGNAL_REPORTED_BEFORE,
	SIGNAL_FILE_ABSENT,
	SIGNAL_REVERT_TITLE,
	SIGNAL_TEST_ADDED,
	SIGNAL_LINUX_NEXT,
	SIGNAL_NO_HELP,
	SIGNAL_FIXED,
	SIGNAL_REVERTED,
	SIGNAL_INCOMPLETE,
	/* why nobody is named */
	SIGNAL_CANDIDATES,
	SIGNAL_EVERYWHERE,
	SIGNAL_UNFINISHED,
	SIGNAL_NO_CULPRIT,
	/* what supports */
	SIGNAL_REPRODUCED,
	SIGNAL_RETESTED,
	SIGNAL_RELATED,
	SIGNAL_YOUNG,
	SIGNAL_SAME_WORDS,
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
	double robot, person;	/* log odds, by who claims; 0: by its measure */
	const char *origin;	/* where the weights come from */
};

extern const struct signal signals[SIGNALS_NR];

/* The kinds of claim whose share of right ones is known. */
enum claim_kind {
	KIND_SYZBOT_MAIL,
	KIND_SYZBOT_REPORT,
	KIND_LKP_RUN,
	KIND_LKP_PERF,
	KIND_LKP_BUILD,
	KIND_KERNELCI,
	KIND_ROBOT,
	KIND_REGZBOT,
	KIND_FIRST_BAD,
	KIND_IS_FIRST_BAD,
	KIND_PROSE,
	/* a log alone, nothing known of the mail */
	KIND_LOG_GIT,
	KIND_LOG_SYZBOT,
	KIND_LOG_KERNELCI,
	KINDS_NR,
};

struct claim_prior {
	double log_odds;
	double trusted_from;	/* the probability that is enough */
	const char *origin;
};

extern const struct claim_prior claim_priors[KINDS_NR];

/* A verdict in the making; weighing_begin() takes the prior. */
struct weighing {
	struct arena *a;
	enum claim_kind kind;
	bool robot;		/* nobody but a program says it */
	struct doubt_list reasons;
	double log_odds;
	size_t nr_doubts;
	bool refuted;
};

enum claim_kind kind_of_log(const struct bisect_log *log);

void weighing_begin(struct weighing *w, struct arena *a, enum claim_kind kind);

/* Note a signal with its weight from the table. */
void signal_add(struct weighing *w, enum signal_id id, unsigned int line,
		const char *fmt, ...) __printf(4, 5);

/* The same where the weight depends on how much of it there is. */
void signal_add_weight(struct weighing *w, enum signal_id id, double weight,
		       unsigned int line, const char *fmt, ...)
	__printf(5, 6);

double log_odds_of(double probability);

/* The level and the probability of what was weighed; sorts the reasons. */
void weighing_finish(struct weighing *w, struct verdict *out);


#endif
