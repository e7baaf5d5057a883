/* SPDX-License-Identifier: GPL-2.0-only */
/* A point in the past as people type it. */
#ifndef SINCE_H
#define SINCE_H

#include "base/clock.h"
#include "base/err.h"

/*
 * "2026-01-31", "2026-01-31 14:00" (UTC), or back from now: "12h", "14d",
 * "3w".  ERR_CONF when @text is none of these.
 */
int since_parse(int64_t *out, const char *text, const struct clock *clock,
		struct err *err);

#endif
