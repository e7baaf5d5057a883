/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Do a commit and a crash lie in the same part of the kernel?  By the files
 * the commit touches where they are known, else by the words of its title
 * before the colon ("net: phy: c22: ...") against the files in the trace.
 */
#ifndef VERDICT_SUBSYSTEM_H
#define VERDICT_SUBSYSTEM_H

#include "report/trace.h"

enum kinship {
	KINSHIP_UNKNOWN,	/* no title prefix, no files in the trace */
	KINSHIP_NONE,
	KINSHIP_SAME,
};

/* *where: the word or the directory that they share, else STR_NONE. */
enum kinship kinship_of_title(struct str title, const struct str_list *files,
			      struct str *where);
enum kinship kinship_of_paths(const struct str_list *touched,
			      const struct str_list *files,
			      struct str *where);

/*
 * Appends the source files that a trace names ("fs/ext4/inode.c:123") and
 * that tell where it happened; those that are in every trace (include/, lib/,
 * locking, entry code, the allocator) are left out.  @text is what the
 * trace's offsets count in.  At most 64, each once, in the trace's order.
 */
void trace_places(struct str_list *files, struct arena *a,
		  const struct trace *t, struct str text);

/* Their folders for people: "net/core, net/bluetooth, ..." */
struct str places_named(struct arena *a, const struct str_list *files);

/* False for documentation, tools and the like: what is not built in. */
bool is_code_path(struct str path);

/* The words before the last ": " of a title, or STR_NONE. */
struct str title_prefix(struct str title);

/*
 * Titles.  "Merge tag ...", "Linux 6.9-rc1", "Revert "..."", one that by its
 * prefix touches no code, one that adds a check.
 */
bool title_is_merge(struct str title);
bool title_is_release(struct str title);
bool title_is_revert(struct str title);
bool title_is_non_code(struct str title);
bool title_adds_check(struct str title);

#endif
