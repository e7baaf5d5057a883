// SPDX-License-Identifier: GPL-2.0-only
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READER_SIZE	((size_t)64 * 1024)

void reader_init(struct reader *r, int fd, const char *name)
{
	*r = (struct reader){ .fd = fd, .name = name };
}

void reader_release(struct reader *r)
{
	if (r->fd > STDERR_FILENO)
		close(r->fd);
	r->fd = -1;
	free(r->buf);
	r->buf = NULL;
}

/* Reads until @want bytes are there, the buffer is full or the file ends. */
static int fill(struct reader *r, size_t want, struct err *err)
{
	if (!r->buf)
		r->buf = mem_alloc(READER_SIZE);
	if (r->from && r->to - r->from < want) {
		memmove(r->buf, r->buf + r->from, r->to - r->from);
		r->to -= r->from;
		r->from = 0;
	}
	while (!r->eof && r->to - r->from < want && r->to < READER_SIZE) {
		ssize_t n = read(r->fd, r->buf + r->to, READER_SIZE - r->to);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ERR_SOURCE, "%s: cannot be read",
					 r->name);
		r->eof = n == 0;
		r->to += (size_t)n;
	}
	return 0;
}

int reader_peek(struct reader *r, size_t n, struct str *out, struct err *err)
{
	int code = fill(r, MIN(n, READER_SIZE), err);

	*out = str_make(r->buf + r->from, MIN(n, r->to - r->from));
	return code;
}

int reader_chunk(struct reader *r, struct str *out, struct err *err)
{
	int code = reader_peek(r, READER_SIZE, out, err);

	r->from += out->n;
	r->offset += out->n;
	return code < 0 ? code : out->n > 0;
}

int reader_next(struct reader *r, struct reader_piece *out, struct err *err)
{
	struct str have = str_make(r->buf + r->from, r->to - r->from);
	ptrdiff_t lf = r->buf ? str_chr(have, '\n') : -1;

	if (lf < 0) {
		int code = fill(r, READER_SIZE, err);

		if (code < 0)
			return code;
		have = str_make(r->buf + r->from, r->to - r->from);
		lf = str_chr(have, '\n');
	}
	if (!have.n)
		return 0;
	*out = (struct reader_piece){
		.bytes = str_sub(have, 0, lf < 0 ? have.n : (size_t)lf + 1),
		.offset = r->offset,
		.begins = !r->in_line,
		.ends = lf >= 0,
	};
	r->in_line = lf < 0;
	r->from += out->bytes.n;
	r->offset += out->bytes.n;
	return 1;
}

int reader_open_file(int *fd, const char *path, struct err *err)
{
	struct stat st;
	int r = 0;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_SOURCE,
			       "%s: no such file (check the name)", path);
	if (*fd < 0)
		return err_errno(err, ERR_SOURCE, "%s: cannot be opened", path);
	if (fstat(*fd, &st) < 0)
		r = err_errno(err, ERR_SOURCE, "%s: cannot be read", path);
	else if (!S_ISREG(st.st_mode))
		r = err_set(err, ERR_SOURCE, "%s: is %s (give a mail, an mbox or a Maildir; \"-\" reads a pipe)",
			    path, S_ISDIR(st.st_mode) ? "a directory" :
						       "no regular file");
	if (r < 0) {
		close(*fd);
		*fd = -1;
	}
	return r;
}
