// SPDX-License-Identifier: GPL-2.0-only
/*
 * The claim of a mail: its kind, what its title and the trace have in common,
 * what people say of it, its bisection log, and what git knows.
 */
#include "verify/verdict.h"

#include <math.h>

#include "report/bisect_line.h"
#include "verify/verdict_claim.h"
#include "verify/verdict_commit.h"
#include "verify/verdict_git.h"
#include "verify/verdict_log.h"

/* Fitted, see signals.h: log odds for robots. */
#define AGE_WEIGHT	-0.92	/* for each power of ten, from 50 days on */
#define AGE_MIDDLE	1.7	/* log10 of 50 days */
#define WORD_WEIGHT	0.65	/* for each word in common */
#define RECENT_WEIGHT	1.1	/* 2022 and later: 0.65 right, before 0.47 */

static void weigh_age(struct weighing *w, const struct claim_facts *f)
{
	double days = f->age_days, weight;

	if (isnan(days))
		return;
	/* a commit reaches the trees some days after it was written */
	if (f->lead_days > days)
		signal_add(w, SIGNAL_REPORTED_BEFORE, f->line,
			   "the crash was reported %.0f days before the commit was written",
			   f->lead_days - days);
	weight = AGE_WEIGHT * (log10(fmax(days, 1)) - AGE_MIDDLE);
	if (w->kind != KIND_SYZBOT_MAIL && w->kind != KIND_SYZBOT_REPORT)
		return;
	if (weight < 0)
		signal_add_weight(w, SIGNAL_OLD, weight, f->line,
				  "the commit was %.0f days old when it was blamed",
				  days);
	else
		signal_add_weight(w, SIGNAL_YOUNG, weight, f->line,
				  "the commit was only %.0f days old when it was blamed",
				  days);
}

static void weigh_words(struct weighing *w, const struct claim_facts *f)
{
	if (!w->robot || !f->shared.nr)
		return;
	signal_add_weight(w, SIGNAL_SAME_WORDS,
			  WORD_WEIGHT * (double)f->shared.nr, f->line,
			  "the title of the commit and the function that crashed share \"%.*s\"%s",
			  STR_ARG(str_sub(f->shared.v[0], 0, 40)),
			  f->shared.nr > 1 ? " and more" : "");
}

/* --- what people say --- */

static void confirm(struct weighing *w, struct verdict *out,
		    const struct report *r, const struct statement *s)
{
	*list_add(w->a, &out->confirmed_by) = (struct confirmation){
		s->text, r->message->origin, s->line,
	};
}

static bool says(const struct report *r, enum statement_kind kind,
		 unsigned int line)
{
	for (size_t i = 0; i < r->statements.nr; i++)
		if (r->statements.v[i].kind == kind &&
		    r->statements.v[i].line == line)
			return true;
	return false;
}

struct said {
	bool helps, confirmed;	/* noted once, however often it is said */
};

/* @own: the mail with the claim itself; later ones may take it back. */
static void weigh_statement(struct weighing *w, struct verdict *out,
			    const struct report *r, const struct statement *s,
			    bool own, struct said *said)
{
	struct str text = str_sub(s->text, 0, 120);

	switch (s->kind) {
	case STATEMENT_REVERT_HELPS:
		confirm(w, out, r, s);
		if (!said->helps)
			signal_add(w, SIGNAL_REVERT_HELPS, s->line,
				   "a person took the commit out: \"%.*s\"",
				   STR_ARG(text));
		said->helps = true;
		break;
	case STATEMENT_CONFIRMED:
		confirm(w, out, r, s);
		if (!said->confirmed)
			signal_add(w, SIGNAL_CONFIRMED, s->line,
				   "a person confirms it: \"%.*s\"",
				   STR_ARG(text));
		said->confirmed = true;
		break;
	case STATEMENT_REVERT_NO_HELP:
		if (says(r, STATEMENT_REVERT_HELPS, s->line))
			break;	/* one line read both ways tells nothing */
		signal_add(w, SIGNAL_NO_HELP, s->line,
			   "without the commit it still happens: \"%.*s\"",
			   STR_ARG(text));
		break;
	case STATEMENT_REFUTES:
		if (!own)
			signal_add(w, SIGNAL_SAID_WRONG, s->line,
				   "a person says that the claim is wrong: \"%.*s\"",
				   STR_ARG(text));
		break;
	case STATEMENT_WITHDRAWN:
		/* who claims does not take it back in the same breath */
		if (own)
			break;
		signal_add(w, SIGNAL_WITHDRAWN, s->line,
			   "the claim was taken back: \"%.*s\"",
			   STR_ARG(text));
		break;
	case STATEMENT_UNSURE:		/* honest people are right as often */
	case STATEMENT_INTERMITTENT:
	case STATEMENT_FIX_POSTED:
	case STATEMENT_STILL_BROKEN:
		break;
	}
}

