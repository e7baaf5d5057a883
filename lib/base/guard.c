// SPDX-License-Identifier: GPL-2.0-only
#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define CHUNK		((size_t)64 << 10)
#define PIPE_SIZE	(1 << 20)	/* what everybody may have */

/* That build wants memory without bounds, and to say what it has found. */
#ifdef REGBOT_SANITIZE
#define SANITIZED	true
#else
#define SANITIZED	false
#endif

/* In front of each answer on the pipe. */
struct frame {
	uint32_t n;		/* bytes of the answer */
};

/* --- the child ---------------------------------------------------------- */

/* A limit that is already lower stays; nothing else can fail here. */
static void limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	(void)setrlimit(what, &(struct rlimit){ soft, hard });
}

static rlim_t cpu_hard(const struct guard *g)
{
	return (rlim_t)g->nr * (g->limits.cpu_seconds + 1) + 1;
}

/*
 * SIGXCPU at the soft limit, so that the end can be told apart; each case gets
 * its seconds on top of what the ones before it have used.
 */
static void allow_cpu(const struct guard *g)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	limit(RLIMIT_CPU, (rlim_t)used.tv_sec + 1 + g->limits.cpu_seconds,
	      cpu_hard(g));
}

/* What the child has been given by the parent is not its own doing. */
static size_t inherited_memory(void)
{
	char text[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	size_t pages = 0;

	if (fd >= 0 && (read(fd, text, sizeof(text) - 1) < 0 ||
			sscanf(text, "%zu", &pages) != 1))
		pages = 0;
	if (fd >= 0)
		close(fd);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void limit_memory(size_t n)
{
	n += inherited_memory();
	limit(RLIMIT_AS, n, n);
}

static void confine(const struct guard *g)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);	/* or it would look like a bad case */
	signal(SIGTERM, SIG_IGN);
	limit(RLIMIT_CORE, 0, 0);	/* mail may be private */
	if (g->limits.memory && !SANITIZED)
		limit_memory(g->limits.memory);
}

/*
 * Connections and databases of the parent are no business of the child, and it
 * has nothing to say but by its answers; the parent tells how it ended, and of
 * what.  Yields what @keep is now.
 */
static int close_files(int keep)
{
	int null = SANITIZED ? -1 : open("/dev/null", O_RDWR);

	if (null >= 0)
		dup2(null, STDERR_FILENO);
	keep = dup2(keep, STDERR_FILENO + 1);
	close_range(STDERR_FILENO + 2, ~0U, 0);
	return keep;
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

/* One write for frame and answer, so that the parent wakes up once. */
static bool answer_case(const struct guard *g, int fd, size_t i,
			struct buf *out,
			int (*work)(void *ctx, size_t i, struct buf *out),
			void *ctx)
{
	struct frame frame = { 0 };

	buf_reset(out);
	buf_add(out, str_make((char *)&frame, sizeof(frame)));
	allow_cpu(g);
	if (work(ctx, i, out) || out->overflow)
		return false;
	frame.n = (uint32_t)(out->n - sizeof(frame));
	memcpy(out->p, &frame, sizeof(frame));
	return write_all(fd, buf_str(out));
}

static __noreturn void child(const struct guard *g, int fd,
			     int (*work)(void *ctx, size_t i, struct buf *out),
			     void *ctx)
{
	struct buf out;

	confine(g);
	fd = close_files(fd);
	buf_init(&out, g->limits.answer + sizeof(struct frame));
	for (size_t i = 0; i < g->nr; i++)
		if (!answer_case(g, fd, i, &out, work, ctx))
			_exit(1);
	/* no exit handlers: the parent's buffers are not ours either */
	_exit(0);
}

/* --- the parent --------------------------------------------------------- */

int guard_start(struct guard *g, const struct guard_limits *limits, size_t nr,
		int (*work)(void *ctx, size_t i, struct buf *out), void *ctx,
		struct err *err)
{
	int fd[2];

	*g = (struct guard){ .limits = *limits, .nr = nr };
	buf_init(&g->in, limits->answer + sizeof(struct frame) + CHUNK);
	if (pipe2(fd, O_CLOEXEC) < 0)
		return err_errno(err, ERR_BUSY, "cannot make a pipe");
	/* a child should not wait for the parent; where it may not, it does */
	(void)fcntl(fd[1], F_SETPIPE_SZ, PIPE_SIZE);
	fflush(NULL);	/* or the child's copy would be written again */
	g->pid = fork();
	if (g->pid < 0) {
		err_errno(err, ERR_BUSY, "cannot start a process");
		g->pid = 0;
		close(fd[0]);
		close(fd[1]);
		return err->code;
	}
	if (!g->pid)
		child(g, fd[1], work, ctx);
	close(fd[1]);
	g->fd = fd[0];
	return 0;
}

static int reap(struct guard *g)
{
	int status;

	close(g->fd);
	while (waitpid(g->pid, &status, 0) < 0 && errno == EINTR)
		;
	g->pid = 0;
	return status;
}

void guard_stop(struct guard *g)
{
	if (g->pid) {
		kill(g->pid, SIGKILL);
		reap(g);
	}
	buf_release(&g->in);
}

static int judge_end(const struct guard *g, int status, struct err *err)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return err_set(err, ERR_MSG, "took more than %u seconds of processor time",
			       g->limits.cpu_seconds);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_MSG, "killed by signal %d (%s)",
			       WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) == 75)
		return err_set(err, ERR_MSG, "needs more memory than it may have");
	if (WEXITSTATUS(status) || g->done < g->nr)
		return err_set(err, ERR_MSG, "ended with status %d",
			       WEXITSTATUS(status));
	return 0;
}

/* The next answer, if all of it has arrived. */
static bool whole_answer(struct guard *g, struct str *answer)
{
	struct str rest = str_from_off(buf_str(&g->in), g->taken);
	struct frame frame;

	if (rest.n < sizeof(frame))
		return false;
	memcpy(&frame, rest.p, sizeof(frame));
	if (rest.n - sizeof(frame) < frame.n)
		return false;
	*answer = str_sub(rest, sizeof(frame), frame.n);
	g->taken += sizeof(frame) + frame.n;
	g->done++;
	return true;
}

/* Moves what was not handed out to the front. */
static void make_room(struct guard *g)
{
	if (!g->taken)
		return;
	g->in.n -= g->taken;
	memmove(g->in.p, g->in.p + g->taken, g->in.n);
	g->taken = 0;
}

/* 1: bytes came, 0: the pipe was closed, or an error. */
static int read_more(struct guard *g, int64_t deadline, struct err *err)
{
	char bytes[CHUNK];

	for (;;) {
		struct pollfd p = { .fd = g->fd, .events = POLLIN };
		int64_t left = deadline - clock_ms();
		ssize_t n;

		if (left <= 0)
			return err_set(err, ERR_MSG, "took longer than %u seconds",
				       g->limits.wall_seconds);
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(g->fd, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		buf_add(&g->in, str_make(bytes, (size_t)n));
		if (g->in.overflow)
			return err_set(err, ERR_MSG, "gave no whole answer");
		return 1;
	}
}

int guard_next(struct guard *g, struct str *answer, struct err *err)
{
	int64_t deadline = clock_ms() + (int64_t)g->limits.wall_seconds * 1000;
	int rc = 1;

	while (rc > 0) {
		if (g->done < g->nr && whole_answer(g, answer))
			return 1;
		make_room(g);
		rc = read_more(g, deadline, err);
	}
	if (rc < 0) {
		guard_stop(g);
		return rc;
	}
	return judge_end(g, reap(g), err);
}
