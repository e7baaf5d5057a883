// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tour of the program: each step takes what the ones before it have found
 * and adds its own part to the case.
 */
#include "base/base.h"

#include "pipeline.h"

#include "mail/loop.h"

void casefile_init(struct casefile *c)
{
	*c = (struct casefile){ 0 };
	arena_init(&c->arena, CASE_MEMORY_MAX);
}

void casefile_release(struct casefile *c)
{
	arena_release(&c->arena);
}

/*
 * MAINTAINERS of the tree that has the culprit, as it stands at the tip of its
 * first branch; without a culprit that of the first tree.  People and files
 * move: who looks after the code today matters, not who did back then.
 */
static int read_maintainers(struct casefile *c, const struct workshop *w,
			    struct err *err)
{
	struct tree *t = c->findings.tree;

	if (!t && w->nr_trees)
		t = w->trees[0];
	if (!t || !t->nr_branches)
		return 0;
	return maintainers_from_commit(&c->maintainers, &c->arena, t,
				       &t->branches[0].tip, err);
}

/* Of so many paths of a commit it is asked who maintains them. */
#define PATHS_MAX	20

/* Who looks after the files of the culprit; no reviewers, no lists. */
static int find_maintainers(struct address_list *out, struct casefile *c,
			    struct err *err)
{
	const struct str_list *paths = &c->findings.touched;

	for (size_t i = 0; c->maintainers && i < paths->nr && i < PATHS_MAX;
	     i++) {
		struct maintainer_list list = { 0 };

		if (maintainers_for_file(&list, &c->arena, c->maintainers,
					 paths->v[i], 0, err) < 0)
			return err->code;
		for (size_t k = 0; k < list.nr; k++)
			if (list.v[k].kind == MAINTAINER_PERSON &&
			    !list.v[k].the_rest)
				*list_add(&c->arena, out) = (struct address){
					.name = list.v[k].name,
					.addr = list.v[k].addr,
				};
	}
	return 0;
}

/* What others have said of the report. */
static int read_thread(struct casefile *c, const struct workshop *w,
		       struct err *err)
{
	struct thread_people people = {
		.self = w->compose.from.addr,
		.domain = w->compose.message_id_domain,
	};

	if (find_maintainers(&people.maintainers, c, err) < 0)
		return err_add(err, "while asking who maintains the code");
	thread_read(&c->thread, &c->arena, &c->report, &c->findings,
		    &c->context, &people);
	return 0;
}

/* A draft that breaks a rule of kernel mail is never released unseen. */
static int check_draft(struct casefile *c, struct err *err)
{
	struct message m;

	if (c->draft.situation == SITUATION_NONE)
		return 0;
	if (message_parse(&m, &c->arena, c->draft.bytes, STR("draft"), err) < 0)
		return err_add(err, "while reading the draft again");
	lint_mail(&c->lint, &c->arena, &m);
	if (c->lint.nr)
		c->draft.held = true;
	return 0;
}

/* Somebody besides the list that every draft goes to. */
static bool reaches_somebody(const struct recipient_list *list,
			     const struct recipient_rules *rules)
{
	for (size_t i = 0; i < list->nr; i++)
		if (list->v[i].field != RECIPIENT_LEFT_OUT &&
		    !address_same(list->v[i].addr, rules->regressions_list))
			return true;
	return false;
}

/* To whom, and what; nothing at all to a mail that must not be answered. */
static int write_draft(struct casefile *c, const struct workshop *w,
		       struct err *err)
{
	struct recipient_list recipients = { 0 };
	struct arena *a = &c->arena;

	c->draft.why_not = loop_sign(a, &c->message, w->compose.from.addr,
				     w->compose.message_id_domain);
	if (!str_is_none(c->draft.why_not))
		return 0;
	if (recipients_choose(&recipients, a, &c->report, &c->findings,
			      &c->verdict, c->maintainers, &w->recipients,
			      err) < 0 ||
	    compose_draft(&c->draft, a, &c->report, &c->findings, &c->verdict,
			  &c->thread, &recipients, &w->compose, err) < 0)
		return err->code;
	if (c->draft.situation != SITUATION_NONE &&
	    !reaches_somebody(&recipients, &w->recipients))
		c->draft = (struct draft){
			.recipients = recipients,
			.why_not = STR("nobody can be written to: the mail has no usable address, and no MAINTAINERS names one"),
		};
	return check_draft(c, err);
}

int case_read(struct casefile *c, struct str raw, struct str origin,
	      struct err *err)
{
	if (message_parse(&c->message, &c->arena, raw, origin, err) < 0)
		return err->code;
	report_read(&c->report, &c->arena, &c->message);
	return 0;
}

bool case_is_claim(const struct casefile *c)
{
	switch (c->report.class) {
	case CLASS_REPORT:
	case CLASS_BISECTION:
	case CLASS_CRASH:
		return c->report.claim != CLAIM_NONE &&
		       c->report.is_regression_report &&
		       !c->report.improvement;
	case CLASS_PATCH:
	case CLASS_REPLY:
	case CLASS_OTHER:
		break;
	}
	return false;
}

int case_answer(struct casefile *c, struct workshop *w, struct err *err)
{
	struct arena *a = &c->arena;

	if (c->report.claim != CLAIM_NONE)
		workshop_trees(w);
	if (verify_report(&c->findings, a, w->trees, w->nr_trees, &c->report,
			  err) < 0)
		return err->code;
	if (read_maintainers(c, w, err) < 0 || read_thread(c, w, err) < 0)
		return err->code;
	verdict_of_report(&c->verdict, a, &c->report, c->thread.heard.v,
			  c->thread.heard.nr, &c->findings,
			  clock_now(w->clock));
	return write_draft(c, w, err);
}

int case_work(struct casefile *c, struct workshop *w, struct str raw,
	      struct str origin, struct err *err)
{
	if (case_read(c, raw, origin, err) < 0)
		return err->code;
	return case_answer(c, w, err);
}

static struct str and_also(struct arena *a, struct str all, struct str more)
{
	if (str_is_none(all))
		return more;
	return str_printf(a, "%.*s; %.*s", STR_ARG(all), STR_ARG(more));
}

struct str case_held_why(struct casefile *c)
{
	const struct draft *d = &c->draft;
	struct str why = STR_NONE;

	if (!d->held)
		return why;
	if (c->verdict.level != VERDICT_TRUSTED)
		why = str_printf(&c->arena, "the claim is %s",
				 verdict_level_name(c->verdict.level));
	for (size_t i = 0; i < d->held_for.nr; i++)
		why = and_also(&c->arena, why, d->held_for.v[i]);
	for (size_t i = 0; i < c->lint.nr; i++)
		why = and_also(&c->arena, why,
			       str_printf(&c->arena, "it breaks rule %s (line %u: %.*s)",
					  c->lint.v[i].rule, c->lint.v[i].line,
					  STR_ARG(c->lint.v[i].what)));
	return str_is_none(why) ? STR("it asks the reporter for what is missing") : why;
}

struct str case_key(struct casefile *c)
{
	const struct commit_ref *culprit = &c->report.culprit;
	struct str title = culprit->title;

	if (c->findings.tree)
		title = c->findings.match.commit.title;
	if (!str_is_none(title))
		return str_printf(&c->arena, "title:%.*s",
				  STR_ARG(str_fold(&c->arena, title)));
	if (!str_is_none(culprit->sha))
		return str_printf(&c->arena, "commit:%.*s",
				  STR_ARG(str_sub(culprit->sha, 0, 12)));
	return STR_NONE;
}
