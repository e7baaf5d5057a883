// SPDX-License-Identifier: GPL-2.0-only
#include "verify/verdict_subsystem.h"

#include "base/strmap.h"

#define PLACES_MAX	64
#define WORD_MAX	24
#define PATH_LENGTH_MAX	200
#define TRACE_TEXT_MAX	(64 << 10)

#define W(literal)	{ literal, sizeof(literal) - 1 }

/* Files that are in traces of every kind: they do not tell where it was. */
static const struct str everywhere[] = {
	W("include/"), W("lib/"), W("kernel/locking/"), W("kernel/sched/"),
	W("kernel/rcu/"), W("mm/slab"), W("mm/slub"), W("mm/slob"),
	W("mm/kasan/"), W("mm/kmsan/"), W("mm/kfence/"), W("mm/util.c"),
	W("mm/page_alloc.c"), W("mm/kmemleak.c"), W("mm/page_owner.c"),
	W("mm/mempolicy.c"), W("mm/compaction.c"), W("mm/debug"),
	W("mm/vmalloc.c"), W("mm/memory.c"), W("kernel/panic.c"),
	W("kernel/kthread.c"), W("kernel/workqueue.c"), W("kernel/softirq.c"),
	W("kernel/task_work.c"), W("kernel/kcov.c"), W("kernel/exit.c"),
	W("kernel/fork.c"), W("kernel/signal.c"), W("kernel/entry/"),
	W("kernel/printk/"), W("kernel/hung_task.c"), W("kernel/stacktrace.c"),
	W("kernel/notifier.c"), W("kernel/time/timer.c"),
	W("fs/file_table.c"), W("fs/read_write.c"), W("fs/ioctl.c"),
	W("net/socket.c"), W("init/"),
};

/* What is below arch/ tells only in these folders. */
static const struct str arch_places[] = { W("kvm"), W("crypto"), W("events") };

/* Words in front of a title that are too wide to tell anything. */
static const struct str wide_words[] = {
	W("net"), W("fs"), W("mm"), W("kernel"), W("drivers"), W("driver"),
	W("arch"), W("x86"), W("arm"), W("arm64"), W("lib"), W("include"),
	W("core"), W("treewide"), W("linux"), W("revert"), W("fix"),
	W("bpf-next"), W("asm-generic"), W("sched"), W("locking"),
	W("lockdep"), W("rcu"), W("kasan"), W("slab"), W("slub"), W("entry"),
	W("usb"), W("vfs"),
};

/* How titles call a folder. */
static const struct { struct str word, folder; } aliases[] = {
	{ W("ovl"), W("overlayfs") }, { W("lsm"), W("security") },
	{ W("rdma"), W("infiniband") }, { W("ib"), W("infiniband") },
	{ W("cfg80211"), W("wireless") }, { W("nl80211"), W("wireless") },
	{ W("wifi"), W("wireless") }, { W("wifi"), W("mac80211") },
	{ W("nftables"), W("nf_tables") }, { W("pm"), W("power") },
	{ W("alsa"), W("sound") }, { W("asoc"), W("sound") },
	{ W("vxlan"), W("vxlan") }, { W("tls"), W("tls") },
	{ W("fsdax"), W("dax") }, { W("hid"), W("hid") },
	{ W("tcp"), W("ipv4") }, { W("udp"), W("ipv4") },
	{ W("vt"), W("vt") }, { W("9p"), W("9p") },
	{ W("block"), W("blk") }, { W("perf"), W("events") },
	{ W("scsi"), W("scsi") }, { W("firewire"), W("firewire") },
};

static bool starts_any(struct str s, const struct str *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (str_starts(s, v[i]))
			return true;
	return false;
}

static bool is_any(struct str s, const struct str *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (str_eq_i(s, v[i]))
			return true;
	return false;
}

static bool tells_place(struct str file)
{
	struct str rest = file, part;

	if (str_chr(file, '/') < 0)
		return false;
	if (!str_skip(&rest, STR("arch/")))
		return !starts_any(file, everywhere, ARRAY_SIZE(everywhere));
	str_split(&rest, '/', &part);	/* the architecture */
	str_split(&rest, '/', &part);
	return is_any(part, arch_places, ARRAY_SIZE(arch_places));
}

static bool is_path_char(char c)
{
	return is_alnum(c) || c == '/' || c == '_' || c == '-' || c == '.';
}

/*
 * The path in front of the colon at @colon: "fs/ext4/inode.c" of
 * "at fs/ext4/inode.c:123", or STR_NONE.
 */
static struct str path_before(struct str text, size_t colon)
{
	size_t from = colon;
	struct str path;

	if (colon + 1 >= text.n || !is_digit(text.p[colon + 1]))
		return STR_NONE;
	while (from && colon - from < PATH_LENGTH_MAX &&
	       is_path_char(text.p[from - 1]))
		from--;
	path = str_sub(text, from, colon - from);
	if (path.n < 4 || path.p[path.n - 2] != '.' ||
	    !strchr("chSs", path.p[path.n - 1]))
		return STR_NONE;
	while (str_skip(&path, STR("./")) || str_skip(&path, STR("../")))
		;
	/* "/home/me/linux/fs/inode.c" */
	return path.p[0] == '/' ? STR_NONE : path;
}

void trace_places(struct str_list *files, struct arena *a,
		  const struct trace *t, struct str text)
{
	struct strmap seen = { 0 };

	text = str_sub(text, t->start,
		       MIN(t->end - t->start, (size_t)TRACE_TEXT_MAX));
	for (size_t i = 0; i < text.n && files->nr < PLACES_MAX; i++) {
		struct str path;

		if (text.p[i] != ':')
			continue;
		path = path_before(text, i);
		if (path.n && tells_place(path) && strmap_add(&seen, a, path))
			*list_add(a, files) = path;
	}
}

