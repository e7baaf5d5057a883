/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * May the claim be believed?  Each doubt is a named signal with the line it
 * was read from and a sentence a maintainer understands.  The verdict decides
 * who, if anybody, is written to.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "report/report.h"
#include "verify/verify.h"

enum verdict_level {
	VERDICT_INCONCLUSIVE,	/* no single commit is named */
	VERDICT_REFUTED,	/* no word to the author of the commit */
	VERDICT_DOUBTFUL,	/* a person releases the draft; author not in To */
	VERDICT_TRUSTED,
};

struct doubt {
	const char *signal;	/* "no-op", "flaky", ... one word, stable */
	struct str detail;	/* a sentence */
	unsigned int line;	/* in the text it was read from; 0: from git */
	double weight;		/* in log odds; below 0 speaks against the claim */
	bool refutes;		/* alone enough to refute */
};

struct doubt_list {
	struct doubt *v;
	size_t nr, cap;
};

/* A person's statement that supports the claim. */
struct confirmation {
	struct str text;
	struct str origin;	/* file or message id */
	unsigned int line;
};

struct confirmation_list {
	struct confirmation *v;
	size_t nr, cap;
};

/* A commit and how likely it is the culprit, from the counts alone. */
struct suspect {
	struct str sha, title;
	double probability;
};

struct suspect_list {
	struct suspect *v;
	size_t nr, cap;
};

struct verdict {
	enum verdict_level level;
	double probability;	/* that the culprit is right, 0 to 1 */
	struct doubt_list reasons;	/* most telling first; also what supports */
	struct confirmation_list confirmed_by;
	struct suspect_list suspects;
	struct str next_test;	/* the one run that would settle it, or STR_NONE */
};

/*
 * Weighs a log alone, as "regbot bisection" does; @traces are the crash
 * reports that were found in @text (may be empty).
 */
void verdict_of_log(struct verdict *out, struct arena *a,
		    const struct bisect_log *log,
		    const struct trace_list *traces, struct str text);

/*
 * The part of @text in which the crash of a log is to be looked for: behind
 * the "crash:" it ends with, or without one the text's beginning.  (The lines
 * "run #0: crashed: BUG: ..." of a log are no crash.)  STR_NONE: nowhere.
 * @log was found in @text.
 */
struct str verdict_log_crash(const struct bisect_log *log, struct str text);

/*
 * Weighs the claim of @r with the further mails of its case (@context: the
 * report with the trace, earlier mails) and what git said (@f may be NULL or
 * unasked).  @now stands in where the mail has no date.
 */
void verdict_of_report(struct verdict *out, struct arena *a,
		       const struct report *r,
		       const struct report *const *context, size_t nr_context,
		       const struct findings *f, int64_t now);

/* "trusted", "doubtful", "refuted", "inconclusive" */
const char *verdict_level_name(enum verdict_level level);

#endif
