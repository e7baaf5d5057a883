// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_objects.h"

#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <limits.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/file.h"

/* A line of info/alternates is a path. */
#define ALTERNATES_MAX	(EPOCH_FOLDERS_MAX * (size_t)PATH_MAX)

/* --- folders ----------------------------------------------------------- */

static bool has_folder(const struct epoch_objects *o, const char *path)
{
	for (size_t i = 0; i < o->nr; i++)
		if (!strcmp(o->folders[i].path, path))
			return true;
	return false;
}

/* A folder that is not there (any more) has no objects. */
static int add_folder(struct epoch_objects *o, const char *path,
		      struct err *err)
{
	char *real = realpath(path, NULL);
	struct epoch_folder *f;

	if (!real || has_folder(o, real)) {
		free(real);
		return 0;
	}
	if (o->nr == EPOCH_FOLDERS_MAX) {
		free(real);
		return err_set(err, ERR_SOURCE, "%s: has more than %d alternates (git repack -a -d, and delete info/alternates)",
			       o->folders[0].path, EPOCH_FOLDERS_MAX - 1);
	}
	f = &o->folders[o->nr++];
	f->path = real;
	if (git_odb_backend_pack(&f->packs, real) < 0)
		return err_set(err, ERR_SOURCE, "%s: the packs cannot be opened: %s",
			       real, git_error_last()->message);
	return 0;
}

/* Lines of info/alternates are paths, from the folder of the objects on. */
static int add_alternates(struct epoch_objects *o, const char *path,
			  struct err *err)
{
	struct arena a __free(arena) = { .max = 2 * ALTERNATES_MAX };
	struct str text, line;
	int r = file_read(&text, &a, AT_FDCWD,
			  str_printf(&a, "%s/info/alternates", path).p,
			  ALTERNATES_MAX, ERR_SOURCE, err);

	if (r == FILE_ABSENT)
		return 0;
	while (r >= 0 && str_line(&text, &line)) {
		if (!line.n || *line.p == '#')
			continue;
		r = add_folder(o, *line.p == '/' ? str_c(&a, line) :
			       str_printf(&a, "%s/%.*s", path,
					  STR_ARG(line)).p, err);
	}
	return r < 0 ? r : 0;
}

int epoch_objects_open(struct epoch_objects *o, const char *path,
		       struct err *err)
{
	int r;

	*o = (struct epoch_objects){ 0 };
	r = add_folder(o, path, err);
	/* alternates have alternates: the list grows while it is read */
	for (size_t i = 0; i < o->nr && r >= 0; i++)
		r = add_alternates(o, o->folders[i].path, err);
	if (r < 0)
		epoch_objects_release(o);
	return r;
}

void epoch_objects_release(struct epoch_objects *o)
{
	for (size_t i = 0; i < o->nr; i++) {
		if (o->folders[i].packs)
			o->folders[i].packs->free(o->folders[i].packs);
		free(o->folders[i].path);
	}
	*o = (struct epoch_objects){ 0 };
}

/* --- packs ------------------------------------------------------------- */

static bool unreadable(struct epoch_object *out, const char *why)
{
	out->why = why;
	return false;
}

static bool read_packed(struct epoch_object *out, git_odb_backend *packs,
			const git_oid *id)
{
	git_object_t type;
	size_t n;

	if (packs->read_header(&n, &type, packs, id) < 0)
		return unreadable(out, "is damaged");
	if (n > EPOCH_OBJECT_MAX)
		return unreadable(out, "is too large");
	if (packs->read(&out->memory, &n, &out->type, packs, id) < 0) {
		out->memory = NULL;
		return unreadable(out, "is damaged");
	}
	out->owner = packs;
	out->bytes = str_make(out->memory, n);
	return true;
}

/* --- loose objects ----------------------------------------------------- */

