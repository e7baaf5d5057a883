// SPDX-License-Identifier: GPL-2.0-only
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static void say_holder(struct err *err, int fd, const char *path)
{
	char pid[24] = "";
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[n > 0 ? (size_t)n : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	err_set(err, ERR_BUSY,
		"%s: another regbot%s%s%s works here (try again when it is done)",
		path, *pid ? " (process " : "", pid, *pid ? ")" : "");
}

int lock_take(struct lock *lock, const char *path, struct err *err)
{
	char pid[24];
	int fd, n;

	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(err, ERR_FATAL, "%s: cannot open the lock",
				 path);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			say_holder(err, fd, path);
		else
			err_errno(err, ERR_FATAL, "%s: cannot lock", path);
		close(fd);
		return err->code;
	}
	/* only for people who look; the lock itself is the kernel's */
	n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) < 0 || pwrite(fd, pid, (size_t)n, 0) < 0)
		err_errno(err, ERR_FATAL, "%s: cannot write", path);
	lock->fd = fd;
	return 0;
}

void lock_release(struct lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}
