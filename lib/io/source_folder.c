// SPDX-License-Identifier: GPL-2.0-only
#include "base/arena.h"

#include <dirent.h>
#include <errno.h>

#include "io/source_local.h"

struct folder_source {
	struct source source;
	struct arena arena;
	struct str_list paths;	/* NUL-terminated, sorted */
	size_t at;
	struct source *file;	/* the one handed out last */
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static int folder_next(struct source *source, struct raw_message *out,
		       struct err *err)
{
	struct folder_source *s = (struct folder_source *)source;
	struct source *file = NULL;
	int r;

	source_close(s->file);
	s->file = file;
	if (s->at == s->paths.nr)
		return 0;
	r = source_file_open(&file, s->paths.v[s->at++].p, err);
	s->file = file;
	return file ? source_next(file, out, err) : r;
}

static void folder_close(struct source *source)
{
	struct folder_source *s = (struct folder_source *)source;

	source_close(s->file);
	arena_release(&s->arena);
	free(source->name);
	free(s);
}

static const struct source_driver folder_driver = {
	.kind = "folder",
	.next = folder_next,
	.close = folder_close,
};

DEFINE_FREE(dir, DIR *, if (*p) closedir(*p))

int source_folder_open(struct source **out, const char *path, struct err *err)
{
	DIR *dir __free(dir) = opendir(path);
	struct folder_source *s;
	struct dirent *d;

	if (!dir)
		return err_errno(err, ERR_SOURCE, "%s: cannot be read", path);
	s = mem_alloc(sizeof(*s));
	*s = (struct folder_source){
		.source = { .driver = &folder_driver, .name = name_dup(path) },
	};
	arena_init(&s->arena, (size_t)256 << 20);
	while ((d = readdir(dir))) {
		if (d->d_name[0] == '.' ||
		    !str_ends(str_from(d->d_name), STR(".eml")))
			continue;
		*list_add(&s->arena, &s->paths) =
			str_printf(&s->arena, "%s/%s", path, d->d_name);
	}
	if (!s->paths.nr) {
		folder_close(&s->source);
		return err_set(err, ERR_SOURCE, "%s: no mail in this folder (give a Maildir, an archive of public-inbox, or a folder of .eml files)",
			       path);
	}
	qsort(s->paths.v, s->paths.nr, sizeof(*s->paths.v), by_name);
	*out = &s->source;
	return 0;
}