/* "blob 1234", and a NUL; *n is the size it states. */
static bool read_header(struct epoch_object *out, struct str head, size_t *n)
{
	ptrdiff_t nul = str_chr(head, '\0');
	struct str word, rest = str_sub(head, 0, nul < 0 ? 0 : (size_t)nul);
	char type[16];
	uint64_t size;

	if (!str_split(&rest, ' ', &word) || word.n >= sizeof(type) ||
	    !str_to_u64(rest, &size))
		return false;
	memcpy(type, word.p, word.n);
	type[word.n] = '\0';
	out->type = git_object_string2type(type);
	*n = (size_t)MIN(size, (uint64_t)SIZE_MAX);
	return true;
}

/* Fills what @z has room for; false when the stream is broken or cut off. */
static bool inflate_all(z_stream *z)
{
	int r = inflate(z, Z_FINISH);

	return r == Z_STREAM_END || (r == Z_BUF_ERROR && !z->avail_out);
}

static bool inflate_object(struct epoch_object *out, z_stream *z)
{
	char head[64];
	size_t n, had;

	z->next_out = (Bytef *)head;
	z->avail_out = sizeof(head);
	if (!inflate_all(z) ||
	    !read_header(out, str_make(head, sizeof(head) - z->avail_out), &n))
		return unreadable(out, "is damaged");
	if (n > EPOCH_OBJECT_MAX)
		return unreadable(out, "is too large");
	out->memory = mem_alloc(n + 1);
	had = MIN(n, sizeof(head) - z->avail_out - (strlen(head) + 1));
	memcpy(out->memory, head + strlen(head) + 1, had);
	z->next_out = (Bytef *)out->memory + had;
	/* one more than it says, so that the end of the stream is reached */
	z->avail_out = (uInt)(n + 1 - had);
	if (inflate(z, Z_FINISH) != Z_STREAM_END || z->avail_out != 1)
		return unreadable(out, "is damaged");
	out->bytes = str_make(out->memory, n);
	return true;
}

/* 1: read, 0: there is no such file, -1: out->why says more. */
static int read_loose(struct epoch_object *out, const char *folder,
		      const git_oid *id)
{
	struct arena a __free(arena) = { .max = 2 * EPOCH_OBJECT_MAX };
	z_stream z = { 0 };
	struct str packed;
	struct err err;
	char hex[GIT_OID_HEXSZ + 1];
	bool whole;
	int r;

	git_oid_tostr(hex, sizeof(hex), id);
	r = file_read(&packed, &a, AT_FDCWD,
		      str_printf(&a, "%s/%.2s/%s", folder, hex, hex + 2).p,
		      EPOCH_OBJECT_MAX, ERR_SOURCE, &err);
	if (r == FILE_ABSENT)
		return 0;
	if (r < 0 || inflateInit(&z) != Z_OK) {
		out->why = "cannot be read";
		return -1;
	}
	z.next_in = (Bytef *)packed.p;
	z.avail_in = (uInt)packed.n;
	whole = inflate_object(out, &z);
	inflateEnd(&z);
	if (whole)
		return 1;
	free(out->memory);
	out->memory = NULL;
	return -1;
}

/* --- both -------------------------------------------------------------- */

/* Most are in packs, so these come first; @again: packs may be new. */
static bool find(struct epoch_object *out, struct epoch_objects *o,
		 const git_oid *id, bool again)
{
	for (size_t i = 0; i < o->nr; i++) {
		git_odb_backend *packs = o->folders[i].packs;

		if (again)
			packs->refresh(packs);
		if (packs->exists(packs, id) && read_packed(out, packs, id))
			return true;
	}
	for (size_t i = 0; i < o->nr; i++)
		if (read_loose(out, o->folders[i].path, id) > 0)
			return true;
	return false;
}

bool epoch_object_read(struct epoch_object *out, struct epoch_objects *o,
		       const git_oid *id, git_object_t type)
{
	*out = (struct epoch_object){ .why = "is missing" };
	if (!find(out, o, id, false) && !find(out, o, id, true))
		return false;
	if (out->type != type)
		return unreadable(out, "is of another kind than it should be");
	return true;
}

void epoch_object_release(struct epoch_object *object)
{
	if (object->owner)
		git_odb_backend_data_free(object->owner, object->memory);
	else
		free(object->memory);
	*object = (struct epoch_object){ 0 };
}
