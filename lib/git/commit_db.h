/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables below the commit index, for lib/git only: see commit_index.h.
 * Rows say what was read at some time; whether a commit is still there is
 * for the caller to ask.
 */
#ifndef COMMIT_DB_H
#define COMMIT_DB_H

#include <git2.h>
#include <sqlite3.h>

#include "base/err.h"
#include "git/commit_graph.h"
#include "git/commit_refs.h"

enum commit_query_nr {
	QUERY_NUMBER, QUERY_PREFIX, QUERY_TITLE, QUERY_REF_ID, QUERY_REF_TITLE,
	QUERY_LAST, QUERY_GRAPH, QUERY_ADD_ENTRY, QUERY_ADD_REF,
	QUERY_ADD_GRAPH, QUERY_NR,
};

struct commit_index {
	sqlite3 *db;
	char *path;		/* NULL: in memory */
	bool read_only;
	char note[400];		/* "" for none */
	sqlite3_stmt *queries[QUERY_NR];
	struct commit_graph graph;
	sqlite3_int64 graph_row;	/* the last that was read */
};

struct commit_row {
	uint32_t n;		/* number in the graph */
	git_oid id;
	int64_t time;		/* of the committer */
	struct str title, author;	/* "Name <addr>" */
	bool merge;
	struct str ref_hex;	/* commit_db_refs(): the id as it was cited */
};

struct commit_row_list {
	struct commit_row *v;
	size_t nr, cap;
};

/* The statement, ready for binding; NULL when the database is damaged. */
sqlite3_stmt *commit_db_query(struct commit_index *index,
			      enum commit_query_nr nr);
int commit_db_err(struct commit_index *index, struct err *err);

/* 0 when @id is not known (or cannot be asked for). */
uint32_t commit_db_number(struct commit_index *index, const git_oid *id);

/* Rows whose id begins with @hex, in the order of ids; at most 32. */
int commit_db_by_prefix(struct commit_row_list *out, struct arena *a,
			struct commit_index *index, struct str hex,
			struct err *err);

/* Rows with this folded title, newest first; at most 256. */
int commit_db_by_title(struct commit_row_list *out, struct arena *a,
		       struct commit_index *index, struct str title,
		       struct err *err);

/*
 * Rows whose message refers to @hex (either may be abbreviated), to the
 * Message-ID @hex for COMMIT_REF_LINK, or to the title.  At most 4,096.
 */
int commit_db_refs(struct commit_row_list *out, struct arena *a,
		   struct commit_index *index, enum commit_ref_kind kind,
		   struct str hex, struct err *err);
int commit_db_refs_title(struct commit_row_list *out, struct arena *a,
			 struct commit_index *index, enum commit_ref_kind kind,
			 struct str title, struct err *err);

/* Adding; within a transaction of the caller. */
int commit_db_add(struct commit_index *index, const struct commit_row *row);
int commit_db_add_ref(struct commit_index *index, uint32_t n,
		      const struct message_ref *ref);
int commit_db_add_graph(struct commit_index *index, struct str words);
bool commit_db_exec(struct commit_index *index, const char *sql);

/* The graph, with all that the tables have; NULL when it is damaged. */
struct commit_graph *commit_db_graph(struct commit_index *index);

#endif
