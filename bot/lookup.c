// SPDX-License-Identifier: GPL-2.0-only
#include "lookup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/strmap.h"

/* What MAINTAINERS may take, and the largest file that is read. */
#define MEMORY_MAX	((size_t)2 << 30)
#define FILE_MAX	((size_t)64 << 20)

static bool in_list(void *arg, struct str path)
{
	return strmap_get(arg, path);
}

static int read_named(struct str *out, struct arena *a, const char *path,
		      struct err *err)
{
	int rc;

	*out = STR_NONE;
	if (!path)
		return 0;
	rc = file_read(out, a, AT_FDCWD, path, FILE_MAX, ERR_TREE, err);
	if (rc == FILE_ABSENT)
		return err_set(err, ERR_TREE, "%s: is not there", path);
	return rc;
}

/* From single files: no tree is needed. */
static int open_files(struct lookup *l, const char *path, struct err *err)
{
	struct maintainers_file file = { .name = STR("MAINTAINERS") };
	struct maintainers_input input = { .files = { &file, 1, 1 } };
	struct strmap dirs = { 0 };
	struct str list, line;

	if (read_named(&file.text, &l->arena, path, err) < 0 ||
	    read_named(&input.mailmap, &l->arena, l->place->mailmap, err) < 0 ||
	    read_named(&list, &l->arena, l->place->dirs, err) < 0)
		return err->code;
	while (str_line(&list, &line))
		strmap_add(&dirs, &l->arena, line);
	input.is_dir = in_list;
	input.arg = &dirs;
	return maintainers_build(&l->m, &l->arena, &input, err);
}

static int open_commit(struct lookup *l, struct err *err)
{
	const char *rev = l->place->rev ? l->place->rev : "HEAD";

	if (tree_open(&l->tree, l->place->tree, err) < 0 ||
	    tree_add_branch(l->tree, NULL, rev, BRANCH_OTHER, err) < 0)
		return err->code;
	return maintainers_from_commit(&l->m, &l->arena, l->tree,
				       &l->tree->branches[0].tip, err);
}

/* A repository without files beside it: there only commits can be read. */
static bool is_bare(int dir)
{
	return !faccessat(dir, "HEAD", F_OK, 0) &&
	       !faccessat(dir, "objects", F_OK, 0) &&
	       faccessat(dir, "MAINTAINERS", F_OK, 0);
}

static int open_place(struct lookup *l, struct err *err)
{
	const char *place = l->place->tree;
	struct stat st;

	if (l->place->maintainers)
		return open_files(l, l->place->maintainers, err);
	if (stat(place, &st) < 0)
		return err_errno(err, ERR_TREE, "%s", place);
	if (!S_ISDIR(st.st_mode))
		return open_files(l, place, err);
	l->dir = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l->dir < 0)
		return err_errno(err, ERR_TREE, "%s", place);
	if (l->place->rev || is_bare(l->dir))
		return open_commit(l, err);
	return maintainers_from_dir(&l->m, &l->arena, place, err);
}

void lookup_close(struct lookup *l)
{
	if (l->dir >= 0)
		close(l->dir);
	tree_close(l->tree);
	arena_release(&l->arena);
}

struct str lookup_path(const struct lookup *l, struct arena *a,
		       const char *path)
{
	struct str tree = str_from(l->place->tree), rest = str_from(path), part;
	struct buf out __free(buf) = { 0 };
	struct stat st;

	buf_init(&out, rest.n + 2);
	if (tree.n > 1 && str_skip(&rest, tree) && !str_starts(rest, STR("/")))
		rest = str_from(path);
	while (str_split(&rest, '/', &part)) {
		if (!part.n || str_eq(part, STR(".")))
			continue;
		if (out.n)
			buf_addc(&out, '/');
		buf_add(&out, part);
	}
	/* a pattern of a directory has a slash, so must its name */
	if (str_ends(str_from(path), STR("/")) ||
	    (l->dir >= 0 && out.n &&
	     !fstatat(l->dir, out.p, &st, 0) && S_ISDIR(st.st_mode)))
		buf_addc(&out, '/');
	return str_dup(a, buf_str(&out));
}

/* Does @path stay below the tree? */
static bool is_inside(struct str path)
{
	struct str part;

	if (!path.n || path.p[0] == '/' || memchr(path.p, '\0', path.n))
		return false;
	while (str_split(&path, '/', &part))
		if (str_eq(part, STR("..")) || str_eq(part, STR(".git")))
			return false;
	return true;
}

static struct str text_in_commit(struct lookup *l, struct arena *a,
				 const char *path)
{
	git_object *blob __free(git_object) = NULL;
	git_object *tip __free(git_object) = NULL;
	const git_blob *b;

	if (git_object_lookup(&tip, l->tree->repo, &l->tree->branches[0].tip,
			      GIT_OBJECT_COMMIT) < 0 ||
	    git_object_lookup_bypath(&blob, tip, path, GIT_OBJECT_BLOB) < 0)
		return STR_NONE;
	b = (const git_blob *)blob;
	if ((uint64_t)git_blob_rawsize(b) > FILE_MAX)
		return STR_NONE;
	return str_dup(a, str_make(git_blob_rawcontent(b),
				   (size_t)git_blob_rawsize(b)));
}

/* For struct maintainers_texts: what cannot be read is not there. */
static struct str text_in_tree(void *arg, struct arena *a, struct str path)
{
	struct lookup *l = arg;
	struct err ignored = ERR_INIT;
	struct str text = STR_NONE;

	if (!is_inside(path))
		return STR_NONE;
	if (l->tree)
		return text_in_commit(l, a, str_c(a, path));
	if (l->dir < 0 ||
	    file_read(&text, a, l->dir, str_c(a, path), FILE_MAX, ERR_TREE,
		      &ignored) != FILE_READ)
		return STR_NONE;
	return text;
}

int lookup_open(struct lookup *l, const struct lookup_place *place,
		struct err *err)
{
	const struct maintainers_texts texts = { text_in_tree, l };
	int rc;

	*l = (struct lookup){ .place = place, .dir = -1 };
	arena_init(&l->arena, MEMORY_MAX);
	rc = open_place(l, err);

	if (rc == 0 && l->m)
		maintainers_set_texts(l->m, &texts);
	if (rc == 0 && !l->m)
		return err_set(err, ERR_TREE, "%s: no MAINTAINERS (give --tree with a kernel tree)",
			       l->place->tree);
	return rc;
}
