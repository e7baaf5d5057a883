/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A mail as one reads it: headers raw and decoded, the text of all its text
 * parts as UTF-8, and for every line of that text who said it.  It knows
 * nothing of kernels or regressions.
 *
 * Any bytes are accepted.  What is beyond the bounds (bounds.h) is cut and
 * said in @flaws; text without a mail header is taken as a bare body.  Raw
 * values stay beside the decoded ones, since libetpan tidies message ids and
 * drops odd dates.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "mail/address.h"

struct header {
	struct str name;	/* as written */
	struct str raw;		/* the value as written, folds included */
	struct str value;	/* unfolded, encoded words decoded, UTF-8, one line */
};

struct header_list {
	struct header *v;
	size_t nr, cap;
};

/* Who said a line.  Only LINE_AUTHOR speaks for the sender of the mail. */
enum line_who {
	LINE_AUTHOR,
	LINE_QUOTE,		/* "> ..." and its attribution line */
	LINE_FORWARD,		/* inside a forwarded mail or message/rfc822 */
	LINE_DIFF,		/* part of a patch: from "diff --git" or "---" on */
	LINE_SIGNATURE,		/* below "-- " */
	LINE_FOOTER,		/* added by a list */
	LINE_ATTACHMENT,	/* a text part that is named or an attachment */
};

struct line {
	struct str text;	/* without quote marks and line end */
	struct str raw;		/* as it stands in message->text, no line end */
	unsigned int no;	/* 1-based in message->text */
	enum line_who who;
	unsigned char depth;	/* quote marks in front */
	unsigned short part;	/* index into message->parts */
};

struct line_list {
	struct line *v;
	size_t nr, cap;
};

/* A leaf of the MIME tree. */
struct part {
	struct str type;	/* "text/plain", lower case */
	struct str name;	/* file name or STR_NONE */
	struct str charset;	/* as written, or STR_NONE */
	struct str text;	/* decoded to UTF-8 if it is text, else STR_NONE */
	struct str bytes;	/* decoded bytes if it is not text, else STR_NONE */
	bool attachment;	/* Content-Disposition says so, or it has a name */
	bool forwarded;		/* inside a message/rfc822 part */
	bool shown;		/* its text is part of message->text */
	unsigned int line_first, line_last;	/* its lines in text; 0: none */
};

struct part_list {
	struct part *v;
	size_t nr, cap;
};

struct message {
	struct str raw;
	struct str origin;		/* "file" or "mbox:3", for messages to people */
	bool bare;			/* no mail header at all */
	bool scraped;			/* text of an archive's web page */
	struct header_list headers;

	struct str message_id;		/* without <>, bytes as written; or STR_NONE */
	struct str in_reply_to;		/* the first id in it */
	struct str_list references;	/* oldest first */
	struct str subject;		/* decoded, or STR_NONE */
	struct address_list from, to, cc;
	/*
	 * The person behind the mail: From, or Reply-To, X-Original-From or the
	 * first "From:" line of the body where From is a list's address.
	 */
	struct address sender;
	int64_t date;			/* TIME_NONE: none or unreadable */

	struct str text;		/* all text parts, UTF-8, LF line ends */
	struct line_list lines;
	struct part_list parts;
	struct str_list flaws;		/* what was cut, replaced or odd */
};

/*
 * Fills *m from the bytes in @raw, which must live as long as @a; everything
 * in *m lies in @a or points into @raw.  Fails (ERR_MSG) only where there is
 * nothing to read: no bytes, or binary data that is no text at all.
 */
int message_parse(struct message *m, struct arena *a, struct str raw,
		  struct str origin, struct err *err);

/* The decoded value of the first header called @name, or STR_NONE. */
struct str message_header(const struct message *m, const char *name);

/* The subject without "Re:", "Fwd:", "AW:" and the like in front. */
struct str message_subject_base(const struct message *m);

#endif
