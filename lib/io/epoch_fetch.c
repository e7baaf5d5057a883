// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_fetch.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/lock.h"
#include "io/deliver.h"
#include "io/epoch_dir.h"
#include "io/epoch_manifest.h"
#include "io/epoch_mirror.h"

/* The largest list has some twenty. */
#define EPOCHS_MAX	1000

struct fetching {
	const char *name;
	const char *folder;	/* of the repositories */
	const char *url;	/* of the list, with a '/' at the end */
	const struct epoch_wanted *wanted;
	const struct log *log;
	struct arena arena;
	struct epoch_places places;
	struct git_http http;
};

/* --- the folder -------------------------------------------------------- */

static int make_folder(const char *path, struct err *err)
{
	int fd, r = deliver_open_dir(&fd, path, err);

	if (!r)
		close(fd);
	return r;
}

/* N.git lie where some lie already, in git/ of a new mirror. */
static int find_folder(struct fetching *f, const char *path, struct err *err)
{
	const char *below = str_printf(&f->arena, "%s/git", path).p;
	struct str first;

	if (make_folder(path, err) < 0 ||
	    epoch_dir_list(&f->places, &f->arena, path, err) < 0)
		return err->code;
	f->folder = below;
	if (!f->places.nr)
		return make_folder(below, err);
	first = str_from(f->places.v->path);
	if (str_eq(first, str_from(path)))
		return err_set(err, ERR_SOURCE, "%s: is a repository itself (give a folder for the repositories 0.git, 1.git ... of %s)",
			       path, f->url);
	f->folder = str_c(&f->arena, str_sub(first, 0,
					     (size_t)str_rchr(first, '/')));
	return 0;
}

static const char *local_path(const struct fetching *f, uint32_t number)
{
	for (size_t i = 0; i < f->places.nr; i++)
		if (f->places.v[i].number == number)
			return f->places.v[i].path;
	return NULL;
}

/* --- one epoch --------------------------------------------------------- */

static int fetch_epoch(struct fetching *f, const struct epoch_remote *r,
		       struct err *err)
{
	const char *url = str_printf(&f->arena, "%s%s", f->url, r->path).p;
	const char *path = local_path(f, r->number);
	int code;

	if (path) {
		code = epoch_mirror_update(path, url, &f->http, err);
	} else {
		path = str_printf(&f->arena, "%s/%u.git", f->folder,
				  r->number).p;
		if (f->log)
			log_debug(f->log, "%s: cloning %s", f->name, url);
		code = epoch_mirror_clone(path, url, &f->http, err);
	}
	if (code < 0)
		return err_add(err, "epoch %u", r->number);
	if (r->fingerprint)
		epoch_mirror_set_fingerprint(path, r->fingerprint);
	return 0;
}

static bool is_wanted(struct fetching *f, const struct epoch_remotes *remotes,
		      size_t i)
{
	const struct epoch_remote *r = &remotes->v[i];
	const char *path = local_path(f, r->number), *had;

	if (r->number < f->wanted->first)
		return false;
	if (!path)	/* the newest is of use in any case: more will come */
		return i + 1 == remotes->nr || r->modified == TIME_NONE ||
		       f->wanted->since == TIME_NONE ||
		       r->modified >= f->wanted->since;
	had = r->fingerprint ? epoch_mirror_fingerprint(path, &f->arena) : NULL;
	return !had || strcmp(had, r->fingerprint);
}

static int fetch_told(struct fetching *f, const struct epoch_remotes *remotes,
		      struct err *err)
{
	if (remotes->nr > EPOCHS_MAX)
		return err_set(err, ERR_SOURCE, "the server tells of %zu epochs, which no list has (check the URL)",
			       remotes->nr);
	for (size_t i = 0; i < remotes->nr; i++)
		if (is_wanted(f, remotes, i) &&
		    fetch_epoch(f, &remotes->v[i], err) < 0)
			return err->code;
	return 0;
}

