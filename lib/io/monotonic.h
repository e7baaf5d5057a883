/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time for deadlines: goes on whatever is done to the machine's clock, and
 * whatever time a test has set in struct clock.
 */
#ifndef MONOTONIC_H
#define MONOTONIC_H

#include "base/base.h"

static inline int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif
