// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which situation it is: a table of rules, first match wins; compose.h shows
 * it for readers.
 */
#include "reply/situation.h"

#include "reply/disclosure.h"
#include "reply/sheet.h"

struct facts {
	struct arena *a;
	const struct report *r;
	const struct findings *f;
	const struct verdict *v;
	const struct thread *t;	/* or NULL */
	struct str why;		/* a rule may say more than its row does */
};

const struct statement *situation_said(const struct report *r,
				       enum statement_kind kind)
{
	for (size_t i = 0; i < r->statements.nr; i++)
		if (r->statements.v[i].kind == kind)
			return &r->statements.v[i];
	return NULL;
}

const struct trace *situation_trace(const struct report *r)
{
	const struct trace *t = trace_main(&r->traces);

	return t && !t->corrupted && !t->suppressed ? t : NULL;
}

bool situation_by_robot(const struct report *r)
{
	return r->origin != ORIGIN_PERSON;
}

/* --- what the mail is ----------------------------------------------------- */

static bool is_secret(struct facts *x)
{
	unsigned int line;
	struct str sign = disclosure_sign(x->r->message, &line);

	if (str_is_none(sign))
		return false;
	x->why = line ? str_printf(x->a, "may concern a security hole that is not public (line %u: \"%.*s\"); answer it by hand",
				   line, STR_ARG(sign)) :
			str_printf(x->a, "may concern a security hole that is not public (%.*s); answer it by hand",
				   STR_ARG(sign));
	return true;
}

static bool is_patch(struct facts *x)
{
	return x->r->class == CLASS_PATCH;
}

static bool is_reply(struct facts *x)
{
	return x->r->class == CLASS_REPLY;
}

static bool is_other(struct facts *x)
{
	return x->r->class == CLASS_OTHER;
}

static bool is_improvement(struct facts *x)
{
	return x->r->improvement;
}

static bool no_culprit(struct facts *x)
{
	return x->r->claim == CLAIM_NONE ||
	       (str_is_none(x->r->culprit.sha) &&
		str_is_none(x->r->culprit.title));
}

static bool is_crash_only(struct facts *x)
{
	return x->r->class == CLASS_CRASH && no_culprit(x);
}

static bool no_regression(struct facts *x)
{
	return !x->r->is_regression_report;
}

static bool is_withdrawn(struct facts *x)
{
	return situation_said(x->r, STATEMENT_WITHDRAWN);
}

static bool fix_is_posted(struct facts *x)
{
	return situation_said(x->r, STATEMENT_FIX_POSTED);
}

/* --- what others have said ------------------------------------------------ */

/* Who said it, and where, behind the reason of a row. */
static bool said(struct facts *x, const char *what,
		 const struct thread_fact *fact)
{
	if (!fact)
		return false;
	x->why = str_printf(x->a, "%s (%.*s%s%.*s%s: \"%.*s\")", what,
			    STR_ARG(fact->who.name),
			    fact->message_id.n ? ", <" : "",
			    STR_ARG(fact->message_id),
			    fact->message_id.n ? ">" : "",
			    STR_ARG(str_sub(fact->text, 0, 100)));
	return true;
}

static const struct thread_fact *find(const struct facts *x,
				      enum thread_fact_kind kind, bool here)
{
	return x->t ? thread_find(x->t, kind, here) : NULL;
}

/*
 * A person who asks for a draft may have written to the thread himself; what
 * he sent as a draft of ours is not made again.
 */
static bool we_answered(struct facts *x)
{
	const struct thread_fact *fact = find(x, THREAD_OUR_REPLY, true);

	if (fact && x->t->by_hand && !fact->draft)
		return false;
	return said(x, "we have answered in this thread", fact);
}

static bool is_taken_back(struct facts *x)
{
	return said(x, "it was taken back", situation_taken_back(x->t));
}

static bool fix_is_known(struct facts *x)
{
	return said(x, "a fix was taken", find(x, THREAD_FIX_APPLIED, true)) ||
	       said(x, "a fix was posted in this thread",
		    find(x, THREAD_FIX_POSTED, true));
}

