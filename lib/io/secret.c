// SPDX-License-Identifier: GPL-2.0-only
#include "io/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* Cuts @out, which holds @n bytes, behind its first line. */
static int take_line(struct secret *out, size_t n, const char *where,
		     struct err *err)
{
	struct str rest = str_make(out->text, n), line = STR_NONE;

	if (!str_line(&rest, &line) || !line.n)
		return err_set(err, ERR_SOURCE,
			       "%s: the first line is empty (the secret belongs there)",
			       where);
	for (size_t i = 0; i < line.n; i++)
		if ((unsigned char)line.p[i] < ' ')
			return err_set(err, ERR_SOURCE,
				       "%s: control characters in the secret (write it as text)",
				       where);
	explicit_bzero(out->text + line.n, n - line.n);
	return 0;
}

/* --- from a file --------------------------------------------------------- */

static int cannot_read(const char *path, struct err *err)
{
	return err_set(err, ERR_SOURCE, "%s: cannot be read: %s (the secret belongs there, chmod 600)",
		       path, strerror(errno));
}

static int check_file(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return cannot_read(path, err);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_SOURCE,
			       "%s: is no file (a secret is read from a file or a command)",
			       path);
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return err_set(err, ERR_SOURCE,
			       "%s: others may read it (chmod 600 %s)", path,
			       path);
	return 0;
}

static int read_file(struct secret *out, const char *path, struct err *err)
{
	int r, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t got = 1;
	size_t n = 0;

	if (fd < 0)
		return cannot_read(path, err);
	r = check_file(fd, path, err);
	while (!r && got > 0 && n < SECRET_MAX) {
		got = read(fd, out->text + n, SECRET_MAX - n);
		if (got < 0)
			r = cannot_read(path, err);
		else
			n += (size_t)got;
	}
	close(fd);
	return r ? r : take_line(out, n, path, err);
}

/* --- from a command ------------------------------------------------------ */

#define COMMAND		"the command for the secret"
#define RUN_IT		"run it by hand to see why"

static pid_t start(const char *command, int out)
{
	pid_t pid = fork();
	int null;

	if (pid)
		return pid;
	setpgid(0, 0);	/* so that what it starts ends with it */
	signal(SIGPIPE, SIG_DFL);
	null = open("/dev/null", O_RDWR);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0)
		_exit(126);
	close_range(3, ~0u, 0);	/* connections of other accounts, the store */
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

#define LOOK_MS		5	/* how often it is looked whether the shell ended */

struct running {
	int pipe;
	pid_t pid;
	int status;	/* of waitpid() */
	size_t n;
	bool line;	/* the first one is whole, or there will be no more */
};

/* 0: something came, else a failure. */
static int read_pipe(struct running *c, struct secret *out, struct err *err)
{
	ssize_t got = read(c->pipe, out->text + c->n, SECRET_MAX - c->n);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 :
		       err_errno(err, ERR_SOURCE, COMMAND);
	c->line = !got || memchr(out->text + c->n, '\n', (size_t)got);
	c->n += (size_t)got;
	if (!c->line && c->n == SECRET_MAX)
		return err_set(err, ERR_SOURCE, COMMAND
			       " prints a line of more than %zu bytes (" RUN_IT ")",
			       SECRET_MAX);
	return 0;
}

/*
 * Until the shell has ended: what it left in the background may hold the pipe
 * open for ever, so the pipe's end is not waited for.
 */
static int wait_for(struct running *c, struct secret *out, unsigned int seconds,
		    struct err *err)
{
	int64_t until = clock_ms() + (int64_t)seconds * 1000;
	bool ended = false;
	int r = 0;

	while (!r) {
		struct pollfd p = {
			.fd = c->line ? -1 : c->pipe,
			.events = POLLIN,
		};

		if (poll(&p, 1, ended ? 0 : LOOK_MS) > 0)
			r = read_pipe(c, out, err);
		else if (ended)
			break;
		else if (waitpid(c->pid, &c->status, WNOHANG) == c->pid)
			ended = true;
		else if (clock_ms() >= until)
			r = err_set(err, ERR_BUSY, COMMAND
				    " gave no answer in %u s (" RUN_IT ")",
				    seconds);
	}
	if (!ended) {
		kill(-c->pid, SIGKILL);
		kill(c->pid, SIGKILL);
		while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
			;
	}
	return r;
}

static int judge_status(int status, struct err *err)
{
	if (WIFSIGNALED(status))
		return err_set(err, ERR_SOURCE,
			       COMMAND " was killed by signal %d (" RUN_IT ")",
			       WTERMSIG(status));
	if (WEXITSTATUS(status))
		return err_set(err, ERR_SOURCE,
			       COMMAND " ended with status %d (" RUN_IT ")",
			       WEXITSTATUS(status));
	return 0;
}

static int run_command(struct secret *out, const char *command,
		       unsigned int seconds, struct err *err)
{
	struct running c = { 0 };
	int fds[2], r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_errno(err, ERR_BUSY, COMMAND);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	c.pid = start(command, fds[1]);
	c.pipe = fds[0];
	r = c.pid < 0 ? err_errno(err, ERR_BUSY, COMMAND " cannot be started") :
			0;
	close(fds[1]);
	if (!r)
		r = wait_for(&c, out, seconds, err);
	close(c.pipe);
	if (!r)
		r = judge_status(c.status, err);
	return r ? r : take_line(out, c.n, COMMAND, err);
}

/* libcurl keeps a copy for as long as the connection lives. */
static void no_core_dump(void)
{
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
}

int secret_read(struct secret *out, const struct secret_place *place,
		unsigned int seconds, struct err *err)
{
	int r;

	memset(out, 0, sizeof(*out));
	no_core_dump();
	if (place->file)
		r = read_file(out, place->file, err);
	else if (place->command)
		r = run_command(out, place->command, seconds, err);
	else
		r = err_set(err, ERR_CONF,
			    "no password (set \"password_file\" or \"password_command\")");
	if (r)
		secret_wipe(out);
	return r;
}
