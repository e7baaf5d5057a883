// SPDX-License-Identifier: GPL-2.0-only
/* How often sources were asked, and how it went. */
#include "state/store_db.h"

int store_pace(struct store *s, struct arena *a, struct str source,
	       struct source_pace *out, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"SELECT polled, rest_until, failures, why FROM pace"
		" WHERE source = ?");
	int rc;

	*out = (struct source_pace){
		.polled = TIME_NONE, .rest_until = TIME_NONE, .why = STR_NONE,
	};
	if (q)
		db_bind_text(q, 1, source);
	rc = db_row(s, q, "looking for the pace of a source", err);
	if (rc > 0)
		*out = (struct source_pace){
			.polled = db_time(q, 0),
			.rest_until = db_time(q, 1),
			.failures = sqlite3_column_int64(q, 2),
			.why = db_text(q, 3, a),
		};
	return rc < 0 ? rc : 0;
}

int store_paced(struct store *s, struct str source,
		const struct source_pace *pace, struct err *err)
{
	sqlite3_stmt *q __free(statement) = db_statement(s,
		"INSERT OR REPLACE INTO pace VALUES (?, ?, ?, ?, ?)");
	int rc = store_begin(s, err);

	if (rc < 0)
		return rc;
	if (q) {
		db_bind_text(q, 1, source);
		db_bind_time(q, 2, pace->polled);
		db_bind_time(q, 3, pace->rest_until);
		sqlite3_bind_int64(q, 4, pace->failures);
		db_bind_text(q, 5, pace->why);
	}
	return store_end(s, db_run(s, q, "storing the pace of a source", err),
			 err);
}
