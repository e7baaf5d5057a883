/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one pass over the lines of a mail: fills words, mentions, keys and
 * counts of the reading, and hands lines that are commands or links to their
 * modules.
 */
#ifndef SCAN_H
#define SCAN_H

#include "report/reading.h"

void scan_mail(struct reading *rd);

#endif
