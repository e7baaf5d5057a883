// SPDX-License-Identifier: GPL-2.0-only
#include "state/store_db.h"

#include <signal.h>

/* Busy, full and read-only pass with time or a person's help; tell them. */
int db_fail(struct store *s, struct err *err, const char *what)
{
	switch (sqlite3_errcode(s->db) & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_BUSY, "%s: %s: in use by another program (try again later)",
			       s->path, what);
	case SQLITE_FULL:
		return err_set(err, ERR_BUSY, "%s: %s: no space left (free some; nothing is lost)",
			       s->path, what);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return err_set(err, ERR_CONF, "%s: %s: cannot be written (check owner and mode of the state directory)",
			       s->path, what);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return err_set(err, ERR_FATAL, "%s: %s: damaged (restore a backup, or move it away to start anew)",
			       s->path, what);
	default:
		return err_set(err, ERR_FATAL, "%s: %s: %s", s->path, what,
			       sqlite3_errmsg(s->db));
	}
}

int db_exec(struct store *s, const char *sql, const char *what,
	    struct err *err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_fail(s, err, what);
	return 0;
}

sqlite3_stmt *db_statement(struct store *s, const char *sql)
{
	struct statement *new = &s->statements[s->nr_statements];

	for (size_t i = 0; i < s->nr_statements; i++)
		if (s->statements[i].sql == sql)
			return s->statements[i].q;
	if (s->nr_statements == STATEMENTS_MAX ||
	    sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &new->q, NULL) != SQLITE_OK)
		return NULL;
	new->sql = sql;
	s->nr_statements++;
	return new->q;
}

void db_statement_done(sqlite3_stmt *q)
{
	if (!q)
		return;
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
}

/* Bytes from mails go in as they are; STR_NONE is NULL. */
void db_bind_text(sqlite3_stmt *q, int at, struct str text)
{
	if (str_is_none(text))
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_text64(q, at, text.n ? text.p : "", text.n,
				    SQLITE_STATIC, SQLITE_UTF8);
}

void db_bind_blob(sqlite3_stmt *q, int at, struct str bytes)
{
	if (str_is_none(bytes))
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_blob64(q, at, bytes.n ? bytes.p : "", bytes.n,
				    SQLITE_STATIC);
}

void db_bind_time(sqlite3_stmt *q, int at, int64_t t)
{
	if (t == TIME_NONE)
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_int64(q, at, t);
}

struct str db_text(sqlite3_stmt *q, int at, struct arena *a)
{
	const char *p = sqlite3_column_blob(q, at);
	int n = sqlite3_column_bytes(q, at);

	if (sqlite3_column_type(q, at) == SQLITE_NULL)
		return STR_NONE;
	return str_dup(a, str_make(p ? p : "", (size_t)n));
}

int64_t db_time(sqlite3_stmt *q, int at)
{
	return sqlite3_column_type(q, at) == SQLITE_NULL ?
		       TIME_NONE : sqlite3_column_int64(q, at);
}

int db_row(struct store *s, sqlite3_stmt *q, const char *what,
	   struct err *err)
{
	int rc = q ? sqlite3_step(q) : SQLITE_ERROR;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return db_fail(s, err, what);
	return rc == SQLITE_ROW;
}

int db_run(struct store *s, sqlite3_stmt *q, const char *what,
	   struct err *err)
{
	int rc = db_row(s, q, what, err);

	return rc < 0 ? rc : 0;
}

void db_kill_point(struct store *s)
{
	if (s->step_limit && ++s->steps == s->step_limit)
		raise(SIGKILL);
}
