// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_index.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/commit_db.h"

/* "rgbc"; and the version of the tables: another one is built again. */
#define APPLICATION_ID	0x72676263
#define VERSION		2
#define TEXT(x)		TEXT_(x)
#define TEXT_(x)	#x

/* How long a process waits for another one that builds the same index. */
#define BUSY_MS		2000

/* The indexes of these tables are made after the first bulk of rows. */
static const char schema[] =
	"BEGIN IMMEDIATE;"
	"CREATE TABLE entry ("
	"	n INTEGER PRIMARY KEY,"
	"	id BLOB NOT NULL,"
	"	time INTEGER NOT NULL,"
	"	title TEXT NOT NULL,"
	"	author TEXT NOT NULL,"
	"	merge INTEGER NOT NULL,"
	"	hash INTEGER NOT NULL"
	");"
	"CREATE TABLE ref ("
	"	n INTEGER NOT NULL,"
	"	kind INTEGER NOT NULL,"
	"	key INTEGER,"
	"	hex TEXT,"
	"	about INTEGER"
	");"
	"CREATE TABLE graph (part INTEGER PRIMARY KEY, words BLOB NOT NULL);"
	"PRAGMA application_id = " TEXT(APPLICATION_ID) ";"
	"PRAGMA user_version = " TEXT(VERSION) ";"
	"COMMIT";

static sqlite3_int64 pragma(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q = NULL;
	sqlite3_int64 value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		value = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return value;
}

/* Of our kind and version, and readable as far as a look can tell. */
static bool is_whole(struct commit_index *index)
{
	return pragma(index->db, "PRAGMA application_id") == APPLICATION_ID &&
	       pragma(index->db, "PRAGMA user_version") == VERSION &&
	       pragma(index->db, "SELECT count(*) FROM (SELECT n FROM entry LIMIT 1)") >= 0 &&
	       commit_db_graph(index);
}

static bool is_empty(struct commit_index *index)
{
	return pragma(index->db, "SELECT count(*) FROM sqlite_master") == 0;
}

static void close_db(struct commit_index *index)
{
	for (size_t i = 0; i < QUERY_NR; i++) {
		sqlite3_finalize(index->queries[i]);
		index->queries[i] = NULL;
	}
	commit_graph_release(&index->graph);
	index->graph_row = 0;
	sqlite3_close(index->db);
	index->db = NULL;
}

static bool open_db(struct commit_index *index, const char *path, int flags)
{
	if (sqlite3_open_v2(path, &index->db, flags, NULL) != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(index->db, BUSY_MS);
	return true;
}

static bool open_memory(struct commit_index *index)
{
	free(index->path);
	index->path = NULL;
	return open_db(index, ":memory:",
		       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
	       commit_db_exec(index, schema);
}

/*
 * A crash of the machine may lose the last update, which is then made again;
 * it cannot damage the file.
 */
static bool open_file(struct commit_index *index)
{
	static const char settings[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
		"PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY";

	return open_db(index, index->path,
		       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
	       sqlite3_db_readonly(index->db, "main") == 0 &&
	       commit_db_exec(index, settings) &&
	       (!is_empty(index) || commit_db_exec(index, schema)) &&
	       is_whole(index);
}

/* A file of somebody else: no lock can be taken where nothing may be written. */
static bool open_read_only(struct commit_index *index)
{
	char uri[PATH_MAX + 40];

	if (access(index->path, R_OK) || strpbrk(index->path, "?#%"))
		return false;
	if (open_db(index, index->path, SQLITE_OPEN_READONLY) &&
	    is_whole(index))
		return true;
	close_db(index);
	snprintf(uri, sizeof(uri), "file:%s?immutable=1", index->path);
	return open_db(index, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) &&
	       is_whole(index);
}

static void remove_file(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char name[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		unlink(name);
	}
}

static bool writable(const char *path)
{
	char dir[PATH_MAX];
	char *slash;

	if (!access(path, F_OK))
		return !access(path, W_OK);
	snprintf(dir, sizeof(dir), "%s", path);
	slash = strrchr(dir, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return !access(dir, W_OK | X_OK);
}

static bool open_somehow(struct commit_index *index)
{
	if (!index->path)
		return open_memory(index);
	if (writable(index->path)) {
		bool was_there = !access(index->path, F_OK);

		if (open_file(index))
			return true;
		if (sqlite3_errcode(index->db) == SQLITE_BUSY) {
			snprintf(index->note, sizeof(index->note),
				 "%s: another process builds this index; working without the file",
				 index->path);
			close_db(index);
			return open_memory(index);
		}
		close_db(index);
		remove_file(index->path);
		if (was_there)
			snprintf(index->note, sizeof(index->note),
				 "%s: was damaged or of another version, built again",
				 index->path);
		if (open_file(index))
			return true;
		close_db(index);
	} else if (open_read_only(index)) {
		index->read_only = true;
		snprintf(index->note, sizeof(index->note),
			 "%s: cannot be written, used as it is (chmod or chown it)",
			 index->path);
		return true;
	}
	close_db(index);
	snprintf(index->note, sizeof(index->note),
		 "%s: cannot be written, so the index is built in memory each time (chmod or chown the directory)",
		 index->path);
	return open_memory(index);
}

/* <dir>/<hash of the repository's real path>.commits; NULL: none can be. */
static char *file_name(const struct tree *t, const char *dir)
{
	char real[PATH_MAX], path[PATH_MAX];
	int n;

	if (!realpath(git_repository_commondir(t->repo), real))
		return NULL;
	n = snprintf(path, sizeof(path) - 8, "%s/%016llx.commits", dir,
		     (unsigned long long)str_hash(str_from(real)));
	if (n < 0 || (size_t)n >= sizeof(path) - 8)
		return NULL;
	return strdup(path);
}

static int make_dir(const char *dir)
{
	char path[PATH_MAX];
	size_t n = strlen(dir);

	if (n >= sizeof(path))
		return -1;
	memcpy(path, dir, n + 1);
	for (char *c = path + 1; n && c <= path + n; c++) {
		if (*c && *c != '/')
			continue;
		*c = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return -1;
		*c = c == path + n ? '\0' : '/';
	}
	return 0;
}

int commit_index_open(struct tree *t, const char *dir, struct err *err)
{
	struct commit_index *index = mem_alloc(sizeof(*index));

	*index = (struct commit_index){ 0 };
	if (dir) {
		make_dir(dir);	/* a failure shows when the file is opened */
		index->path = file_name(t, dir);
	}
	if (!open_somehow(index)) {
		commit_db_err(index, err);
		commit_index_close(index);
		return err->code;
	}
	commit_index_close(t->index);
	t->index = index;
	return 0;
}

void commit_index_close(struct commit_index *index)
{
	if (!index)
		return;
	close_db(index);
	free(index->path);
	free(index);
}

const char *commit_index_note(const struct commit_index *index)
{
	return *index->note ? index->note : NULL;
}
