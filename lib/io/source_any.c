// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "io/epoch.h"
#include "io/epoch_dir.h"
#include "io/source_local.h"

static bool has_subfolder(const char *path, const char *sub)
{
	char *p = NULL;
	struct stat st;
	bool found;

	if (asprintf(&p, "%s/%s", path, sub) < 0)
		mem_exhausted();
	found = !stat(p, &st) && S_ISDIR(st.st_mode);
	free(p);
	return found;
}

/* An mbox or one message, by its first line. */
static int open_reader(struct source **out, const char *name,
		       struct reader *r, struct err *err)
{
	struct str head;
	ptrdiff_t lf;

	if (reader_peek(r, 1000, &head, err) < 0) {
		reader_release(r);
		return err->code;
	}
	lf = str_chr(head, '\n');
	if (lf >= 0 && mbox_from_line(str_sub(head, 0, (size_t)lf)))
		return source_mbox_on(out, name, r, err);
	source_file_on(out, name, r);
	return 0;
}

/* All mails of an archive of public-inbox. */
static int open_archive(struct source **out, const char *path,
			struct err *err)
{
	const struct source_start start = { .since = TIME_NONE };
	const struct epoch_archive archive = { .path = path };

	return source_epoch_open(out, path, &archive, &start, err);
}

int source_any_open(struct source **out, const char *path, struct err *err)
{
	struct reader r;
	struct stat st;
	int fd, code;

	if (!strcmp(path, "-")) {
		reader_init(&r, STDIN_FILENO, "standard input");
		return open_reader(out, "standard input", &r, err);
	}
	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		if (has_subfolder(path, "cur") || has_subfolder(path, "new"))
			return source_maildir_open(out, path, path, STR_NONE,
						   err);
		if (epoch_dir_is_one(path))
			return open_archive(out, path, err);
		return source_folder_open(out, path, err);
	}
	code = reader_open_file(&fd, path, err);
	if (code < 0)
		return code;
	reader_init(&r, fd, path);
	return open_reader(out, path, &r, err);
}
