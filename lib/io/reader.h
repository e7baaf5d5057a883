/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading a file of any size piece by piece: lines, or as much of a line as
 * fits.  Private to the local sources.
 */
#ifndef READER_H
#define READER_H

#include "base/err.h"
#include "base/str.h"

struct reader {
	int fd;
	const char *name;	/* for errors; not owned */
	char *buf;
	size_t from, to;	/* unread bytes in buf */
	uint64_t offset;	/* of buf[from] in the file */
	bool eof;
	bool in_line;		/* the last piece did not end its line */
};

/* The fd belongs to the reader, also when something fails later. */
void reader_init(struct reader *r, int fd, const char *name);
void reader_release(struct reader *r);

struct reader_piece {
	struct str bytes;	/* with its LF; valid until the next call */
	uint64_t offset;
	bool begins, ends;	/* the line */
};

/* 1: a piece, 0: the end, or an error.  Pieces are at most 64 KiB. */
int reader_next(struct reader *r, struct reader_piece *out, struct err *err);

/* 1: all bytes that are at hand, whatever their lines; 0: the end. */
int reader_chunk(struct reader *r, struct str *out, struct err *err);

/* The bytes that come next, without taking them; fewer only at the end. */
int reader_peek(struct reader *r, size_t n, struct str *out, struct err *err);

/*
 * Opens a regular file for reading.  A missing one, a pipe or a device is an
 * error that says what to do.
 */
int reader_open_file(int *fd, const char *path, struct err *err);

#endif
