// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where MAINTAINERS comes from: a directory, or a commit in a repository,
 * bare or not.  Both look for the same files; a tree whose .get_maintainer.conf
 * says so, or that has none at its top, has one in any directory.
 */
#include "git/maintainers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strmap.h"

#define NAME		"MAINTAINERS"
#define FILE_MAX	((size_t)16 << 20)
#define DIRS_MAX	20000	/* Linux has 6,000 */
#define PATH_LONGEST	4096

static bool is_spread(struct str conf, struct str top)
{
	return !top.p || str_has(conf, STR("--find-maintainer-files"));
}

static struct str join(struct arena *a, struct str dir, struct str name)
{
	return str_printf(a, "%.*s%s%.*s", STR_ARG(dir), dir.n ? "/" : "",
			  STR_ARG(name));
}

static int by_name(const void *x, const void *y)
{
	const struct maintainers_file *a = x, *b = y;

	return str_cmp(a->name, b->name);
}

static int build(struct maintainers **out, struct arena *a,
		 struct maintainers_input *input, struct err *err)
{
	if (!input->files.nr)
		return 0;
	qsort(input->files.v, input->files.nr, sizeof(*input->files.v),
	      by_name);
	return maintainers_build(out, a, input, err);
}

/* --- a directory ---------------------------------------------------------- */

static void close_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

/* What lies in @path (below @root): directories to visit, and the file. */
static int read_dir(struct maintainers_input *input, struct str_list *todo,
		    struct arena *a, int root, struct str path,
		    struct err *err)
{
	int fd = openat(root, path.n ? str_c(a, path) : ".",
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir __attribute__((cleanup(close_dir))) =
		fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;

	if (!dir)
		return 0;	/* not ours to read: nothing to be found there */
	while ((e = readdir(dir))) {
		struct str name = str_from(e->d_name), text, file;
		struct stat st;
		int rc;

		if (str_eq(name, STR(".")) || str_eq(name, STR("..")) ||
		    str_eq(name, STR(".git")) ||
		    path.n + name.n + 1 > PATH_LONGEST)
			continue;
		if (e->d_type == DT_DIR ||
		    (e->d_type == DT_UNKNOWN &&
		     !fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		     S_ISDIR(st.st_mode))) {
			*list_add(a, todo) = join(a, path, name);
			continue;
		}
		if (!str_eq(name, STR(NAME)))
			continue;
		file = join(a, path, name);
		rc = file_read(&text, a, fd, e->d_name, FILE_MAX, ERR_TREE,
			       err);
		if (rc < 0)
			return err_add(err, "%.*s", STR_ARG(path));
		if (rc == FILE_READ)
			*list_add(a, &input->files) =
				(struct maintainers_file){ file, text };
	}
	return 0;
}

static int read_dirs(struct maintainers_input *input, struct arena *a,
		     int root, struct err *err)
{
	struct str_list todo = { 0 };

	*list_add(a, &todo) = STR("");
	for (size_t i = 0; i < todo.nr; i++) {
		int rc = read_dir(input, &todo, a, root, todo.v[i], err);

		if (rc < 0)
			return rc;
		if (todo.nr > DIRS_MAX)
			return err_set(err, ERR_TREE, "more than %d directories and no " NAME " at the top (is this a kernel tree?)",
				       DIRS_MAX);
	}
	return 0;
}

static bool dir_is_dir(void *arg, struct str path)
{
	char name[PATH_LONGEST];
	struct stat st;

	if (path.n >= sizeof(name) || memchr(path.p, '\0', path.n))
		return false;
	memcpy(name, path.p, path.n);
	name[path.n] = '\0';
	return !fstatat(*(int *)arg, name, &st, 0) && S_ISDIR(st.st_mode);
}

static int load_dir(struct maintainers **out, struct arena *a, int root,
		    struct err *err)
{
	struct maintainers_input input = { .is_dir = dir_is_dir, .arg = &root };
	struct str conf, top;
	int rc;

	if ((rc = file_read(&top, a, root, NAME, FILE_MAX, ERR_TREE, err)) < 0 ||
	    (rc = file_read(&conf, a, root, ".get_maintainer.conf", FILE_MAX,
			    ERR_TREE, err)) < 0 ||
	    (rc = file_read(&input.mailmap, a, root, ".mailmap", FILE_MAX,
			    ERR_TREE, err)) < 0 ||
	    (rc = file_read(&input.ignore, a, root, ".get_maintainer.ignore",
			    FILE_MAX, ERR_TREE, err)) < 0)
		return rc;
	if (!is_spread(conf, top))
		*list_add(a, &input.files) =
			(struct maintainers_file){ STR(NAME), top };
	else if ((rc = read_dirs(&input, a, root, err)) < 0)
		return rc;
	return build(out, a, &input, err);
}

int maintainers_from_dir(struct maintainers **out, struct arena *a,
			 const char *dir, struct err *err)
{
	int root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	*out = NULL;
	if (root < 0)
		return err_errno(err, ERR_TREE, "%s", dir);
	rc = load_dir(out, a, root, err);
	close(root);
	return rc < 0 ? err_add(err, "%s", dir) : 0;
}

/* --- a commit ------------------------------------------------------------- */

static int read_blob(struct str *out, struct arena *a, const struct tree *t,
		     const git_tree_entry *entry, struct str name,
		     struct err *err)
{
	git_blob *blob __free(git_blob) = NULL;

