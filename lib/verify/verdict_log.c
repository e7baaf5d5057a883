// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the search went, and the verdict on a log; the signals that lie in the
 * kernels and in the runs have files of their own.
 */
#include "verify/verdict_log.h"

#include "report/bisect_line.h"
#include "verify/verdict_commit.h"

#define SKIPS_NEAR	4
#define ONE_SIDED	8
#define RELEASES_MANY	5
/* A crash is told in less; more is not looked through for each of many logs. */
#define CRASH_MAX	((size_t)64 << 10)

/* The last step with the verdict on the commit that the log names. */
static const struct bisect_step *culprit_step(const struct bisect_log *log)
{
	for (size_t i = log->steps.nr; i-- > 0; ) {
		const struct bisect_step *s = &log->steps.v[i];

		if (s->verdict == BISECT_BAD &&
		    bisect_sha_same(s->commit, log->culprit.sha))
			return s;
	}
	return NULL;
}

static void check_skips(struct weighing *w, const struct bisect_log *log)
{
	size_t near = 0, all = 0, nr = log->steps.nr;
	const struct bisect_step *last = NULL;

	for (size_t i = 0; i < nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_bisect_test(s) || s->verdict != BISECT_SKIP)
			continue;
		all++;
		if (i + SKIPS_NEAR >= nr) {
			near++;
			last = s;
		}
	}
	if (near)
		signal_add(w, SIGNAL_SKIPS, last->line,
			   "%zu of the last %d revisions could not be tested (%zu in all)",
			   near, SKIPS_NEAR, all);
}

static void check_one_sided(struct weighing *w, const struct bisect_log *log)
{
	const struct bisect_step *last = NULL;
	size_t n = 0;

	for (size_t i = log->steps.nr; i-- > 0; ) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_bisect_test(s) || s->verdict == BISECT_SKIP)
			continue;
		if (last && s->verdict != last->verdict)
			break;
		if (!last)
			last = s;
		n++;
	}
	if (n >= ONE_SIDED)
		signal_add(w, SIGNAL_ONE_SIDED, last->line,
			   "the last %zu verdicts are all %s: one wrong verdict before them would look just so",
			   n, last->verdict == BISECT_GOOD ? "good" : "bad");
}

static void check_retests(struct weighing *w, const struct bisect_log *log)
{
	for (size_t i = 0; i < log->retests.nr; i++) {
		const struct bisect_step *s = &log->retests.v[i];
		bool culprit = bisect_sha_same(s->commit, log->culprit.sha);

		if (culprit && s->verdict == BISECT_GOOD) {
			signal_add(w, SIGNAL_RETEST_FAILED, s->line,
				   "tested again after the bisection, the commit was good");
			return;
		}
	}
	if (log->retests.nr)
		signal_add(w, SIGNAL_RETESTED, log->retests.v[0].line,
			   "neighbours were tested again after the bisection and agree");
}

/* The last judged step with @verdict before or after the culprit's. */
static void check_compiler(struct weighing *w, const struct bisect_log *log,
			   const struct bisect_step *culprit)
{
	const struct bisect_step *good = NULL;

	for (size_t i = log->steps.nr; i-- > 0 && !good; )
		if (log->steps.v[i].verdict == BISECT_GOOD &&
		    log->steps.v[i].judged)
			good = &log->steps.v[i];
	if (!culprit || !good || !good->compiler.n || !culprit->compiler.n ||
	    str_eq(good->compiler, culprit->compiler))
		return;
	signal_add(w, SIGNAL_COMPILER, culprit->line,
		   "the commit was built by \"%.*s\", its good neighbour by \"%.*s\"",
		   STR_ARG(str_sub(culprit->compiler, 0, 80)),
		   STR_ARG(str_sub(good->compiler, 0, 80)));
}

static void check_range(struct weighing *w, const struct bisect_log *log)
{
	size_t releases = 0;
	uint64_t tested = 0, failed = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		releases += s->release.n && s->verdict == BISECT_BAD;
		tested++;
		failed += s->build_failed;
	}
	if (releases >= RELEASES_MANY)
		signal_add(w, SIGNAL_RANGE, log->line_first,
			   "%zu releases before the report crash already: old bugs are bisected wrongly more often",
			   releases);
	if (log->revisions && (log->revisions > tested ||
			       log->revisions + failed < tested))
		signal_add(w, SIGNAL_INCOMPLETE, log->line_last,
			   "the log speaks of %llu revisions and shows %llu",
			   (unsigned long long)log->revisions,
			   (unsigned long long)tested);
}

void weigh_log(struct weighing *w, struct verdict *out,
	       const struct bisect_log *log)
{
	const struct bisect_step *culprit = culprit_step(log);

	weigh_log_kernels(w, log);
	weigh_log_runs(w, out, log);
	check_skips(w, log);
	check_one_sided(w, log);
	check_retests(w, log);
	check_compiler(w, log, culprit);
	check_range(w, log);
	if (!culprit && log->steps.nr)
		signal_add(w, SIGNAL_UNTESTED, log->culprit.line,
			   "no step of the log judges the commit bad that it names");
	if (str_starts(log->crash_title, STR("memory leak")))
		signal_add(w, SIGNAL_LEAK, log->crash_line,
			   "leaks are found by chance and are not bisected reliably");
	if (!log->fixing)
		weigh_log_reproduced(w, log, culprit);
}

/* A log that names no commit says why, and accuses nobody. */
static void why_nobody(struct weighing *w, const struct bisect_log *log)
{
	if (log->candidates.nr)
		signal_add(w, SIGNAL_CANDIDATES, log->candidates.v[0].line,
			   "it could be any of %zu commits", log->candidates.nr);
	else if (log->everywhere)
		signal_add(w, SIGNAL_EVERYWHERE, log->line_last,
			   "every revision that was tried crashes");
	else
		signal_add(w, SIGNAL_UNFINISHED, log->line_last,
			   "the log ends without a result");
}

struct str verdict_log_crash(const struct bisect_log *log, struct str text)
{
	ptrdiff_t end;

	if (log->kind != BISECT_SYZBOT)
		return str_sub(text, 0, CRASH_MAX);
	if (str_is_none(log->crash_title))
		return STR_NONE;
	/* the title is a view of the line above the report */
	text = str_from_off(text, str_offset(text, log->crash_title) +
				  log->crash_title.n);
	text = str_sub(text, 0, CRASH_MAX);
	end = str_find(text, STR("\nbisecting "));
	return end < 0 ? text : str_sub(text, 0, (size_t)end + 1);
}

void verdict_of_log(struct verdict *out, struct arena *a,
		    const struct bisect_log *log,
		    const struct trace_list *traces, struct str text)
{
	const struct trace *t = traces ? trace_main(traces) : NULL;
	struct suspect_commit c = {
		.sha = log->culprit.sha, .title = log->culprit.title,
		.line = log->culprit.line, .merge = log->culprit.merge,
		.touched = &log->touched, .crash = log->crash_title,
	};
	struct str_list places = { 0 };
	struct weighing w;

	*out = (struct verdict){ .level = VERDICT_INCONCLUSIVE };
	weighing_begin(&w, a, kind_of_log(log));
	if (str_is_none(log->culprit.sha)) {
		why_nobody(&w, log);
		out->reasons = w.reasons;
		return;
	}
	if (t)
		trace_places(&places, a, t, text);
	weigh_log(&w, out, log);
	weigh_commit(&w, &c);
	weigh_place(&w, &c, &places);
	weighing_finish(&w, out);
}
