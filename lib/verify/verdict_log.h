/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The signals of a bisection log, for use in the verdict on the log and in
 * the one on the mail that holds it.
 */
#ifndef VERDICT_LOG_H
#define VERDICT_LOG_H

#include "verify/signals.h"

/* Adds the signals; sets out->suspects and out->next_test. */
void weigh_log(struct weighing *w, struct verdict *out,
	       const struct bisect_log *log);

/* Its parts. */
void weigh_log_kernels(struct weighing *w, const struct bisect_log *log);
void weigh_log_runs(struct weighing *w, struct verdict *out,
		    const struct bisect_log *log);
/*
 * Every bad verdict by many crashes, the original ones; comes last, since it
 * is no support where anything speaks against the result.
 */
void weigh_log_reproduced(struct weighing *w, const struct bisect_log *log,
			  const struct bisect_step *culprit);

/* A step of the bisection proper, with a verdict. */
static inline bool is_bisect_test(const struct bisect_step *s)
{
	return !s->initial && s->judged;
}

#endif
