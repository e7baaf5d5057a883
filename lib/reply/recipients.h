/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * To and Cc of a reply, each address with the reason it is there.  Who is
 * written to depends on the verdict: the author of a commit only when the
 * claim is trusted; nobody of the commit when it is refuted.
 *
 *	who				trusted	doubtful refuted inconclusive
 *	author of the culprit		To	left out left out	-
 *	committer, sign-offs: those
 *	  who maintain touched paths	To	-	-	-
 *	other sign-offs			Cc	-	-	-
 *	Cc: tags of the culprit		left out left out left out -
 *	M: deepest, touched paths	To	-	-	-
 *	M: wider, R:			Cc	-	-	-
 *	most specific list		Cc	-	-	-
 *	M: deepest, code of the trace	-	Cc	To	-
 *	its R: and list			-	Cc	Cc	-
 *	the reporter			Cc	To	To	To
 *	people of the report (To, Cc)	Cc	Cc	Cc (1)	left out
 *	lists of the report		Cc	Cc	Cc (1)	Cc
 *	regressions list		Cc	Cc	Cc	-
 *	stable@vger.kernel.org (2)	Cc	Cc	-	-
 *
 * Somebody in several rows gets the strongest place, but an author who is left
 * out stays out, and whom a robot wrote to because of a Cc: tag.
 *
 * (1) Not where a robot chose them for the refuted commit: then only those
 *     stay who maintain the code of the trace, and lists its log did not name.
 * (2) Where good and bad lie in one stable series.
 *
 * Without the commit's paths those of the log stand in, then those of the
 * trace.  The list of THE REST counts only where there is no narrower one.
 * The reporter is answered even when he is the author.
 *
 * Never written to, whatever the table says: ourselves, who opted out, masked
 * or unusable addresses, robots that read no mail (syzbot does), lists for
 * subscribers only, who is in .get_maintainer.ignore (unless he reported),
 * Linus Torvalds (unless he reported).  Somebody under two addresses is one
 * person: the same name, or by .mailmap.  All who fall out are in the list with
 * the reason, and so is the excess over max_people and max_lists, of which the
 * widest goes first.  Where To would be empty the first list goes there.
 */
#ifndef RECIPIENTS_H
#define RECIPIENTS_H

#include "git/maintainers.h"
#include "verify/verdict.h"

enum recipient_field { RECIPIENT_TO, RECIPIENT_CC, RECIPIENT_LEFT_OUT };

struct recipient {
	struct str name, addr;
	enum recipient_field field;
	bool list;		/* a mailing list, not a person */
	const char *role;	/* "author", "signer", "maintainer", "reviewer",
				   "reporter", "participant" or "list" */
	struct str reason;	/* "author of 7f466032dc9e"; why left out */
};

struct recipient_list {
	struct recipient *v;
	size_t nr, cap;
};

/* What the operator has set. */
struct recipient_rules {
	struct str self;		/* our own address: never written to */
	struct str_list never;		/* addresses and names that opted out */
	struct str regressions_list;	/* STR_NONE: none */
	unsigned int max_people, max_lists;	/* 0: 15 and 3 */
};

/*
 * Fills *out, To before Cc before left out, people before lists.  @f and @m
 * may be NULL (no tree was asked, no MAINTAINERS).
 */
int recipients_choose(struct recipient_list *out, struct arena *a,
		      const struct report *r, const struct findings *f,
		      const struct verdict *v, const struct maintainers *m,
		      const struct recipient_rules *rules, struct err *err);

#endif
