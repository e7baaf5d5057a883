// SPDX-License-Identifier: GPL-2.0-only
/* Reading history into the commit index; see commit_index.h. */
#include "git/commit_index.h"

#include "base/buf.h"
#include "git/commit_db.h"
#include "git/commit_map.h"
#include "git/commit_raw.h"

/* Made when the first rows are in: sorting once is cheaper than inserting. */
static const char make_indexes[] =
	"CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON entry (id);"
	"CREATE INDEX IF NOT EXISTS entry_hash ON entry (hash);"
	"CREATE INDEX IF NOT EXISTS ref_key ON ref (kind, key);"
	"CREATE INDEX IF NOT EXISTS ref_about ON ref (kind, about)"
	"	WHERE about IS NOT NULL";

/* More than this for one commit comes from a text that was made to hurt. */
#define MESSAGE_ARENA	(256u << 20)

/*
 * One walk over what is new.  New commits have numbers base, base + 1, ... in
 * the order of map; parents[] holds for each of them, from first[i] on, the
 * count of its parents and their numbers.
 */
struct reading {
	struct tree *tree;
	struct commit_index *index;
	struct commit_map map;
	uint32_t base, nr_read;
	int64_t *times;
	size_t *first;
	uint32_t cap;
	uint32_t *parents;
	size_t nr_parents, cap_parents;
};

static void reading_release(struct reading *r)
{
	commit_map_release(&r->map);
	free(r->times);
	free(r->first);
	free(r->parents);
}

DEFINE_FREE(oids, git_oid *, free(*p))
DEFINE_FREE(reading, struct reading, reading_release(p))

static void put_word(struct reading *r, uint32_t word)
{
	if (r->nr_parents == r->cap_parents) {
		r->cap_parents = MAX(r->cap_parents * 2, (size_t)4096);
		r->parents = mem_realloc(r->parents, r->cap_parents *
					 sizeof(*r->parents));
	}
	r->parents[r->nr_parents++] = word;
}

/* The number of a commit: an old one, or a new one that is still to be read. */
static uint32_t number_of(struct reading *r, const git_oid *id)
{
	uint32_t i = commit_map_find(&r->map, id), n;
	bool is_new;

	if (i != COMMIT_MAP_NONE)
		return r->base + i;
	n = r->base > 1 ? commit_db_number(r->index, id) : 0;
	return n ? n : r->base + commit_map_add(&r->map, id, &is_new);
}

static void note_parents(struct reading *r, const struct commit_raw *c)
{
	git_oid parent;

	if (r->nr_read == r->cap) {
		r->cap = MAX(r->cap * 2, 4096u);
		r->first = mem_realloc(r->first, r->cap * sizeof(*r->first));
		r->times = mem_realloc(r->times, r->cap * sizeof(*r->times));
	}
	r->first[r->nr_read] = r->nr_parents;
	put_word(r, c->nr_parents);
	for (unsigned int i = 0; i < c->nr_parents; i++) {
		commit_raw_parent(&parent, c, i);
		put_word(r, number_of(r, &parent));
	}
}

static int store(struct reading *r, struct arena *a, const git_oid *id,
		 const struct commit_raw *c)
{
	struct str message = commit_raw_text(a, c, c->message);
	struct message_ref_list refs = { 0 };
	struct commit_row row = { .n = r->base + r->nr_read, .id = *id };
	struct address who;
	int64_t unused;

	commit_raw_person(&who, &row.time, c->committer);
	commit_raw_person(&who, &unused, c->author);
	row.title = commit_raw_title(a, message);
	row.author = commit_raw_text(a, c, str_sub(c->author, 0,
		(size_t)(str_rchr(c->author, '>') + 1)));
	row.merge = c->nr_parents > 1;
	r->times[r->nr_read] = row.time;
	if (commit_db_add(r->index, &row) < 0)
		return -1;
	commit_refs_scan(&refs, a, row.title, message);
	for (size_t i = 0; i < refs.nr; i++)
		if (commit_db_add_ref(r->index, row.n, &refs.v[i]) < 0)
			return -1;
	return 0;
}

static int read_one(struct reading *r, struct arena *a, struct err *err)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	git_oid id = r->map.ids[r->nr_read];
	struct commit_raw c;

	if (git_odb_read(&object, r->tree->odb, &id) < 0)
		return tree_err(r->tree, err, "reading the history");
	if (git_odb_object_type(object) != GIT_OBJECT_COMMIT ||
	    !commit_raw_parse(&c, str_make(git_odb_object_data(object),
					   git_odb_object_size(object))))
		return err_set(err, ERR_TREE, "%s: %s is no readable commit (git -C %s fsck)",
			       r->tree->path, git_oid_tostr_s(&id),
			       r->tree->path);
	note_parents(r, &c);
	if (store(r, a, &id, &c) < 0)
		return commit_db_err(r->index, err);
	r->nr_read++;
	return 0;
}

/* By time; equal ones in the order of reading, which is newest first. */
static int by_time(const void *pa, const void *pb, void *arg)
{
	const struct reading *r = arg;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	if (r->times[a] != r->times[b])
		return r->times[a] < r->times[b] ? -1 : 1;
	return a > b ? -1 : a < b;
}

enum { WAITING, OPENED, PLACED };

