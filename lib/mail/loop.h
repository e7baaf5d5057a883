/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mail that must never be answered, whatever it says, so that no two programs
 * write to each other and nobody gets an answer who asked for none (M28 of
 * the rules of kernel mail; RFC 3834 section 2).
 *
 * "Precedence: bulk" is no sign: list servers put it on everything, and lists
 * are read on purpose here.
 */
#ifndef LOOP_H
#define LOOP_H

#include "mail/message.h"

/*
 * Why the mail must not be answered, or STR_NONE.  @self is our own address,
 * @domain that of our Message-IDs; either may be none.
 */
struct str loop_sign(struct arena *a, const struct message *m, struct str self,
		     struct str domain);

/* Sent by us: by the address, or by a Message-ID that a draft of ours has. */
bool loop_is_ours(const struct message *m, struct str self, struct str domain);
bool loop_is_draft(const struct message *m, struct str domain);

/* Written by a program that answers whatever comes in: away, bounced. */
bool loop_is_autoreply(const struct message *m);

#endif
