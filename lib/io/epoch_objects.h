/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Objects of a repository, read for their bytes alone and each of them once.
 * libgit2's git_odb keeps what it reads in a cache and hashes it again, which
 * costs more than the reading, and it never comes back from a loose object
 * that was cut off.  So its packs are asked directly, and loose objects are
 * read here.  What zlib's checksum does not find in a pack, git would not find
 * either.
 *
 * An object that is not there, is damaged, or larger than any mail should be,
 * is an answer and no error: see struct epoch_object.
 */
#ifndef EPOCH_OBJECTS_H
#define EPOCH_OBJECTS_H

#include <git2.h>

#include "base/err.h"
#include "base/str.h"

/* No object is taken into memory that has more bytes than this. */
#define EPOCH_OBJECT_MAX	((size_t)256 << 20)

/* Folders of objects: the repository's own, and its alternates. */
#define EPOCH_FOLDERS_MAX	16

struct epoch_objects {
	struct epoch_folder {
		char *path;
		git_odb_backend *packs;
	} folders[EPOCH_FOLDERS_MAX];
	size_t nr;
};

struct epoch_object {
	struct str bytes;
	git_object_t type;
	const char *why;	/* it could not be read: "is missing" */
	/* who gives the bytes back: a pack, or free() for NULL */
	git_odb_backend *owner;
	void *memory;
};

/* @path is the folder "objects" of a repository. */
int epoch_objects_open(struct epoch_objects *o, const char *path,
		       struct err *err);
void epoch_objects_release(struct epoch_objects *o);

/*
 * False when it cannot be read as an object of this type; out->why says what
 * is wrong with it.  To be released in either case.
 */
bool epoch_object_read(struct epoch_object *out, struct epoch_objects *o,
		       const git_oid *id, git_object_t type);
void epoch_object_release(struct epoch_object *object);

DEFINE_FREE(epoch_object, struct epoch_object, epoch_object_release(p))

#endif