static void weigh_people(struct weighing *w, struct verdict *out,
			 const struct report *r,
			 const struct report *const *context, size_t nr)
{
	struct said said = { 0 };

	for (size_t i = 0; i <= nr; i++) {
		const struct report *from = i ? context[i - 1] : r;

		if (from->origin != ORIGIN_PERSON)
			continue;
		for (size_t j = 0; j < from->statements.nr; j++)
			weigh_statement(w, out, from, &from->statements.v[j],
					!i, &said);
	}
}

/* KernelCI takes the commit out itself, and says what came of it. */
static void weigh_kernelci(struct weighing *w, const struct report *r)
{
	struct str rest = r->message->text, line, word;
	unsigned int no = 0;

	while (w->kind == KIND_KERNELCI && str_line(&rest, &line)) {
		no++;
		if (!str_word(&line, &word) || !str_eq(word, STR("revert:")) ||
		    !str_word(&line, &word))
			continue;
		if (str_eq(word, STR("PASS")))
			signal_add(w, SIGNAL_REVERT_HELPS, no,
				   "the robot took the commit out, and the test passed");
		else if (str_eq(word, STR("FAIL")))
			signal_add(w, SIGNAL_NO_HELP, no,
				   "the robot took the commit out, and the test failed still");
		return;
	}
}

/* --- together --- */

/* The log in the mail that ends with the commit that is claimed. */
static const struct bisect_log *log_of(const struct report *r)
{
	for (size_t i = 0; i < r->logs.nr; i++)
		if (bisect_sha_same(r->logs.v[i].culprit.sha, r->culprit.sha))
			return &r->logs.v[i];
	return NULL;
}

/* A claim that names several commits, or a log without a result. */
static void why_nobody(struct weighing *w, const struct report *r)
{
	const struct bisect_log *log = r->logs.nr ? &r->logs.v[0] : NULL;

	if (log && log->candidates.nr)
		signal_add(w, SIGNAL_CANDIDATES, log->candidates.v[0].line,
			   "it could be any of %zu commits", log->candidates.nr);
	else if (log && log->everywhere)
		signal_add(w, SIGNAL_EVERYWHERE, log->line_last,
			   "every revision that was tried crashes");
	else if (log)
		signal_add(w, SIGNAL_UNFINISHED, log->line_last,
			   "the bisection ends without a result");
	else
		signal_add(w, SIGNAL_NO_CULPRIT, 0, "the mail blames no commit");
}

static void weigh_claim(struct weighing *w, struct verdict *out,
			const struct report *r, const struct claim_facts *f,
			const struct findings *found)
{
	static const struct str_list nothing;
	const struct bisect_log *log = log_of(r);
	struct suspect_commit c = {
		.sha = r->culprit.sha, .title = f->title, .line = f->line,
		.touched = log ? &log->touched : &nothing,
		.merge = log && log->culprit.merge, .crash = f->crash,
	};

	bool plain = false;

	if (found && found->asked) {
		commit_from_findings(&c, found);
		plain = findings_have_commit(found) && !c.merge;
	}
	weigh_commit(w, &c);
	weigh_place(w, &c, &f->places);
	weigh_words(w, f);
	weigh_age(w, f);
	if (f->recent && (w->kind == KIND_SYZBOT_MAIL ||
			  w->kind == KIND_SYZBOT_REPORT))
		w->log_odds += RECENT_WEIGHT;
	/* a commit that git knows to be no merge did not bring in others */
	if (r->linux_next && !w->robot && !plain)
		signal_add(w, SIGNAL_LINUX_NEXT, 0,
			   "the report is about linux-next, where the merge is often blamed for what it brought");
	weigh_kernelci(w, r);
	if (log)
		weigh_log(w, out, log);
}

/* A log by itself, without the mail it came in: there is no claim beside it. */
static void verdict_of_bare(struct verdict *out, struct arena *a,
			    const struct report *r,
			    const struct bisect_log *log)
{
	struct trace_list traces = { 0 };
	struct str text = verdict_log_crash(log, r->message->text);

	trace_find(&traces, a, text);
	verdict_of_log(out, a, log, &traces, text);
}

void verdict_of_report(struct verdict *out, struct arena *a,
		       const struct report *r,
		       const struct report *const *context, size_t nr_context,
		       const struct findings *f, int64_t now)
{
	struct claim_facts facts;
	struct weighing w;

	if (r->message->bare && log_of(r) && !nr_context &&
	    !(f && f->asked)) {
		verdict_of_bare(out, a, r, log_of(r));
		return;
	}
	*out = (struct verdict){ .level = VERDICT_INCONCLUSIVE };
	claim_measure(&facts, a, r, context, nr_context, now);
	weighing_begin(&w, a, facts.kind);
	if (r->claim == CLAIM_NONE) {
		why_nobody(&w, r);
		out->reasons = w.reasons;
		return;
	}
	if (f && f->asked)
		age_from_findings(&facts.age_days, r, f);
	weigh_claim(&w, out, r, &facts, f);
	weigh_people(&w, out, r, context, nr_context);
	if (f && f->asked)
		weigh_findings(&w, r, &facts, f);
	weighing_finish(&w, out);
}
