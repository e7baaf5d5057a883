// SPDX-License-Identifier: GPL-2.0-only
#include "git/rename_score.h"

#include "git/commit_map.h"

/* git's; a collision of two lines is part of the measure. */
#define HASHES		107927u
#define PIECE_MAX	64

/* Bytes of texts to keep; beyond that all are thrown away. */
#define KEEP_MAX	(128u << 20)

/* How far git looks for a NUL before it calls a file text. */
#define BINARY_LOOK	8000

struct piece {
	uint32_t hash, n;
};

struct text {
	size_t nr;
	struct piece v[];
};

enum { SIZE_UNKNOWN = -1, SIZE_MISSING = -2 };

struct rename_cache {
	struct commit_map map;		/* of blobs */
	struct known {
		int64_t size;
		struct text *text;	/* NULL: not read, or dropped */
	} *v;				/* by number */
	uint32_t cap;
	size_t bytes;
	uint32_t left[HASHES];		/* all 0 between two calls */
};

static void drop_texts(struct rename_cache *c)
{
	for (uint32_t i = 0; i < c->map.nr; i++) {
		free(c->v[i].text);
		c->v[i].text = NULL;
	}
	c->bytes = 0;
}

void rename_cache_free(struct rename_cache *c)
{
	if (!c)
		return;
	drop_texts(c);
	commit_map_release(&c->map);
	free(c->v);
	free(c);
}

static struct rename_cache *cache_of(struct tree *t)
{
	if (!t->renames) {
		t->renames = calloc(1, sizeof(*t->renames));
		if (!t->renames)
			mem_exhausted();
	}
	return t->renames;
}

static uint32_t number(struct rename_cache *c, const git_oid *id)
{
	bool is_new;
	uint32_t n = commit_map_add(&c->map, id, &is_new);

	if (n >= c->cap) {
		c->cap = MAX(c->cap * 2, 1024u);
		c->v = mem_realloc(c->v, c->cap * sizeof(*c->v));
	}
	if (is_new)
		c->v[n] = (struct known){ .size = SIZE_UNKNOWN };
	return n;
}

static int64_t size_of(struct tree *t, uint32_t n)
{
	struct known *k = &t->renames->v[n];
	git_object_t type;
	size_t size;

	if (k->size != SIZE_UNKNOWN)
		return k->size;
	if (git_odb_read_header(&size, &type, t->odb,
				&t->renames->map.ids[n]) < 0 ||
	    type != GIT_OBJECT_BLOB || size > INT64_MAX)
		return k->size = SIZE_MISSING;
	return k->size = (int64_t)size;
}

static bool is_text(struct str data)
{
	return !data.n || !memchr(data.p, '\0',
				  MIN(data.n, (size_t)BINARY_LOOK));
}

/*
 * Cuts @data behind each LF, or at 64 bytes, and hashes the pieces with two
 * registers of seven-bit shifts.  A CR before LF does not count in text.
 */
static size_t cut(struct piece *out, struct str data)
{
	bool text = is_text(data);
	uint32_t high = 0, low = 0, n = 0;
	size_t nr = 0;

	for (size_t i = 0; i < data.n; i++) {
		unsigned char c = (unsigned char)data.p[i];
		uint32_t before = low;

		if (text && c == '\r' && i + 1 < data.n &&
		    data.p[i + 1] == '\n')
			continue;
		low = (low << 7 ^ high >> 25) + c;
		high = high << 7 ^ before >> 25;
		if (++n < PIECE_MAX && c != '\n')
			continue;
		out[nr++] = (struct piece){ (low + high * 0x61) % HASHES, n };
		low = high = n = 0;
	}
	if (n)
		out[nr++] = (struct piece){ (low + high * 0x61) % HASHES, n };
	return nr;
}

/* An upper bound for the pieces of @data. */
static size_t count_pieces(struct str data)
{
	size_t nr = data.n / PIECE_MAX + 1;

	for (size_t i = 0; i < data.n; i++)
		nr += data.p[i] == '\n';
	return nr;
}

static struct text *text_of(struct tree *t, uint32_t n)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	struct known *k = &t->renames->v[n];
	struct str data;
	size_t bytes;

	if (k->text)
		return k->text;
	if (git_odb_read(&object, t->odb, &t->renames->map.ids[n]) < 0) {
		k->size = SIZE_MISSING;
		return NULL;
	}
	data = tree_bytes(object);
	bytes = sizeof(*k->text) + count_pieces(data) * sizeof(struct piece);
	k->text = mem_alloc(bytes);
	k->text->nr = cut(k->text->v, data);
	t->renames->bytes += bytes;
	return k->text;
}

/* The bytes of pieces that both have, as often as both have them. */
static uint64_t common(struct rename_cache *c, const struct text *a,
		       const struct text *b)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < a->nr; i++)
		c->left[a->v[i].hash] += a->v[i].n;
	for (size_t i = 0; i < b->nr; i++) {
		uint32_t *left = &c->left[b->v[i].hash];
		uint32_t both = MIN(*left, b->v[i].n);

		*left -= both;
		sum += both;
	}
	for (size_t i = 0; i < a->nr; i++)
		c->left[a->v[i].hash] = 0;
	return sum;
}

unsigned int rename_score(struct tree *t, const git_oid *from,
			  const git_oid *to, unsigned int minimum,
			  git_oid *missing)
{
	struct rename_cache *c = cache_of(t);
	uint32_t a = number(c, from), b = number(c, to);
	int64_t size_a = size_of(t, a), size_b = size_of(t, b), larger;
	struct text *text_a, *text_b;

	if (size_a < 0 || size_b < 0)
		goto lost;
	larger = MAX(size_a, size_b);
	/* sizes alone may rule it out */
	if ((larger - MIN(size_a, size_b)) * (int64_t)SCORE_MAX >
	    larger * (int64_t)(SCORE_MAX - minimum))
		return 0;
	if (c->bytes > KEEP_MAX)
		drop_texts(c);
	text_a = text_of(t, a);
	text_b = text_of(t, b);
	if (!text_a || !text_b)
		goto lost;
	return larger ? (unsigned int)(common(c, text_a, text_b) * SCORE_MAX /
				       (uint64_t)larger) : 0;
lost:
	*missing = c->v[a].size < 0 ? *from : *to;
	return 0;
}
