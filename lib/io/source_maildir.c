// SPDX-License-Identifier: GPL-2.0-only
/*
 * A Maildir: new/ and cur/, in the order of the mails' names.  Nothing in it
 * is changed.
 *
 * The mark has to say what was read although mails get flags, move from new/
 * to cur/ and vanish, and it must not grow with the folder.  It holds the
 * last name read, the time of the listing by the folder's own clock (its last
 * change), and the names read that are about as young as that.  Unread is
 *
 *  - what has a greater name than the last one read;
 *  - a smaller name whose file was touched since the listing, in new/ in any
 *    case, since nobody renames there; in cur/, where a flag touches a file as
 *    well, if the file is not older than the listing either;
 *
 * except for the names held.  Such late ones are read first, and the mark
 * keeps the older listing until that is done.
 *
 * At most HELD_MAX names are held: of more mails that came within a minute
 * before a listing one may be given again when it gets a flag, and the store
 * knows it by its Message-ID.  Not found is a mail with an old name and an old
 * file that somebody moves by hand into cur/.
 */
#include "base/arena.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/source_local.h"

#define HELD_MAX	256
#define SECOND		INT64_C(1000000000)
#define SLACK		(60 * SECOND)	/* from writing a mail to filing it */

struct entry {
	struct str name;	/* without ":2,flags" */
	struct str path;	/* below the Maildir, NUL-terminated */
	bool in_new;
};

struct entry_list {
	struct entry *v;
	size_t nr, cap;
};

struct maildir_source {
	struct source source;
	struct arena arena;
	int fd;
	struct entry_list todo;	/* late ones first, then by name */
	size_t at, late;
	struct str last;	/* the greatest name read */
	int64_t listed, now;	/* the mark's listing and this one, in ns */
	uint64_t held[HELD_MAX];
	size_t held_nr;		/* how many were added; the array is a ring */
	struct buf mark, origin;
	struct source *file;
};

/* --- the mark ---------------------------------------------------------- */

static void hold(struct maildir_source *s, uint64_t h)
{
	s->held[s->held_nr++ % HELD_MAX] = h;
}

static bool is_held(const struct maildir_source *s, struct str name)
{
	uint64_t h = str_hash(name);

	for (size_t i = 0; i < MIN(s->held_nr, (size_t)HELD_MAX); i++)
		if (s->held[i] == h)
			return true;
	return false;
}

/* "maildir1 LISTED NAME HASH HASH ...", the name with % for odd bytes */
static void make_mark(struct maildir_source *s, bool late_done)
{
	size_t nr = MIN(s->held_nr, (size_t)HELD_MAX);

	buf_reset(&s->mark);
	buf_printf(&s->mark, "maildir1 %" PRId64 " .",
		   late_done ? s->now : s->listed);
	for (size_t i = 0; i < s->last.n; i++) {
		unsigned char c = (unsigned char)s->last.p[i];

		if (c > ' ' && c < 0x7f && c != '%')
			buf_addc(&s->mark, (char)c);
		else
			buf_printf(&s->mark, "%%%02x", c);
	}
	for (size_t i = s->held_nr - nr; i < s->held_nr; i++)
		buf_printf(&s->mark, " %" PRIx64, s->held[i % HELD_MAX]);
}

static unsigned int hex(char c)
{
	return is_digit(c) ? (unsigned int)(c - '0') :
			     (unsigned int)(to_lower(c) - 'a' + 10);
}

static bool hex_u64(struct str s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_hex(s.p[i]))
			return false;
		*out = *out << 4 | hex(s.p[i]);
	}
	return s.n > 0 && s.n <= 16;
}

