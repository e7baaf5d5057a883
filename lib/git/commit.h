/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commits: what one says, what it touches, and how to find the one that a
 * mail means.  A commit that is not there is an answer (COMMIT_UNKNOWN), not
 * an error; errors are for trees that cannot be read.
 */
#ifndef COMMIT_H
#define COMMIT_H

#include "git/tree.h"
#include "mail/address.h"

#define HEX_MAX	(GIT_OID_HEXSZ + 1)

struct trailer {
	struct str key, value;
};

struct trailer_list {
	struct trailer *v;
	size_t nr, cap;
};

struct commit {
	git_oid id;
	char hex[HEX_MAX];
	git_oid tree;
	git_oid parent;			/* the first, where there is one */
	struct str title;		/* first paragraph in one line, UTF-8 */
	struct str message;		/* all of it, UTF-8 */
	struct address author, committer;	/* mailmap of the tip applied */
	int64_t author_time, commit_time;
	unsigned int nr_parents;
	struct trailer_list trailers;	/* Signed-off-by:, Fixes:, Link: ... */
};

enum commit_found {
	COMMIT_UNKNOWN,
	COMMIT_BY_ID,		/* a full or abbreviated hash */
	COMMIT_BY_TITLE,	/* same title (and author, where known) */
	COMMIT_BY_UPSTREAM,	/* "commit <sha> upstream." names it */
	COMMIT_AMBIGUOUS,	/* more than one candidate: said, not guessed */
	COMMIT_UNREADABLE,	/* it is there but an object is missing */
};

/* What a mail says of the commit it means; any member may be none. */
struct commit_query {
	struct str sha;		/* 7 to 40 hex digits */
	struct str title;
	struct str author;	/* name or address */
	struct str msgid;	/* of the mail that a Link: of it names */
};

struct commit_match {
	enum commit_found found;
	struct commit commit;		/* unless unknown or ambiguous */
	struct str resolved_by;		/* a sentence for people, or STR_NONE */
	struct str_list candidates;	/* "<sha> title" where ambiguous */
};

int commit_resolve(struct commit_match *out, struct arena *a, struct tree *t,
		   const struct commit_query *query, struct err *err);

int commit_read(struct commit *out, struct arena *a, struct tree *t,
		const git_oid *id, struct err *err);

/* Only the id of its tree. */
int commit_tree_id(git_oid *out, struct tree *t, const git_oid *id,
		   struct err *err);

/*
 * Paths that differ from the first parent, sorted.  Trees are walked in step,
 * equal ids skipped; renames are not looked for.
 */
int commit_touched(struct str_list *out, struct arena *a, struct tree *t,
		   const git_oid *id, struct err *err);

/*
 * The commit of @tip's history that stands for @commit, which is not in it: a
 * backport that names it ("commit <sha> upstream.") or one with the same title
 * and author.  COMMIT_UNKNOWN when there is none, COMMIT_AMBIGUOUS when there
 * is more than one.
 */
int commit_counterpart(struct commit_match *out, struct arena *a,
		       struct tree *t, const struct commit *commit,
		       const git_oid *tip, struct err *err);

/* 1 when @id is in the history of @tip, 0 when not. */
int commit_is_in(struct tree *t, const git_oid *id, const git_oid *tip,
		 struct err *err);

/*
 * The lines that the commit adds to and removes from its files, for a look at
 * what kind of change it is.  At most @max bytes.
 */
int commit_diff_lines(struct str_list *added, struct str_list *removed,
		      struct arena *a, struct tree *t, const git_oid *id,
		      size_t max, struct err *err);

#endif
