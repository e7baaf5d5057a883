/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What people write beside the claim: words that say it worked once, and
 * statements that weigh when the claim is judged.
 */
#ifndef HUMAN_H
#define HUMAN_H

#include "report/reading.h"

/* Adds statements of the sender to the report. */
void human_statements(struct reading *rd);

/*
 * Does the sender say that it worked once: "regression", "since v6.1", "no
 * longer"?  The index of the word that says so, or -1.
 */
ptrdiff_t human_regression(const struct reading *rd);

/*
 * Does an answer to a patch blame that patch: "bisected to this commit", "this
 * patch breaks", "reverting it helps"?  The index of the word, or -1.
 */
ptrdiff_t human_blames_answered(const struct reading *rd);

/* "the build failed", "fails to build" in the sender's words. */
bool human_build_failure(const struct reading *rd);

#endif
