/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dates of mail headers (RFC 5322 section 3.3, with the obsolete forms of 4.3)
 * and the near misses seen in archives, as seconds since 1970.
 */
#ifndef DATE_H
#define DATE_H

#include "base/clock.h"
#include "base/str.h"

/*
 * Reads "Tue, 25 Jul 2023 02:43:07 -0500 (EST)", "25 Jul 23 02:43 EST",
 * "Tue Jul 25 02:43:07 2023 +0200", "Tue Jul 25 2023 - 02:43:07 EST" and
 * "2023-07-25 02:43:07 +0200".  Anything else is TIME_NONE; an unknown zone
 * is taken as UTC.
 */
int64_t date_parse(struct str text);

#endif
