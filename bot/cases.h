/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The second half of a poll.  Reading the sources leaves the reports waiting in
 * the state; here each of them is worked on, the oldest first, when all that
 * came with the same poll is known: the other mails of its thread from the
 * state, and the thread and what searches find from the archive.  The child
 * that works on a case has no network; what was found is handed to it.
 *
 * A case that was not finished when the program was stopped waits for the next
 * poll.
 */
#ifndef CASES_H
#define CASES_H

#include "handle.h"

int cases_work(struct round *r, struct err *err);

#endif
