// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "explain.h"

#define EVIDENCE_MAX	3	/* lines shown for one fact */
#define FRAMES_MAX	8
#define LATER_MAX	3
#define LINE_MAX_SHOWN	100	/* bytes of a mail's line */

/* Every section looks the same: a name in a column of its own, then text. */
#define COLUMN	"%-11s "
#define INDENT	"            "

static void heading(const struct app *app, const char *name)
{
	if (app->colour)
		fprintf(app->out, "\033[1m" COLUMN "\033[0m", name);
	else
		fprintf(app->out, COLUMN, name);
}

/* What strangers wrote, made harmless for a terminal. */
static void put(const struct app *app, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		fputc(c < 0x20 || c == 0x7f ? ' ' : c, app->out);
	}
}

static void put_line(const struct app *app, const char *name, struct str s)
{
	heading(app, name);
	put(app, s);
	fputc('\n', app->out);
}

static void put_quoted(const struct app *app, unsigned int line, struct str s)
{
	s = str_trim(s);
	fprintf(app->out, INDENT);
	if (line)
		fprintf(app->out, "line %u: ", line);
	put(app, str_sub(s, 0, LINE_MAX_SHOWN));
	fprintf(app->out, "%s\n", s.n > LINE_MAX_SHOWN ? "..." : "");
}

static void evidence(const struct app *app, const struct report *r,
		     const char *member)
{
	unsigned int shown = 0;

	for (size_t i = 0; i < r->evidence.nr && shown < EVIDENCE_MAX; i++) {
		const struct evidence *e = &r->evidence.v[i];

		if (strcmp(e->member, member))
			continue;
		put_quoted(app, e->line, e->text.n ? e->text : e->what);
		shown++;
	}
}

/* --- the mail and what it says -------------------------------------------- */

static void print_address(const struct app *app, const char *name,
			  const struct address *who)
{
	heading(app, name);
	put(app, who->name);
	if (who->masked)
		fprintf(app->out, " (the address was masked by an archive)");
	else if (!str_is_none(who->addr))
		fprintf(app->out, "%s<%.*s>", who->name.n ? " " : "",
			STR_ARG(who->addr));
	fputc('\n', app->out);
}

static void print_mail(const struct app *app, const struct message *m)
{
	char date[CLOCK_TEXT];

	put_line(app, "Input", m->origin);
	if (!str_is_none(m->message_id))
		put_line(app, "Message-ID", m->message_id);
	if (!str_is_none(m->subject))
		put_line(app, "Subject", m->subject);
	if (!str_is_none(m->sender.name) || !str_is_none(m->sender.addr))
		print_address(app, "From", &m->sender);
	if (m->date != TIME_NONE)
		put_line(app, "Date", str_from(time_rfc3339(date, m->date)));
	for (size_t i = 0; i < m->flaws.nr; i++)
		put_line(app, "Flaw", m->flaws.v[i]);
}

static void print_commit_ref(const struct app *app, const char *name,
			     const struct commit_ref *c)
{
	heading(app, name);
	put(app, c->sha);
	if (c->sha.n && c->title.n)
		fputc(' ', app->out);
	if (!str_is_none(c->title)) {
		fprintf(app->out, "(\"");
		put(app, c->title);
		fprintf(app->out, "\")");
	}
	fputc('\n', app->out);
}

/* As the mail names him; git may know better. */
static void print_author(const struct app *app, const struct report *r)
{
	if (str_is_none(r->culprit_author) && str_is_none(r->culprit_mail))
		return;
	fprintf(app->out, INDENT "by ");
	put(app, r->culprit_author);
	if (address_usable(r->culprit_mail)) {
		fprintf(app->out, " <");
		put(app, r->culprit_mail);
		fputc('>', app->out);
	}
	fputc('\n', app->out);
}

static void print_frames(const struct app *app, const struct trace *t)
{
	size_t shown = 0;

	fprintf(app->out, INDENT);
	for (size_t i = 0; i < t->frames.nr && shown < FRAMES_MAX; i++) {
		if (t->frames.v[i].unreliable)
			continue;
		fprintf(app->out, "%s", shown ? " < " : "");
		put(app, t->frames.v[i].function);
		shown++;
	}
	fprintf(app->out, "%s\n", shown == FRAMES_MAX ? " < ..." : "");
}

static void print_locks(const struct app *app, const char *name,
			const struct lock_list *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		fprintf(app->out, INDENT "%s #%d ", name, list->v[i].depth);
		put(app, list->v[i].name);
		if (!str_is_none(list->v[i].function)) {
			fprintf(app->out, " in ");
			put(app, list->v[i].function);
		}
		fputc('\n', app->out);
	}
}

static void print_trace_member(const struct app *app, const char *what,
			       struct str value)
{
	if (str_is_none(value))
		return;
	fprintf(app->out, INDENT "%s", what);
	put(app, value);
	fputc('\n', app->out);
}

