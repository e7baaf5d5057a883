// SPDX-License-Identifier: GPL-2.0-only
#include "base/guard.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A limit that is already lower stays; nothing else can fail here. */
static void limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	(void)setrlimit(what, &(struct rlimit){ soft, hard });
}

static void confine(const struct guard_limits *limits)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_CORE, 0, 0);	/* mail may be private */
	/* SIGXCPU at the soft limit, so that the end can be told apart */
	limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1);
#ifndef REGBOT_SANITIZE
	if (limits->memory)
		limit(RLIMIT_AS, limits->memory, limits->memory);
#endif
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = str_from_off(bytes, (size_t)n);
	}
	return true;
}

static __noreturn void child(int fd, const struct guard_limits *limits,
			     size_t max,
			     int (*work)(void *ctx, struct buf *out), void *ctx)
{
	struct buf out;
	int rc;

	confine(limits);
	buf_init(&out, max);
	rc = work(ctx, &out);
	if (rc == 0 && (out.overflow || !write_all(fd, buf_str(&out))))
		rc = 1;
	/* no exit handlers: the parent's buffers and databases are not ours */
	_exit(rc ? 1 : 0);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads to the end of the pipe; false when the deadline passes before. */
static bool collect(struct buf *result, int fd, int64_t deadline)
{
	char bytes[65536];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline - now_ms();
		ssize_t n;

		if (left <= 0)
			return false;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		buf_add(result, str_make(bytes, (size_t)n));
	}
}

static int judge_end(int status, bool in_time,
		     const struct guard_limits *limits, struct err *err)
{
	if (!in_time)
		return err_set(err, ERR_MSG, "took longer than %u seconds",
			       limits->wall_seconds);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return err_set(err, ERR_MSG, "took more than %u seconds of processor time",
			       limits->cpu_seconds);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_MSG, "killed by signal %d (%s)",
			       WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) == 75)
		return err_set(err, ERR_MSG, "needs more memory than it may have");
	if (WEXITSTATUS(status))
		return err_set(err, ERR_MSG, "ended with status %d",
			       WEXITSTATUS(status));
	return 0;
}

int guard_run(struct buf *result, const struct guard_limits *limits,
	      int (*work)(void *ctx, struct buf *out), void *ctx,
	      struct err *err)
{
	bool in_time;
	int fd[2], status;
	pid_t pid;

	if (pipe(fd) < 0)
		return err_errno(err, ERR_BUSY, "cannot make a pipe");
	fflush(NULL);	/* or the child's copy would be written again */
	pid = fork();
	if (pid < 0) {
		err_errno(err, ERR_BUSY, "cannot start a process");
		close(fd[0]);
		close(fd[1]);
		return err->code;
	}
	if (!pid) {
		close(fd[0]);
		child(fd[1], limits, result->max, work, ctx);
	}
	close(fd[1]);
	in_time = collect(result, fd[0],
			  now_ms() + (int64_t)limits->wall_seconds * 1000);
	close(fd[0]);
	if (!in_time)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return judge_end(status, in_time, limits, err);
}
