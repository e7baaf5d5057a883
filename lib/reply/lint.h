/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks a mail against the rules M1 to M31 of kernel mail (regbot-lint(1)
 * lists them).  A finding has the rule's number, the line and how to mend it.
 */
#ifndef LINT_H
#define LINT_H

#include "mail/message.h"

struct lint_finding {
	const char *rule;	/* "M4" */
	unsigned int line;	/* of the file; 0: the mail as a whole */
	struct str what;	/* what is wrong and how to mend it */
};

struct lint_list {
	struct lint_finding *v;
	size_t nr, cap;
};

/* Appends what is wrong with the mail in m->raw. */
void lint_mail(struct lint_list *out, struct arena *a,
	       const struct message *m);

#endif
