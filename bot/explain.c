// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "explain.h"
#include "explain_put.h"
#include "explain_thread.h"

#define EVIDENCE_MAX	3	/* lines shown for one fact */
#define FRAMES_MAX	8
#define LATER_MAX	3

static void evidence(const struct app *app, const struct report *r,
		     const char *member)
{
	unsigned int shown = 0;

	for (size_t i = 0; i < r->evidence.nr && shown < EVIDENCE_MAX; i++) {
		const struct evidence *e = &r->evidence.v[i];

		if (strcmp(e->member, member))
			continue;
		/* the header is shown above; what it shows is not plain */
		explain_put_quoted(app, e->line,
				   e->line && e->text.n ? e->text : e->what);
		shown++;
	}
}

/* --- the mail and what it says -------------------------------------------- */

static void print_address(const struct app *app, const char *name,
			  const struct address *who)
{
	explain_heading(app, name);
	explain_put(app, who->name);
	if (who->masked)
		fprintf(app->out, " (the address was masked by an archive)");
	else if (!str_is_none(who->addr))
		app_print(app, "%s<%.*s>", who->name.n ? " " : "",
			  STR_ARG(who->addr));
	fputc('\n', app->out);
}

static void print_mail(const struct app *app, const struct message *m)
{
	char date[CLOCK_TEXT];

	explain_put_line(app, "Input", m->origin);
	if (!str_is_none(m->message_id))
		explain_put_line(app, "Message-ID", m->message_id);
	if (!str_is_none(m->subject))
		explain_put_line(app, "Subject", m->subject);
	if (!str_is_none(m->sender.name) || !str_is_none(m->sender.addr))
		print_address(app, "From", &m->sender);
	if (m->date != TIME_NONE)
		explain_put_line(app, "Date", str_from(time_rfc3339(date, m->date)));
	for (size_t i = 0; i < m->flaws.nr; i++)
		explain_put_line(app, "Flaw", m->flaws.v[i]);
}

static void print_commit_ref(const struct app *app, const char *name,
			     const struct commit_ref *c)
{
	explain_heading(app, name);
	explain_put(app, c->sha);
	if (c->sha.n && c->title.n)
		fputc(' ', app->out);
	if (!str_is_none(c->title)) {
		fprintf(app->out, "(\"");
		explain_put(app, c->title);
		fprintf(app->out, "\")");
	}
	fputc('\n', app->out);
}

/* As the mail names him; git may know better. */
static void print_author(const struct app *app, const struct report *r)
{
	if (str_is_none(r->culprit_author) && str_is_none(r->culprit_mail))
		return;
	fprintf(app->out, EXPLAIN_INDENT "by ");
	explain_put(app, r->culprit_author);
	if (address_usable(r->culprit_mail)) {
		fprintf(app->out, " <");
		explain_put(app, r->culprit_mail);
		fputc('>', app->out);
	}
	fputc('\n', app->out);
}

static void print_frames(const struct app *app, const struct trace *t)
{
	size_t shown = 0;

	fprintf(app->out, EXPLAIN_INDENT);
	for (size_t i = 0; i < t->frames.nr && shown < FRAMES_MAX; i++) {
		if (t->frames.v[i].unreliable)
			continue;
		fprintf(app->out, "%s", shown ? " < " : "");
		explain_put(app, t->frames.v[i].function);
		shown++;
	}
	fprintf(app->out, "%s\n", shown == FRAMES_MAX ? " < ..." : "");
}

static void print_locks(const struct app *app, const char *name,
			const struct lock_list *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		fprintf(app->out, EXPLAIN_INDENT "%s #%d ", name, list->v[i].depth);
		explain_put(app, list->v[i].name);
		if (!str_is_none(list->v[i].function)) {
			fprintf(app->out, " in ");
			explain_put(app, list->v[i].function);
		}
		fputc('\n', app->out);
	}
}

static void print_trace_member(const struct app *app, const char *what,
			       struct str value)
{
	if (str_is_none(value))
		return;
	fprintf(app->out, EXPLAIN_INDENT "%s", what);
	explain_put(app, value);
	fputc('\n', app->out);
}

static void print_trace(const struct app *app, const struct report *r)
{
	const struct trace *t = trace_main(&r->traces);

	if (!t)
		return;
	explain_heading(app, "Trace");
	explain_put(app, t->title.n ? t->title : t->head);
	if (t->corrupted) {
		fprintf(app->out, " (cut off or mixed: ");
		explain_put(app, t->corrupted_why);
		fputc(')', app->out);
	}
	fputc('\n', app->out);
	print_trace_member(app, "kernel ", t->version);
	print_trace_member(app, "in function ", t->pc_function);
	print_trace_member(app, "code of ", t->guilty_file);
	if (t->frames.nr)
		print_frames(app, t);
	print_locks(app, "chain", &t->chain);
	print_locks(app, "held", &t->held);
}

