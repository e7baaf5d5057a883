/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who said which line of a text: the sender, somebody quoted or forwarded, a
 * patch, a signature, a list.  Judged by the marks that mailers and lists
 * leave, never by what the words mean.
 */
#ifndef QUOTE_H
#define QUOTE_H

#include "mail/message.h"

enum quote_flags {
	QUOTE_REPLY = 1,	/* the mail answers another one */
	QUOTE_SCRAPED = 2,	/* from a web page: indented, marks may be lost */
};

/*
 * Adds the lines of @text, which is part @part and lies in the message's
 * text.  @as is LINE_AUTHOR for a body, where lines are told apart; for
 * LINE_FORWARD and LINE_ATTACHMENT all are just that.  At most BOUND_LINES
 * lines are kept in *out; false when there were more.
 */
bool quote_lines(struct line_list *out, struct arena *a, struct str text,
		 size_t part, enum line_who as, unsigned int flags);

#endif
