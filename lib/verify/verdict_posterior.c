// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verdict_posterior.h"

#include <math.h>

#define FOREIGN_CRASH	0.005	/* q: 1 run in 200 */
#define SUSPECTS_MAX	5
#define SURE		0.95
#define RUNS_MAX	200
/* Commits that the first verdict leaves, where nothing is said: 2^13. */
#define SIZE_LOG2_MAX	13

struct point {
	const struct bisect_step *step;
	double size;		/* commits of the hypothesis that ends here */
	double if_bad, if_good;	/* log likelihood of what was seen here */
	double posterior;
	double is_bad;		/* probability that the kernel here is bad */
};

struct point_list {
	struct point *v;
	size_t nr, cap;
};

static unsigned int runs_of(const struct bisect_step *s)
{
	return s->ok + s->crashed;
}

static double crash_rate(const struct bisect_log *log)
{
	double crashed = 0, runs = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		const struct bisect_step *s = &log->steps.v[i];

		if (s->initial || s->verdict != BISECT_BAD)
			continue;
		crashed += s->crashed;
		runs += runs_of(s);
	}
	return (crashed + 1) / (runs + 2);
}

/* c crashes in n runs, each with probability p */
static double likelihood(const struct bisect_step *s, double p)
{
	return s->crashed * log(p) + s->ok * log1p(-p);
}

/* A step that says something about where the culprit lies. */
static bool counts(const struct bisect_step *s)
{
	return s->judged && s->verdict != BISECT_SKIP && runs_of(s);
}

/* The steps in the order of history, each with what its verdict cut off. */
static void line_up(struct point_list *line, struct arena *a,
		    const struct bisect_log *log)
{
	size_t nr = log->steps.nr, left = nr, skipped = 0;
	double above = 1;

	for (size_t i = 0; i < nr; i++, left--) {
		const struct bisect_step *s = &log->steps.v[i];

		if (counts(s) && s->verdict == BISECT_GOOD)
			*list_add(a, line) = (struct point){
				.step = s, .size = s->left ? (double)s->left :
				exp2(fmin((double)left, SIZE_LOG2_MAX)),
			};
	}
	for (size_t i = nr; i-- > 0 && log->steps.v[i].verdict == BISECT_SKIP; )
		skipped++;
	above += (double)skipped;
	for (size_t i = nr; i-- > 0; ) {
		const struct bisect_step *s = &log->steps.v[i];

		if (!counts(s) || s->verdict != BISECT_BAD)
			continue;
		/* what is between this one and the bad one before it */
		*list_add(a, line) = (struct point){ .step = s, .size = above };
		above = s->left ? (double)s->left :
			exp2(fmin((double)(nr - i), SIZE_LOG2_MAX));
	}
}

static void weigh(struct point_list *line, double p)
{
	double q = fmin(FOREIGN_CRASH, p / 2), good = 0, bad = 0, max, sum = 0;

	for (size_t i = 0; i < line->nr; i++) {
		struct point *x = &line->v[i];

		x->if_bad = likelihood(x->step, p);
		x->if_good = likelihood(x->step, q);
		bad += x->if_bad;
	}
	max = -INFINITY;
	for (size_t i = 0; i < line->nr; i++) {
		struct point *x = &line->v[i];

		/* all before it good, it and all behind it bad */
		x->posterior = log(x->size) + good + bad;
		max = fmax(max, x->posterior);
		good += x->if_good;
		bad -= x->if_bad;
	}
	for (size_t i = 0; i < line->nr; i++) {
		line->v[i].posterior = exp(line->v[i].posterior - max);
		sum += line->v[i].posterior;
	}
	for (size_t i = 0; i < line->nr; i++) {
		line->v[i].posterior /= sum;
		line->v[i].is_bad = line->v[i].posterior +
				    (i ? line->v[i - 1].is_bad : 0);
	}
}

static int by_posterior(const void *x, const void *y)
{
	const struct point *a = x, *b = y;

	if (a->posterior != b->posterior)
		return a->posterior < b->posterior ? 1 : -1;
	return (a->step->line > b->step->line) -
	       (a->step->line < b->step->line);
}

static struct str name(struct arena *a, const struct bisect_step *s)
{
	struct str sha = str_sub(s->commit, 0, 12);

	if (!s->title.n)
		return sha;
	return str_printf(a, "%.*s (\"%.*s\")", STR_ARG(sha),
			  STR_ARG(str_sub(s->title, 0, 80)));
}

static struct str next_test(struct arena *a, const struct point_list *line,
			    double p)
{
	const struct point *best = &line->v[0];
	double runs = ceil(log(1 - SURE) / log1p(-p));

	for (size_t i = 1; i < line->nr; i++)
		if (fabs(line->v[i].is_bad - 0.5) < fabs(best->is_bad - 0.5))
			best = &line->v[i];
	runs = fmin(fmax(runs, 3), RUNS_MAX);
	return str_printf(a, "test %.*s %.0f times: a crash means that the cause is this commit or an older one, none means that it is younger (%.0f %% sure)",
			  STR_ARG(name(a, best->step)), runs,
			  100 * (1 - pow(1 - p, runs)));
}

bool posterior_of_log(struct posterior *out, struct arena *a,
		      const struct bisect_log *log)
{
	struct point_list line = { 0 };
	const struct bisect_step *named = NULL;
	struct str next;

	*out = (struct posterior){ .p = crash_rate(log) };
	line_up(&line, a, log);
	for (size_t i = 0; i < line.nr && !named; i++)
		if (line.v[i].step->verdict == BISECT_BAD)
			named = line.v[i].step;
	if (!named || line.nr < 3 || str_is_none(log->culprit.sha))
		return false;
	weigh(&line, out->p);
	next = next_test(a, &line, out->p);
	qsort(line.v, line.nr, sizeof(*line.v), by_posterior);
	for (size_t i = 0; i < line.nr; i++) {
		const struct point *x = &line.v[i];

		if (x->step == named)
			out->culprit = x->posterior;
		if (i < SUSPECTS_MAX && x->posterior >= 0.001)
			*list_add(a, &out->suspects) = (struct suspect){
				x->step->commit, x->step->title, x->posterior,
			};
	}
	/* nothing to settle where the counts leave no room */
	out->next_test = out->culprit < SURE ? next : STR_NONE;
	return true;
}