static void print_proposed(const struct app *app, const char *field,
			   const struct str_list *list)
{
	if (!list->nr)
		return;
	fprintf(app->out, EXPLAIN_INDENT "proposes %s:", field);
	for (size_t i = 0; i < list->nr; i++) {
		fprintf(app->out, "%s ", i ? "," : "");
		explain_put(app, list->v[i]);
	}
	fputc('\n', app->out);
}

static void print_log(const struct app *app, const struct bisect_log *log)
{
	unsigned int good = 0, bad = 0, skipped = 0;

	for (size_t i = 0; i < log->steps.nr; i++) {
		if (!log->steps.v[i].judged)
			continue;
		good += log->steps.v[i].verdict == BISECT_GOOD;
		bad += log->steps.v[i].verdict == BISECT_BAD;
		skipped += log->steps.v[i].verdict == BISECT_SKIP;
	}
	explain_heading(app, "Bisection");
	fprintf(app->out, "lines %u to %u: %zu steps (%u good, %u bad, %u skipped)",
		log->line_first, log->line_last, log->steps.nr, good, bad,
		skipped);
	if (log->revisions)
		fprintf(app->out, ", %u revisions tested",
			(unsigned int)log->revisions);
	fputc('\n', app->out);
	print_proposed(app, "To", &log->to);
	print_proposed(app, "Cc", &log->cc);
}

static void print_facts(const struct app *app, const struct report *r)
{
	explain_heading(app, "Class");
	fprintf(app->out, "%s (%.2f)%s\n", report_class_name(r->class),
		r->confidence, r->is_regression_report ?
			", first-hand report of a regression" : "");
	evidence(app, r, "class");
	if (r->claim != CLAIM_NONE) {
		print_commit_ref(app, "Culprit", &r->culprit);
		print_author(app, r);
		evidence(app, r, "culprit");
	}
	if (!str_is_none(r->good))
		explain_put_line(app, "Good", r->good);
	if (!str_is_none(r->bad))
		explain_put_line(app, "Bad", r->bad);
	for (size_t i = 0; i < r->statements.nr; i++)
		explain_put_line(app, i ? "" : "Statement", r->statements.v[i].text);
	for (size_t i = 0; i < r->links.nr; i++)
		explain_put_line(app, i ? "" : "Links", r->links.v[i].url);
	for (size_t i = 0; i < r->logs.nr; i++)
		print_log(app, &r->logs.v[i]);
	print_trace(app, r);
}

/* --- what git says -------------------------------------------------------- */

static void print_match(const struct app *app, const struct findings *f)
{
	const struct commit_match *m = &f->match;

	explain_heading(app, "In git");
	if (f->tree) {
		fprintf(app->out, "%.12s (\"", m->commit.hex);
		explain_put(app, m->commit.title);
		fprintf(app->out, "\")\n" EXPLAIN_INDENT "in %s\n", f->tree->path);
		if (!str_is_none(m->resolved_by))
			explain_put_quoted(app, 0, m->resolved_by);
		return;
	}
	fprintf(app->out, "%s\n", m->found == COMMIT_AMBIGUOUS ?
		"more than one commit may be meant:" :
		"no tree has this commit");
	for (size_t i = 0; i < m->candidates.nr; i++)
		explain_put_quoted(app, 0, m->candidates.v[i]);
}

static void print_later(const struct app *app, const struct revert_conflict *c)
{
	for (size_t i = 0; i < c->later.nr && i < LATER_MAX; i++) {
		fprintf(app->out, EXPLAIN_INDENT "    %.12s ", c->later.v[i].hex);
		explain_put(app, c->later.v[i].title);
		fputc('\n', app->out);
	}
	if (c->later.total > LATER_MAX)
		fprintf(app->out, EXPLAIN_INDENT "    and %zu more\n",
			c->later.total - LATER_MAX);
}

static void print_finding(const struct app *app, const struct finding *f,
			  bool first)
{
	explain_heading(app, first ? "Revert" : "");
	fprintf(app->out, "on %s (%.12s): %s\n", f->branch->name,
		git_oid_tostr_s(&f->branch->tip), f->in_branch ?
			revert_result_name(f->revert.result) :
			"not in this branch");
	if (f->in_branch && !str_is_none(f->resolved_by))
		explain_put_quoted(app, 0, f->resolved_by);
	if (!str_is_none(f->revert.why))
		explain_put_quoted(app, 0, f->revert.why);
	for (size_t i = 0; i < f->revert.conflicts.nr; i++) {
		const struct revert_conflict *c = &f->revert.conflicts.v[i];

		fprintf(app->out, EXPLAIN_INDENT "  %s: ", c->kind);
		explain_put(app, c->path);
		fputc('\n', app->out);
		print_later(app, c);
	}
}

