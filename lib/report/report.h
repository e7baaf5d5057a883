/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a mail says, as facts: which kind of mail it is, what it blames, what
 * it proves.  Every fact carries the line it came from.  Nothing here asks a
 * repository, and nothing is judged: whether the claim is to be believed is
 * the work of verify/verdict.h.
 *
 * A mail that says nothing of interest is class "other" with no facts; that is
 * a result, not an error.
 */
#ifndef REPORT_H
#define REPORT_H

#include "mail/message.h"
#include "report/bisect_log.h"
#include "report/trace.h"

enum report_class {
	CLASS_OTHER,
	CLASS_REPORT,		/* a person reports a regression or crash */
	CLASS_BISECTION,	/* a bot or person posts a bisection result */
	CLASS_CRASH,		/* a bot reports a crash without a culprit */
	CLASS_PATCH,		/* a patch or revert */
	CLASS_REPLY,		/* discussion below a report or patch */
};

/* Who speaks: decides how far a claim may be believed (judgement-data). */
enum report_origin {
	ORIGIN_PERSON,
	ORIGIN_SYZBOT,
	ORIGIN_LKP,
	ORIGIN_KERNELCI,
	ORIGIN_LKFT,
	ORIGIN_ROBOT,		/* any other robot */
};

enum commit_role {
	COMMIT_MENTIONED,
	COMMIT_CULPRIT,
	COMMIT_FIX,		/* repairs it */
	COMMIT_GOOD,
	COMMIT_BAD,
	COMMIT_TESTED,		/* the tree that was built */
	COMMIT_FIXES,		/* target of a Fixes: tag in a patch */
	COMMIT_REVERTED,	/* undone by this patch */
};

/* How a culprit is named: the kinds of claim of judgement-data.md. */
enum claim_form {
	CLAIM_NONE,
	CLAIM_PROSE,		/* "I bisected this to ..." */
	CLAIM_IS_FIRST_BAD,	/* "<sha> is the first bad commit" */
	CLAIM_FIRST_BAD,	/* "# first bad commit: [<sha>]" */
	CLAIM_REGZBOT,		/* "#regzbot introduced:" */
	CLAIM_BLOCK,		/* "commit: <sha>" of a robot */
	CLAIM_SYZBOT_MAIL,	/* "syzbot has bisected this issue to:" */
	CLAIM_SYZBOT_REPORT,	/* "The issue was bisected to:" in a report */
};

struct commit_ref {
	struct str sha;		/* lower case, as long as written; or STR_NONE */
	struct str title;	/* or STR_NONE */
	enum commit_role role;
	unsigned int line;	/* in message->text; 0: the subject */
};

struct commit_ref_list {
	struct commit_ref *v;
	size_t nr, cap;
};

/* What the mail tells a bot to do; bot/app.h has its own commands. */
struct bot_command {
	struct str bot;		/* "regzbot" or "syz" */
	struct str command;	/* "introduced", "fix" */
	struct str argument;	/* or STR_NONE */
	unsigned int line;
};

struct command_list {
	struct bot_command *v;
	size_t nr, cap;
};

/* Statements of the sender that weigh in the judgement. */
enum statement_kind {
	STATEMENT_REVERT_HELPS,		/* "reverting it fixes the problem" */
	STATEMENT_REVERT_NO_HELP,
	STATEMENT_CONFIRMED,		/* a second machine, bisected twice */
	STATEMENT_UNSURE,		/* "not sure the bisect is right" */
	STATEMENT_REFUTES,		/* "not caused by", "bogus bisection" */
	STATEMENT_INTERMITTENT,		/* "sometimes", "not reproducible" */
	STATEMENT_FIX_POSTED,
	STATEMENT_WITHDRAWN,
	STATEMENT_STILL_BROKEN,		/* "still in v6.9" */
};

struct statement {
	enum statement_kind kind;
	struct str text;
	unsigned int line;
};

struct statement_list {
	struct statement *v;
	size_t nr, cap;
};

enum link_kind { LINK_OTHER, LINK_LORE, LINK_COMMIT, LINK_LOG, LINK_TRACKER,
		 LINK_DASHBOARD };

struct link {
	struct str url;
	enum link_kind kind;
	unsigned int line;
};

struct link_list {
	struct link *v;
	size_t nr, cap;
};

/* A fact's member in the output of "regbot extract" and where it stands. */
struct evidence {
	const char *member;	/* "class", "culprit", "good", ... */
	struct str what;	/* the sign or the value, for people */
	struct str text;	/* the line as it stands */
	unsigned int line;	/* 0: a header */
};

struct evidence_list {
	struct evidence *v;
	size_t nr, cap;
};

struct report {
	const struct message *message;
	enum report_class class;
	double confidence;	/* of the class, 0 to 1 */
	enum report_origin origin;
	bool is_regression_report;	/* first-hand */
	bool linux_next;	/* speaks of linux-next */
	bool build_failure;
	bool improvement;	/* a robot's good news */

	enum claim_form claim;	/* CLAIM_NONE: names no culprit */
	struct commit_ref culprit;	/* both members none: no culprit */
	struct str culprit_author, culprit_mail;	/* as the mail shows them */
	int64_t culprit_date;	/* TIME_NONE: not stated */
	struct commit_ref_list culprits;	/* all, where it names several */
	struct commit_ref_list commits;	/* every reference with its role */
	struct str good, bad;	/* versions or commits as written */
	struct str syzbot_bug;	/* hash of the bug, or STR_NONE */
	struct str reported_by;	/* the tag a syzbot mail asks for, value only */

	struct trace_list traces;
	struct str trace_text;	/* what their offsets count in */
	struct bisect_log_list logs;
	struct command_list commands;	/* effective ones only */
	struct statement_list statements;
	struct link_list links;
	struct evidence_list evidence;
};

/* Fills *r.  Everything in it lies in @a or in @m, which must stay. */
void report_read(struct report *r, struct arena *a, const struct message *m);

/* The words of commands.md: "report", "culprit", ... */
const char *report_class_name(enum report_class class);
const char *commit_role_name(enum commit_role role);

#endif
