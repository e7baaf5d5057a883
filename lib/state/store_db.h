/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The database below the store: statements that are prepared once, values in
 * and out of them, errors in words.  Private to lib/state.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>

#include "state/store.h"

/* More than there are statements in lib/state. */
#define STATEMENTS_MAX	32

struct statement {
	const char *sql;	/* a literal, known again by its address */
	sqlite3_stmt *q;
};

struct store {
	sqlite3 *db;
	char *path;
	struct clock clock;
	uint64_t step_limit, steps;
	struct statement statements[STATEMENTS_MAX];
	size_t nr_statements;
};

/*
 * A statement, ready to be bound, or NULL; db_fail() then tells why.  It is
 * kept for the next time, so @sql must be a literal.
 */
sqlite3_stmt *db_statement(struct store *s, const char *sql);
void db_statement_done(sqlite3_stmt *q);

DEFINE_FREE(statement, sqlite3_stmt *, db_statement_done(*p))

/* What is bound must stay until the statement is done. */
void db_bind_text(sqlite3_stmt *q, int at, struct str text);
void db_bind_blob(sqlite3_stmt *q, int at, struct str bytes);
void db_bind_time(sqlite3_stmt *q, int at, int64_t t);

struct str db_text(sqlite3_stmt *q, int at, struct arena *a);
int64_t db_time(sqlite3_stmt *q, int at);

/* Runs a statement (or NULL: it could not be made) that yields no rows. */
int db_run(struct store *s, sqlite3_stmt *q, const char *what,
	   struct err *err);
/* 1: the statement stands on a row, 0: there is none (any more). */
int db_row(struct store *s, sqlite3_stmt *q, const char *what,
	   struct err *err);
int db_exec(struct store *s, const char *sql, const char *what,
	    struct err *err);

/* The last error of the database; yields its code. */
int db_fail(struct store *s, struct err *err, const char *what);

/* The draft of a message that is handled in the same step. */
int queue_put(struct store *s, struct stored_draft *d, struct err *err);

/* What waits as the answer to @report_id is held; *draft: its number, or 0. */
int queue_hold(struct store *s, struct str report_id, struct str why,
	       int64_t *draft, struct err *err);

/* A point where a test may kill the program. */
void db_kill_point(struct store *s);

#endif
