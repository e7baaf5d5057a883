// SPDX-License-Identifier: GPL-2.0-only
#include "report/syzbot.h"

#include "report/classify.h"
#include "report/culprit.h"
#include "report/robot.h"

/* Kinds of mail by the lines that begin them. */
enum syzbot_kind {
	SYZBOT_OTHER,
	SYZBOT_REPORT,		/* a crash; may carry "was bisected to" */
	SYZBOT_CAUSE,		/* bisected to a culprit */
	SYZBOT_FIXED,		/* bisected to a fix */
	SYZBOT_LOG,		/* a bare bisection log */
	SYZBOT_TEST,		/* answers "#syz test" */
};

static const struct {
	const char *prefix;
	enum syzbot_kind kind;
} heads[] = {
	{ "syzbot has bisected this", SYZBOT_CAUSE },
	{ "syzbot suspects this", SYZBOT_FIXED },
	{ "syzbot found the following", SYZBOT_REPORT },
	{ "syzbot hit the following", SYZBOT_REPORT },
	{ "syzbot has found a reproducer", SYZBOT_REPORT },
	{ "syzkaller hit the following", SYZBOT_REPORT },
	{ "syzbot has tested the proposed patch", SYZBOT_TEST },
	{ "syzbot tried to test the proposed patch", SYZBOT_TEST },
	{ "bisecting cause commit starting", SYZBOT_LOG },
	{ "bisecting fixing commit since", SYZBOT_LOG },
};

static enum syzbot_kind kind_of(const struct reading *rd, size_t *line)
{
	const struct line_list *lines = &rd->m->lines;
	size_t seen = 0;

	for (size_t i = 0; i < lines->nr && seen < 12; i++) {
		struct str s = str_trim(lines->v[i].text);

		if (!s.n || lines->v[i].who != LINE_AUTHOR)
			continue;
		seen++;
		*line = i;
		for (size_t k = 0; k < ARRAY_SIZE(heads); k++)
			if (str_starts(s, str_from(heads[k].prefix)))
				return heads[k].kind;
	}
	*line = LINE_SUBJECT;
	return SYZBOT_OTHER;
}

struct str syzbot_hash(struct str s)
{
	static const char *const marks[] = { "syzbot+", "extid=", "+" };

	s = str_sub(s, 0, 400);
	for (size_t k = 0; k < ARRAY_SIZE(marks); k++) {
		ptrdiff_t at = str_find(s, str_from(marks[k]));
		struct str hash;
		size_t n = 0;

		if (at < 0)
			continue;
		hash = str_from_off(s, (size_t)at + strlen(marks[k]));
		while (n < hash.n && is_hex(hash.p[n]))
			n++;
		if (n == 20)
			return str_sub(hash, 0, n);
	}
	return STR_NONE;
}

/* The bug: from the sender's address, else the first link to it. */
static void read_bug(struct reading *rd)
{
	struct report *r = rd->r;

	r->syzbot_bug = syzbot_hash(rd->m->sender.addr);
	for (size_t i = 0; i < rd->m->from.nr && str_is_none(r->syzbot_bug); i++)
		r->syzbot_bug = syzbot_hash(rd->m->from.v[i].addr);
	for (size_t i = 0; i < r->links.nr && str_is_none(r->syzbot_bug); i++)
		r->syzbot_bug = syzbot_hash(r->links.v[i].url);
}

static void read_reported_by(struct reading *rd)
{
	size_t line;
	struct str value = robot_key(rd, "Reported-by", &line);

	if (str_is_none(value) || !str_has(value, STR("syz")))
		return;
	rd->r->reported_by = value;
	reading_evidence(rd, "reported_by", value, line);
	if (str_is_none(rd->r->syzbot_bug))
		rd->r->syzbot_bug = syzbot_hash(value);
}

/* The tree that crashed: "HEAD commit:" and "start commit:". */
static void read_tested(struct reading *rd)
{
	static const char *const keys[] = { "HEAD commit", "start commit" };

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		size_t line, n;
		struct str value = robot_key(rd, keys[k], &line);

		if (str_is_none(value))
			continue;
		str_skip(&value, STR("[unknown] "));
		n = hash_length(value);
		if (n)
			robot_role(rd, str_sub(value, 0, n), COMMIT_TESTED);
	}
}

