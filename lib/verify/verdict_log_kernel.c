// SPDX-License-Identifier: GPL-2.0-only
/* One kernel, two verdicts: the log against itself. */
#include "verify/verdict_log.h"

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

void weigh_log_kernels(struct weighing *w, const struct bisect_log *log)
{
	check_no_op(w, log);
	check_contradiction(w, log);
}
