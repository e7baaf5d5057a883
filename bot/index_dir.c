// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "index_dir.h"

#include "base/str.h"

const char *index_dir_of(struct arena *a, const char *given)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (given)
		return given;
	if (cache && *cache == '/')
		return str_c(a, str_printf(a, "%s/regbot", cache));
	if (home && *home == '/')
		return str_c(a, str_printf(a, "%s/.cache/regbot", home));
	return NULL;
}
