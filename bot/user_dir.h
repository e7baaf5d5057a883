/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of the user, by the XDG base directory rules. */
#ifndef USER_DIR_H
#define USER_DIR_H

#include "base/arena.h"

/*
 * regbot's folder below $@variable ("XDG_CACHE_HOME"), or below @below_home
 * (".cache") in the home; NULL without a home.
 */
const char *user_dir(struct arena *a, const char *variable,
		     const char *below_home);

/*
 * Where the indexes of commits live: @given, else the user's cache; NULL:
 * nowhere, so in memory.
 */
const char *user_index_dir(struct arena *a, const char *given);

#endif
