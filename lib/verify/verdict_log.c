// SPDX-License-Identifier: GPL-2.0-only
/*
 * The signals that a bisection log holds against, or for, its own result.
 */
#include "verify/verdict_log.h"

#include <math.h>

#include "report/bisect_line.h"
#include "verify/verdict_posterior.h"
#include "verify/verdict_commit.h"

#define LOW_CONFIDENCE	0.34	/* syzkaller's cut-off for the chance of error */
#define FEW_CRASHES	2
#define MANY_RUNS	8
#define SKIPS_NEAR	4
#define ONE_SIDED	8
#define RELEASES_MANY	5

static bool is_test(const struct bisect_step *s)
{
	return !s->initial && s->judged;
}

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

/* --- one kernel, two verdicts --- */

static void check_no_op(struct weighing *w, const struct bisect_log *log)
{
	struct str sig = log->culprit_signature;

	if (sig.n && str_eq(sig, log->parent_signature))
		signal_add(w, SIGNAL_NO_OP, log->culprit_signature_line,
			   "the commit and its parent give the same kernel (signature %.*s): the commit changes nothing that is built",
			   STR_ARG(str_sub(sig, 0, 12)));
}

struct ballot {
	struct str key;
	enum bisect_verdict verdict;
	unsigned int line;
};

struct ballots {
	struct ballot *v;
	size_t nr, cap;
};

static int by_key(const void *x, const void *y)
{
	const struct ballot *a = x, *b = y;
	int c = str_cmp(a->key, b->key);

	return c ? c : (a->line > b->line) - (a->line < b->line);
}

/* Find a key with verdicts of both kinds; the one with most of them. */
static bool find_split(struct ballots *b, unsigned int nr[2],
		       struct ballot *where)
{
	size_t first = 0, best = 0;

	if (!b->nr)
		return false;
	qsort(b->v, b->nr, sizeof(*b->v), by_key);
	for (size_t i = 0; i < b->nr; i++) {
		unsigned int n[2] = { 0 };
		unsigned int line = 0;

		if (i + 1 < b->nr && str_eq(b->v[i].key, b->v[i + 1].key))
			continue;
		for (size_t j = first; j <= i; j++) {
			n[b->v[j].verdict]++;
			if (!line && b->v[j].verdict != b->v[first].verdict)
				line = b->v[j].line;
		}
		if (n[0] && n[1] && i + 1 - first > best) {
			best = i + 1 - first;
			memcpy(nr, n, sizeof(n));
			*where = b->v[i];
			where->line = line;
		}
		first = i + 1;
	}
	return best;
}

static void check_contradiction(struct weighing *w,
				const struct bisect_log *log)
{
	struct ballots kernels = { 0 }, commits = { 0 };
	struct ballot at;
	unsigned int nr[2];

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!s->judged || s->verdict == BISECT_SKIP)
			continue;
		*list_add(w->a, &commits) = (struct ballot){
			s->commit, s->verdict, s->line };
		if (s->signature.n)
			*list_add(w->a, &kernels) = (struct ballot){
				s->signature, s->verdict, s->line };
	}
	if (find_split(&kernels, nr, &at))
		signal_add(w, SIGNAL_CONTRADICTION, at.line,
			   "one and the same kernel (signature %.*s) was judged bad in %u and good in %u tests",
			   STR_ARG(str_sub(at.key, 0, 12)), nr[BISECT_BAD],
			   nr[BISECT_GOOD]);
	else if (find_split(&commits, nr, &at))
		signal_add(w, SIGNAL_RETEST_FAILED, at.line,
			   "commit %.*s was judged bad in %u and good in %u tests",
			   STR_ARG(str_sub(at.key, 0, 12)), nr[BISECT_BAD],
			   nr[BISECT_GOOD]);
}

/* --- which crash was followed --- */

/* What is behind the last " in ": the function that a title names. */
static struct str title_function(struct str title)
{
	ptrdiff_t at = str_rfind(title, STR(" in "));
	struct str rest, word = STR_NONE;

