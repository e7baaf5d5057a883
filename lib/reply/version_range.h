/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel versions as people write them: "v6.18-rc3", "Linux 6.1.12". */
#ifndef VERSION_RANGE_H
#define VERSION_RANGE_H

#include "base/str.h"

/*
 * May "works in @good, fails in @bad" be a range?  Mails also name versions
 * with patches reverted and the like.  Where one is no version, nothing speaks
 * against it.
 */
bool version_is_range(struct str good, struct str bad);

#endif
