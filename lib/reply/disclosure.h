/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Was a mail meant for everybody?  A draft with lists in Cc would publish what
 * it answers, so mail to the security contacts, or mail whose sender asks for
 * silence, is answered by a person (M16), and a private report gives no
 * Reported-by: (M19).
 */
#ifndef DISCLOSURE_H
#define DISCLOSURE_H

#include "mail/message.h"

/* An address that is known to be a mailing list open to all. */
bool disclosure_is_list(struct str addr);
/* The security contacts of the kernel and of the distributions. */
bool disclosure_is_security(struct str addr);

/* It went to a list, or nothing says to whom it went. */
bool disclosure_is_public(const struct message *m);

/*
 * The sign that the mail is about a hole that is not public yet: an address or
 * the sender's words; STR_NONE: no sign.  @line is where it stands, 0 for a
 * header.  Talk of a published CVE on a list is no sign.
 */
struct str disclosure_sign(const struct message *m, unsigned int *line);

#endif
