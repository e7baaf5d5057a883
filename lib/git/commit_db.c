// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_db.h"

#define ROW	"n, id, time, title, author, merge"

/*
 * Titles and Message-IDs are found by a 64-bit hash, which makes the indexes
 * small and quick to build; texts are compared afterwards.
 */
static const char *const queries[QUERY_NR] = {
	[QUERY_NUMBER] = "SELECT n FROM entry WHERE id = ?1",
	[QUERY_PREFIX] = "SELECT " ROW ", NULL FROM entry"
		" WHERE id >= ?1 AND id <= ?2 ORDER BY id LIMIT 32",
	[QUERY_TITLE] = "SELECT " ROW ", NULL FROM entry"
		" WHERE hash = ?1 ORDER BY time DESC LIMIT 256",
	[QUERY_REF_ID] = "SELECT " ROW ", hex FROM ref JOIN entry USING (n)"
		" WHERE kind = ?1 AND key = ?2 ORDER BY time LIMIT 4096",
	[QUERY_REF_TITLE] = "SELECT " ROW ", hex FROM ref JOIN entry USING (n)"
		" WHERE kind = ?1 AND about = ?2 ORDER BY time LIMIT 4096",
	[QUERY_LAST] = "SELECT max(n) FROM entry",
	[QUERY_GRAPH] = "SELECT part, words FROM graph WHERE part > ?1"
		" ORDER BY part",
	[QUERY_ADD_ENTRY] = "INSERT INTO entry (" ROW ", hash)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[QUERY_ADD_REF] = "INSERT INTO ref (n, kind, key, hex, about)"
		" VALUES (?1, ?2, ?3, ?4, ?5)",
	[QUERY_ADD_GRAPH] = "INSERT INTO graph (words) VALUES (?1)",
};

/* never 0 */
static sqlite3_int64 hash(struct str s)
{
	uint64_t h = str_hash(s);

	return (sqlite3_int64)(h ? h : 1);
}

/* What all ids that a reference of 7 digits or more may mean have in common. */
static sqlite3_int64 key_of_hex(struct str hex)
{
	char digits[8] = { 0 };

	memcpy(digits, hex.p, MIN(hex.n, sizeof(digits) - 1));
	return (sqlite3_int64)strtoul(digits, NULL, 16);
}

int commit_db_err(struct commit_index *index, struct err *err)
{
	return err_set(err, ERR_TREE, "%s: the index of commits: %s (delete the file; it is built again)",
		       index->path ? index->path : "memory",
		       sqlite3_errmsg(index->db));
}

sqlite3_stmt *commit_db_query(struct commit_index *index,
			      enum commit_query_nr nr)
{
	sqlite3_stmt **q = &index->queries[nr];

	if (!*q && sqlite3_prepare_v3(index->db, queries[nr], -1,
				      SQLITE_PREPARE_PERSISTENT, q, NULL) !=
			   SQLITE_OK)
		return NULL;
	sqlite3_reset(*q);
	return *q;
}

bool commit_db_exec(struct commit_index *index, const char *sql)
{
	return sqlite3_exec(index->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static void bind_text(sqlite3_stmt *q, int at, struct str s)
{
	sqlite3_bind_text(q, at, s.p, (int)MIN(s.n, (size_t)INT32_MAX),
			  SQLITE_STATIC);
}

static void bind_id(sqlite3_stmt *q, int at, const git_oid *id)
{
	sqlite3_bind_blob(q, at, id->id, GIT_OID_RAWSZ, SQLITE_STATIC);
}

uint32_t commit_db_number(struct commit_index *index, const git_oid *id)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_NUMBER);
	uint32_t n = 0;

	if (!q)
		return 0;
	bind_id(q, 1, id);
	if (sqlite3_step(q) == SQLITE_ROW)
		n = (uint32_t)sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	return n;
}

static struct str column_text(sqlite3_stmt *q, int at, struct arena *a)
{
	const char *p = (const char *)sqlite3_column_text(q, at);

	return str_dup(a, str_make(p, (size_t)sqlite3_column_bytes(q, at)));
}

static void read_row(struct commit_row *row, sqlite3_stmt *q, struct arena *a)
{
	const void *id = sqlite3_column_blob(q, 1);

	row->n = (uint32_t)sqlite3_column_int64(q, 0);
	if (id && sqlite3_column_bytes(q, 1) == GIT_OID_RAWSZ)
		git_oid_fromraw(&row->id, id);
	row->time = sqlite3_column_int64(q, 2);
	row->title = column_text(q, 3, a);
	row->author = column_text(q, 4, a);
	row->merge = sqlite3_column_int(q, 5);
	row->ref_hex = column_text(q, 6, a);
}

/* All rows of a bound statement. */
static int read_rows(struct commit_row_list *out, struct arena *a,
		     struct commit_index *index, sqlite3_stmt *q,
		     struct err *err)
{
	int rc;

	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		read_row(list_add(a, out), q, a);
	if (rc != SQLITE_DONE)
		commit_db_err(index, err);
	sqlite3_reset(q);
	return rc == SQLITE_DONE ? 0 : err->code;
}

