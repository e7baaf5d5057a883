// SPDX-License-Identifier: GPL-2.0-only
#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* A file, or standard input, as one message. */
struct file_source {
	struct source source;
	struct buf bytes;
	bool done;
};

static int file_next(struct source *s, struct raw_message *out,
		     struct err *err __maybe_unused)
{
	struct file_source *f = (struct file_source *)s;

	if (f->done)
		return 0;
	f->done = true;
	*out = (struct raw_message){
		.bytes = buf_str(&f->bytes),
		.origin = str_from(s->name),
	};
	return 1;
}

static void file_close(struct source *s)
{
	struct file_source *f = (struct file_source *)s;

	buf_release(&f->bytes);
	free(s->name);
	free(f);
}

static const struct source_driver file_driver = {
	.kind = "file",
	.next = file_next,
	.close = file_close,
};

/* Reads up to SOURCE_MESSAGE_MAX bytes; what is beyond is left. */
static int read_all(struct buf *b, int fd, const char *name, struct err *err)
{
	void *chunk __free(mem) = mem_alloc(65536);
	ssize_t n;

	buf_init(b, SOURCE_MESSAGE_MAX);
	while (b->n < b->max) {
		n = read(fd, chunk, MIN((size_t)65536, b->max - b->n));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ERR_SOURCE, "%s: cannot be read",
					 name);
		if (n == 0)
			break;
		buf_add(b, str_make(chunk, (size_t)n));
	}
	return 0;
}

static int open_fd(struct source **out, int fd, const char *name,
		   struct err *err)
{
	struct file_source *f = mem_alloc(sizeof(*f));
	int r;

	*f = (struct file_source){
		.source = { .driver = &file_driver, .name = strdup(name) },
	};
	r = read_all(&f->bytes, fd, name, err);
	if (r < 0) {
		file_close(&f->source);
		return r;
	}
	*out = &f->source;
	return 0;
}

int source_file_open(struct source **out, const char *path, struct err *err)
{
	struct stat st;
	int fd, r;

	if (!strcmp(path, "-"))
		return open_fd(out, STDIN_FILENO, "standard input", err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_SOURCE,
			       "%s: no such file (check the name)", path);
	if (fd < 0)
		return err_errno(err, ERR_SOURCE, "%s: cannot be opened", path);
	if (fstat(fd, &st) < 0)
		r = err_errno(err, ERR_SOURCE, "%s: cannot be read", path);
	else if (!S_ISREG(st.st_mode))
		r = err_set(err, ERR_SOURCE, "%s: is no regular file (give a mail, an mbox or a Maildir; \"-\" reads a pipe)",
			    path);
	else
		r = open_fd(out, fd, path, err);
	close(fd);
	return r;
}
