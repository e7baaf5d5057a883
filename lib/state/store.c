// SPDX-License-Identifier: GPL-2.0-only
/* Opening the state, and steps: what happens whole or not at all. */
#include "state/store.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "state/schema.h"
#include "state/store_db.h"

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
		return db_fail(s, err, "opening");
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, 5000);
	return 0;
}

/*
 * A rehearsal works on a copy that is gone when it is closed: holding the
 * state's lock to the end would stop the polls that work meanwhile.
 */
static int copy_db(struct store *s, struct err *err)
{
	struct store from = { .path = s->path };
	sqlite3_backup *backup;
	int rc = open_db(&from, s->path, 0, err);

	if (rc == 0)
		rc = open_db(s, "", SQLITE_OPEN_CREATE, err);
	if (rc == 0) {
		backup = sqlite3_backup_init(s->db, "main", from.db, "main");
		if (backup)
			sqlite3_backup_step(backup, -1);
		if (!backup || sqlite3_backup_finish(backup) != SQLITE_OK)
			rc = db_fail(s, err, "copying");
	}
	sqlite3_close(from.db);
	return rc;
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
		return copy_db(s, err);
	}
	return open_db(s, s->path, 0, err);
}

int store_open(struct store **out, const char *dir, const struct clock *clock,
	       uint64_t step_limit, enum store_mode mode, struct err *err)
{
	struct store *s __free(store) = store_new(dir);

	s->clock = *clock;
	s->step_limit = step_limit;
	/*
	 * In WAL mode with synchronous=NORMAL a kill loses nothing; only a
	 * power cut may take back the last steps, which are then done again.
	 */
	if (open_file(s, dir, mode, err) < 0 ||
	    db_exec(s, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
		       "PRAGMA foreign_keys=ON", "opening", err) < 0 ||
	    schema_migrate(s, err) < 0)
		return err->code;
	*out = s;
	s = NULL;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr_statements; i++)
		sqlite3_finalize(s->statements[i].q);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

/* --- steps -------------------------------------------------------------- */

int store_begin(struct store *s, struct err *err)
{
	return db_exec(s, "BEGIN IMMEDIATE", "beginning a step", err);
}

int store_end(struct store *s, int rc, struct err *err)
{
	if (rc == 0) {
		db_kill_point(s);
		rc = db_exec(s, "COMMIT", "ending a step", err);
	}
	if (rc < 0)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	else
		db_kill_point(s);
	return rc;
}
