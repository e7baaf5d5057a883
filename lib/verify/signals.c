// SPDX-License-Identifier: GPL-2.0-only
#include "verify/signals.h"

#include <math.h>

/* Below this a claim is refuted even where no single signal does. */
#define REFUTED_BELOW	0.10
/* What refutes leaves at most this. */
#define REFUTED_MAX	0.05

/*
 * Counts are right : wrong among claims with known outcome.  A wrong claim of
 * a person is often put right in a reply and never counted, hence less than
 * the counts say.
 */
const struct claim_prior claim_priors[KINDS_NR] = {
	[KIND_SYZBOT_MAIL] = { -0.25, 0.93, "fitted; 77:86" },
	[KIND_SYZBOT_REPORT] = { 0.25, 0.93, "fitted; 115:69" },
	[KIND_LKP_RUN] = { 0.6, 0.9, "25:14, often the caller" },
	[KIND_LKP_PERF] = { 1.5, 0.9, "7:1" },
	[KIND_LKP_BUILD] = { 1.7, 0.9, "75:13" },
	[KIND_KERNELCI] = { 1.7, 0.9, "3:0, tries the revert itself" },
	[KIND_ROBOT] = { 0.6, 0.9, "as LKP" },
	[KIND_REGZBOT] = { 2.7, 0.9, "104:6" },
	[KIND_FIRST_BAD] = { 2.4, 0.9, "117:14, 9 of these merges" },
	[KIND_IS_FIRST_BAD] = { 2.4, 0.9, "49:5" },
	[KIND_PROSE] = { 2.4, 0.9, "123:10" },
	[KIND_LOG_GIT] = { 2.1, 0.8, "117:14" },
	[KIND_LOG_SYZBOT] = { 0.2, 0.8, "192:155" },
	[KIND_LOG_KERNELCI] = { 1.7, 0.8, "3:0" },
};

/*
 * "syzkaller" is what its pkg/bisect and syz-ci do with such a result;
 * "analysis" is the hand count of 118 results, linux-kernel 2019-03-27:
 * unrelated bugs in 66 % of the wrong ones, hard to reproduce in 46 %;
 * "Biggers" is linux-kernel 2019-07-25: 40-50 % right as they come, 80-90 %
 * once those with such signs are left out; "fitted": see signals.h.
 */
