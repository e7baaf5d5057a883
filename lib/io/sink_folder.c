// SPDX-License-Identifier: GPL-2.0-only
/*
 * A folder of .eml files, and Maildirs.  Files are named by the Message-ID
 * alone, so that the same draft put twice is one file; a Maildir is searched
 * for it in cur/ as well, where a mail reader moves it.  What a killed run
 * leaves in tmp/ is removed by mail readers after 36 hours, as Maildirs are.
 */
#include "base/arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/deliver.h"
#include "io/sink.h"
#include "mail/msgid.h"

struct folder_sink {
	struct sink sink;
	int dir_fd;		/* where mails go */
	int tmp_fd, cur_fd;	/* of a Maildir; else -1 */
};

DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

/* Is it in cur/, with whatever flags behind the name? */
static bool in_cur(const struct folder_sink *s, struct str name)
{
	int fd = openat(s->cur_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir __free(dir) = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		struct str there = str_from(d->d_name);

		if (str_skip(&there, name) && (!there.n || *there.p == ':'))
			return true;
	}
	return false;
}

static int folder_put(struct sink *sink, struct str message_id,
		      struct str bytes, struct err *err)
{
	struct folder_sink *s = (struct folder_sink *)sink;
	bool maildir = s->cur_fd >= 0;
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct delivery d = {
		.where = sink->name,
		.tmp_fd = maildir ? s->tmp_fd : s->dir_fd,
		.dir_fd = s->dir_fd,
	};
	struct str name;

	if (!message_id.n)
		return err_set(err, ERR_MSG, "%s: a mail without a Message-ID cannot be filed (give it one)",
			       sink->name);
	name = msgid_file_name(&a, message_id);
	if (maildir && in_cur(s, name))
		return 0;
	if (!maildir)
		name = str_printf(&a, "%.*s.eml", STR_ARG(name));
	d.name = name.p;
	d.tmp_name = str_printf(&a, ".%.*s.%ld", STR_ARG(name),
				(long)getpid()).p;
	return deliver(&d, bytes, err);
}

static void folder_close(struct sink *sink)
{
	struct folder_sink *s = (struct folder_sink *)sink;

	if (s->dir_fd >= 0)
		close(s->dir_fd);
	if (s->tmp_fd >= 0)
		close(s->tmp_fd);
	if (s->cur_fd >= 0)
		close(s->cur_fd);
	free(sink->name);
	free(s);
}

static const struct sink_driver folder_driver = {
	.kind = "folder",
	.put = folder_put,
	.close = folder_close,
};

static const struct sink_driver maildir_driver = {
	.kind = "maildir",
	.put = folder_put,
	.close = folder_close,
};

static struct folder_sink *sink_new(const struct sink_driver *driver,
				    const char *path)
{
	struct folder_sink *s = mem_alloc(sizeof(*s));

	*s = (struct folder_sink){
		.sink = { .driver = driver, .name = strdup(path) },
		.dir_fd = -1, .tmp_fd = -1, .cur_fd = -1,
	};
	if (!s->sink.name)
		mem_exhausted();
	return s;
}

int sink_folder_open(struct sink **out, const char *path, struct err *err)
{
	struct folder_sink *s = sink_new(&folder_driver, path);
	int r = deliver_open_dir(&s->dir_fd, path, err);

	if (r < 0)
		folder_close(&s->sink);
	else
		*out = &s->sink;
	return r;
}

static int open_sub(int *fd, const char *path, const char *sub,
		    struct err *err)
{
	struct arena a __free(arena) = { .max = 1 << 20 };

	return deliver_open_dir(fd, str_printf(&a, "%s/%s", path, sub).p, err);
}

int sink_maildir_open(struct sink **out, const char *path, struct err *err)
{
	struct folder_sink *s = sink_new(&maildir_driver, path);
	int r = open_sub(&s->tmp_fd, path, "tmp", err);

	if (r >= 0)
		r = open_sub(&s->cur_fd, path, "cur", err);
	if (r >= 0)
		r = open_sub(&s->dir_fd, path, "new", err);
	if (r < 0)
		folder_close(&s->sink);
	else
		*out = &s->sink;
	return r;
}