static void print_trace(const struct app *app, const struct report *r)
{
	const struct trace *t = trace_main(&r->traces);

	if (!t)
		return;
	heading(app, "Trace");
	put(app, t->title.n ? t->title : t->head);
	if (t->corrupted) {
		fprintf(app->out, " (cut off or mixed: ");
		put(app, t->corrupted_why);
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
	fprintf(app->out, INDENT "proposes %s:", field);
	for (size_t i = 0; i < list->nr; i++) {
		fprintf(app->out, "%s ", i ? "," : "");
		put(app, list->v[i]);
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
	heading(app, "Bisection");
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
	heading(app, "Class");
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
		put_line(app, "Good", r->good);
	if (!str_is_none(r->bad))
		put_line(app, "Bad", r->bad);
	for (size_t i = 0; i < r->statements.nr; i++)
		put_line(app, i ? "" : "Statement", r->statements.v[i].text);
	for (size_t i = 0; i < r->links.nr; i++)
		put_line(app, i ? "" : "Links", r->links.v[i].url);
	for (size_t i = 0; i < r->logs.nr; i++)
		print_log(app, &r->logs.v[i]);
	print_trace(app, r);
}

/* --- what git says -------------------------------------------------------- */

static void print_match(const struct app *app, const struct findings *f)
{
	const struct commit_match *m = &f->match;

	heading(app, "In git");
	if (f->tree) {
		fprintf(app->out, "%.12s (\"", m->commit.hex);
		put(app, m->commit.title);
		fprintf(app->out, "\")\n" INDENT "in %s\n", f->tree->path);
		if (!str_is_none(m->resolved_by))
			put_quoted(app, 0, m->resolved_by);
		return;
	}
	fprintf(app->out, "%s\n", m->found == COMMIT_AMBIGUOUS ?
		"more than one commit may be meant:" :
		"no tree has this commit");
	for (size_t i = 0; i < m->candidates.nr; i++)
		put_quoted(app, 0, m->candidates.v[i]);
}

static void print_later(const struct app *app, const struct revert_conflict *c)
{
	for (size_t i = 0; i < c->later.nr && i < LATER_MAX; i++) {
		fprintf(app->out, INDENT "    %.12s ", c->later.v[i].hex);
		put(app, c->later.v[i].title);
		fputc('\n', app->out);
	}
	if (c->later.total > LATER_MAX)
		fprintf(app->out, INDENT "    and %zu more\n",
			c->later.total - LATER_MAX);
}

static void print_finding(const struct app *app, const struct finding *f,
			  bool first)
{
	heading(app, first ? "Revert" : "");
	fprintf(app->out, "on %s (%.12s): %s\n", f->branch->name,
		git_oid_tostr_s(&f->branch->tip), f->in_branch ?
			revert_result_name(f->revert.result) :
			"not in this branch");
	if (f->in_branch && !str_is_none(f->resolved_by))
		put_quoted(app, 0, f->resolved_by);
	if (!str_is_none(f->revert.why))
		put_quoted(app, 0, f->revert.why);
	for (size_t i = 0; i < f->revert.conflicts.nr; i++) {
		const struct revert_conflict *c = &f->revert.conflicts.v[i];

		fprintf(app->out, INDENT "  %s: ", c->kind);
		put(app, c->path);
		fputc('\n', app->out);
		print_later(app, c);
	}
}

static void print_git(const struct app *app, const struct findings *f)
{
	for (size_t i = 0; i < f->unusable.nr; i++)
		put_line(app, "Not asked", f->unusable.v[i]);
	if (!f->asked)
		return;
	print_match(app, f);
	for (size_t i = 0; i < f->sheet.nr; i++)
		print_finding(app, &f->sheet.v[i], i == 0);
	for (size_t i = 0; i < f->followups.nr; i++) {
		const struct followup *u = &f->followups.v[i];

		heading(app, u->kind == FOLLOWUP_FIX ? "Fixed by" :
						       "Reverted by");
		fprintf(app->out, "%.12s (\"", u->commit.hex);
		put(app, u->commit.title);
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
	heading(app, "Verdict");
	fprintf(app->out, "%s%s%s, the culprit is right with probability %.2f\n",
		app->colour ? level_colour(v->level) : "",
		verdict_level_name(v->level), app->colour ? "\033[0m" : "",
		v->probability);
	for (size_t i = 0; i < v->reasons.nr; i++) {
		const struct doubt *d = &v->reasons.v[i];

		fprintf(app->out, INDENT "%s %s: ",
			d->refutes ? "!" : d->weight < 0 ? "-" : "+", d->signal);
		put(app, d->detail);
		if (d->line)
			fprintf(app->out, " (line %u)", d->line);
		fputc('\n', app->out);
	}
	if (!str_is_none(v->next_test))
		put_line(app, "Next test", v->next_test);
}

static void print_recipients(const struct app *app,
			     const struct recipient_list *list)
{
	static const char *const names[] = { "To", "Cc", "Left out" };
	int last = -1;

	for (size_t i = 0; i < list->nr; i++) {
		const struct recipient *r = &list->v[i];

		heading(app, (int)r->field == last ? "" : names[r->field]);
		last = (int)r->field;
		put(app, r->name);
		if (!str_is_none(r->addr)) {
			fprintf(app->out, "%s<", r->name.n ? " " : "");
			put(app, r->addr);
			fputc('>', app->out);
		}
		fprintf(app->out, ": ");
		put(app, r->reason);
		fputc('\n', app->out);
	}
}

static void print_draft(const struct app *app, const struct casefile *c)
{
	const struct draft *d = &c->draft;

	heading(app, "Draft");
	if (d->situation == SITUATION_NONE) {
		fprintf(app->out, "none: ");
		put(app, d->why_not);
		fputc('\n', app->out);
		return;
	}
	fprintf(app->out, "%s%s%s\n", situation_name(d->situation),
		d->held ? ", held for a person's judgement" : "",
		str_is_none(d->patch) ? "" : ", with the revert beside it");
	for (size_t i = 0; i < c->lint.nr; i++) {
		fprintf(app->out, INDENT "! %s, line %u: ", c->lint.v[i].rule,
			c->lint.v[i].line);
		put(app, c->lint.v[i].what);
		fputc('\n', app->out);
	}
}

void explain_print(struct app *app, const struct casefile *c)
{
	print_mail(app, &c->message);
	print_facts(app, &c->report);
	print_git(app, &c->findings);
	if (c->report.claim != CLAIM_NONE)
		print_verdict(app, &c->verdict);
	print_recipients(app, &c->draft.recipients);
	print_draft(app, c);
}
