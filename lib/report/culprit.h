/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From all mentions of commits to the one that the mail blames.  Rules look at
 * the words around each mention; the plainest claim wins.  Where nothing is
 * claimed there is no culprit: never a guess.
 */
#ifndef CULPRIT_H
#define CULPRIT_H

#include "report/reading.h"

/* How plainly a claim must speak: see the ranks of the rules. */
#define CLAIM_RANK_FIRST_BAD	96	/* "first bad commit" */
#define CLAIM_RANK_REGZBOT	92	/* "#regzbot introduced" */
#define CLAIM_RANK_BISECTED	88	/* "bisected to" */
#define CLAIM_RANK_BLAMED	58	/* "caused by", "reverting it helps" */

/* Gives roles to the mentions in prose and collects claims. */
void culprit_read_prose(struct reading *rd);

/* Drops all claims but those made to the tracker. */
void culprit_keep_commands(struct reading *rd);

/* Chooses: fills claim, culprit and culprits of the report. */
void culprit_choose(struct reading *rd, unsigned int min_rank);

/* Makes the list of commits of the report, one entry for each. */
void commits_collect(struct reading *rd);

#endif
