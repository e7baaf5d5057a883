// SPDX-License-Identifier: GPL-2.0-only
#include "state/store.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "state/schema.h"

struct store {
	sqlite3 *db;
	char *path;
	struct clock clock;
	uint64_t step_limit, steps;
	enum store_mode mode;
};

DEFINE_FREE(stmt, sqlite3_stmt *, sqlite3_finalize(*p))

/* Busy, full and read-only pass with time or a person's help; tell them. */
static int fail(struct store *s, struct err *err, const char *what)
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

static int exec(struct store *s, const char *sql, const char *what,
		struct err *err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(s, err, what);
	return 0;
}

static int make_dir(const char *dir, struct err *err)
{
	struct stat st;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_errno(err, ERR_CONF, "%s: cannot make the state directory (make it, or set \"state\")",
				 dir);
	if (stat(dir, &st) < 0)
		return err_errno(err, ERR_CONF, "%s", dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_CONF, "%s: not a directory (set \"state\" to one)",
			       dir);
	if (access(dir, W_OK | X_OK) < 0)
		return err_errno(err, ERR_CONF, "%s: cannot write there (chown or chmod it, or set \"state\")",
				 dir);
	return 0;
}

static struct store *store_new(const char *dir)
{
	struct store *s = mem_alloc(sizeof(*s));
	size_t n = strlen(dir) + sizeof("/state.db");

	*s = (struct store){ .path = mem_alloc(n) };
	snprintf(s->path, n, "%s/state.db", dir);
	return s;
}

static int open_db(struct store *s, const char *file, int flags,
		   struct err *err)
{
	mode_t old = umask(077);
	int rc = sqlite3_open_v2(file, &s->db, flags | SQLITE_OPEN_READWRITE,
				 NULL);

	umask(old);
	if (rc != SQLITE_OK)
		return fail(s, err, "opening");
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, 5000);
	return 0;
}

/* The database file for the mode; a rehearsal without a state needs none. */
static int open_file(struct store *s, const char *dir, enum store_mode mode,
		     struct err *err)
{
	bool there = access(s->path, F_OK) == 0;

	switch (mode) {
	case STORE_WORK:
		if (make_dir(dir, err) < 0)
			return err->code;
		return open_db(s, s->path, SQLITE_OPEN_CREATE, err);
	case STORE_LOOK:
		if (!there)
			return err_set(err, ERR_CONF, "%s: no state yet (run regbot poll --once first)",
				       dir);
		break;
	case STORE_REHEARSE:
		if (!there)
			return open_db(s, ":memory:", SQLITE_OPEN_CREATE, err);
		break;
	}
	return open_db(s, s->path, 0, err);
}

int store_open(struct store **out, const char *dir, const struct clock *clock,
	       uint64_t step_limit, enum store_mode mode, struct err *err)
{
	struct store *s __free(store) = store_new(dir);

	s->clock = *clock;
	s->step_limit = step_limit;
	s->mode = mode;
	/*
	 * In WAL mode with synchronous=NORMAL a kill loses nothing; only a
	 * power cut may take back the last steps, which are then done again.
	 */
	if (open_file(s, dir, mode, err) < 0 ||
	    exec(s, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
		    "PRAGMA foreign_keys=ON", "opening", err) < 0 ||
	    schema_migrate(s->db, s->path, err) < 0)
		return err->code;
	if (mode == STORE_REHEARSE &&
	    exec(s, "BEGIN IMMEDIATE", "opening", err) < 0)
		return err->code;
	*out = s;
	s = NULL;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

/* --- binding and reading ------------------------------------------------ */

static sqlite3_stmt *prepare(struct store *s, const char *sql)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) != SQLITE_OK)
		return NULL;
	return q;
}

