/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What others have said of a report: a fix was posted, somebody answered, the
 * reporter took it back.  Read from the other mails of its thread and from
 * mails that a search for the same commit or the same crash has found.  What
 * follows from it is decided in reply/situation.c.
 *
 * Where a mail comes from is not told but read from its References:, so all
 * of them can be handed in as one heap: in any order, twice, with the report
 * itself among them.  What cannot be read as a mail is counted and left out.
 * Nothing that a mail quotes counts as said.
 *
 * How to get the mails: the thread by the ids that report->message carries
 * (message_id, in_reply_to, references: "/all/<id>/t.mbox.gz"), the others by
 * thread_queries().
 */
#ifndef THREAD_H
#define THREAD_H

#include "verify/verify.h"

/* More than these are not read. */
#define THREAD_MAILS_MAX	500
#define THREAD_BYTES_MAX	((size_t)32 << 20)

struct thread_mail {
	struct str bytes;	/* must stay as long as the result */
	struct str origin;	/* "lore:<id>", for messages to people */
};

struct thread_mail_list {
	struct thread_mail *v;
	size_t nr, cap;
};

/* What a caller has found around a report; all zero: nothing. */
struct thread_context {
	struct thread_mail_list mails;
	bool by_hand;		/* a person has asked for this very draft */
	/* why the thread or a search could not be had, or STR_NONE */
	struct str missing;
};

enum thread_fact_kind {
	THREAD_FIX_POSTED,
	THREAD_FIX_APPLIED,
	THREAD_ANSWERED,	/* by a person who is not the reporter */
	THREAD_TRACKED,		/* regzbot has an entry */
	THREAD_WITHDRAWN,
	THREAD_REFUTED,		/* somebody says that it is another commit */
	THREAD_CONFIRMED,
	THREAD_OUR_REPLY,
};

/* Who says it; the first that fits. */
enum thread_speaker {
	THREAD_BY_US,
	THREAD_BY_ROBOT,
	THREAD_BY_REPORTER,
	THREAD_BY_AUTHOR,	/* of the commit that is blamed */
	THREAD_BY_MAINTAINER,	/* of the code, or signed the commit off */
	THREAD_BY_PERSON,
};

struct thread_fact {
	enum thread_fact_kind kind;
	enum thread_speaker by;
	bool here;		/* who follows the report's thread has seen it */
	bool command;		/* said to a bot, which leaves no doubt */
	struct address who;
	int64_t date;		/* TIME_NONE: not stated */
	struct str message_id;	/* or STR_NONE */
	struct str origin;
	const char *why;	/* "its Fixes: names the commit" */
	struct str text;	/* the line it rests on */
	unsigned int line;	/* 0: the header */
	/* of a patch, and of an answer that says that it was taken: */
	struct str title;	/* without "[PATCH v2]"; else STR_NONE */
	bool patch;		/* the patch itself */
	bool reverts;		/* it undoes the commit */
	/* the verdict hears it as a statement of this kind */
	bool weighed;
	enum statement_kind said;
	bool draft;		/* ours: by its Message-ID a draft of regbot */
};

struct thread_fact_list {
	struct thread_fact *v;
	size_t nr, cap;
};

struct report_list {
	const struct report **v;
	size_t nr, cap;
};

struct thread {
	struct thread_fact_list facts;	/* oldest first */
	/*
	 * The mails of the case, for verdict_of_report(): with those
	 * statements only that their senders are entitled to make.
	 */
	struct report_list heard;
	size_t nr_read, nr_left_out;
	bool by_hand;			/* as in the context */
	struct str missing;
};

/* What is known of the people; any member may be empty. */
struct thread_people {
	struct address_list maintainers;	/* of the code of the commit */
	struct str self, domain;	/* our address, our Message-IDs' domain */
};

/* Fills *out; all lies in @a or in the mails.  @f may be unasked. */
void thread_read(struct thread *out, struct arena *a, const struct report *r,
		 const struct findings *f,
		 const struct thread_context *context,
		 const struct thread_people *people);

/* The newest fact of this kind, or NULL; @here alone or anywhere. */
const struct thread_fact *thread_find(const struct thread *t,
				      enum thread_fact_kind kind, bool here);

/* "fix-posted", "reporter" */
const char *thread_fact_name(enum thread_fact_kind kind);
const char *thread_speaker_name(enum thread_speaker by);

/*
 * What to search a public-inbox for, most telling first: its id, its title,
 * the title of the crash, the number of the bug.  Plain text for "q=", not yet
 * escaped for a URL.  Nothing where the report names nothing.
 */
#define THREAD_QUERIES_MAX	4

struct thread_query {
	struct str query;
	const char *what;	/* "the commit's id" */
};

struct thread_query_list {
	struct thread_query *v;
	size_t nr, cap;
};

void thread_queries(struct thread_query_list *out, struct arena *a,
		    const struct report *r, const struct findings *f);

#endif
