/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The few words of a mail that matter here, in order: "bisected", "caused",
 * "revert", versions, commits, ends of sentences.  What stands between them is
 * only counted, so that rules can ask how far two words are apart.
 */
#ifndef WORDS_H
#define WORDS_H

#include "base/arena.h"
#include "base/str.h"

enum word_kind {
	WORD_NONE,
	WORD_COMMIT,		/* a commit's hash; @mention tells which */
	WORD_VERSION,		/* "v6.1-rc3", "next-20230720" */
	WORD_STOP,		/* end of a sentence */
	WORD_GAP,		/* end of a paragraph, or a foreign text between */
	WORD_BISECT,
	WORD_POINT,		/* what a bisection does: leads, found, blames */
	WORD_TRACK,		/* tracked, narrowed, isolated */
	WORD_LINK,		/* to, at, on, as, by */
	WORD_IS, WORD_IN,
	WORD_FIRST, WORD_BAD, WORD_GOOD,
	WORD_FIRST_BAD,		/* "first bad" */
	WORD_CHANGE,		/* commit, patch, change, merge */
	WORD_CULPRIT,		/* culprit, offending, responsible */
	WORD_CAUSE,		/* cause, due, reason */
	WORD_CAUSES,		/* causes, caused, triggers */
	WORD_INTRODUCE,
	WORD_BREAK,		/* breaks, broke, regressed */
	WORD_REGRESSION,
	WORD_TROUBLE,		/* fails, hang, crash, problem */
	WORD_REVERT,
	WORD_HELP,		/* fixes, solves, works, goes away */
	WORD_FIX,		/* fix, fixed: repairs done by a commit */
	WORD_EFFECT,		/* difference, luck: what a try may have */
	WORD_NOTHING,
	WORD_NEED,		/* missing, backport: what should be there */
	WORD_NOT,
	WORD_SINCE, WORD_BEFORE, WORD_FROM, WORD_BETWEEN, WORD_AND,
	WORD_TESTED,		/* HEAD, tip, base */
	WORD_THIS,		/* this, that, it */
	WORD_WORKED,		/* worked, used to, OK: it did work */
	WORD_UPGRADE,
	WORD_STILL, WORD_AGAIN, WORD_LEAST,
	WORD_BACK,		/* rolling back, downgrading */
	WORD_LONGER,		/* "no longer" */
	WORD_SURE,		/* sure, trust, assume: how certain one is */
	WORD_SOMETIMES,
	WORD_CONFIRM,
	WORD_POSTED,		/* posted, submitted: of fixes */
	WORD_SORRY, WORD_NOISE,	/* sorry for the noise */
	WORD_FALSE,
	WORD_WRONG,		/* wrong, bogus */
	WORD_BUILD, WORD_TEST,
	WORD_KERNEL,		/* kernel, driver, boot: what this is about */
	WORD_DID,		/* a change: added, removed, switched */
	WORD_KINDS
};

struct word {
	enum word_kind kind;
	struct str text;	/* as written */
	unsigned int at;	/* counts all words of the mail */
	size_t line;		/* index into message->lines */
	size_t mention;		/* WORD_COMMIT: index into the mentions */
};

struct word_list {
	struct word *v;
	size_t nr, cap;
};

/* What kind of word this is; no marks around it. */
enum word_kind word_kind(struct str word);

/*
 * A kernel version at the start of @s: "v5.14-rc1", "6.1.y", "5.17.0-rc8-next-
 * 20220317", "next-20220831", "linux-next-20240801".  Its length, or 0.
 */
size_t version_length(struct str s);

#endif