/* --- a server without a manifest --------------------------------------- */

/* Where servers have epoch N; the one that answers is asked for all. */
static const char *const layouts[] = { "git/%u.git", "%u.git", "%u" };

/* 1, 0 when the server has no such epoch there, or an error. */
static int try_epoch(struct fetching *f, uint32_t number, const char *layout,
		     struct err *err)
{
	struct epoch_remote r = {
		.number = number,
		.path = str_printf(&f->arena, layout, number).p,
	};

	if (fetch_epoch(f, &r, err) >= 0)
		return 1;
	/* servers have many ways to say that there is nothing */
	if (f->http.state == FETCH_FOUND || f->http.state == FETCH_LATER ||
	    f->http.state == FETCH_CHALLENGE || f->http.status >= 500)
		return err->code;
	f->http.rest = 0;
	return 0;
}

/*
 * A server that answers whatever is asked would be asked for ever: epoch
 * @number + 1 has come, and is to be another one than @number.
 */
static int check_other(struct fetching *f, uint32_t number, struct err *err)
{
	const char *path;

	if (epoch_dir_list(&f->places, &f->arena, f->folder, err) < 0)
		return err->code;
	path = local_path(f, number + 1);
	if (!path || !local_path(f, number) ||
	    !epoch_mirror_same(local_path(f, number), path))
		return 1;
	epoch_mirror_remove(path);
	return err_set(err, ERR_SOURCE, "the server gives the same repository for epoch %u and epoch %u (check the URL)",
		       number, number + 1);
}

/*
 * From the newest that is here, number by number, until there is none.  What
 * came to an epoch while the next one began is asked for once more.
 */
static int fetch_untold(struct fetching *f, struct err *err)
{
	uint32_t number = f->wanted->first;
	size_t layout = 0;
	int r = 0;

	if (f->places.nr)
		number = MAX(number, f->places.v[f->places.nr - 1].number);
	while (!r && layout < ARRAY_SIZE(layouts))
		r = try_epoch(f, number, layouts[layout++], err);
	if (!r)
		return err_add(err, "no manifest.js.gz, and no repository");
	while (r > 0 && number < EPOCHS_MAX) {
		r = try_epoch(f, number + 1, layouts[layout - 1], err);
		if (r > 0)
			r = check_other(f, number, err);
		if (r > 0)
			r = try_epoch(f, number++, layouts[layout - 1], err);
	}
	return r < 0 ? r : 0;
}

/* --- all --------------------------------------------------------------- */

static int fetch_all(struct fetching *f, int64_t *rest, struct err *err)
{
	struct epoch_remotes remotes;
	int r = epoch_manifest_ask(&remotes, &f->arena, &f->http.net, f->url,
				   rest, err);

	if (r < 0)
		return err_add(err, "manifest.js.gz");
	r = r ? fetch_told(f, &remotes, err) : fetch_untold(f, err);
	*rest = MAX(*rest, f->http.rest);
	return r;
}

int epoch_fetch(const struct epoch_archive *archive, const char *name,
		const struct epoch_wanted *wanted, const struct log *log,
		int64_t *rest, struct err *err)
{
	struct lock lock __free(lock) = LOCK_INIT;
	struct fetching f = {
		.name = name, .wanted = wanted, .log = log,
		.http = { .net = archive->net },
	};
	struct str url = str_from(archive->url);
	int r;

	arena_init(&f.arena, (size_t)256 << 20);
	f.url = str_printf(&f.arena, "%s%s", archive->url,
			   str_ends(url, STR("/")) ? "" : "/").p;
	r = find_folder(&f, archive->path, err);
	if (r >= 0)
		r = lock_take(&lock, str_printf(&f.arena, "%s/.lock",
						f.folder).p, err);
	if (r >= 0) {
		epoch_mirror_clear(f.folder);
		r = fetch_all(&f, rest, err);
	}
	arena_release(&f.arena);
	return r < 0 ? err_add(err, "%s", name) : 0;
}