	if (at < 0)
		return STR_NONE;
	rest = str_from_off(title, (size_t)at + 4);
	str_word(&rest, &word);
	return word;
}

static bool same_crash(struct str x, struct str y)
{
	struct str f = title_function(x);

	return str_eq(x, y) || (f.n && str_eq(f, title_function(y)));
}

static bool shares_crash(const struct str_list *x, const struct str_list *y)
{
	for (size_t i = 0; i < x->nr; i++)
		for (size_t j = 0; j < y->nr; j++)
			if (same_crash(x->v[i], y->v[j]))
				return true;
	return false;
}

#define TITLES_MAX	64

/* The crashes that the bug had where the bisection began. */
static void original_crashes(struct str_list *out, struct arena *a,
			     const struct bisect_log *log)
{
	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!s->initial)
			break;
		for (size_t j = 0; j < s->crashes.nr && out->nr < TITLES_MAX; j++)
			*list_add(a, out) = s->crashes.v[j];
	}
}

static void check_drift(struct weighing *w, const struct bisect_log *log)
{
	struct str_list original = { 0 };
	const struct bisect_step *first = NULL;
	size_t drifted = 0, bad = 0;

	original_crashes(&original, w->a, log);
	if (!original.nr)
		return;
	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_test(s) || s->verdict != BISECT_BAD || !s->crashes.nr)
			continue;
		bad++;
		if (shares_crash(&s->crashes, &original))
			continue;
		drifted++;
		if (!first)
			first = s;
	}
	if (drifted)
		signal_add(w, SIGNAL_DRIFT, first->line,
			   "it began with \"%.*s\"; from here on %zu of %zu bad verdicts rest on \"%.*s\", a crash never seen at the start",
			   STR_ARG(str_sub(original.v[0], 0, 120)), drifted, bad,
			   STR_ARG(str_sub(first->crashes.v[0], 0, 120)));
}

/* --- how sure the verdicts are --- */

static void check_flaky(struct weighing *w, const struct bisect_log *log)
{
	const struct bisect_step *weak = NULL, *few = NULL;
	unsigned int nr_few = 0, nr_bad = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_test(s) || s->verdict != BISECT_BAD || !s->total)
			continue;
		nr_bad++;
		if (!weak && s->crashed * 2 < s->crashed + s->ok)
			weak = s;
		if (s->crashed <= FEW_CRASHES && s->crashed + s->ok >= MANY_RUNS) {
			nr_few++;
			few = s;
		}
	}
	if (log->flagged_flaky || log->repro_chance >= 0)
		signal_add(w, SIGNAL_FLAKY, log->flagged_flaky_line,
			   "the log itself calls the reproducer flaky%s",
			   log->repro_chance >= 0 ?
			   " and estimates its chance" : "");
	else if (weak)
		signal_add(w, SIGNAL_FLAKY, weak->line,
			   "a bad kernel crashed in %u of %u runs only: good verdicts may be luck",
			   weak->crashed, weak->crashed + weak->ok);
	if (few)
		signal_add(w, SIGNAL_ONE_OF_TEN, few->line,
			   "%u of %u bad verdicts rest on one or two crashes; the last one on %u of %u runs",
			   nr_few, nr_bad, few->crashed, few->crashed + few->ok);
}

static bool is_silence(struct str title)
{
	return str_starts(title, STR("lost connection to test machine")) ||
	       str_starts(title, STR("no output from test machine")) ||
	       str_starts(title, STR("SYZFAIL"));
}

static void check_lost_connection(struct weighing *w,
				  const struct bisect_log *log)
{
	struct str_list original = { 0 };

	original_crashes(&original, w->a, log);
	for (size_t i = 0; i < original.nr; i++)
		if (is_silence(original.v[i]))
			return;
	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];
		size_t silent = 0;

		for (size_t j = 0; j < s->crashes.nr; j++)
			silent += is_silence(s->crashes.v[j]);
		if (!is_test(s) || s->verdict != BISECT_BAD || !silent ||
		    silent < s->crashes.nr)
			continue;
		signal_add(w, SIGNAL_LOST_CONNECTION, s->line,
			   "a bad verdict rests on \"%.*s\" alone, which no kernel bug is needed for",
			   STR_ARG(s->crashes.v[0]));
		return;
	}
}

