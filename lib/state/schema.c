// SPDX-License-Identifier: GPL-2.0-only
#include "state/schema.h"

#include "state/store_db.h"

/* steps[n] leads from version n to n + 1 (PRAGMA user_version). */
static const char *const steps[] = {
	/* 0 -> 1 */
	"CREATE TABLE mark ("
	"	source TEXT PRIMARY KEY,"
	"	mark BLOB NOT NULL"
	") WITHOUT ROWID;"
	"CREATE TABLE message ("
	"	message_id BLOB PRIMARY KEY,"
	"	source TEXT NOT NULL,"
	"	origin TEXT NOT NULL,"
	"	subject TEXT,"
	"	sender TEXT,"
	"	class TEXT NOT NULL,"
	"	outcome TEXT NOT NULL,"
	"	why TEXT,"
	"	case_key TEXT,"
	"	date INTEGER,"
	"	handled INTEGER NOT NULL,"
	"	raw BLOB"
	");"
	"CREATE INDEX message_case ON message (case_key)"
	"	WHERE case_key IS NOT NULL;"
	"CREATE TABLE draft ("
	"	id INTEGER PRIMARY KEY AUTOINCREMENT,"
	"	status INTEGER NOT NULL,"
	"	held INTEGER NOT NULL,"
	"	filed INTEGER NOT NULL DEFAULT 0,"
	"	situation TEXT NOT NULL,"
	"	message_id BLOB NOT NULL UNIQUE,"
	"	report_id BLOB NOT NULL REFERENCES message (message_id),"
	"	subject TEXT NOT NULL,"
	"	to_list TEXT NOT NULL,"
	"	cc_list TEXT NOT NULL,"
	"	culprit TEXT,"
	"	verdict TEXT NOT NULL,"
	"	bytes BLOB NOT NULL,"
	"	patch BLOB,"
	"	created INTEGER NOT NULL"
	");"
	"CREATE INDEX draft_report ON draft (report_id);"
	"CREATE INDEX draft_unfiled ON draft (id) WHERE filed = 0;",
	/* 1 -> 2 */
	"CREATE TABLE pace ("
	"	source TEXT PRIMARY KEY,"
	"	polled INTEGER NOT NULL,"
	"	rest_until INTEGER,"
	"	failures INTEGER NOT NULL,"
	"	why TEXT"
	") WITHOUT ROWID;"
	"ALTER TABLE draft ADD COLUMN why TEXT;",
	/* 2 -> 3: threads, and reports that wait to be worked on */
	"ALTER TABLE message ADD COLUMN root BLOB;"
	"ALTER TABLE message ADD COLUMN parent BLOB;"
	"CREATE INDEX message_root ON message (root) WHERE raw IS NOT NULL;"
	"CREATE INDEX message_parent ON message (parent) WHERE raw IS NOT NULL;"
	"CREATE INDEX message_waiting ON message (handled)"
	"	WHERE outcome = 'waiting';",
};

static int version_of(sqlite3 *db)
{
	sqlite3_stmt *q = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &q, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		version = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	return version;
}

/* From @version to the next one, unless another program was faster. */
static int take_step(struct store *s, int version, struct err *err)
{
	char set[64], what[64];
	int rc;

	snprintf(set, sizeof(set), "PRAGMA user_version = %d", version + 1);
	snprintf(what, sizeof(what), "bringing it to version %d", version + 1);
	rc = db_exec(s, "BEGIN IMMEDIATE", what, err);
	if (rc < 0)
		return rc;
	if (version_of(s->db) == version) {
		rc = db_exec(s, steps[version], what, err);
		if (rc == 0)
			rc = db_exec(s, set, what, err);
	}
	if (rc == 0)
		rc = db_exec(s, "COMMIT", what, err);
	if (rc < 0)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

int schema_migrate(struct store *s, struct err *err)
{
	int version;

	while ((version = version_of(s->db)) < (int)ARRAY_SIZE(steps)) {
		if (version < 0)
			return db_fail(s, err, "reading its version");
		if (take_step(s, version, err) < 0)
			return err->code;
	}
	if (version > (int)ARRAY_SIZE(steps))
		return err_set(err, ERR_CONF,
			       "%s: written by a later regbot (version %d, this one knows %zu; install that one)",
			       s->path, version, ARRAY_SIZE(steps));
	return 0;
}
