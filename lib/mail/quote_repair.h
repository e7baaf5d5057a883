/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines that belong to a quote although no mark says so: the attribution
 * above it, the rest of a line that was wrapped, and all that a web page
 * shows without marks.  Private to quote.c.
 */
#ifndef QUOTE_REPAIR_H
#define QUOTE_REPAIR_H

#include "mail/message.h"

#define WRAPPED_MIN	56	/* a shorter line was not wrapped by a mailer */

void quote_repair(struct line *v, size_t nr, bool lost_marks);

#endif
