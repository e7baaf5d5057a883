// SPDX-License-Identifier: GPL-2.0-only
#include "report/report.h"

#include "base/clock.h"
#include "report/classify.h"
#include "report/commands.h"
#include "report/commit_block.h"
#include "report/culprit.h"
#include "report/human.h"
#include "report/origin.h"
#include "report/robot.h"
#include "report/scan.h"
#include "report/syzbot.h"
#include "report/versions.h"

void reading_evidence(struct reading *rd, const char *member, struct str what,
		      size_t i)
{
	struct evidence *e = list_add(rd->a, &rd->r->evidence);

	e->member = member;
	e->what = what;
	e->text = str_trim(reading_text(rd, i));
	e->line = reading_line_no(rd, i);
}

struct str reading_text(const struct reading *rd, size_t i)
{
	if (i == LINE_SUBJECT)
		return str_is_none(rd->m->subject) ? STR("") : rd->m->subject;
	return rd->m->lines.v[i].text;
}

const struct line *reading_next(const struct reading *rd, size_t i)
{
	const struct line *l, *next;

	if (i == LINE_SUBJECT)
		return NULL;
	l = reading_line(rd, i);
	next = reading_line(rd, i + 1);
	return l && next && next->who == l->who && next->depth == l->depth &&
	       next->part == l->part ? next : NULL;
}

unsigned int reading_line_no(const struct reading *rd, size_t i)
{
	return i == LINE_SUBJECT ? 0 : rd->m->lines.v[i].no;
}

static void report_init(struct report *r, const struct message *m)
{
	memset(r, 0, sizeof(*r));
	r->message = m;
	r->culprit.sha = r->culprit.title = STR_NONE;
	r->culprit_author = r->culprit_mail = STR_NONE;
	r->culprit_date = TIME_NONE;
	r->good = r->bad = STR_NONE;
	r->syzbot_bug = r->reported_by = STR_NONE;
	r->origin = origin_of_mail(m);
}

/*
 * A crash that only a quote shows is the quoted mail's crash, unless that one
 * is being forwarded: then its quote marks are taken off first.
 */
static void read_traces(struct reading *rd)
{
	const struct line_list *lines = &rd->m->lines;
	struct trace_list *list = &rd->r->traces;
	size_t kept = 0, i = 0;

	rd->r->trace_text = rd->m->text;
	trace_find(list, rd->a, rd->m->text);
	for (size_t k = 0; k < list->nr; k++) {
		while (i + 1 < lines->nr &&
		       lines->v[i + 1].raw.p <= rd->m->text.p + list->v[k].start)
			i++;
		if (i < lines->nr && lines->v[i].who == LINE_QUOTE &&
		    !rd->forwarding)
			continue;
		list->v[kept++] = list->v[k];
	}
	list->nr = kept;
}

/* "#regzbot introduced: <hash>"; of several the first is the main one. */
static void claim_commands(struct reading *rd)
{
	const struct command_list *list = &rd->r->commands;
	for (size_t i = 0; i < list->nr; i++) {
		struct str sha = command_commit(&list->v[i]);

		for (size_t k = 0; !str_is_none(sha) && k < rd->mentions.nr; k++) {
			const struct mention *m = &rd->mentions.v[k];

			if (m->ref.line != list->v[i].line ||
			    !hash_same(m->ref.sha, sha))
				continue;
			claim_add(rd, k, CLAIM_RANK_REGZBOT, CLAIM_REGZBOT,
				  "#regzbot introduced");
		}
	}
}

/* A bare log says what it blames in its own words; see bisect_log.h. */
static void blame_log(struct reading *rd)
{
	struct report *r = rd->r;

	for (size_t i = 0; i < r->logs.nr; i++) {
		const struct bisect_log *log = &r->logs.v[i];

		if (log->fixing || str_is_none(log->culprit.sha))
			continue;
		r->claim = CLAIM_FIRST_BAD;
		r->culprit.sha = log->culprit.sha;
		r->culprit.title = log->culprit.title;
		r->culprit.role = COMMIT_CULPRIT;
		r->culprit.line = log->culprit.line;
		r->culprit_author = log->culprit.author_name;
		r->culprit_mail = log->culprit.author_mail;
		r->culprit_date = git_date(log->culprit.date);
		*list_add(rd->a, &r->culprits) = r->culprit;
		r->is_regression_report = true;
		return;
	}
}

static void read_person(struct reading *rd)
{
	culprit_read_prose(rd);
	claim_commands(rd);
	classify_person(rd);
	versions_read(rd);
	human_statements(rd);
}

static bool forward_prefix(struct str subject)
{
	return str_starts_i(subject, STR("fwd:")) ||
	       str_starts_i(subject, STR("fw:"));
}

/*
 * A mail that answers none and says of no quote whose it is: its quote marks
 * set off text of its own.
 */
static bool nothing_to_quote(const struct message *m)
{
	if (m->bare || m->scraped || !str_is_none(m->in_reply_to) ||
	    m->references.nr)
		return false;
	for (size_t i = 0; i < m->lines.nr; i++)
		if (m->lines.v[i].who == LINE_QUOTE && !m->lines.v[i].depth)
			return false;
	return true;
}

void report_read(struct report *r, struct arena *a, const struct message *m)
{
	struct reading rd = { .a = a, .m = m, .r = r };

	report_init(r, m);
	rd.subject = message_subject_base(m);
	rd.answer = rd.subject.n < m->subject.n && !forward_prefix(m->subject);
	rd.handing_on = !rd.answer && classify_forwarding(m);
	rd.passes_robot = rd.handing_on && classify_forwards_robot(m);
	rd.forwarding = !rd.answer && !rd.passes_robot &&
			(rd.handing_on || nothing_to_quote(m));
	scan_mail(&rd);
	read_traces(&rd);
	bisect_log_find(&r->logs, a, m->text);
	switch (r->origin) {
	case ORIGIN_SYZBOT:
		syzbot_read(&rd);
		break;
	case ORIGIN_LKP:
		robot_lkp(&rd);
		break;
	case ORIGIN_KERNELCI:
		robot_kernelci(&rd);
		break;
	case ORIGIN_LKFT:
		robot_lkft(&rd);
		break;
	default:
		read_person(&rd);
	}
	if (m->bare && r->class == CLASS_BISECTION && r->claim == CLAIM_NONE)
		blame_log(&rd);
	versions_tree(&rd);
	commits_collect(&rd);
}

const char *report_class_name(enum report_class class)
{
	static const char *const names[] = {
		[CLASS_OTHER] = "other", [CLASS_REPORT] = "report",
		[CLASS_BISECTION] = "bisection", [CLASS_CRASH] = "crash",
		[CLASS_PATCH] = "patch", [CLASS_REPLY] = "reply",
	};

	return names[class];
}

const char *commit_role_name(enum commit_role role)
{
	static const char *const names[] = {
		[COMMIT_MENTIONED] = "mentioned", [COMMIT_CULPRIT] = "culprit",
		[COMMIT_FIX] = "fix", [COMMIT_GOOD] = "good",
		[COMMIT_BAD] = "bad", [COMMIT_TESTED] = "tested",
		[COMMIT_FIXES] = "fixes", [COMMIT_REVERTED] = "reverted",
	};

	return names[role];
}
