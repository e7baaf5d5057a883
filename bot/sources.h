/* SPDX-License-Identifier: GPL-2.0-only */
/* From a source of the configuration to one that is open. */
#ifndef SOURCES_H
#define SOURCES_H

#include "config.h"

#include "io/source.h"

/* *out belongs to the caller; @config must outlive it. */
int sources_open(struct source **out, const struct config_source *config,
		 const struct source_start *start, struct err *err);

#endif
