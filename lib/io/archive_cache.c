// SPDX-License-Identifier: GPL-2.0-only
/*
 * One file for each answer: a line that says what it is, then the bytes.
 *
 *	regbot1 SIZE CRC32 URL
 *
 * Its name holds a hash of the question that a stranger could imitate with an
 * id of his own; the URL in the file is what counts.  The time of the file is
 * the time of the answer.
 */
#include "io/archive_cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "io/deliver.h"
#include "mail/msgid.h"

#define FILE_MAX	((size_t)80 << 20)
#define HEAD_MAX	((size_t)8192)
#define TMP_LIFE	3600	/* then the writer is dead */
#define PRUNE_EVERY	((uint64_t)32 << 20)	/* bytes written */

static const struct {
	const char *prefix;
	int64_t seconds;
} kinds[] = {
	[CACHED_MAIL]	= { "mail-",	30 * 24 * 3600 },
	[CACHED_THREAD]	= { "thread-",	10 * 60 },
};

struct archive_cache {
	int fd;
	const struct clock *clock;
	uint64_t written;	/* since the last pruning */
	bool pruned;
};

struct entry {
	struct str name;	/* NUL-terminated */
	int64_t time;
	uint64_t size;
};

struct entry_list {
	struct entry *v;
	size_t nr, cap;
};

DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

int archive_cache_open(struct archive_cache **out, const char *path,
		       const struct clock *clock, struct err *err)
{
	int fd, r = deliver_open_dir(&fd, path, err);

	if (r < 0)
		return r;
	*out = mem_alloc(sizeof(**out));
	**out = (struct archive_cache){ .fd = fd, .clock = clock };
	return 0;
}

void archive_cache_close(struct archive_cache *c)
{
	if (!c)
		return;
	close(c->fd);
	free(c);
}

static const char *file_name(struct arena *a, enum archive_cached what,
			     struct str id, struct str url)
{
	struct str key = str_printf(a, "%.*s %.*s", STR_ARG(id), STR_ARG(url));

	return str_printf(a, "%s%.*s", kinds[what].prefix,
			  STR_ARG(msgid_file_name(a, key))).p;
}

static struct str head_line(struct arena *a, struct str url, struct str body)
{
	return str_printf(a, "regbot1 %zu %08lx %.*s\n", body.n,
			  crc32_z(0, (const Bytef *)body.p, body.n),
			  STR_ARG(url));
}

/* --- reading and writing --------------------------------------------------- */

static bool is_fresh(const struct archive_cache *c, enum archive_cached what,
		     int64_t time)
{
	int64_t age = clock_now(c->clock) - time;

	return age >= 0 && age < kinds[what].seconds;
}

bool archive_cache_get(struct archive_cache *c, struct arena *a,
		       enum archive_cached what, struct str id, struct str url,
		       struct str *body)
{
	const char *name = file_name(a, what, id, url);
	size_t max = MIN(FILE_MAX, (a->max - a->used) / 4);
	struct str all, line;
	struct err err;
	struct stat st;
	ptrdiff_t lf;

	if (fstatat(c->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode) || !is_fresh(c, what, st.st_mtim.tv_sec) ||
	    file_read(&all, a, c->fd, name, max, ERR_MSG, &err) != FILE_READ)
		return false;
	lf = str_chr(str_sub(all, 0, HEAD_MAX), '\n');
	if (lf < 0)
		return false;
	line = str_sub(all, 0, (size_t)lf + 1);
	*body = str_from_off(all, line.n);
	return str_eq(line, head_line(a, url, *body));
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_from_off(bytes, (size_t)n);
	}
	return true;
}

static bool write_file(const struct archive_cache *c, const char *tmp,
		       struct str head, struct str body)
{
	struct timespec times[2] = {
		{ .tv_nsec = UTIME_NOW },
		{ .tv_sec = (time_t)clock_now(c->clock) },
	};
	int fd = openat(c->fd, tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
				    O_NOFOLLOW, 0600);
	bool good;

	if (fd < 0)
		return false;
	good = write_all(fd, head) && write_all(fd, body) &&
	       !futimens(fd, times);
	return !close(fd) && good;
}

static void prune(struct archive_cache *c);

void archive_cache_put(struct archive_cache *c, enum archive_cached what,
		       struct str id, struct str url, struct str body)
{
	struct arena a __free(arena) = { .max = (size_t)1 << 20 };
	const char *name = file_name(&a, what, id, url);
	const char *tmp = str_printf(&a, "tmp-%ld", (long)getpid()).p;

	if (url.n > HEAD_MAX / 2 || body.n > FILE_MAX - HEAD_MAX)
		return;
	if (!c->pruned || c->written > PRUNE_EVERY)
		prune(c);
	/* the name holds our process id: what is there is from a dead one */
	unlinkat(c->fd, tmp, 0);
	if (!write_file(c, tmp, head_line(&a, url, body), body) ||
	    renameat(c->fd, tmp, c->fd, name) < 0)
		unlinkat(c->fd, tmp, 0);
	c->written += body.n;
}

/* --- what has to go -------------------------------------------------------- */

static int oldest_first(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return a->time == b->time ? str_cmp(a->name, b->name) :
				    a->time < b->time ? -1 : 1;
}

/* Files that are not ours stay, whatever they are. */
static bool is_ours(struct str name, int64_t *life)
{
	*life = TMP_LIFE;
	if (str_starts(name, STR("tmp-")))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		*life = kinds[i].seconds;
		if (str_starts(name, str_from(kinds[i].prefix)))
			return true;
	}
	return false;
}

/* Removes what has expired, lists the rest and yields its size. */
static uint64_t list_files(struct archive_cache *c, struct arena *a,
			   struct entry_list *list)
{
	int64_t now = clock_now(c->clock), life;
	int fd = openat(c->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir __free(dir) = fd < 0 ? NULL : fdopendir(fd);
	uint64_t sum = 0;
	struct dirent *d;
	struct stat st;

	while (dir && (d = readdir(dir))) {
		if (!is_ours(str_from(d->d_name), &life) ||
		    fstatat(c->fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		if (now - st.st_mtim.tv_sec >= life) {
			unlinkat(c->fd, d->d_name, 0);
			continue;
		}
		*list_add(a, list) = (struct entry){
			.name = str_from(str_c(a, str_from(d->d_name))),
			.time = st.st_mtim.tv_sec,
			.size = (uint64_t)st.st_size,
		};
		sum += (uint64_t)st.st_size;
	}
	return sum;
}

/* Down to three quarters, so that not every answer costs a listing. */
static void prune(struct archive_cache *c)
{
	struct arena a __free(arena) = { .max = (size_t)1 << 30 };
	struct entry_list list = { 0 };
	uint64_t sum = list_files(c, &a, &list);

	c->pruned = true;
	c->written = 0;
	if (sum <= ARCHIVE_CACHE_MAX)
		return;
	qsort(list.v, list.nr, sizeof(*list.v), oldest_first);
	for (size_t i = 0; i < list.nr && sum > ARCHIVE_CACHE_MAX / 4 * 3; i++) {
		unlinkat(c->fd, list.v[i].name.p, 0);
		sum -= list.v[i].size;
	}
}
