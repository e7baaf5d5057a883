/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MAINTAINERS as data: who looks after a path, by which line, and which list
 * belongs to it.  The semantics are those of scripts/get_maintainer.pl without
 * git history; sections of equal depth stay in file order, so that two drafts
 * of one reply are equal.  No shell, no work tree.
 *
 * A tree without MAINTAINERS is an answer: an empty file has no sections.
 */
#ifndef MAINTAINERS_H
#define MAINTAINERS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "git/tree.h"

struct maintainers;

/* Parses the text of a file MAINTAINERS; lives in @a. */
int maintainers_parse(struct maintainers **out, struct arena *a,
		      struct str text, struct err *err);

/*
 * The same from several files, with what lies beside them.  @is_dir says
 * whether a pattern without a trailing slash names a directory of the tree;
 * NULL: none does.
 */
struct maintainers_file {
	struct str name, text;
};

struct maintainers_input {
	struct {
		struct maintainers_file *v;
		size_t nr, cap;
	} files;			/* in the order they are to be read */
	struct str mailmap, ignore;	/* texts, or STR_NONE */
	bool (*is_dir)(void *arg, struct str path);
	void *arg;
};

int maintainers_build(struct maintainers **out, struct arena *a,
		      const struct maintainers_input *input, struct err *err);

/*
 * From a commit, read out of the object database with .mailmap and
 * .get_maintainer.ignore beside it; and from a directory.  *out is NULL when
 * there is no MAINTAINERS.
 */
int maintainers_from_commit(struct maintainers **out, struct arena *a,
			    struct tree *t, const git_oid *commit,
			    struct err *err);
int maintainers_from_dir(struct maintainers **out, struct arena *a,
			 const char *dir, struct err *err);

/*
 * Where the text of a file of the tree comes from (STR_NONE: there is none).
 * It is asked for keywords, and for the addresses in device tree bindings
 * (*.yaml), which the original adds with the role "in file"; as long as it is
 * not set there are neither.  Paths come from patches: the reader minds "..".
 */
struct maintainers_texts {
	struct str (*read)(void *arg, struct arena *a, struct str path);
	void *arg;
};

void maintainers_set_texts(struct maintainers *m,
			   const struct maintainers_texts *texts);

enum maintainer_kind { MAINTAINER_PERSON, MAINTAINER_REVIEWER,
		       MAINTAINER_LIST };

struct maintainer {
	enum maintainer_kind kind;
	struct str name, addr;
	struct str role;	/* "maintainer:DRM I915", as --rolestats prints it */
	struct str section;
	struct str pattern;	/* "F: drivers/gpu/drm/i915/" */
	struct str file;	/* "MAINTAINERS", where the pattern stands */
	unsigned int line;	/* of the pattern, in @file */
	int depth;		/* of the match; greater is more specific */
	bool moderated;
	bool the_rest;		/* comes from the catch-all section */
};

struct maintainer_list {
	struct maintainer *v;
	size_t nr, cap;
};

enum maintainers_flags {
	MAINTAINERS_KEYWORDS = 1,	/* K: in the text */
	MAINTAINERS_SUBSCRIBERS = 2,	/* also lists for subscribers only */
};

/* People first, then lists, in the original's order. */
int maintainers_for_file(struct maintainer_list *out, struct arena *a,
			 const struct maintainers *m, struct str path,
			 enum maintainers_flags flags, struct err *err);
int maintainers_for_patch(struct maintainer_list *out, struct arena *a,
			  const struct maintainers *m, struct str patch,
			  enum maintainers_flags flags, struct err *err);

/*
 * The files that a patch names, sorted, each once; none: it is no patch.
 * ERR_MSG where there are too many.
 */
int maintainers_patch_files(struct str_list *out, struct arena *a,
			    struct str patch, struct err *err);

/* Rewrites name and address by .mailmap, where it has an entry. */
void maintainers_mailmap(const struct maintainers *m, struct arena *a,
			 struct str *name, struct str *addr);

/* What the L: lines say of an address. */
enum maintainers_list_kind {
	MAINTAINERS_NO_LIST,
	MAINTAINERS_OPEN_LIST,		/* moderated ones are open too */
	MAINTAINERS_SUBSCRIBERS_ONLY,
};

enum maintainers_list_kind
maintainers_list_kind(const struct maintainers *m, struct str addr);

/* Named in .get_maintainer.ignore (compared by address, unlike the script). */
bool maintainers_ignored(const struct maintainers *m, struct str addr);

#endif
