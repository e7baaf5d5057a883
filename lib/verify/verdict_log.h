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

#endif
