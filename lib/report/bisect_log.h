/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bisection log as facts: what was tested, what each run said, where it
 * ended.  Whether to believe it is not decided here but in verify/verdict.h.
 * A line that fits no rule is kept in log->odd and is no error.
 *
 * Read are git's own logs ("git bisect log" and what git prints while it
 * works), syzbot's of every age, and KernelCI's.
 */
#ifndef BISECT_LOG_H
#define BISECT_LOG_H

#include "base/arena.h"
#include "base/str.h"

enum bisect_verdict { BISECT_GOOD, BISECT_BAD, BISECT_SKIP };

enum bisect_kind { BISECT_GIT, BISECT_SYZBOT, BISECT_KERNELCI };

struct bisect_step {
	struct str commit;	/* hex digits as written, lower case */
	struct str title;	/* or STR_NONE */
	struct str release;	/* "v5.14" where a release was tested, or STR_NONE */
	enum bisect_verdict verdict;
	bool judged;		/* false: tested, but no verdict in the log */
	bool initial;		/* syzbot: tested before "git bisect start" */
	/* counts of runs; all 0 where the log has none */
	unsigned int ok, crashed, infra, total;
	struct str_list crashes;	/* different titles, most frequent first */
	struct str signature;	/* kernel signature, or STR_NONE */
	struct str compiler;	/* or STR_NONE */
	bool runs_stated;	/* false: "all runs", how many is assumed */
	bool build_failed;
	bool flaky;		/* the log called the reproducer flaky here */
	double false_negative;	/* stated chance; < 0: not stated */
	uint64_t left;		/* "N revisions left to test after this"; 0: not stated */
	unsigned int line;	/* 1-based line of the verdict or the test */
};

struct bisect_step_list {
	struct bisect_step *v;
	size_t nr, cap;
};

struct bisect_commit {
	struct str sha, title;
	struct str author_name, author_mail, date;	/* or STR_NONE */
	bool merge;		/* shown with "Merge:", more than one parent */
	unsigned int line;	/* where it was named */
};

struct bisect_commit_list {
	struct bisect_commit *v;
	size_t nr, cap;
};

struct bisect_log {
	enum bisect_kind kind;
	bool fixing;		/* it looked for a fix, not for a culprit */
	unsigned int line_first, line_last;	/* 1-based in the text given */
	struct str start;	/* commit where it began, or STR_NONE */
	struct str good, bad;	/* ends of the range as written, or STR_NONE */
	struct str syzkaller;	/* its commit, or STR_NONE */
	struct bisect_step_list steps;
	struct bisect_step_list retests;	/* verdicts behind the result */
	struct bisect_commit culprit;	/* sha STR_NONE: no result */
	struct bisect_commit_list candidates;	/* "could be any of" */
	bool everywhere;	/* crashed on all releases that were tried */
	struct str_list touched;	/* paths the result changes, where shown */
	struct str culprit_signature, parent_signature;
	unsigned int culprit_signature_line;
	bool flagged_flaky;	/* "Reproducer flagged being flaky" */
	unsigned int flagged_flaky_line;
	double repro_chance;	/* "(0.42 repro chance estimate)"; < 0: not stated */
	double error_probability;	/* accumulated, as stated; < 0: not stated */
	uint64_t revisions;	/* "revisions tested: N"; 0: not stated */
	struct str_list to, cc;	/* recipients the log proposes */
	struct str crash_title;	/* "crash: ..." at the end, or STR_NONE */
	unsigned int crash_line;	/* its line; the report text follows */
	struct str_list odd;	/* lines inside the log that fit no rule */
};

struct bisect_log_list {
	struct bisect_log *v;
	size_t nr, cap;
};

/*
 * Appends every log found in @text: bare, or inside a mail's text at any depth
 * of quoting or indentation, titles wrapped.  Linear in the text.
 */
void bisect_log_find(struct bisect_log_list *out, struct arena *a,
		     struct str text);

#endif
