/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the indexes of commits live when no configuration says it. */
#ifndef INDEX_DIR_H
#define INDEX_DIR_H

#include "base/arena.h"

/* @given, else the cache of the user; NULL: nowhere, so in memory. */
const char *index_dir_of(struct arena *a, const char *given);

#endif