static void read_mark(struct maildir_source *s, struct str mark)
{
	struct str word;
	uint64_t n;
	char *name;
	size_t len = 0;

	if (!str_skip(&mark, STR("maildir1 ")) || !str_word(&mark, &word) ||
	    !str_to_u64(word, &n) || !str_word(&mark, &word) ||
	    !str_skip(&word, STR(".")))
		return;
	s->listed = (int64_t)MIN(n, (uint64_t)INT64_MAX);
	name = arena_alloc(&s->arena, word.n + 1);
	for (size_t i = 0; i < word.n; i++) {
		name[len++] = word.p[i];
		if (word.p[i] != '%' || i + 2 >= word.n)
			continue;
		name[len - 1] = (char)(hex(word.p[i + 1]) << 4 |
				       hex(word.p[i + 2]));
		i += 2;
	}
	s->last = str_make(name, len);
	while (str_word(&mark, &word))
		if (hex_u64(word, &n))
			hold(s, n);
}

/* --- the listing ------------------------------------------------------- */

/*
 * Could @e have come after a listing at @when?  With @later the question is
 * whether it could look so once it is renamed.
 */
static bool maybe_after(const struct maildir_source *s, const struct entry *e,
			int64_t when, bool later)
{
	struct statx st;
	int64_t touched, born;

	if (statx(s->fd, e->path.p, AT_SYMLINK_NOFOLLOW,
		  STATX_CTIME | STATX_BTIME, &st) < 0)
		return later;
	touched = st.stx_ctime.tv_sec * SECOND + st.stx_ctime.tv_nsec;
	born = touched;
	if (st.stx_mask & STATX_BTIME)
		born = st.stx_btime.tv_sec * SECOND + st.stx_btime.tv_nsec;
	if (later)
		return touched >= when || born >= when - SLACK;
	return touched >= when && (e->in_new || born >= when - SLACK);
}

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = str_cmp(x->name, y->name);

	return c ? c : (int)y->in_new - (int)x->in_new;
}

DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

/* 1: listed, 0: there is no such folder, or an error. */
static int list_folder(struct maildir_source *s, struct entry_list *all,
		       const char *sub, struct err *err)
{
	int fd = openat(s->fd, sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir __free(dir) = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *d;

	if (!dir)
		return errno == ENOENT ? 0 :
		       err_errno(err, ERR_SOURCE, "%s/%s: cannot be read",
				 s->source.name, sub);
	while ((d = readdir(dir))) {
		struct str name = str_from(d->d_name);
		ptrdiff_t colon = str_chr(name, ':');
		struct entry *e;

		if (*d->d_name == '.')
			continue;
		e = list_add(&s->arena, all);
		e->path = str_printf(&s->arena, "%s/%s", sub, d->d_name);
		e->name = str_from_off(e->path, strlen(sub) + 1);
		if (colon > 0)
			e->name.n = (size_t)colon;
		e->in_new = *sub == 'n';
	}
	return 1;
}

/* What comes after this question has this time or a later one. */
static int64_t last_change(const struct maildir_source *s)
{
	static const char *const subs[] = { "new", "cur" };
	int64_t last = 0;
	struct stat st;

	for (size_t i = 0; i < ARRAY_SIZE(subs); i++)
		if (!fstatat(s->fd, subs[i], &st, 0))
			last = MAX(last, st.st_ctim.tv_sec * SECOND +
					 st.st_ctim.tv_nsec);
	return last;
}

/* A rename during readdir() can hide a mail from it: then once more. */
static int list_all(struct maildir_source *s, struct entry_list *all,
		    struct err *err)
{
	int new, cur, tries = 3;

	do {
		all->nr = 0;
		s->now = last_change(s);
		/* new/ first: what moves meanwhile is seen twice, not missed */
		new = list_folder(s, all, "new", err);
		cur = new < 0 ? new : list_folder(s, all, "cur", err);
	} while (cur >= 0 && last_change(s) != s->now && --tries);
	if (cur >= 0 && !new && !cur)
		return err_set(err, ERR_SOURCE, "%s: is no Maildir (it has no new/ and no cur/)",
			       s->source.name);
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_name);
	return cur;
}

