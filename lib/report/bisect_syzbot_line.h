/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Single lines of syzbot's logs, by a table of rules.  Used by bisect_syzbot.c
 * only.
 */
#ifndef BISECT_SYZBOT_LINE_H
#define BISECT_SYZBOT_LINE_H

#include "report/bisect_syzbot.h"

/* Takes a line into the last log; false when it fits no rule. */
bool syzbot_line_read(struct syzbot_reader *r, const struct bisect_line *line);

/* The step at work is over: sums up its runs. */
void syzbot_step_end(struct syzbot_reader *r);

#endif
