// SPDX-License-Identifier: GPL-2.0-only
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* The file may change while it is read: never more than @size is taken. */
static ssize_t read_up_to(int fd, char *p, size_t size)
{
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, p + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

int file_read(struct str *out, struct arena *a, int dir_fd, const char *path,
	      size_t max, enum err_code code, struct err *err)
{
	/* O_NONBLOCK: a FIFO must not stop the program */
	int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int result = FILE_READ;
	struct stat st;
	ssize_t n;
	char *p;

	*out = STR_NONE;
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return FILE_ABSENT;
	if (fd < 0)
		return err_errno(err, code, "%s", path);
	if (fstat(fd, &st) < 0) {
		result = err_errno(err, code, "%s", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		result = err_set(err, code, "%s: is no file", path);
		goto out;
	}
	if ((uint64_t)st.st_size > max) {
		result = err_set(err, code, "%s: has %lld bytes (the limit is %zu)",
				 path, (long long)st.st_size, max);
		goto out;
	}
	p = arena_alloc(a, (size_t)st.st_size + 1);
	n = read_up_to(fd, p, (size_t)st.st_size);
	if (n < 0)
		result = err_errno(err, code, "%s", path);
	else
		*out = str_make(p, (size_t)n);
out:
	close(fd);
	return result;
}

int file_read_stream(struct str *out, struct arena *a, FILE *in,
		     const char *name, size_t max, enum err_code code,
		     struct err *err)
{
	struct buf all __free(buf) = { 0 };
	char piece[16384];
	size_t n;

	*out = STR_NONE;
	buf_init(&all, max);
	while (!all.overflow && (n = fread(piece, 1, sizeof(piece), in)))
		buf_add(&all, str_make(piece, n));
	if (ferror(in))
		return err_errno(err, code, "%s", name);
	if (all.overflow)
		return err_set(err, code, "%s: has more than %zu bytes (which is the limit)",
			       name, max);
	*out = str_dup(a, buf_str(&all));
	return FILE_READ;
}
