// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_mirror.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <unistd.h>

#include "git/tree.h"
#include "io/epoch_dir.h"

/* A clone that has no name yet, beside the folder that it will be. */
#define UNFINISHED	".unfinished-"

#define REFSPEC		"+refs/heads/*:refs/heads/*"
#define FINGERPRINT	"regbot.fingerprint"

/* Folders that are open at once while one is removed. */
#define DEPTH_OPEN	16

DEFINE_FREE(git_remote, git_remote *, git_remote_free(*p))
DEFINE_FREE(git_config, git_config *, git_config_free(*p))
DEFINE_FREE(git_buf, git_buf, git_buf_dispose(p))
DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

/* --- fetching ---------------------------------------------------------- */

/* What failed there is said rather than what libgit2 makes of it. */
static int fetch_err(const struct git_http *http, const char *what,
		     struct err *err)
{
	const git_error *last = git_error_last();

	if (http->err.code)
		return err_set(err, http->err.code, "%s", http->err.msg);
	return err_set(err, ERR_BUSY, "while %s: %s (it is tried again with the next poll)",
		       what, last && last->message ? last->message :
						     "unknown error");
}

static int set_head(git_repository *repo, git_remote *remote)
{
	git_buf name __free(git_buf) = { 0 };

	/* none: an epoch in which nothing is yet */
	if (git_remote_default_branch(&name, remote) < 0)
		return 0;
	return git_repository_set_head(repo, name.ptr);
}

/*
 * Not named, and without a look for url.*.insteadOf, which is for people: it
 * leaks in libgit2 1.5.
 */
static int make_remote(git_remote **out, git_repository *repo,
		       const char *url)
{
	git_remote_create_options options;

	git_remote_create_options_init(&options,
				       GIT_REMOTE_CREATE_OPTIONS_VERSION);
	options.repository = repo;
	options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF |
			GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
	return git_remote_create_with_opts(out, url, &options);
}

static int fetch_into(git_repository *repo, const char *url,
		      struct git_http *http, struct err *err)
{
	git_remote *remote __free(git_remote) = NULL;
	git_fetch_options options;
	char refspec[] = REFSPEC, *refspecs[] = { refspec };
	const git_strarray wanted = { refspecs, 1 };

	git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	http->err = ERR_INIT;
	http->state = FETCH_FOUND;
	options.callbacks.transport = git_http_transport;
	options.callbacks.transfer_progress = git_http_moved;
	options.callbacks.payload = http;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	options.update_fetchhead = 0;
	if (make_remote(&remote, repo, url) < 0 ||
	    git_remote_connect(remote, GIT_DIRECTION_FETCH, &options.callbacks,
			       NULL, NULL) < 0)
		return fetch_err(http, "asking for the refs", err);
	if (git_remote_download(remote, &wanted, &options) < 0)
		return fetch_err(http, "fetching", err);
	if (git_remote_update_tips(remote, &options.callbacks, 0,
				   GIT_REMOTE_DOWNLOAD_TAGS_NONE, NULL) < 0 ||
	    set_head(repo, remote) < 0)
		return fetch_err(http, "updating the refs", err);
	git_remote_disconnect(remote);
	return 0;
}

int epoch_mirror_update(const char *path, const char *url,
			struct git_http *http, struct err *err)
{
	git_repository *repo __free(git_repository) = NULL;

	if (tree_open_repository(&repo, path, err) < 0) {
		err->code = ERR_SOURCE;
		return err->code;
	}
	return fetch_into(repo, url, http, err);
}

/* --- cloning ----------------------------------------------------------- */

static int remove_one(const char *path, __maybe_unused const struct stat *st,
		      __maybe_unused int type, __maybe_unused struct FTW *ftw)
{
	return remove(path);
}