/*
 * Appends @i to *words behind all its parents: depth first with a stack of
 * our own.  Commits come in the order of time, so mostly nothing is left.
 */
static void place(struct reading *r, uint32_t i, unsigned char *state,
		  uint32_t **stack, size_t *cap, struct buf *words)
{
	size_t nr = 0;

	(*stack)[nr++] = i;
	while (nr) {
		uint32_t at = (*stack)[nr - 1], count;
		const uint32_t *group = &r->parents[r->first[at]];

		count = *group;
		if (nr + count > *cap) {
			*cap = (nr + count) * 2;
			*stack = mem_realloc(*stack, *cap * sizeof(**stack));
		}
		if (state[at] == WAITING) {
			state[at] = OPENED;
			for (uint32_t p = 1; p <= count; p++)
				if (group[p] >= r->base &&
				    state[group[p] - r->base] == WAITING)
					(*stack)[nr++] = group[p] - r->base;
			continue;
		}
		nr--;
		if (state[at] == PLACED)
			continue;
		state[at] = PLACED;
		at += r->base;
		buf_add(words, str_make((const char *)&at, sizeof(at)));
		buf_add(words, str_make((const char *)group,
					(count + 1) * sizeof(*group)));
	}
}

/* The new commits as words for commit_graph_add(). */
static void graph_words(struct reading *r, struct buf *words)
{
	uint32_t nr = r->nr_read;
	uint32_t *order = mem_alloc(nr * sizeof(*order)), *stack;
	unsigned char *state = calloc(nr, 1);
	size_t cap = 256;

	if (!state)
		mem_exhausted();
	stack = mem_alloc(cap * sizeof(*stack));
	for (uint32_t i = 0; i < nr; i++)
		order[i] = i;
	qsort_r(order, nr, sizeof(*order), by_time, r);
	for (uint32_t i = 0; i < nr; i++)
		if (state[order[i]] == WAITING)
			place(r, order[i], state, &stack, &cap, words);
	free(order);
	free(stack);
	free(state);
}

/* Reads what is new below the numbers that the map has; inside BEGIN. */
static int read_all(struct reading *r, struct err *err)
{
	struct arena a __free(arena) = { .max = MESSAGE_ARENA };
	struct buf words __free(buf) = { .max = SIZE_MAX / 2 };

	while (r->nr_read < r->map.nr) {
		if (read_one(r, &a, err) < 0)
			return err->code;
		arena_reset(&a);
	}
	graph_words(r, &words);
	if (commit_db_add_graph(r->index, buf_str(&words)) < 0 ||
	    !commit_db_exec(r->index, make_indexes))
		return commit_db_err(r->index, err);
	return 0;
}

static uint32_t last_number(struct commit_index *index)
{
	sqlite3_stmt *q = commit_db_query(index, QUERY_LAST);
	uint32_t n = 0;

	if (q && sqlite3_step(q) == SQLITE_ROW)
		n = (uint32_t)sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	return n;
}

/*
 * Ids that are not in the index yet become the first of the map.  All of a
 * history is in the index or nothing of it, so what is known need not be
 * walked again.
 */
static bool anything_new(struct reading *r, const git_oid *tips, size_t nr)
{
	bool is_new;

	for (size_t i = 0; i < nr; i++)
		if (!commit_db_number(r->index, &tips[i]))
			commit_map_add(&r->map, &tips[i], &is_new);
	return r->map.nr;
}

/* Every answer that matters reads its commit again, and verified. */
static int read_unverified(struct reading *r, struct err *err)
{
	int code;

	tree_verify(false);
	code = read_all(r, err);
	tree_verify(true);
	return code;
}

static int update(struct tree *t, const git_oid *tips, size_t nr,
		  uint64_t *done, struct err *err)
{
	struct commit_index *index = t->index;
	struct reading r __free(reading) = { .tree = t, .index = index };

	if (done)
		*done = 0;
	if (index->read_only || !anything_new(&r, tips, nr))
		return 0;
	if (!commit_db_exec(index, "BEGIN IMMEDIATE")) {
		if (sqlite3_errcode(index->db) != SQLITE_BUSY)
			return commit_db_err(index, err);
		snprintf(index->note, sizeof(index->note),
			 "%s: another process is updating this index, used as it is",
			 index->path);
		return 0;
	}
	/* another process may have been here between the look and the lock */
	r.base = last_number(index) + 1;
	commit_map_release(&r.map);
	if (anything_new(&r, tips, nr) && read_unverified(&r, err) < 0) {
		commit_db_exec(index, "ROLLBACK");
		return err->code;
	}
	if (!commit_db_exec(index, "COMMIT") || !commit_db_graph(index))
		return commit_db_err(index, err);
	if (done)
		*done = r.nr_read;
	return 0;
}

int commit_index_add(struct tree *t, const git_oid *tip, struct err *err)
{
	return update(t, tip, 1, NULL, err);
}

int commit_index_update(struct tree *t, uint64_t *done, struct err *err)
{
	size_t nr = MAX(t->nr_branches, (size_t)1);
	git_oid *tips __free(oids) = mem_alloc(nr * sizeof(*tips));

	for (size_t i = 0; i < t->nr_branches; i++)
		tips[i] = t->branches[i].tip;
	if (!t->nr_branches && tree_ref(&tips[0], t, "HEAD", err) < 0)
		return err->code;
	return update(t, tips, nr, done, err);
}