static bool is_answered(struct facts *x)
{
	return x->t && !x->t->by_hand &&
	       said(x, "somebody who is in charge has answered",
		    situation_answer(x->t));
}

/* --- what the bisection is worth ------------------------------------------ */

static bool is_inconclusive(struct facts *x)
{
	return x->v->level == VERDICT_INCONCLUSIVE;
}

static bool has_candidates(struct facts *x)
{
	return is_inconclusive(x) && !situation_by_robot(x->r) &&
	       (x->r->culprits.nr > 1 || x->v->suspects.nr > 1);
}

static bool is_refuted(struct facts *x)
{
	return x->v->level == VERDICT_REFUTED;
}

static bool is_refuted_with_trace(struct facts *x)
{
	return is_refuted(x) && situation_trace(x->r);
}

static bool is_refuted_only(struct facts *x)
{
	if (!is_refuted(x))
		return false;
	for (size_t i = 0; i < x->v->reasons.nr; i++)
		if (x->v->reasons.v[i].refutes) {
			x->why = str_printf(x->a, "the bisection is refuted (%s: %.*s), and there is no crash report that stands on its own",
					    x->v->reasons.v[i].signal,
					    STR_ARG(x->v->reasons.v[i].detail));
			break;
		}
	return true;
}

static bool is_doubtful(struct facts *x)
{
	return x->v->level == VERDICT_DOUBTFUL;
}

/* --- what git says -------------------------------------------------------- */

static bool not_found(struct facts *x)
{
	switch (x->f->match.found) {
	case COMMIT_UNKNOWN:
	case COMMIT_AMBIGUOUS:
	case COMMIT_UNREADABLE:
		return true;
	case COMMIT_BY_ID:
	case COMMIT_BY_TITLE:
	case COMMIT_BY_UPSTREAM:
		break;
	}
	return false;
}

static bool nobody_asked(struct facts *x)
{
	return !x->f->asked;
}

/*
 * Where mainline or linux-next was not looked into, it is for the operator to
 * find the commit and not for the reporter to say where it is.
 */
static bool not_looked_for(struct facts *x)
{
	return x->f->match.found == COMMIT_UNKNOWN &&
	       !(x->f->mainline_asked && x->f->next_asked);
}

static enum sheet_fix fixed(struct facts *x)
{
	const struct followup *u;

	return sheet_fixed(x->f, x->r->message->date, &u);
}

static bool is_fixed(struct facts *x)
{
	return fixed(x) == SHEET_FIXED;
}

static bool fix_is_pending(struct facts *x)
{
	return fixed(x) == SHEET_FIX_PENDING;
}

static bool fix_is_elsewhere(struct facts *x)
{
	return !no_culprit(x) && fixed(x) == SHEET_NO_FIX &&
	       situation_fix(x->t);
}

static bool is_nowhere(struct facts *x)
{
	return !sheet_main(x->f);
}

static bool is_next_only(struct facts *x)
{
	return sheet_next_only(x->f);
}

static bool revert_is(struct facts *x, enum revert_result result)
{
	const struct finding *row = sheet_main(x->f);

	return row && row->revert.result == result;
}

static bool is_clean(struct facts *x)
{
	return revert_is(x, REVERT_CLEAN);
}

static bool is_conflict(struct facts *x)
{
	return revert_is(x, REVERT_CONFLICT);
}

static bool is_gone(struct facts *x)
{
	return revert_is(x, REVERT_EMPTY);
}

static bool is_anything(struct facts *x __maybe_unused)
{
	return true;
}

