/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What people write: versions that worked and that do not, words that say
 * it worked once, statements that weigh when a claim is judged.
 */
#ifndef HUMAN_H
#define HUMAN_H

#include "report/reading.h"

/* Fills good and bad of the report where nothing set them before. */
void human_versions(struct reading *rd);

/* Adds statements of the sender to the report. */
void human_statements(struct reading *rd);

/*
 * Does the sender say that it worked once: "regression", "since v6.1", "no
 * longer"?  The index of the word that says so, or -1.
 */
ptrdiff_t human_regression(const struct reading *rd);

#endif
