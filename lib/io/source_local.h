/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the local sources share: opening one on a reader that has been looked
 * into already.  Private to lib/io/source_*.c.
 */
#ifndef SOURCE_LOCAL_H
#define SOURCE_LOCAL_H

#include "io/reader.h"
#include "io/source.h"

/* Both take over @r, also on failure. */
int source_mbox_on(struct source **out, const char *name, struct reader *r,
		   struct err *err);
void source_file_on(struct source **out, const char *name, struct reader *r);

/*
 * A folder of .eml files, in the order of their names; subfolders are not read.
 * ERR_SOURCE where there is none.
 */
int source_folder_open(struct source **out, const char *path, struct err *err);

/*
 * Is @line the separator of an mbox: "From ", then an address or a time?
 * "From the log we see" is none.
 */
bool mbox_from_line(struct str line);

char *name_dup(const char *name);

#endif