static void check_confidence(struct weighing *w, const struct bisect_log *log)
{
	double right = 1, error = log->error_probability;
	unsigned int line = log->culprit.line;
	bool stated = error >= 0;

	for (size_t i = 0; !stated && i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (s->verdict != BISECT_GOOD || s->false_negative < 0)
			continue;
		right *= 1 - fmin(s->false_negative, 1);
		line = s->line;
	}
	if (!stated)
		error = 1 - right;
	if (error > LOW_CONFIDENCE)
		signal_add(w, SIGNAL_LOW_CONFIDENCE, line,
			   "the chance that some good verdict was luck is %.0f %% by the log's own figures",
			   100 * error);
	else if (error > 0.1)
		signal_add(w, SIGNAL_FALSE_NEGATIVE, line,
			   "the chance that some good verdict was luck is %.0f %% by the log's own figures",
			   100 * error);
}

static void check_counts(struct weighing *w, const struct bisect_log *log,
			 struct verdict *out)
{
	struct posterior p;
	double weight;

	if (!posterior_of_log(&p, w->a, log))
		return;
	out->suspects = p.suspects;
	out->next_test = p.next_test;
	if (p.culprit >= 0.8)
		return;
	/* beyond that it is the kind of error that matters, not its chance */
	weight = fmax(log_odds_of(p.culprit), -2.5);
	signal_add_weight(w, SIGNAL_COUNTS, fmin(weight, -0.2), log->culprit.line,
			  "by the run counts alone this commit is the first bad one with %.0f %% (a bad kernel crashes in %.0f %% of runs)",
			  100 * p.culprit, 100 * p.p);
}

/* --- how the search went --- */

static void check_skips(struct weighing *w, const struct bisect_log *log)
{
	size_t near = 0, all = 0, nr = log->steps.nr;
	const struct bisect_step *last = NULL;

	for (size_t i = 0; i < nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_test(s) || s->verdict != BISECT_SKIP)
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

		if (!is_test(s) || s->verdict == BISECT_SKIP)
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

/* Every bad verdict by many crashes, the original ones. */
static void check_reproduced(struct weighing *w, const struct bisect_log *log,
			     const struct bisect_step *culprit)
{
	unsigned int crashed = 0, runs = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_test(s) || s->verdict != BISECT_BAD)
			continue;
		if (s->crashed * 10 < (s->crashed + s->ok) * 8)
			return;
		crashed += s->crashed;
		runs += s->crashed + s->ok;
	}
	if (!culprit || runs < MANY_RUNS || w->nr_doubts || w->refuted)
		return;
	signal_add(w, SIGNAL_REPRODUCED, culprit->line,
		   "bad kernels crashed in %u of %u runs, with the crash it began with, and good ones never",
		   crashed, runs);
}

void weigh_log(struct weighing *w, struct verdict *out,
	       const struct bisect_log *log)
{
	const struct bisect_step *culprit = culprit_step(log);

	check_no_op(w, log);
	check_contradiction(w, log);
	check_drift(w, log);
	check_flaky(w, log);
	check_lost_connection(w, log);
	check_confidence(w, log);
	check_counts(w, log, out);
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
	check_reproduced(w, log, culprit);
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

struct str verdict_log_traces(struct trace_list *out, struct arena *a,
			      const struct bisect_log *log, struct str text)
{
	struct str line;

	if (log->kind == BISECT_SYZBOT && !log->crash_line)
		return STR_NONE;
	for (unsigned int i = 0; i < log->crash_line; i++)
		str_line(&text, &line);
	trace_find(out, a, text);
	return text;
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
