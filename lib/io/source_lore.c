// SPDX-License-Identifier: GPL-2.0-only
#include "io/source.h"

int source_lore_open(__maybe_unused struct source **out, const char *name,
		     __maybe_unused const struct lore_list *list,
		     __maybe_unused const struct source_start *start,
		     struct err *err)
{
	return err_set(err, ERR_CONF, "%s: sources of this kind cannot be read yet",
		       name);
}
