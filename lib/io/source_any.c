// SPDX-License-Identifier: GPL-2.0-only
#include "io/source.h"

int source_any_open(struct source **out, const char *path, struct err *err)
{
	return source_file_open(out, path, err);
}
