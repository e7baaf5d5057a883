/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the leaves of the MIME tree to parts, one text and its lines: what is
 * text is decoded and shown, of alternatives the plainest one, and the rest
 * is kept as bytes.
 */
#ifndef BODY_H
#define BODY_H

#include "mail/message.h"

/* Fills parts, text and lines of *m from @body; its headers are read. */
void body_read(struct message *m, struct arena *a, struct str body);

/* The same for a text that is no mail. */
void body_read_bare(struct message *m, struct arena *a, struct str text);

#endif
