/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mails of robots that write in tables: Intel's kernel test robot (LKP),
 * KernelCI, LKFT.  Each fills class, culprit and versions of the report.
 */
#ifndef ROBOT_H
#define ROBOT_H

#include "report/reading.h"

void robot_lkp(struct reading *rd);
void robot_kernelci(struct reading *rd);
void robot_lkft(struct reading *rd);

/* The value of the first key called @key, or STR_NONE. */
struct str robot_key(const struct reading *rd, const char *key, size_t *line);

/* Blames the commit whose hash begins the value of key @i; false: none. */
bool robot_blame(struct reading *rd, struct str sha, size_t line,
		 enum claim_form form, const char *why);

/* Gives @role to all mentions of @sha. */
void robot_role(struct reading *rd, struct str sha, enum commit_role role);

#endif
