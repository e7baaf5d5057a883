/* SPDX-License-Identifier: GPL-2.0-only */
/* Which functions never name a crash, and which dispatch to one that does. */
#ifndef OOPS_SKIP_H
#define OOPS_SKIP_H

#include "base/base.h"

/* Parts of names; ^ ties one to the start of the name, $ to its end. */
extern const char *const oops_skip[];
extern const unsigned int nr_oops_skip;
/* whole names of less than four letters */
extern const char *const oops_skip_short[];
extern const unsigned int nr_oops_skip_short;

extern const char *const oops_anchors[];
extern const unsigned int nr_oops_anchors;

#endif
