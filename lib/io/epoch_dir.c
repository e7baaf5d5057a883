// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_dir.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

bool epoch_number(uint32_t *out, struct str name)
{
	const struct str suffix = STR(".git");
	uint64_t n;

	if (!str_ends(name, suffix))
		return false;
	name.n -= suffix.n;
	/* "007.git" would be a second epoch 7 */
	if (!str_to_u64(name, &n) || n > UINT32_MAX ||
	    (*name.p == '0' && name.n > 1))
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool is_there(struct arena *a, const char *path, const char *name)
{
	struct stat st;

	return !stat(str_printf(a, "%s/%s", path, name).p, &st);
}

static bool is_bare(struct arena *a, const char *path)
{
	return is_there(a, path, "HEAD") && is_there(a, path, "objects") &&
	       is_there(a, path, "refs");
}

DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

/* A folder that is not there has none. */
static int list_folder(struct epoch_places *out, struct arena *a,
		       const char *path, struct err *err)
{
	DIR *dir __free(dir) = opendir(path);
	struct dirent *d;
	uint32_t number;

	if (!dir && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (!dir)
		return err_errno(err, ERR_SOURCE, "%s: cannot be read", path);
	while ((d = readdir(dir))) {
		struct epoch_place *place;

		if (!epoch_number(&number, str_from(d->d_name)))
			continue;
		place = list_add(a, out);
		place->number = number;
		place->path = str_printf(a, "%s/%s", path, d->d_name).p;
	}
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct epoch_place *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

int epoch_dir_list(struct epoch_places *out, struct arena *a,
		   const char *path, struct err *err)
{
	*out = (struct epoch_places){ 0 };
	if (list_folder(out, a, path, err) < 0)
		return err->code;
	if (!out->nr && list_folder(out, a, str_printf(a, "%s/git", path).p,
				    err) < 0)
		return err->code;
	if (!out->nr && (is_bare(a, path) || is_there(a, path, ".git")))
		*list_add(a, out) = (struct epoch_place){ .path = path };
	if (out->nr)
		qsort(out->v, out->nr, sizeof(*out->v), by_number);
	return 0;
}

bool epoch_dir_is_one(const char *path)
{
	struct arena a __free(arena) = { .max = (size_t)64 << 20 };
	struct epoch_places places;
	struct err err;

	if (epoch_dir_list(&places, &a, path, &err) < 0 || !places.nr)
		return false;
	/* a work tree may be about anything */
	return places.v->path != path || is_bare(&a, path) ||
	       is_there(&a, path, "m") || is_there(&a, path, "d");
}
