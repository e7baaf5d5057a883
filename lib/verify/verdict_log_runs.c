// SPDX-License-Identifier: GPL-2.0-only
/* Which crash the verdicts rest on, and on how many runs. */
#include "verify/verdict_log.h"

#include <math.h>

#include "verify/verdict_posterior.h"

#define LOW_CONFIDENCE	0.34	/* syzkaller's cut-off for the chance of error */
#define FEW_CRASHES	2
#define MANY_RUNS	8

static bool is_silence(struct str title)
{
	return str_starts(title, STR("lost connection to test machine")) ||
	       str_starts(title, STR("no output from test machine")) ||
	       str_starts(title, STR("SYZFAIL"));
}

static bool all_silent(const struct bisect_step *s)
{
	for (size_t i = 0; i < s->crashes.nr; i++)
		if (!is_silence(s->crashes.v[i]))
			return false;
	return s->crashes.nr;
}

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

		if (!is_bisect_test(s) || s->verdict != BISECT_BAD || !s->crashes.nr)
			continue;
		bad++;
		if (all_silent(s) || shares_crash(&s->crashes, &original))
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
	char chance[48];

	snprintf(chance, sizeof(chance), " (a crash in %.0f %% of runs)",
		 100 * fmin(log->repro_chance, 1));
	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_bisect_test(s) || s->verdict != BISECT_BAD || !s->total)
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
			   log->repro_chance >= 0 ? chance : "");
	else if (weak)
		signal_add(w, SIGNAL_FLAKY, weak->line,
			   "a bad kernel crashed in %u of %u runs only: good verdicts may be luck",
			   weak->crashed, weak->crashed + weak->ok);
	if (few)
		signal_add(w, SIGNAL_ONE_OF_TEN, few->line,
			   "%u of %u bad verdicts rest on one or two crashes; the last one on %u of %u runs",
			   nr_few, nr_bad, few->crashed, few->crashed + few->ok);
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

		if (!is_bisect_test(s) || s->verdict != BISECT_BAD ||
		    !all_silent(s))
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

void weigh_log_reproduced(struct weighing *w, const struct bisect_log *log,
			     const struct bisect_step *culprit)
{
	unsigned int crashed = 0, runs = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!is_bisect_test(s) || s->verdict != BISECT_BAD)
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

void weigh_log_runs(struct weighing *w, struct verdict *out,
		    const struct bisect_log *log)
{
	/* "bad" means "no crash any more" there: other sums would be needed */
	if (log->fixing)
		return;
	check_drift(w, log);
	check_flaky(w, log);
	check_lost_connection(w, log);
	check_confidence(w, log);
	check_counts(w, log, out);
}