static void print_git(const struct app *app, const struct findings *f)
{
	for (size_t i = 0; i < f->unusable.nr; i++)
		explain_put_line(app, "Not asked", f->unusable.v[i]);
	if (!f->asked)
		return;
	print_match(app, f);
	for (size_t i = 0; i < f->sheet.nr; i++)
		print_finding(app, &f->sheet.v[i], i == 0);
	for (size_t i = 0; i < f->followups.nr; i++) {
		const struct followup *u = &f->followups.v[i];

		explain_heading(app, u->kind == FOLLOWUP_FIX ? "Fixed by" :
						       "Reverted by");
		fprintf(app->out, "%.12s (\"", u->commit.hex);
		explain_put(app, u->commit.title);
		fprintf(app->out, "\")%s%s%s\n", u->branch ? " in " : "",
			u->branch ? u->branch->name : "",
			u->undone ? ", itself undone later" : "");
	}
}

/* --- judgement, people, draft ---------------------------------------------- */

static const char *level_colour(enum verdict_level level)
{
	switch (level) {
	case VERDICT_TRUSTED:
		return "\033[32m";
	case VERDICT_REFUTED:
		return "\033[31m";
	case VERDICT_DOUBTFUL:
	case VERDICT_INCONCLUSIVE:
		break;
	}
	return "\033[33m";
}

static void print_verdict(const struct app *app, const struct verdict *v)
{
	explain_heading(app, "Verdict");
	fprintf(app->out, "%s%s%s, the culprit is right with probability %.2f\n",
		app->colour ? level_colour(v->level) : "",
		verdict_level_name(v->level), app->colour ? "\033[0m" : "",
		v->probability);
	for (size_t i = 0; i < v->reasons.nr; i++) {
		const struct doubt *d = &v->reasons.v[i];

		fprintf(app->out, EXPLAIN_INDENT "%s %s: ",
			d->refutes ? "!" : d->weight < 0 ? "-" : "+", d->signal);
		explain_put(app, d->detail);
		if (d->line)
			fprintf(app->out, " (line %u)", d->line);
		fputc('\n', app->out);
	}
	if (!str_is_none(v->next_test))
		explain_put_line(app, "Next test", v->next_test);
}

static void print_recipients(const struct app *app,
			     const struct recipient_list *list)
{
	static const char *const names[] = { "To", "Cc", "Left out" };
	int last = -1;

	for (size_t i = 0; i < list->nr; i++) {
		const struct recipient *r = &list->v[i];

		explain_heading(app, (int)r->field == last ? "" : names[r->field]);
		last = (int)r->field;
		explain_put(app, r->name);
		if (!str_is_none(r->addr)) {
			fprintf(app->out, "%s<", r->name.n ? " " : "");
			explain_put(app, r->addr);
			fputc('>', app->out);
		}
		fprintf(app->out, ": ");
		explain_put(app, r->reason);
		fputc('\n', app->out);
	}
}

static void print_draft(const struct app *app, const struct casefile *c)
{
	const struct draft *d = &c->draft;

	explain_heading(app, "Draft");
	if (d->situation == SITUATION_NONE) {
		fprintf(app->out, "none: ");
		explain_put(app, d->why_not);
		fputc('\n', app->out);
		return;
	}
	fprintf(app->out, "%s%s%s\n", situation_name(d->situation),
		d->held ? ", held for a person's judgement" : "",
		str_is_none(d->patch) ? "" : ", with the revert beside it");
	for (size_t i = 0; i < d->held_for.nr; i++)
		explain_put_quoted(app, 0, d->held_for.v[i]);
	for (size_t i = 0; i < c->lint.nr; i++) {
		fprintf(app->out, EXPLAIN_INDENT "! %s, line %u: ", c->lint.v[i].rule,
			c->lint.v[i].line);
		explain_put(app, c->lint.v[i].what);
		fputc('\n', app->out);
	}
}

void explain_print(struct app *app, const struct casefile *c)
{
	print_mail(app, &c->message);
	print_facts(app, &c->report);
	print_git(app, &c->findings);
	explain_thread_print(app, c);
	if (c->report.claim != CLAIM_NONE)
		print_verdict(app, &c->verdict);
	print_recipients(app, &c->draft.recipients);
	print_draft(app, c);
}