static int list_unread(struct maildir_source *s, struct err *err)
{
	struct entry_list all = { 0 };
	bool fresh = str_is_none(s->last);
	int r = list_all(s, &all, err);

	for (int late = 1; r >= 0 && late >= 0; late--) {
		for (size_t i = 0; i < all.nr; i++) {
			const struct entry *e = &all.v[i];
			bool greater = fresh || str_cmp(e->name, s->last) > 0;

			if (greater == late || is_held(s, e->name) ||
			    (i && str_eq(e[-1].name, e->name)))
				continue;
			if (late && !maybe_after(s, e, s->listed, false))
				continue;
			*list_add(&s->arena, &s->todo) = *e;
		}
		if (late)
			s->late = s->todo.nr;
	}
	return r < 0 ? r : 0;
}

/* --- reading ----------------------------------------------------------- */

/* Where a mail is now whose name was changed since the listing. */
static bool find_again(struct maildir_source *s, struct entry *e)
{
	struct entry_list all = { 0 };
	struct err err;

	if (list_folder(s, &all, "cur", &err) <= 0)
		return false;
	for (size_t i = 0; i < all.nr; i++) {
		if (!str_eq(all.v[i].name, e->name))
			continue;
		*e = all.v[i];
		return true;
	}
	return false;
}

static int open_entry(struct maildir_source *s, struct entry *e,
		      struct err *err)
{
	struct reader r;
	struct stat st;
	int fd = -1;

	for (int again = 0; fd < 0; again++) {
		fd = openat(s->fd, e->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fd >= 0)
			break;
		if (errno != ENOENT)
			return err_errno(err, ERR_SOURCE,
					 "%s/%s: cannot be opened",
					 s->source.name, e->path.p);
		if (again || !find_again(s, e))
			return 0;	/* it was deleted */
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return 0;	/* no mail */
	}
	buf_reset(&s->origin);
	buf_printf(&s->origin, "%s/%s", s->source.name, e->path.p);
	reader_init(&r, fd, s->origin.p);
	source_file_on(&s->file, s->origin.p, &r);
	return 1;
}

static int maildir_next(struct source *source, struct raw_message *out,
			struct err *err)
{
	struct maildir_source *s = (struct maildir_source *)source;
	struct entry *e;
	int r = 0;

	while (!r) {
		source_close(s->file);
		s->file = NULL;
		if (s->at == s->todo.nr)
			return 0;
		e = &s->todo.v[s->at++];
		if (s->at > s->late)
			s->last = e->name;
		if (s->at <= s->late || maybe_after(s, e, s->now, true))
			hold(s, str_hash(e->name));
		r = open_entry(s, e, err);
	}
	if (s->file)
		r = source_next(s->file, out, err);
	if (r < 0)
		return r;
	make_mark(s, s->at >= s->late);
	out->mark = buf_str(&s->mark);
	return r;
}

static void maildir_close(struct source *source)
{
	struct maildir_source *s = (struct maildir_source *)source;

	source_close(s->file);
	arena_release(&s->arena);
	buf_release(&s->mark);
	buf_release(&s->origin);
	if (s->fd >= 0)
		close(s->fd);
	free(source->name);
	free(s);
}

static const struct source_driver maildir_driver = {
	.kind = "maildir",
	.next = maildir_next,
	.close = maildir_close,
};

int source_maildir_open(struct source **out, const char *name,
			const char *path, struct str mark, struct err *err)
{
	struct maildir_source *s;
	int r, fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_SOURCE,
			       "%s: no such folder (check the name)", path);
	if (fd < 0)
		return err_errno(err, ERR_SOURCE, "%s: cannot be opened", path);
	s = mem_alloc(sizeof(*s));
	*s = (struct maildir_source){
		.source = { .driver = &maildir_driver, .name = name_dup(name) },
		.fd = fd,
	};
	arena_init(&s->arena, (size_t)1 << 30);
	buf_init(&s->mark, 8192);
	buf_init(&s->origin, 8192);
	read_mark(s, mark);
	r = list_unread(s, err);
	if (r < 0)
		maildir_close(&s->source);
	else
		*out = &s->source;
	return r;
}
