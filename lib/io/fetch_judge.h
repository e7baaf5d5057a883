/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an answer of a server means, from its status, type and text.  Private
 * to fetch.c.
 */
#ifndef FETCH_JUDGE_H
#define FETCH_JUDGE_H

#include "io/fetch.h"

/* Fills answer->type from a Content-Type: lower case, no parameters. */
void fetch_take_type(struct fetch_answer *answer, struct str content_type);

/* Is it 200 with a type that fits @kind? */
bool fetch_expected(const struct fetch_answer *answer, enum fetch_kind kind);

/*
 * Sets state and rest of an answer that is not what was expected;
 * @retry_after is what the server said, in seconds.
 */
void fetch_judge(struct fetch_answer *answer, int64_t retry_after);

#endif
