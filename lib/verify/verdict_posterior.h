/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A second opinion from the run counts of a log alone: a noisy binary search
 * looked at afterwards, as Bayes would.
 *
 * The tested commits are put in a line, old to new:
 *
 *	g1 g2 ... gk | b1 ... bm
 *
 * the good ones as they were tested, then the bad ones backwards, b1 being
 * the culprit that the log names.  (History is no line, but the bisection
 * treats it as one: what a verdict rules out is never looked at again.)  The
 * hypothesis H(x) is that the first bad commit lies behind the tested commit
 * before x and at x at the latest.
 *
 *   Prior	P(H(x)) is proportional to the number of commits it covers: the
 *		"N revisions left" of the step that cut them off, else 2^i for
 *		the i-th step counted from the end; 1 for the named culprit,
 *		plus the commits that were skipped last.
 *   Likelihood	a bad kernel crashes in a run with probability p, a good one
 *		(by another bug) with probability q:
 *		c crashes in n runs have  p^c (1-p)^(n-c)  where H(x) makes the
 *		kernel bad, and  q^c (1-q)^(n-c)  where it makes it good.
 *		p is estimated from the bad steps, (crashes + 1) / (runs + 2);
 *		q is 1 in 200, but at most p / 2.
 *   Posterior	prior times likelihood, divided by the sum over all x.  With
 *		running sums over the line that is linear in its length.
 *
 * The test that would settle it is of the commit at which the probability of
 * being bad is nearest to one half, so often that a bad kernel shows itself
 * with 95 %: n = log(0.05) / log(1 - p) runs.
 */
#ifndef VERDICT_POSTERIOR_H
#define VERDICT_POSTERIOR_H

#include "verify/verdict.h"

struct posterior {
	double culprit;		/* probability of the one the log names */
	double p;		/* that a bad kernel crashes in one run */
	struct suspect_list suspects;	/* likely first; at most five */
	struct str next_test;	/* a sentence, or STR_NONE */
};

/* False where the log states no counts, or too little to tell. */
bool posterior_of_log(struct posterior *out, struct arena *a,
		      const struct bisect_log *log);

#endif
