/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From facts to a draft: which situation it is, which template says it, the
 * quote, the revert sheet as a small table, subject and thread headers.  A
 * draft says only what is proven.
 */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "mail/write.h"
#include "reply/recipients.h"
#include "verify/thread.h"

/* One template each; see templates/. */
enum situation {
	SITUATION_NONE,			/* nothing is drafted; see draft->why_not */
	SITUATION_REVERT_CLEAN,
	SITUATION_REVERT_CONFLICT,
	SITUATION_ALREADY_FIXED,	/* fixed or reverted: one pointer line */
	SITUATION_FIX_PENDING,		/* a fix is in next, not yet in mainline */
	SITUATION_FIX_POSTED,		/* in another thread: one pointer line */
	SITUATION_NOT_MAINLINE,		/* the commit is only in linux-next */
	SITUATION_DOUBTFUL,
	SITUATION_REFUTED,
	SITUATION_NEEDS_INFO,		/* only the reporter can tell what is meant */
};

struct compose_rules {
	struct address from;		/* who will send it */
	struct str archive;		/* "https://lore.kernel.org/r/" */
	struct str message_id_domain;
	const char *const *template_dirs;	/* NULL-terminated */
	/* Date: where the report has none, or one that lies after this */
	int64_t now;
};

struct draft {
	enum situation situation;
	const char *template_name;	/* "revert-clean" */
	struct str why_not;		/* SITUATION_NONE: why nothing is drafted */
	bool held;			/* needs a person's look: doubtful, refuted, needs-info */
	struct str_list held_for;	/* sentences: why, beyond the verdict */
	struct outgoing mail;
	struct str bytes;		/* the mail, LF; what is stored and sent */
	struct str patch;		/* the revert beside it, or STR_NONE */
	struct recipient_list recipients;	/* with reasons, left out ones too */
};

/*
 * The situation from report, findings, verdict and thread; no mail is made.  In this
 * order, the first that fits:
 *
 *	not public yet (disclosure.h)		none
 *	patch, reply, other, improvement	none
 *	crash without a culprit, no regression	none
 *	withdrawn, the report points to a fix	none
 *	we have answered in the thread		none (1)
 *	taken back in the thread		none (2)
 *	fix posted or taken, said in the thread	none
 *	author or maintainer has answered	none (1)
 *	fix posted or taken, another thread	fix-posted (3)
 *	inconclusive, a person names several	needs-info, candidates listed
 *	no culprit, inconclusive		none
 *	refuted, the crash stands on its own	refuted
 *	refuted					none
 *	no tree to ask				none
 *	not found, mainline or next not asked	none
 *	commit not found, several fit		needs-info
 *	fixed or reverted in mainline, stable	already-fixed
 *	fixed or reverted in linux-next		fix-pending
 *	doubtful				doubtful
 *	in no branch				needs-info
 *	in linux-next, not in mainline		not-mainline
 *	revert applies, conflicts		revert-clean, revert-conflict
 *	revert changes nothing			already-fixed
 *	revert cannot be tried			needs-info
 *
 * (1) Unless a person has asked for this very draft: then it is made, and held.
 * (2) By the reporter, or by a command to a tracker.  Where another person says
 *     so the draft is made, and held.
 * (3) Not where git knows a fix; that one is pointed to.
 *
 * Where the thread should have been read and could not, the draft is held, too.
 * What people say for or against the claim is weighed in the verdict.
 *
 * A reporter is never asked to bisect, and a robot is asked nothing: where a
 * person would be (needs-info), its report gets no draft.  A fix made more than
 * 120 days before the report is no reason to call the problem fixed.
 */
enum situation compose_situation(struct str *why, struct arena *a,
				 const struct report *r,
				 const struct findings *f,
				 const struct verdict *v,
				 const struct thread *t);

/*
 * Fills *out.  The same facts give the same bytes: the date and the Message-ID
 * come from the report, not from the clock.  @t may be NULL: nothing is known
 * of the thread.
 */
int compose_draft(struct draft *out, struct arena *a, const struct report *r,
		  const struct findings *f, const struct verdict *v,
		  const struct thread *t,
		  const struct recipient_list *recipients,
		  const struct compose_rules *rules, struct err *err);

const char *situation_name(enum situation s);

#endif