/* "-" and "_" are one, and so are the cases. */
static char plain(char c)
{
	return c == '-' ? '_' : to_lower(c);
}

/* How many bytes @a and @b share at the start. */
static size_t shared_start(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && plain(a.p[n]) == plain(b.p[n]))
		n++;
	return n;
}

/* @word names @part: equal, or its beginning when that is long enough. */
static bool names(struct str word, struct str part)
{
	size_t n = shared_start(word, part);

	return n == word.n && (n == part.n || n >= 3);
}

/* Is @word a folder of @file or the start of its name? */
static bool word_in_file(struct str word, struct str file)
{
	struct str part;

	while (str_split(&file, '/', &part)) {
		ptrdiff_t dot = str_rchr(part, '.');

		if (dot > 0)
			part = str_sub(part, 0, (size_t)dot);
		if (names(word, part))
			return true;
		for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
			if (str_eq_i(word, aliases[i].word) &&
			    names(aliases[i].folder, part))
				return true;
	}
	return false;
}

static bool word_in_files(struct str word, const struct str_list *files)
{
	for (size_t i = 0; i < files->nr; i++)
		if (word_in_file(word, files->v[i]))
			return true;
	return false;
}

static bool is_separator(char c)
{
	return is_space(c) || strchr(":/,;.()[]{}'\"&+", c);
}

/* Take the next word of a prefix off *s. */
static bool prefix_word(struct str *s, struct str *word)
{
	size_t from = 0, to;

	while (from < s->n && is_separator(s->p[from]))
		from++;
	for (to = from; to < s->n && !is_separator(s->p[to]); )
		to++;
	*word = str_sub(*s, from, to - from);
	*s = str_from_off(*s, to);
	return word->n;
}

enum kinship kinship_of_title(struct str title, const struct str_list *files,
			      struct str *where)
{
	struct str prefix = title_prefix(title), word;
	bool wide = false, told = false;

	*where = STR_NONE;
	if (!prefix.n || !files->nr)
		return KINSHIP_UNKNOWN;
	while (prefix_word(&prefix, &word)) {
		if (word.n < 2 || word.n > WORD_MAX)
			continue;
		if (is_any(word, wide_words, ARRAY_SIZE(wide_words))) {
			wide |= word_in_files(word, files);
			continue;
		}
		told = true;
		if (word_in_files(word, files)) {
			*where = word;
			return KINSHIP_SAME;
		}
	}
	return wide && !told ? KINSHIP_UNKNOWN : KINSHIP_NONE;
}

static struct str folder_of(struct str path)
{
	ptrdiff_t at = str_rchr(path, '/');

	return at < 0 ? STR("") : str_sub(path, 0, (size_t)at);
}

struct str places_named(struct arena *a, const struct str_list *files)
{
	struct str all = STR(""), last = STR("");
	size_t nr = 0;

	for (size_t i = 0; i < files->nr && nr < 4; i++) {
		struct str folder = folder_of(files->v[i]);

		if (str_eq(folder, last))
			continue;
		last = folder;
		all = str_printf(a, "%.*s%s%.*s", STR_ARG(all),
				 nr++ ? ", " : "", STR_ARG(folder));
	}
	return all;
}

/* How many folders from the root on @a and @b share. */
static size_t shared_folders(struct str a, struct str b)
{
	struct str x, y;
	size_t n = 0;

	while (str_split(&a, '/', &x) && str_split(&b, '/', &y) && str_eq(x, y))
		n++;
	return n;
}

/* So many folders deep a path must go to name a subsystem. */
static size_t folders_needed(struct str path)
{
	struct str top;

	str_split(&path, '/', &top);
	if (str_eq(top, STR("drivers")) || str_eq(top, STR("arch")) ||
	    str_eq(top, STR("sound")))
		return 3;
	if (str_eq(top, STR("fs")) || str_eq(top, STR("net")) ||
	    str_eq(top, STR("security")) || str_eq(top, STR("kernel")) ||
	    str_eq(top, STR("include")))
		return 2;
	return 1;
}

/* "fs/ext4/inode.c" and "fs/ext4/super.c"; "include/linux/hid.h" and
 * "drivers/hid/hid-core.c" */
static bool related(struct str touched, struct str file)
{
	struct str folder = folder_of(touched), name, stem;
	size_t need = folders_needed(touched), have = 0;
	struct str rest = folder, part;

	while (str_split(&rest, '/', &part))
		have++;
	if (str_eq(touched, file) ||
	    (shared_folders(folder, folder_of(file)) >= MIN(need, have) &&
	     have && (have >= need || str_eq(folder, folder_of(file)))))
		return true;
	if (!str_starts(touched, STR("include/")))
		return false;
	name = str_from_off(touched, folder.n + 1);
	stem = str_sub(name, 0, (size_t)MAX(str_rchr(name, '.'), 0));
	return stem.n >= 3 && word_in_file(stem, file);
}

enum kinship kinship_of_paths(const struct str_list *touched,
			      const struct str_list *files, struct str *where)
{
	bool told = false;

	*where = STR_NONE;
	for (size_t i = 0; i < touched->nr; i++) {
		struct str path = touched->v[i];

		/* a bare folder, or one cut off with "..." */
		if (str_starts(path, STR("...")) || str_chr(path, '/') < 0 ||
		    !is_code_path(path))
			continue;
		told = true;
		for (size_t j = 0; j < files->nr; j++)
			if (related(path, files->v[j])) {
				*where = path;
				return KINSHIP_SAME;
			}
	}
	return told && files->nr ? KINSHIP_NONE : KINSHIP_UNKNOWN;
}
