// SPDX-License-Identifier: GPL-2.0-only
#include "sources.h"

int sources_open(struct source **out, const struct config_source *config,
		 struct str mark, struct err *err)
{
	switch (config->kind) {
	case SOURCE_MAILDIR:
		return source_maildir_open(out, config->name, config->path,
					   mark, err);
	case SOURCE_MBOX:
		return source_mbox_open(out, config->name, config->path, mark,
					err);
	case SOURCE_FILE:
		break;
	}
	return source_file_open(out, config->path, err);
}
