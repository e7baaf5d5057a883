/* SPDX-License-Identifier: GPL-2.0-only */
/* From a source of the configuration to one that is open. */
#ifndef SOURCES_H
#define SOURCES_H

#include "config.h"

#include "io/source.h"

/* *out belongs to the caller; reading goes on behind @mark (STR_NONE: all). */
int sources_open(struct source **out, const struct config_source *config,
		 struct str mark, struct err *err);

#endif