/* Bytes from mails go in as they are; STR_NONE is NULL. */
static void bind_str(sqlite3_stmt *q, int at, struct str text)
{
	if (str_is_none(text))
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_text64(q, at, text.n ? text.p : "", text.n,
				    SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_blob(sqlite3_stmt *q, int at, struct str bytes)
{
	if (str_is_none(bytes))
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_blob64(q, at, bytes.n ? bytes.p : "", bytes.n,
				    SQLITE_STATIC);
}

static void bind_time(sqlite3_stmt *q, int at, int64_t t)
{
	if (t == TIME_NONE)
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_int64(q, at, t);
}

static struct str column(sqlite3_stmt *q, int at, struct arena *a)
{
	const char *p = sqlite3_column_blob(q, at);
	int n = sqlite3_column_bytes(q, at);

	if (sqlite3_column_type(q, at) == SQLITE_NULL)
		return STR_NONE;
	return str_dup(a, str_make(p ? p : "", (size_t)n));
}

/* Runs a statement that yields no rows. */
static int run(struct store *s, sqlite3_stmt *q, const char *what,
	       struct err *err)
{
	if (!q || sqlite3_step(q) != SQLITE_DONE)
		return fail(s, err, what);
	return 0;
}

/* --- steps -------------------------------------------------------------- */

/* For tests that stop the program at every point where it may die. */
static void count_step(struct store *s)
{
	if (s->step_limit && ++s->steps == s->step_limit)
		raise(SIGKILL);
}

/* A rehearsal is one transaction that never ends well; its steps lie inside. */
static int begin(struct store *s, struct err *err)
{
	return exec(s, s->mode == STORE_REHEARSE ? "SAVEPOINT step" :
						   "BEGIN IMMEDIATE",
		    "beginning a step", err);
}

static void undo(struct store *s)
{
	sqlite3_exec(s->db, s->mode == STORE_REHEARSE ?
			    "ROLLBACK TO step; RELEASE step" : "ROLLBACK",
		     NULL, NULL, NULL);
}

/* Ends a step; what failed before (@rc < 0) leaves no trace. */
static int finish(struct store *s, int rc, struct err *err)
{
	if (rc < 0) {
		undo(s);
		return rc;
	}
	count_step(s);
	rc = exec(s, s->mode == STORE_REHEARSE ? "RELEASE step" : "COMMIT",
		  "ending a step", err);
	if (rc < 0)
		undo(s);
	count_step(s);
	return rc;
}

static int put_mark(struct store *s, struct str source, struct str mark,
		    struct err *err)
{
	sqlite3_stmt *q __free(stmt) = NULL;

	if (str_is_none(mark))
		return 0;
	q = prepare(s, "INSERT INTO mark VALUES (?, ?)"
		       " ON CONFLICT (source) DO UPDATE SET mark = excluded.mark");
	if (!q)
		return fail(s, err, "storing a mark");
	bind_str(q, 1, source);
	bind_blob(q, 2, mark);
	return run(s, q, "storing a mark", err);
}

static int put_message(struct store *s, const struct stored_message *m,
		       struct err *err)
{
	sqlite3_stmt *q __free(stmt) = prepare(s,
		"INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (message_id) DO UPDATE SET class = excluded.class,"
		" outcome = excluded.outcome, why = excluded.why,"
		" case_key = excluded.case_key, handled = excluded.handled,"
		" raw = coalesce(excluded.raw, raw)");

	if (!q)
		return fail(s, err, "storing a message");
	bind_blob(q, 1, m->message_id);
	bind_str(q, 2, m->source);
	bind_str(q, 3, m->origin);
	bind_str(q, 4, m->subject);
	bind_str(q, 5, m->sender);
	bind_str(q, 6, m->class);
	bind_str(q, 7, m->outcome);
	bind_str(q, 8, m->why);
	bind_str(q, 9, m->case_key);
	bind_time(q, 10, m->date);
	sqlite3_bind_int64(q, 11, clock_now(&s->clock));
	bind_blob(q, 12, m->raw);
	return run(s, q, "storing a message", err);
}

static int put_draft(struct store *s, struct stored_draft *d, struct err *err)
{
	sqlite3_stmt *q __free(stmt) = prepare(s,
		"INSERT INTO draft (status, held, situation, message_id,"
		" report_id, subject, to_list, cc_list, culprit, verdict,"
		" bytes, patch, created)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	if (!q)
		return fail(s, err, "storing a draft");
	sqlite3_bind_int(q, 1, d->status);
	sqlite3_bind_int(q, 2, d->held);
	bind_str(q, 3, d->situation);
	bind_blob(q, 4, d->message_id);
	bind_blob(q, 5, d->report_id);
	bind_str(q, 6, d->subject);
	bind_str(q, 7, d->to);
	bind_str(q, 8, d->cc);
	bind_str(q, 9, d->culprit);
	bind_str(q, 10, d->verdict);
	bind_blob(q, 11, d->bytes);
	bind_blob(q, 12, d->patch);
	sqlite3_bind_int64(q, 13, clock_now(&s->clock));
	if (run(s, q, "storing a draft", err) < 0)
		return err->code;
	d->id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int store_handled(struct store *s, const struct stored_message *m,
		  struct stored_draft *draft, struct str mark, struct err *err)
{
	int rc = begin(s, err);

	if (rc < 0)
		return rc;
	rc = put_message(s, m, err);
	if (rc == 0 && draft)
		rc = put_draft(s, draft, err);
	if (rc == 0)
		rc = put_mark(s, m->source, mark, err);
	return finish(s, rc, err);
}

int store_skip(struct store *s, struct str source, struct str mark,
	       struct err *err)
{
	int rc = begin(s, err);

	if (rc < 0)
		return rc;
	return finish(s, put_mark(s, source, mark, err), err);
}

int store_filed(struct store *s, int64_t draft, struct err *err)
{
	sqlite3_stmt *q __free(stmt) = NULL;
	int rc = begin(s, err);

	if (rc < 0)
		return rc;
	q = prepare(s, "UPDATE draft SET filed = 1 WHERE id = ?");
	if (q)
		sqlite3_bind_int64(q, 1, draft);
	return finish(s, run(s, q, "marking a draft as filed", err), err);
}

/* --- questions ---------------------------------------------------------- */

int store_seen(struct store *s, struct str message_id, struct err *err)
{
	sqlite3_stmt *q __free(stmt) =
		prepare(s, "SELECT 1 FROM message WHERE message_id = ?");
	int rc;

	if (!q)
		return fail(s, err, "looking for a message");
	bind_blob(q, 1, message_id);
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(s, err, "looking for a message");
	return rc == SQLITE_ROW;
}

int store_case_draft(struct store *s, struct str case_key, int64_t *draft,
		     struct err *err)
{
	sqlite3_stmt *q __free(stmt) = NULL;
	int rc;

	*draft = 0;
	if (str_is_none(case_key))
		return 0;
	q = prepare(s, "SELECT draft.id FROM message JOIN draft"
		       " ON draft.report_id = message.message_id"
		       " WHERE case_key = ? AND status <> ?"
		       " ORDER BY draft.id LIMIT 1");
	if (!q)
		return fail(s, err, "looking for a case");
	bind_str(q, 1, case_key);
	sqlite3_bind_int(q, 2, DRAFT_DROPPED);
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(s, err, "looking for a case");
	if (rc == SQLITE_ROW)
		*draft = sqlite3_column_int64(q, 0);
	return 0;
}

int store_mark(struct store *s, struct arena *a, struct str source,
	       struct str *mark, struct err *err)
{
	sqlite3_stmt *q __free(stmt) =
		prepare(s, "SELECT mark FROM mark WHERE source = ?");
	int rc;

	*mark = STR_NONE;
	if (!q)
		return fail(s, err, "looking for a mark");
	bind_str(q, 1, source);
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		*mark = column(q, 0, a);
	else if (rc != SQLITE_DONE)
		return fail(s, err, "looking for a mark");
	return 0;
}

#define DRAFT_COLUMNS	"id, status, held, situation, message_id, report_id," \
			" subject, to_list, cc_list, culprit, verdict, created"

static void read_draft(struct stored_draft *d, sqlite3_stmt *q,
		       struct arena *a)
{
	*d = (struct stored_draft){
		.id = sqlite3_column_int64(q, 0),
		.status = (enum draft_status)sqlite3_column_int(q, 1),
		.held = sqlite3_column_int(q, 2),
		.situation = column(q, 3, a),
		.message_id = column(q, 4, a),
		.report_id = column(q, 5, a),
		.subject = column(q, 6, a),
		.to = column(q, 7, a),
		.cc = column(q, 8, a),
		.culprit = column(q, 9, a),
		.verdict = column(q, 10, a),
		.created = sqlite3_column_int64(q, 11),
		.bytes = STR_NONE,
		.patch = STR_NONE,
	};
}

static void read_whole(struct stored_draft *d, sqlite3_stmt *q,
		       struct arena *a)
{
	read_draft(d, q, a);
	d->bytes = column(q, 12, a);
	d->patch = column(q, 13, a);
}

static int read_list(struct store *s, struct arena *a, const char *sql,
		     void (*read)(struct stored_draft *, sqlite3_stmt *,
				  struct arena *),
		     struct stored_draft_list *out, struct err *err)
{
	sqlite3_stmt *q __free(stmt) = prepare(s, sql);
	int rc;

	if (!q)
		return fail(s, err, "reading the queue");
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		read(list_add(a, out), q, a);
	return rc == SQLITE_DONE ? 0 : fail(s, err, "reading the queue");
}

int store_drafts(struct store *s, struct arena *a,
		 struct stored_draft_list *out, struct err *err)
{
	return read_list(s, a, "SELECT " DRAFT_COLUMNS
			 " FROM draft ORDER BY id", read_draft, out, err);
}

int store_unfiled(struct store *s, struct arena *a,
		  struct stored_draft_list *out, struct err *err)
{
	return read_list(s, a, "SELECT " DRAFT_COLUMNS ", bytes, patch"
			 " FROM draft WHERE filed = 0 ORDER BY id",
			 read_whole, out, err);
}

int store_draft(struct store *s, struct arena *a, int64_t id,
		struct stored_draft *out, struct err *err)
{
	sqlite3_stmt *q __free(stmt) =
		prepare(s, "SELECT " DRAFT_COLUMNS ", bytes, patch"
			   " FROM draft WHERE id = ?");
	int rc;

	if (!q)
		return fail(s, err, "reading a draft");
	sqlite3_bind_int64(q, 1, id);
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 : fail(s, err, "reading a draft");
	read_whole(out, q, a);
	return 1;
}

int store_message(struct store *s, struct arena *a, struct str message_id,
		  struct stored_message *out, struct err *err)
{
	sqlite3_stmt *q __free(stmt) =
		prepare(s, "SELECT message_id, source, origin, subject, sender,"
			   " class, outcome, why, case_key, raw, handled, date"
			   " FROM message WHERE message_id = ?");
	int rc;

	if (!q)
		return fail(s, err, "reading a message");
	bind_blob(q, 1, message_id);
	rc = sqlite3_step(q);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 :
					   fail(s, err, "reading a message");
	*out = (struct stored_message){
		.message_id = column(q, 0, a),
		.source = column(q, 1, a),
		.origin = column(q, 2, a),
		.subject = column(q, 3, a),
		.sender = column(q, 4, a),
		.class = column(q, 5, a),
		.outcome = column(q, 6, a),
		.why = column(q, 7, a),
		.case_key = column(q, 8, a),
		.raw = column(q, 9, a),
		.handled = sqlite3_column_int64(q, 10),
		.date = sqlite3_column_type(q, 11) == SQLITE_NULL ?
				TIME_NONE : sqlite3_column_int64(q, 11),
	};
	return 1;
}

const char *draft_status_name(enum draft_status status)
{
	static const char *const names[] = { "review", "approved", "sent",
					     "dropped" };

	return names[status];
}