const struct signal signals[SIGNALS_NR] = {
	[SIGNAL_NO_OP] = { "no-op", SIGNAL_REFUTES, -4, -4,
			   "syzkaller: never mailed" },
	[SIGNAL_CONTRADICTION] = { "contradiction", SIGNAL_REFUTES, -4, -4,
				   "one binary cannot be good and bad" },
	[SIGNAL_MERGE] = { "merge", SIGNAL_REFUTES, -4, -4,
			   "0 of 15 claims right; syzkaller: never mailed" },
	[SIGNAL_RELEASE] = { "release", SIGNAL_REFUTES, -4, -4,
			     "0 of 15 claims right; syzkaller: never mailed" },
	[SIGNAL_NON_CODE] = { "non-code", SIGNAL_REFUTES, -4, -4,
			      "0 of 16 claims of robots right" },
	[SIGNAL_LOW_CONFIDENCE] = { "low-confidence", SIGNAL_REFUTES, -3, -3,
				    "syzkaller: not mailed above 0.34" },
	[SIGNAL_IGNORED] = { "ignored", SIGNAL_REFUTES, -4, -4,
			     "syzkaller: its list of such commits" },
	[SIGNAL_SAID_WRONG] = { "said-wrong", SIGNAL_REFUTES, -4, -4,
				"a person says so" },
	[SIGNAL_WITHDRAWN] = { "withdrawn", SIGNAL_REFUTES, -4, -4,
			       "the reporter says so" },

	[SIGNAL_KNOWN_GOOD] = { "known-good", SIGNAL_DOUBTS, -3, -3,
				"a cause cannot be in a kernel that is good" },
	[SIGNAL_DRIFT] = { "drift", SIGNAL_DOUBTS, -2.5, -2.5,
			   "analysis: 66 % of wrong results" },
	[SIGNAL_FLAKY] = { "flaky", SIGNAL_DOUBTS, -1.2, -1.2,
			   "analysis: 46 % of wrong results" },
	[SIGNAL_ONE_OF_TEN] = { "one-of-ten", SIGNAL_DOUBTS, -1.2, -1.2,
				"syzkaller: not taken as bad since 2024-07" },
	[SIGNAL_LOST_CONNECTION] = { "lost-connection", SIGNAL_DOUBTS, -1.5,
				     -1.5, "syzkaller: ignored since 2024-12" },
	[SIGNAL_FALSE_NEGATIVE] = { "false-negative", SIGNAL_DOUBTS, -0.7,
				    -0.7, "arithmetic" },
	[SIGNAL_COUNTS] = { "counts", SIGNAL_DOUBTS, 0, 0,
			    "arithmetic, see verdict_posterior.h" },
	[SIGNAL_SKIPS] = { "skips", SIGNAL_DOUBTS, -0.8, -0.8,
			   "the culprit may be one that was skipped" },
	[SIGNAL_ONE_SIDED] = { "one-sided", SIGNAL_HINTS, -0.5, -0.5,
			       "chance of N equal verdicts is 2^-N" },
	[SIGNAL_RETEST_FAILED] = { "retest-failed", SIGNAL_DOUBTS, -2, -2,
				   "the log takes its verdict back" },
	[SIGNAL_UNTESTED] = { "untested", SIGNAL_DOUBTS, -1, -1,
			      "the culprit has no bad verdict of its own" },
	[SIGNAL_COMPILER] = { "compiler", SIGNAL_DOUBTS, -0.7, -0.7,
			      "syzkaller: known cause of wrong results" },
	[SIGNAL_RANGE] = { "range", SIGNAL_HINTS, -0.4, -0.4,
			   "analysis: old bugs 50 %, recent ones 70 %" },
	[SIGNAL_LEAK] = { "leak", SIGNAL_DOUBTS, -1.5, -0.5,
			  "syzkaller: leaks are not bisected since 2019-07" },
	[SIGNAL_CHECK_ADDED] = { "check-added", SIGNAL_DOUBTS, -2.3, -0.6,
				 "fitted; all such titles 18:39" },
	[SIGNAL_UNRELATED] = { "unrelated", SIGNAL_DOUBTS, -1.85, -1.0,
			       "fitted; 14:67, of persons 8:4" },
	[SIGNAL_OLD] = { "old", SIGNAL_HINTS, 0, 0,
			 "fitted: -0.92 for each power of ten in days" },
	[SIGNAL_REPORTED_BEFORE] = { "reported-before", SIGNAL_DOUBTS, -1.5,
				     -1.5, "a cause comes first; 1:3" },
	[SIGNAL_FILE_ABSENT] = { "file-absent", SIGNAL_DOUBTS, -1.5, -1.5,
				 "the place of the crash came later" },
	[SIGNAL_REVERT_TITLE] = { "revert-title", SIGNAL_DOUBTS, -2.5, 0,
				  "0:3 of robots; of persons some right" },
	[SIGNAL_TEST_ADDED] = { "test-added", SIGNAL_DOUBTS, -1.2, -0.4,
				"fitted: a new test finds old bugs" },
	[SIGNAL_LINUX_NEXT] = { "linux-next", SIGNAL_HINTS, 0, -0.8,
				"fitted; 15:8" },
	[SIGNAL_NO_HELP] = { "revert-no-help", SIGNAL_DOUBTS, -2, -2,
			     "a person tried" },
	[SIGNAL_FIXED] = { "fixed", SIGNAL_HINTS, 0.5, 0.5,
			   "somebody named it in Fixes:" },
	[SIGNAL_REVERTED] = { "reverted", SIGNAL_HINTS, 0.5, 0.5,
			      "somebody took it back" },
	[SIGNAL_INCOMPLETE] = { "incomplete", SIGNAL_HINTS, -0.3, -0.3,
				"steps are missing" },

	[SIGNAL_CANDIDATES] = { "candidates", SIGNAL_HINTS, 0, 0, "none" },
	[SIGNAL_EVERYWHERE] = { "everywhere", SIGNAL_HINTS, 0, 0, "none" },
	[SIGNAL_UNFINISHED] = { "unfinished", SIGNAL_HINTS, 0, 0, "none" },
	[SIGNAL_NO_CULPRIT] = { "no-culprit", SIGNAL_HINTS, 0, 0, "none" },

	[SIGNAL_REPRODUCED] = { "reproduced", SIGNAL_SUPPORTS, 1.6, 0.5,
				"Biggers: 80-90 % right without such signs" },
	[SIGNAL_RETESTED] = { "retested", SIGNAL_SUPPORTS, 0.4, 0.4,
			      "the neighbours were tried again" },
	[SIGNAL_RELATED] = { "related", SIGNAL_SUPPORTS, 0.2, 0.5,
			     "fitted; 168:69, of persons 23:1" },
	[SIGNAL_YOUNG] = { "young", SIGNAL_SUPPORTS, 0, 0,
			   "fitted: -0.92 for each power of ten in days" },
	[SIGNAL_SAME_WORDS] = { "same-words", SIGNAL_SUPPORTS, 0, 0,
				"fitted: 0.65 for each, two at most" },
	[SIGNAL_REVERT_HELPS] = { "revert-helps", SIGNAL_SUPPORTS, 0.7, 0.76,
				  "fitted; 52:2" },
	[SIGNAL_CONFIRMED] = { "confirmed", SIGNAL_SUPPORTS, 0.5, 0.5,
			       "a second person or machine" },
};

