/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which kind of mail is this?  Every sign speaks for one class with a weight;
 * the class with most weight wins, and the signs are kept as evidence.  "Re:"
 * and In-Reply-To are signs among others: many first reports answer a patch.
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "report/reading.h"

/* Does the mail hand on somebody else's report as its own subject matter? */
bool classify_forwarding(const struct message *m);

/* Is what it hands on the mail of a robot? */
bool classify_forwards_robot(const struct message *m);

/* The class of a mail by a person or an unknown robot. */
void classify_person(struct reading *rd);

/* Sets class and confidence, with the reason; for mails of known robots. */
void classify_as(struct reading *rd, enum report_class class,
		 double confidence, const char *why, size_t line);

#endif
