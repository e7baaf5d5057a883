/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A regular file as bytes, whole and at once, with a limit.
 */
#ifndef FILE_H
#define FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum file_state { FILE_READ, FILE_ABSENT };

/*
 * Reads @path, taken from the open directory @dir_fd (or AT_FDCWD).  Yields
 * FILE_ABSENT when there is none, and @code as an error when it cannot be
 * read, is no regular file or has more than @max bytes.
 */
int file_read(struct str *out, struct arena *a, int dir_fd, const char *path,
	      size_t max, enum err_code code, struct err *err);

/* The same from an open stream, such as standard input; @name is for errors. */
int file_read_stream(struct str *out, struct arena *a, FILE *in,
		     const char *name, size_t max, enum err_code code,
		     struct err *err);

#endif