double log_odds_of(double probability)
{
	double p = fmin(fmax(probability, 1e-6), 1 - 1e-6);

	return log(p / (1 - p));
}

enum claim_kind kind_of_log(const struct bisect_log *log)
{
	static const enum claim_kind kinds[] = {
		[BISECT_GIT] = KIND_LOG_GIT,
		[BISECT_SYZBOT] = KIND_LOG_SYZBOT,
		[BISECT_KERNELCI] = KIND_LOG_KERNELCI,
	};

	return kinds[log->kind];
}

void weighing_begin(struct weighing *w, struct arena *a, enum claim_kind kind)
{
	*w = (struct weighing){
		.a = a, .kind = kind,
		.robot = kind < KIND_REGZBOT || kind == KIND_LOG_SYZBOT ||
			 kind == KIND_LOG_KERNELCI,
		.log_odds = claim_priors[kind].log_odds,
	};
}

static void add(struct weighing *w, enum signal_id id, double weight,
		unsigned int line, const char *fmt, va_list ap)
{
	const struct signal *s = &signals[id];
	char detail[512];

	vsnprintf(detail, sizeof(detail), fmt, ap);
	*list_add(w->a, &w->reasons) = (struct doubt){
		.signal = s->name,
		.detail = str_utf8(w->a, str_dup(w->a, str_from(detail))),
		.line = line, .weight = weight,
		.refutes = s->effect == SIGNAL_REFUTES,
	};
	w->log_odds += weight;
	w->nr_doubts += s->effect == SIGNAL_DOUBTS;
	w->refuted |= s->effect == SIGNAL_REFUTES;
}

void signal_add(struct weighing *w, enum signal_id id, unsigned int line,
		const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(w, id, w->robot ? signals[id].robot : signals[id].person, line,
	    fmt, ap);
	va_end(ap);
}

void signal_add_weight(struct weighing *w, enum signal_id id, double weight,
		       unsigned int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(w, id, weight, line, fmt, ap);
	va_end(ap);
}

/* What refutes first, then by weight; stable by line. */
static int by_weight(const void *x, const void *y)
{
	const struct doubt *a = x, *b = y;
	double wa = fabs(a->weight), wb = fabs(b->weight);

	if (a->refutes != b->refutes)
		return a->refutes ? -1 : 1;
	if (wa != wb)
		return wa < wb ? 1 : -1;
	return (a->line > b->line) - (a->line < b->line);
}

void weighing_finish(struct weighing *w, struct verdict *out)
{
	double p = 1 / (1 + exp(-w->log_odds));

	if (w->refuted)
		p = fmin(p, REFUTED_MAX);
	if (w->reasons.nr)
		qsort(w->reasons.v, w->reasons.nr, sizeof(*w->reasons.v),
		      by_weight);
	out->reasons = w->reasons;
	out->probability = p;
	if (w->refuted || p < REFUTED_BELOW)
		out->level = VERDICT_REFUTED;
	else if (w->nr_doubts >= 2 || 
		 p < claim_priors[w->kind].trusted_from)
		out->level = VERDICT_DOUBTFUL;
	else
		out->level = VERDICT_TRUSTED;
}

const char *verdict_level_name(enum verdict_level level)
{
	static const char *const names[] = {
		[VERDICT_INCONCLUSIVE] = "inconclusive",
		[VERDICT_REFUTED] = "refuted",
		[VERDICT_DOUBTFUL] = "doubtful",
		[VERDICT_TRUSTED] = "trusted",
	};

	return names[level];
}
