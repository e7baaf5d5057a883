/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mails of syzbot since 2017: reports, updates, bisections towards a culprit
 * or a fix, answers to test requests; and its bare bisection logs.
 */
#ifndef SYZBOT_H
#define SYZBOT_H

#include "report/reading.h"

void syzbot_read(struct reading *rd);

/* The bug's hash in "syzbot+HASH@..." or "extid=HASH", or STR_NONE. */
struct str syzbot_hash(struct str s);

#endif
