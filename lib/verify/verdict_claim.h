/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is measured of a claim before it is weighed: of which kind it is, how
 * old the commit was, whether its title and the trace meet.  Only what stands
 * in the mails of the case; what git says comes on top.
 */
#ifndef VERDICT_CLAIM_H
#define VERDICT_CLAIM_H

#include "report/report.h"
#include "verify/signals.h"
#include "verify/verdict_subsystem.h"

struct claim_facts {
	enum claim_kind kind;
	bool recent;		/* of 2022 or later: robots bisect better since */
	struct str title;	/* of the culprit, from any mail of the case */
	struct str crash;	/* title of the crash, or STR_NONE */
	unsigned int line;	/* of the claim */
	double age_days;	/* of the commit at the claim; NAN: not stated */
	const struct trace *trace;	/* the crash of the case, or NULL */
	struct str_list places;	/* its files that tell where it was */
	enum kinship kinship;
	struct str meet;	/* the word in which they meet */
	struct str_list shared;	/* words of title and crashed function, <= 2 */
	double lead_days;	/* first report before the claim; 0: none earlier */
};

void claim_measure(struct claim_facts *out, struct arena *a,
		   const struct report *r,
		   const struct report *const *context, size_t nr_context,
		   int64_t now);

#endif