	if (git_blob_lookup(&blob, t->repo, git_tree_entry_id(entry)) < 0)
		return tree_err(t, err, str_c(a, name));
	if ((uint64_t)git_blob_rawsize(blob) > FILE_MAX)
		return err_set(err, ERR_TREE, "%s: %.*s has %lld bytes (at most %zu are read)",
			       t->path, STR_ARG(name),
			       (long long)git_blob_rawsize(blob), FILE_MAX);
	*out = str_dup(a, str_make(git_blob_rawcontent(blob),
				   (size_t)git_blob_rawsize(blob)));
	if (!out->p)
		*out = STR("");
	return 0;
}

/* STR_NONE when the root has no such file. */
static int read_top(struct str *out, struct arena *a, const struct tree *t,
		    const git_tree *root, const char *name, struct err *err)
{
	const git_tree_entry *entry = git_tree_entry_byname(root, name);

	*out = STR_NONE;
	if (!entry || git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
	    git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
		return 0;
	return read_blob(out, a, t, entry, str_from(name), err);
}

/* Directories still to be visited: their ids and paths. */
struct visit {
	git_oid id;
	struct str path;
};

struct visit_list {
	struct visit *v;
	size_t nr, cap;
};

/* A tree that is walked as a whole: its directories are known then. */
struct walk {
	struct arena *a;
	const struct tree *t;
	struct maintainers_input *input;
	struct visit_list todo;
	struct strmap dirs;
};

static int read_tree(struct walk *w, const git_tree *dir, struct str path,
		     struct err *err)
{
	for (size_t i = 0; i < git_tree_entrycount(dir); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(dir, i);
		struct str name = str_from(git_tree_entry_name(e)), file;
		struct maintainers_file *put;

		if (path.n + name.n + 1 > PATH_LONGEST)
			continue;
		if (git_tree_entry_type(e) == GIT_OBJECT_TREE) {
			struct visit *next = list_add(w->a, &w->todo);

			next->id = *git_tree_entry_id(e);
			next->path = join(w->a, path, name);
			strmap_add(&w->dirs, w->a, next->path);
		}
		if (git_tree_entry_type(e) != GIT_OBJECT_BLOB ||
		    !str_eq(name, STR(NAME)))
			continue;
		file = join(w->a, path, name);
		put = list_add(w->a, &w->input->files);
		put->name = file;
		if (read_blob(&put->text, w->a, w->t, e, file, err) < 0)
			return err->code;
	}
	return 0;
}

static int read_trees(struct walk *w, const git_tree *root, struct err *err)
{
	int rc = read_tree(w, root, STR(""), err);

	for (size_t i = 0; i < w->todo.nr && rc == 0; i++) {
		const struct visit now = w->todo.v[i];
		git_tree *dir __free(git_tree) = NULL;

		if (w->todo.nr > DIRS_MAX)
			return err_set(err, ERR_TREE, "%s: more than %d directories (is this a kernel tree?)",
				       w->t->path, DIRS_MAX);
		if (git_tree_lookup(&dir, w->t->repo, &now.id) < 0)
			return tree_err(w->t, err, str_c(w->a, now.path));
		rc = read_tree(w, dir, now.path, err);
	}
	return rc;
}

static bool walk_has_dir(void *arg, struct str path)
{
	const struct walk *w = arg;

	return strmap_get(&w->dirs, path);
}

static bool commit_is_dir(void *arg, struct str path)
{
	git_tree_entry *entry __free(git_tree_entry) = NULL;
	char name[PATH_LONGEST];

	if (path.n >= sizeof(name) || memchr(path.p, '\0', path.n))
		return false;
	memcpy(name, path.p, path.n);
	name[path.n] = '\0';
	return !git_tree_entry_bypath(&entry, arg, name) &&
	       git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

int maintainers_from_commit(struct maintainers **out, struct arena *a,
			    struct tree *t, const git_oid *id,
			    struct err *err)
{
	git_commit *commit __free(git_commit) = NULL;
	git_tree *root __free(git_tree) = NULL;
	struct maintainers_input input = { .is_dir = commit_is_dir };
	struct walk w = { .a = a, .t = t, .input = &input };
	struct str conf, top;
	int rc;

	*out = NULL;
	if (git_commit_lookup(&commit, t->repo, id) < 0 ||
	    git_commit_tree(&root, commit) < 0)
		return tree_err(t, err, "reading " NAME);
	input.arg = root;
	if ((rc = read_top(&top, a, t, root, NAME, err)) < 0 ||
	    (rc = read_top(&conf, a, t, root, ".get_maintainer.conf", err)) < 0 ||
	    (rc = read_top(&input.mailmap, a, t, root, ".mailmap", err)) < 0 ||
	    (rc = read_top(&input.ignore, a, t, root, ".get_maintainer.ignore",
			   err)) < 0)
		return rc;
	if (!is_spread(conf, top)) {
		*list_add(a, &input.files) =
			(struct maintainers_file){ STR(NAME), top };
		return build(out, a, &input, err);
	}
	input.is_dir = walk_has_dir;
	input.arg = &w;
	if ((rc = read_trees(&w, root, err)) < 0)
		return rc;
	return build(out, a, &input, err);
}
