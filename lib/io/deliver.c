// SPDX-License-Identifier: GPL-2.0-only
#include "io/deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_from_off(bytes, (size_t)n);
	}
	return fsync(fd);
}

/* link() refuses to replace; where there are no links, rename() has to do. */
static int put_in_place(const struct delivery *d)
{
	if (!linkat(d->tmp_fd, d->tmp_name, d->dir_fd, d->name, 0))
		return 0;
	if (errno == EEXIST)
		return 0;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return -1;
	return renameat(d->tmp_fd, d->tmp_name, d->dir_fd, d->name);
}

static enum err_code code_of(int error)
{
	return error == ENOSPC || error == EDQUOT ? ERR_BUSY : ERR_SOURCE;
}

int deliver(const struct delivery *d, struct str bytes, struct err *err)
{
	int fd, r;

	/* the name holds our process id: what is there is from a dead one */
	unlinkat(d->tmp_fd, d->tmp_name, 0);
	fd = openat(d->tmp_fd, d->tmp_name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(err, code_of(errno), "%s: cannot write there",
				 d->where);
	r = write_all(fd, bytes);
	if (close(fd) < 0)
		r = -1;
	if (!r)
		r = put_in_place(d);
	if (!r)
		r = fsync(d->dir_fd);
	if (r < 0)
		r = err_errno(err, code_of(errno), "%s: cannot write %s there",
			      d->where, d->name);
	unlinkat(d->tmp_fd, d->tmp_name, 0);
	return r;
}

/* Creates the folders on the way to @path, and it. */
static int make_dirs(const char *path)
{
	char *p = strdup(path);
	int r = 0;

	if (!p)
		mem_exhausted();
	for (char *c = p + 1; *c && !r; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		if (mkdir(p, 0700) < 0 && errno != EEXIST)
			r = -1;
		*c = '/';
	}
	if (!r && mkdir(p, 0700) < 0 && errno != EEXIST)
		r = -1;
	free(p);
	return r;
}

int deliver_open_dir(int *fd, const char *path, struct err *err)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

	*fd = open(path, flags);
	if (*fd < 0 && errno == ENOENT && *path && !make_dirs(path))
		*fd = open(path, flags);
	return *fd < 0 ? err_errno(err, ERR_SOURCE, "%s: cannot be used as a folder",
				   path) : 0;
}
