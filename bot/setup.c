// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <git2.h>

#include "setup.h"

#include "mail/address.h"

DEFINE_FREE(git_config, git_config *, git_config_free(*p))
DEFINE_FREE(git_buf, git_buf, git_buf_dispose(p))

static int read_given_or_found(struct config *c, struct arena *a,
			       const struct app *app, bool *found,
			       struct err *err)
{
	const char *file = app->config ? app->config : config_find(a);

	config_defaults(c, a);
	*found = file;
	return file ? config_read(c, a, file, err) : 0;
}

int setup_service(struct config *c, struct arena *a, const struct app *app,
		  struct err *err)
{
	bool found;

	if (read_given_or_found(c, a, app, &found, err) < 0)
		return err->code;
	if (!found)
		return err_set(err, ERR_CONF,
			       "no configuration (write /etc/regbot/regbot.json after config/regbot.example.json, or give --config FILE)");
	return 0;
}

static const char *git_text(git_config *git, struct arena *a, const char *key)
{
	git_buf value __free(git_buf) = { 0 };

	if (!git || git_config_get_string_buf(&value, git, key) < 0)
		return NULL;
	return str_c(a, str_make(value.ptr, value.size));
}

/* The repository around the current directory, or NULL. */
static const char *around(struct arena *a)
{
	git_buf path __free(git_buf) = { 0 };

	if (git_repository_discover(&path, ".", 0, NULL) < 0)
		return NULL;
	return str_c(a, str_make(path.ptr, path.size));
}

/* As git reads its configuration here; NULL where that fails. */
static git_config *git_settings(struct arena *a)
{
	const char *repo = around(a), *global = getenv("GIT_CONFIG_GLOBAL");
	git_config *git = NULL;

	if (git_config_open_default(&git) < 0)
		return NULL;
	/* libgit2 does not know this variable of git */
	if (global && *global)
		git_config_add_file_ondisk(git, global, GIT_CONFIG_LEVEL_GLOBAL,
					   NULL, 1);
	if (repo)
		git_config_add_file_ondisk(git, str_printf(a, "%s/config", repo).p,
					   GIT_CONFIG_LEVEL_LOCAL, NULL, 1);
	return git;
}

static void identity_from_git(struct config *c, struct arena *a,
			      git_config *git)
{
	if (c->identity_address)
		return;
	c->identity_name = git_text(git, a, "user.name");
	c->identity_address = git_text(git, a, "user.email");
}

/* A file says it better. */
static int archive_from_git(struct config *c, struct arena *a,
			    git_config *git, struct err *err)
{
	const char *url = c->file ? NULL : git_text(git, a, "regbot.archive");

	if (!url)
		return 0;
	if (strncmp(url, "https://", 8) && strncmp(url, "http://", 7))
		return err_set(err, ERR_CONF, "git config regbot.archive: %s: not a URL (give \"https://.../\")",
			       url);
	if (url[strlen(url) - 1] != '/')
		url = str_printf(a, "%s/", url).p;
	c->archive = url;
	return 0;
}

/* A tree of kernel kind has MAINTAINERS at its top; ours may be any other. */
static bool is_kernel_tree(const char *path)
{
	git_repository *repo = NULL;
	git_object *file = NULL;
	bool is = git_repository_open(&repo, path) == 0 &&
		  git_revparse_single(&file, repo, "HEAD:MAINTAINERS") == 0;

	git_object_free(file);
	git_repository_free(repo);
	return is;
}

static void trees_by_hand(struct config *c, struct arena *a,
			  const struct setup_trees *given)
{
	const char *path = given->repo;
	struct config_tree *t;

	if (!path && given->onto.nr && c->trees.nr)
		path = c->trees.v[0].path;
	if (!path && !c->file) {
		path = around(a);
		if (path && !is_kernel_tree(path))
			path = NULL;
	}
	if (!path)
		return;
	c->trees = (struct config_tree_list){ 0 };
	t = list_add(a, &c->trees);
	t->path = path;
	for (size_t i = 0; i < given->onto.nr; i++) {
		struct config_branch *b = list_add(a, &t->branches);

		b->ref = given->onto.v[i];
		b->role = i ? BRANCH_OTHER : BRANCH_MAINLINE;
	}
}

/* A tree of the file may be away for a day; one that is named has to be there. */
static int check_named(const struct config *c, const struct setup_trees *given,
		       struct err *err)
{
	struct tree *t __free(tree) = NULL;

	if ((!given->repo && !given->onto.nr) || !c->trees.nr)
		return 0;
	if (tree_open(&t, c->trees.v[0].path, err) < 0)
		return err->code;
	for (size_t i = 0; i < given->onto.nr; i++)
		if (tree_add_branch(t, NULL, given->onto.v[i], BRANCH_OTHER,
				    err) < 0)
			return err->code;
	return 0;
}

int setup_by_hand(struct config *c, struct arena *a, const struct app *app,
		  const struct setup_trees *trees, struct err *err)
{
	git_config *git __free(git_config) = NULL;
	bool found;

	if (read_given_or_found(c, a, app, &found, err) < 0)
		return err->code;
	git = git_settings(a);
	identity_from_git(c, a, git);
	if (archive_from_git(c, a, git, err) < 0)
		return err->code;
	trees_by_hand(c, a, trees);
	config_finish(c, a);
	return check_named(c, trees, err);
}