static void remove_all(const char *path)
{
	nftw(path, remove_one, DEPTH_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* So that git fetch in the repository does the same. */
static int write_remote(git_repository *repo, const char *url)
{
	git_config *config __free(git_config) = NULL;

	if (git_repository_config(&config, repo) < 0 ||
	    git_config_set_string(config, "remote.origin.url", url) < 0 ||
	    git_config_set_string(config, "remote.origin.fetch", REFSPEC) < 0)
		return -1;
	return git_config_set_bool(config, "remote.origin.mirror", 1);
}

static int make_repository(git_repository **out, const char *path,
			   const char *url, struct err *err)
{
	git_repository_init_options options;

	git_repository_init_options_init(&options,
				GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR |
			GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "master";
	if (!git_repository_init_ext(out, path, &options) &&
	    !write_remote(*out, url))
		return 0;
	return err_set(err, ERR_SOURCE, "%s: no repository can be made there: %s",
		       path, git_error_last()->message);
}

int epoch_mirror_clone(const char *path, const char *url,
		       struct git_http *http, struct err *err)
{
	git_repository *repo __free(git_repository) = NULL;
	struct arena a __free(arena) = { .max = 1 << 20 };
	struct str whole = str_from(path);
	size_t name = (size_t)(str_rchr(whole, '/') + 1);
	const char *tmp = str_printf(&a, "%.*s" UNFINISHED "%s", (int)name,
				     path, path + name).p;
	int r;

	remove_all(tmp);
	r = make_repository(&repo, tmp, url, err);
	if (r >= 0)
		r = fetch_into(repo, url, http, err);
	if (r >= 0 && rename(tmp, path) < 0)
		r = err_errno(err, ERR_SOURCE, "%s: cannot be made", path);
	if (r < 0)
		remove_all(tmp);
	return r;
}

void epoch_mirror_remove(const char *path)
{
	remove_all(path);
}

/* The commit of its first branch; all zeros where there is none. */
static bool read_tip(git_oid *out, const char *path)
{
	git_repository *repo __free(git_repository) = NULL;
	struct err ignored;

	memset(out, 0, sizeof(*out));
	if (tree_open_repository(&repo, path, &ignored) < 0)
		return false;
	git_reference_name_to_id(out, repo, "HEAD");
	return true;
}

bool epoch_mirror_same(const char *a, const char *b)
{
	git_oid x, y;

	return read_tip(&x, a) && read_tip(&y, b) && git_oid_equal(&x, &y);
}

/* --- what is remembered, and what was left ------------------------------ */

const char *epoch_mirror_fingerprint(const char *path, struct arena *a)
{
	git_repository *repo __free(git_repository) = NULL;
	git_config *config __free(git_config) = NULL;
	git_buf value __free(git_buf) = { 0 };
	struct err ignored;

	if (tree_open_repository(&repo, path, &ignored) < 0 ||
	    git_repository_config_snapshot(&config, repo) < 0 ||
	    git_config_get_string_buf(&value, config, FINGERPRINT) < 0)
		return NULL;
	return str_c(a, str_make(value.ptr, value.size));
}

void epoch_mirror_set_fingerprint(const char *path, const char *fingerprint)
{
	git_repository *repo __free(git_repository) = NULL;
	git_config *config __free(git_config) = NULL;
	struct err ignored;

	/* without it the next poll asks once more, which is no harm */
	if (!tree_open_repository(&repo, path, &ignored) &&
	    !git_repository_config(&config, repo))
		git_config_set_string(config, FINGERPRINT, fingerprint);
}

/* Packs that libgit2 did not get whole. */
static void clear_packs(struct arena *a, const char *repository)
{
	const char *path = str_printf(a, "%s/objects/pack", repository).p;
	DIR *dir __free(dir) = opendir(path);
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (str_starts(str_from(d->d_name), STR("pack_git2_")))
			unlink(str_printf(a, "%s/%s", path, d->d_name).p);
}

void epoch_mirror_clear(const char *folder)
{
	struct arena a __free(arena) = { .max = (size_t)64 << 20 };
	DIR *dir __free(dir) = opendir(folder);
	struct dirent *d;
	uint32_t number;

	while (dir && (d = readdir(dir))) {
		const char *path = str_printf(&a, "%s/%s", folder,
					      d->d_name).p;

		if (str_starts(str_from(d->d_name), STR(UNFINISHED)))
			remove_all(path);
		else if (epoch_number(&number, str_from(d->d_name)))
			clear_packs(&a, path);
	}
}