static const struct rule {
	bool (*applies)(struct facts *x);
	enum situation situation;
	const char *why;	/* nothing is drafted, unless the rule says it */
} rules[] = {
	{ is_secret,		SITUATION_NONE, NULL },
	{ is_patch,		SITUATION_NONE, "a patch, not a report" },
	{ is_reply,		SITUATION_NONE, "a reply in a discussion, not a report" },
	{ is_other,		SITUATION_NONE, "no report of a problem" },
	{ is_improvement,	SITUATION_NONE, "a notice of an improvement" },
	{ is_crash_only,	SITUATION_NONE, "a crash report that names no culprit" },
	{ no_regression,	SITUATION_NONE, "a report of a problem, but not of a regression" },
	{ is_withdrawn,		SITUATION_NONE, "the sender took the report back" },
	{ fix_is_posted,	SITUATION_NONE, "the report itself points to a fix" },
	{ we_answered,		SITUATION_NONE, NULL },
	{ is_taken_back,	SITUATION_NONE, NULL },
	{ fix_is_known,		SITUATION_NONE, NULL },
	{ is_answered,		SITUATION_NONE, NULL },
	{ fix_is_elsewhere,	SITUATION_FIX_POSTED, NULL },
	{ has_candidates,	SITUATION_NEEDS_INFO, "several commits are left" },
	{ no_culprit,		SITUATION_NONE, "a report that names no culprit" },
	{ is_inconclusive,	SITUATION_NONE, "the bisection is inconclusive" },
	{ is_refuted_with_trace, SITUATION_REFUTED, NULL },
	{ is_refuted_only,	SITUATION_NONE, "the bisection is refuted, and there is no crash report that stands on its own" },
	{ nobody_asked,		SITUATION_NONE, "there was no tree to ask for the commit (work in a kernel checkout, give --repo, or set \"trees\")" },
	{ not_looked_for,	SITUATION_NONE, "the commit is not in the trees at hand, which are not both mainline and linux-next (add the tree that has it)" },
	{ not_found,		SITUATION_NEEDS_INFO, "the commit was not found in any tree" },
	{ is_fixed,		SITUATION_ALREADY_FIXED, NULL },
	{ fix_is_pending,	SITUATION_FIX_PENDING, NULL },
	{ is_doubtful,		SITUATION_DOUBTFUL, NULL },
	{ is_nowhere,		SITUATION_NEEDS_INFO, "the commit is in none of the branches" },
	{ is_next_only,		SITUATION_NOT_MAINLINE, NULL },
	{ is_clean,		SITUATION_REVERT_CLEAN, NULL },
	{ is_conflict,		SITUATION_REVERT_CONFLICT, NULL },
	{ is_gone,		SITUATION_ALREADY_FIXED, NULL },
	{ is_anything,		SITUATION_NEEDS_INFO, "the revert could not be tried" },
};

enum situation compose_situation(struct str *why, struct arena *a,
				 const struct report *r,
				 const struct findings *f,
				 const struct verdict *v,
				 const struct thread *t)
{
	struct facts x = { .a = a, .r = r, .f = f, .v = v, .t = t };
	const struct rule *rule = rules;

	while (!rule->applies(&x))
		rule++;
	*why = STR_NONE;
	if (rule->situation == SITUATION_NEEDS_INFO && situation_by_robot(r)) {
		*why = str_printf(a, "%s, and a robot cannot be asked", rule->why);
		return SITUATION_NONE;
	}
	if (rule->situation == SITUATION_NONE)
		*why = x.why.p ? x.why : str_from(rule->why);
	return rule->situation;
}

const char *situation_name(enum situation s)
{
	static const char *const names[] = {
		[SITUATION_NONE] = "none",
		[SITUATION_REVERT_CLEAN] = "revert-clean",
		[SITUATION_REVERT_CONFLICT] = "revert-conflict",
		[SITUATION_ALREADY_FIXED] = "already-fixed",
		[SITUATION_FIX_PENDING] = "fix-pending",
		[SITUATION_FIX_POSTED] = "fix-posted",
		[SITUATION_NOT_MAINLINE] = "not-mainline",
		[SITUATION_DOUBTFUL] = "doubtful",
		[SITUATION_REFUTED] = "refuted",
		[SITUATION_NEEDS_INFO] = "needs-info",
	};

	return names[s];
}
