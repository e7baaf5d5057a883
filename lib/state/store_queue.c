// SPDX-License-Identifier: GPL-2.0-only
/* The queue of drafts. */
#include "state/store_db.h"

int queue_put(struct store *s, struct stored_draft *d, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"INSERT INTO draft (status, held, situation, message_id,"
		" report_id, subject, to_list, cc_list, culprit, verdict,"
		" bytes, patch, created, why)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	if (q) {
		sqlite3_bind_int(q, 1, d->status);
		sqlite3_bind_int(q, 2, d->held);
		db_bind_text(q, 3, d->situation);
		db_bind_blob(q, 4, d->message_id);
		db_bind_blob(q, 5, d->report_id);
		db_bind_text(q, 6, d->subject);
		db_bind_text(q, 7, d->to);
		db_bind_text(q, 8, d->cc);
		db_bind_text(q, 9, d->culprit);
		db_bind_text(q, 10, d->verdict);
		db_bind_blob(q, 11, d->bytes);
		db_bind_blob(q, 12, d->patch);
		db_bind_time(q, 13, clock_now(&s->clock));
		db_bind_text(q, 14, d->why);
	}
	if (db_run(s, q, "storing a draft", err) < 0)
		return err->code;
	d->id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int queue_hold(struct store *s, struct str report_id, struct str why,
	       int64_t *draft, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"UPDATE draft SET held = 1, status = ?, why = ?"
		" WHERE report_id = ? AND status IN (?, ?) AND why IS NOT ?"
		" RETURNING id");
	int rc;

	*draft = 0;
	if (q) {
		sqlite3_bind_int(q, 1, DRAFT_REVIEW);
		db_bind_text(q, 2, why);
		db_bind_blob(q, 3, report_id);
		sqlite3_bind_int(q, 4, DRAFT_REVIEW);
		sqlite3_bind_int(q, 5, DRAFT_APPROVED);
		db_bind_text(q, 6, why);
	}
	while ((rc = db_row(s, q, "holding a draft", err)) > 0)
		*draft = sqlite3_column_int64(q, 0);
	return rc;
}

int store_filed(struct store *s, int64_t draft, struct err *err)
{
	sqlite3_stmt *q __free(statement) =
		db_statement(s, "UPDATE draft SET filed = 1 WHERE id = ?");
	int rc = store_begin(s, err);

	if (rc < 0)
		return rc;
	if (q)
		sqlite3_bind_int64(q, 1, draft);
	return store_end(s, db_run(s, q, "marking a draft as filed", err),
			 err);
}

int store_case_draft(struct store *s, struct str case_key, int64_t *draft,
		     struct err *err)
{
	sqlite3_stmt *q __free(statement) = NULL;
	int rc;

	*draft = 0;
	if (str_is_none(case_key))
		return 0;
	q = db_statement(s, "SELECT draft.id FROM message JOIN draft"
			    " ON draft.report_id = message.message_id"
			    " WHERE case_key = ? AND status <> ?"
			    " ORDER BY draft.id LIMIT 1");
	if (q) {
		db_bind_text(q, 1, case_key);
		sqlite3_bind_int(q, 2, DRAFT_DROPPED);
	}
	rc = db_row(s, q, "looking for a case", err);
	if (rc > 0)
		*draft = sqlite3_column_int64(q, 0);
	return rc < 0 ? rc : 0;
}

/* --- reading ------------------------------------------------------------ */

#define DRAFT_COLUMNS	"id, status, held, situation, message_id, report_id," \
			" subject, to_list, cc_list, culprit, verdict," \
			" created, why"

static void read_draft(struct stored_draft *d, sqlite3_stmt *q,
		       struct arena *a)
{
	*d = (struct stored_draft){
		.id = sqlite3_column_int64(q, 0),
		.status = (enum draft_status)sqlite3_column_int(q, 1),
		.held = sqlite3_column_int(q, 2),
		.situation = db_text(q, 3, a),
		.message_id = db_text(q, 4, a),
		.report_id = db_text(q, 5, a),
		.subject = db_text(q, 6, a),
		.to = db_text(q, 7, a),
		.cc = db_text(q, 8, a),
		.culprit = db_text(q, 9, a),
		.verdict = db_text(q, 10, a),
		.created = db_time(q, 11),
		.why = db_text(q, 12, a),
		.bytes = STR_NONE,
		.patch = STR_NONE,
	};
}

static void read_whole(struct stored_draft *d, sqlite3_stmt *q,
		       struct arena *a)
{
	read_draft(d, q, a);
	d->bytes = db_text(q, 13, a);
	d->patch = db_text(q, 14, a);
}

static int read_list(struct store *s, struct arena *a, const char *sql,
		     void (*read)(struct stored_draft *, sqlite3_stmt *,
				  struct arena *),
		     struct stored_draft_list *out, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s, sql);
	int rc;

	while ((rc = db_row(s, q, "reading the queue", err)) > 0)
		read(list_add(a, out), q, a);
	return rc;
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
	sqlite3_stmt *q __free(statement) =
		db_statement(s, "SELECT " DRAFT_COLUMNS ", bytes, patch"
				" FROM draft WHERE id = ?");
	int rc;

	if (q)
		sqlite3_bind_int64(q, 1, id);
	rc = db_row(s, q, "reading a draft", err);
	if (rc > 0)
		read_whole(out, q, a);
	return rc;
}

const char *draft_status_name(enum draft_status status)
{
	static const char *const names[] = { "review", "approved", "sent",
					     "dropped" };

	return names[status];
}