int commit_db_by_prefix(struct commit_row_list *out, struct arena *a,
			struct commit_index *index, struct str hex,
			struct err *err)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_PREFIX);
	char digits[GIT_OID_HEXSZ];
	git_oid low, high;

	if (!q)
		return commit_db_err(index, err);
	hex = str_sub(hex, 0, GIT_OID_HEXSZ);
	memset(digits, '0', sizeof(digits));
	memcpy(digits, hex.p, hex.n);
	if (git_oid_fromstrn(&low, digits, sizeof(digits)) < 0)
		return 0;
	memset(digits + hex.n, 'f', sizeof(digits) - hex.n);
	git_oid_fromstrn(&high, digits, sizeof(digits));
	bind_id(q, 1, &low);
	bind_id(q, 2, &high);
	return read_rows(out, a, index, q, err);
}

int commit_db_by_title(struct commit_row_list *out, struct arena *a,
		       struct commit_index *index, struct str title,
		       struct err *err)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_TITLE);
	struct commit_row_list all = { 0 };

	if (!q)
		return commit_db_err(index, err);
	sqlite3_bind_int64(q, 1, hash(title));
	if (read_rows(&all, a, index, q, err) < 0)
		return err->code;
	for (size_t i = 0; i < all.nr; i++)
		if (str_eq(all.v[i].title, title))
			*list_add(a, out) = all.v[i];
	return 0;
}

int commit_db_refs(struct commit_row_list *out, struct arena *a,
		   struct commit_index *index, enum commit_ref_kind kind,
		   struct str hex, struct err *err)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_REF_ID);
	struct commit_row_list all = { 0 };

	if (!q)
		return commit_db_err(index, err);
	sqlite3_bind_int(q, 1, kind);
	sqlite3_bind_int64(q, 2, kind == COMMIT_REF_LINK ? hash(hex) :
			   key_of_hex(hex));
	if (read_rows(&all, a, index, q, err) < 0)
		return err->code;
	for (size_t i = 0; i < all.nr; i++)
		if (str_starts(hex, all.v[i].ref_hex) ||
		    str_starts(all.v[i].ref_hex, hex))
			*list_add(a, out) = all.v[i];
	return 0;
}

int commit_db_refs_title(struct commit_row_list *out, struct arena *a,
			 struct commit_index *index, enum commit_ref_kind kind,
			 struct str title, struct err *err)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_REF_TITLE);

	if (!q)
		return commit_db_err(index, err);
	sqlite3_bind_int(q, 1, kind);
	sqlite3_bind_int64(q, 2, hash(title));
	return read_rows(out, a, index, q, err);
}

static int run(sqlite3_stmt *q)
{
	int rc = sqlite3_step(q);

	sqlite3_reset(q);
	return rc == SQLITE_DONE ? 0 : -1;
}

int commit_db_add(struct commit_index *index, const struct commit_row *row)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_ADD_ENTRY);

	if (!q)
		return -1;
	sqlite3_bind_int64(q, 1, row->n);
	bind_id(q, 2, &row->id);
	sqlite3_bind_int64(q, 3, row->time);
	bind_text(q, 4, row->title);
	bind_text(q, 5, row->author);
	sqlite3_bind_int(q, 6, row->merge);
	sqlite3_bind_int64(q, 7, hash(row->title));
	return run(q);
}

int commit_db_add_ref(struct commit_index *index, uint32_t n,
		      const struct message_ref *ref)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_ADD_REF);

	if (!q)
		return -1;
	sqlite3_clear_bindings(q);
	sqlite3_bind_int64(q, 1, n);
	sqlite3_bind_int(q, 2, ref->kind);
	if (ref->kind == COMMIT_REF_LINK) {
		sqlite3_bind_int64(q, 3, hash(ref->msgid));
		bind_text(q, 4, ref->msgid);
	} else if (!str_is_none(ref->hex)) {
		sqlite3_bind_int64(q, 3, key_of_hex(ref->hex));
		bind_text(q, 4, ref->hex);
	}
	if (!str_is_none(ref->title))
		sqlite3_bind_int64(q, 5, hash(ref->title));
	return run(q);
}

int commit_db_add_graph(struct commit_index *index, struct str words)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_ADD_GRAPH);

	if (!q)
		return -1;
	sqlite3_bind_blob64(q, 1, words.p, words.n, SQLITE_STATIC);
	return run(q);
}

struct commit_graph *commit_db_graph(struct commit_index *index)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_GRAPH);
	bool whole = q;

	if (!q)
		return NULL;
	sqlite3_bind_int64(q, 1, index->graph_row);
	while (whole && sqlite3_step(q) == SQLITE_ROW) {
		struct str words = str_make(sqlite3_column_blob(q, 1),
				(size_t)sqlite3_column_bytes(q, 1));

		index->graph_row = sqlite3_column_int64(q, 0);
		whole = commit_graph_add(&index->graph, words);
	}
	sqlite3_reset(q);
	return whole ? &index->graph : NULL;
}
