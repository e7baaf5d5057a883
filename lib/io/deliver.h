/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Putting a file where others look, all of it or nothing, and safe on the
 * disk when it returns.  Private to the sinks for folders.
 */
#ifndef DELIVER_H
#define DELIVER_H

#include "base/err.h"
#include "base/str.h"

struct delivery {
	const char *where;	/* the folder as the user knows it, for errors */
	int tmp_fd, dir_fd;	/* where it is written; where it goes */
	const char *tmp_name;
	const char *name;
};

/* A file that is there already under that name stays, and is no error. */
int deliver(const struct delivery *d, struct str bytes, struct err *err);

/* Opens @path, which is created (0700, with its parents) when missing. */
int deliver_open_dir(int *fd, const char *path, struct err *err);

#endif