/* The first commit block behind line @i, or NULL. */
static const struct mention *block_behind(const struct reading *rd, size_t i)
{
	for (size_t k = 0; k < rd->mentions.nr; k++) {
		const struct mention *m = &rd->mentions.v[k];

		if (m->said && m->line != LINE_SUBJECT && m->line > i &&
		    m->head && m->ref.sha.n == 40)
			return m;
	}
	return NULL;
}

/* Blames the commit of the block behind line @i. */
static bool blame_block(struct reading *rd, size_t i, enum claim_form form,
			const char *why)
{
	const struct mention *m = block_behind(rd, i);

	return m && m->line - i <= 4 &&
	       robot_blame(rd, m->ref.sha, m->line, form, why);
}

/* "The issue was bisected to:" in a report; its line, or LINE_SUBJECT. */
static size_t bisected_line(const struct reading *rd)
{
	for (size_t i = 0; i < rd->m->lines.nr; i++) {
		struct str s = rd->m->lines.v[i].text;

		if (rd->m->lines.v[i].who == LINE_AUTHOR &&
		    (str_starts(s, STR("The issue was bisected to:")) ||
		     str_starts(s, STR("The bug was bisected to:"))))
			return i;
	}
	return LINE_SUBJECT;
}

static void read_report(struct reading *rd, size_t head)
{
	size_t line = bisected_line(rd);

	if (line != LINE_SUBJECT &&
	    blame_block(rd, line, CLAIM_SYZBOT_REPORT, "bisected to")) {
		classify_as(rd, CLASS_BISECTION, 1, "a report with its bisection",
			    line);
		rd->r->is_regression_report = true;
		return;
	}
	classify_as(rd, CLASS_CRASH, 1, "syzbot reports a crash", head);
}

static void read_cause(struct reading *rd, size_t head)
{
	blame_block(rd, head, CLAIM_SYZBOT_MAIL, "syzbot has bisected this");
	classify_as(rd, CLASS_BISECTION, 1, "syzbot has bisected this", head);
	rd->r->is_regression_report = rd->r->claim != CLAIM_NONE;
}

static void read_fixed(struct reading *rd, size_t head)
{
	const struct mention *m = block_behind(rd, head);

	if (m)
		robot_role(rd, m->ref.sha, COMMIT_FIX);
	classify_as(rd, CLASS_BISECTION, 1, "syzbot found what fixed it", head);
}

/* A bare log: its result is the claim (report.c takes it from the log). */
static void read_log(struct reading *rd, size_t head)
{
	struct str s = str_trim(reading_text(rd, head));

	if (str_starts(s, STR("bisecting fixing"))) {
		for (size_t i = 0; i < rd->claims.nr; i++)
			robot_role(rd, rd->mentions.v[rd->claims.v[i].mention].ref.sha,
				   COMMIT_FIX);
		classify_as(rd, CLASS_BISECTION, 1, "a log towards a fix", head);
		return;
	}
	culprit_read_prose(rd);
	culprit_choose(rd, CLAIM_RANK_FIRST_BAD);
	if (rd->r->claim == CLAIM_PROSE || rd->r->claim == CLAIM_IS_FIRST_BAD)
		rd->r->claim = CLAIM_FIRST_BAD;
	classify_as(rd, CLASS_BISECTION, 1, "a bisection log of syzbot", head);
	rd->r->is_regression_report = rd->r->claim != CLAIM_NONE;
}

void syzbot_read(struct reading *rd)
{
	size_t head;
	enum syzbot_kind kind = kind_of(rd, &head);

	read_bug(rd);
	read_reported_by(rd);
	read_tested(rd);
	switch (kind) {
	case SYZBOT_REPORT:
		read_report(rd, head);
		break;
	case SYZBOT_CAUSE:
		read_cause(rd, head);
		break;
	case SYZBOT_FIXED:
		read_fixed(rd, head);
		break;
	case SYZBOT_LOG:
		read_log(rd, head);
		break;
	case SYZBOT_TEST:
		classify_as(rd, CLASS_REPLY, 0.9, "an answer to a test request",
			    head);
		break;
	default:
		classify_as(rd, CLASS_OTHER, 0.6, "a notice of syzbot",
			    LINE_SUBJECT);
	}
}
