// SPDX-License-Identifier: GPL-2.0-only
/* Messages that were handled, and how far their sources were read. */
#include "state/store_db.h"

int store_read_to(struct store *s, struct str source, struct str mark,
		  struct err *err)
{
	sqlite3_stmt *q __free(statement) = NULL;

	if (str_is_none(mark))
		return 0;
	q = db_statement(s, "INSERT INTO mark VALUES (?, ?)"
			    " ON CONFLICT (source) DO UPDATE"
			    " SET mark = excluded.mark");
	if (q) {
		db_bind_text(q, 1, source);
		db_bind_blob(q, 2, mark);
	}
	return db_run(s, q, "storing a mark", err);
}

int store_mark(struct store *s, struct arena *a, struct str source,
	       struct str *mark, struct err *err)
{
	sqlite3_stmt *q __free(statement) =
		db_statement(s, "SELECT mark FROM mark WHERE source = ?");
	int rc;

	*mark = STR_NONE;
	if (q)
		db_bind_text(q, 1, source);
	rc = db_row(s, q, "looking for a mark", err);
	if (rc > 0)
		*mark = db_text(q, 0, a);
	return rc < 0 ? rc : 0;
}

static int put_message(struct store *s, const struct stored_message *m,
		       struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"INSERT INTO message (message_id, source, origin, subject,"
		" sender, class, outcome, why, case_key, date, handled, raw,"
		" root, parent)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (message_id) DO UPDATE SET class = excluded.class,"
		" outcome = excluded.outcome, why = excluded.why,"
		" case_key = excluded.case_key, handled = excluded.handled,"
		" raw = coalesce(excluded.raw, raw)");

	if (q) {
		db_bind_blob(q, 1, m->message_id);
		db_bind_text(q, 2, m->source);
		db_bind_text(q, 3, m->origin);
		db_bind_text(q, 4, m->subject);
		db_bind_text(q, 5, m->sender);
		db_bind_text(q, 6, m->class);
		db_bind_text(q, 7, m->outcome);
		db_bind_text(q, 8, m->why);
		db_bind_text(q, 9, m->case_key);
		db_bind_time(q, 10, m->date);
		db_bind_time(q, 11, clock_now(&s->clock));
		db_bind_blob(q, 12, m->raw);
		db_bind_blob(q, 13, m->root);
		db_bind_blob(q, 14, m->parent);
	}
	return db_run(s, q, "storing a message", err);
}

int store_handled(struct store *s, const struct stored_message *m,
		  struct stored_draft *draft, struct err *err)
{
	db_kill_point(s);
	if (put_message(s, m, err) < 0)
		return err->code;
	return draft ? queue_put(s, draft, err) : 0;
}

/* What came of it is held; what waits is not worked on any more. */
static int set_removed(struct store *s, const struct stored_message *m,
		   struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"UPDATE message SET why = ?,"
		" outcome = CASE outcome WHEN ? THEN ? ELSE outcome END"
		" WHERE message_id = ?");

	if (q) {
		db_bind_text(q, 1, m->why);
		db_bind_text(q, 2, STORE_WAITING);
		db_bind_text(q, 3, m->outcome);
		db_bind_blob(q, 4, m->message_id);
	}
	return db_run(s, q, "storing a message", err);
}

int store_removed(struct store *s, const struct stored_message *m,
		  int64_t *draft, struct err *err)
{
	int seen = store_seen(s, m->message_id, err);

	*draft = 0;
	if (seen < 0)
		return seen;
	if (!seen)
		return store_handled(s, m, NULL, err);
	if (queue_hold(s, m->message_id, m->why, draft, err) < 0)
		return err->code;
	return set_removed(s, m, err);
}

int store_seen(struct store *s, struct str message_id, struct err *err)
{
	sqlite3_stmt *q __free(statement) =
		db_statement(s, "SELECT 1 FROM message WHERE message_id = ?");

	if (q)
		db_bind_blob(q, 1, message_id);
	return db_row(s, q, "looking for a message", err);
}

#define MESSAGE_COLUMNS	"message_id, source, origin, subject, sender, class," \
			" outcome, why, case_key, raw, handled, date, root,"  \
			" parent"

static void read_message(struct stored_message *m, sqlite3_stmt *q,
			 struct arena *a)
{
	*m = (struct stored_message){
		.message_id = db_text(q, 0, a),
		.source = db_text(q, 1, a),
		.origin = db_text(q, 2, a),
		.subject = db_text(q, 3, a),
		.sender = db_text(q, 4, a),
		.class = db_text(q, 5, a),
		.outcome = db_text(q, 6, a),
		.why = db_text(q, 7, a),
		.case_key = db_text(q, 8, a),
		.raw = db_text(q, 9, a),
		.handled = db_time(q, 10),
		.date = db_time(q, 11),
		.root = db_text(q, 12, a),
		.parent = db_text(q, 13, a),
	};
}

int store_message(struct store *s, struct arena *a, struct str message_id,
		  struct stored_message *out, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"SELECT " MESSAGE_COLUMNS " FROM message WHERE message_id = ?");
	int rc;

	if (q)
		db_bind_blob(q, 1, message_id);
	rc = db_row(s, q, "reading a message", err);
	if (rc > 0)
		read_message(out, q, a);
	return rc;
}

int store_waiting(struct store *s, struct arena *a, struct str_list *ids,
		  struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"SELECT message_id FROM message WHERE outcome = 'waiting'"
		" ORDER BY handled, rowid");
	int rc;

	while ((rc = db_row(s, q, "reading what waits", err)) > 0)
		*list_add(a, ids) = db_text(q, 0, a);
	return rc;
}

int store_keeps(struct store *s, struct str root, struct str parent,
		struct err *err)
{
	sqlite3_stmt *q __free(statement) = NULL;

	if (str_is_none(root) && str_is_none(parent))
		return 0;
	q = db_statement(s, "SELECT 1 FROM message WHERE message_id IN (?, ?)"
			    " AND raw IS NOT NULL");
	if (q) {
		db_bind_blob(q, 1, root);
		db_bind_blob(q, 2, parent);
	}
	return db_row(s, q, "looking for a thread", err);
}

int store_thread(struct store *s, struct arena *a,
		 const struct stored_message *m,
		 struct stored_message_list *out, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		/* each part by its own index */
		"SELECT " MESSAGE_COLUMNS " FROM message WHERE rowid IN ("
		" SELECT rowid FROM message WHERE message_id IN (?2, ?3)"
		"  AND raw IS NOT NULL UNION"
		" SELECT rowid FROM message WHERE root IN (?1, ?2)"
		"  AND raw IS NOT NULL UNION"
		" SELECT rowid FROM message WHERE parent = ?1"
		"  AND raw IS NOT NULL)"
		" AND message_id <> ?1 ORDER BY date LIMIT 500");
	int rc;

	if (q) {
		db_bind_blob(q, 1, m->message_id);
		db_bind_blob(q, 2, m->root);
		db_bind_blob(q, 3, m->parent);
	}
	while ((rc = db_row(s, q, "reading a thread", err)) > 0)
		read_message(list_add(a, out), q, a);
	return rc;
}
