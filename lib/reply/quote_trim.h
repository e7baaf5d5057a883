/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The quote above a reply: the few lines of the report that say what breaks
 * and name the culprit, in the order they stood in, with "[...]" where lines
 * were left out.  Chosen by the facts that were read from them, never by what
 * the words mean.
 *
 * Only the sender's own words are quoted, no logs, no traces, and no line
 * with an address that an archive made unreadable.
 */
#ifndef QUOTE_TRIM_H
#define QUOTE_TRIM_H

#include "report/report.h"

#define QUOTE_LINES	12	/* more is trimmed (M3) */

/* Lines that begin with "> ", or STR_NONE when there is nothing to quote. */
struct str quote_trim(struct arena *a, const struct report *r);

/* "On Fri, 20 Nov 2026 18:00:00 +0000, Jane Doe wrote:" */
struct str quote_attribution(struct arena *a, const struct message *m);

#endif
