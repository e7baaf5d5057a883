// SPDX-License-Identifier: GPL-2.0-only
#include "sources.h"

int sources_open(struct source **out, const struct config_source *config,
		 const struct source_start *start, struct err *err)
{
	switch (config->kind) {
	case SOURCE_MAILDIR:
		return source_maildir_open(out, config->name, config->path,
					   start->mark, err);
	case SOURCE_MBOX:
		return source_mbox_open(out, config->name, config->path,
					start->mark, err);
	case SOURCE_IMAP:
		return source_imap_open(out, config->name, &config->imap, start,
					err);
	case SOURCE_LORE:
		return source_lore_open(out, config->name, &config->lore, start,
					err);
	case SOURCE_EPOCH:
		return source_epoch_open(out, config->name, &config->epoch,
					 start, err);
	case SOURCE_FILE:
		break;
	}
	return source_file_open(out, config->path, err);
}
