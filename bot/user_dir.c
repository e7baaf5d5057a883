// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "user_dir.h"

#include "base/str.h"

const char *user_dir(struct arena *a, const char *variable,
		     const char *below_home)
{
	const char *xdg = getenv(variable), *home = getenv("HOME");

	if (xdg && *xdg == '/')
		return str_printf(a, "%s/regbot", xdg).p;
	if (home && *home == '/')
		return str_printf(a, "%s/%s/regbot", home, below_home).p;
	return NULL;
}

const char *user_index_dir(struct arena *a, const char *given)
{
	return given ? given : user_dir(a, "XDG_CACHE_HOME", ".cache");
}
