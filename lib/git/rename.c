// SPDX-License-Identifier: GPL-2.0-only
#include "git/rename.h"

#include "git/rename_score.h"

/* git's merge.renameLimit, squared: pairs to compare at most. */
#define PAIRS_MAX	(7000ull * 7000)

/* Identical files looked at for one target. */
#define IDENTICAL_MAX	100

/* The best sources kept for each target. */
#define BEST_NR		4

struct str path_dir(struct str path)
{
	ptrdiff_t slash = str_rchr(path, '/');

	return str_sub(path, 0, slash < 0 ? 0 : (size_t)slash);
}

struct str path_base(struct str path)
{
	return str_from_off(path, (size_t)(str_rchr(path, '/') + 1));
}

/* The blob without a byte: it is alike to nothing. */
static bool is_empty(const struct tree_side *s)
{
	static const git_oid empty = { {
		0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
		0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91,
	} };

	return git_oid_equal(&s->id, &empty);
}

static void add_file(struct renames *r, struct rename_file_list *list,
		     struct str path, const struct tree_side *side)
{
	if (side->mode && !is_empty(side))
		*list_add(r->a, list) = (struct rename_file){
			.path = path, .side = *side, .partner = RENAME_NONE,
		};
}

void renames_add(struct renames *r, const struct tree_change *c)
{
	if (!c->is.mode)
		add_file(r, &r->gone, c->path, &c->was);
	else if (!c->was.mode)
		add_file(r, &r->added, c->path, &c->is);
}


int renames_dir(struct rename_dir **out, struct renames *r, struct str path,
		struct err *err)
{
	struct rename_dir *d = strmap_get(&r->dirs, path);
	struct tree_side side;
	int code;

	if (!d) {
		code = tree_at(&side, r->tree, &r->root, path, err);
		if (code < 0)
			return code;
		d = arena_new(r->a, struct rename_dir);
		d->path = path;
		d->gone = path.n && side.mode != GIT_FILEMODE_TREE;
		*strmap_at(&r->dirs, r->a, path) = d;
		*list_add(r->a, &r->all_dirs) = d;
	}
	*out = d;
	return 0;
}

bool renames_below_marked(const struct renames *r, struct str path)
{
	for (struct str up = path_dir(path); up.n; up = path_dir(up)) {
		const struct rename_dir *d = strmap_get(&r->dirs, up);

		if (d && d->marked)
			return true;
	}
	return false;
}

static void count_one(struct renames *r, struct rename_dir *d, struct str to)
{
	for (size_t i = 0; i < d->to.nr; i++) {
		if (str_eq(d->to.v[i].dir, to)) {
			d->to.v[i].nr++;
			return;
		}
	}
	*list_add(r->a, &d->to) = (struct rename_count){ to, 1 };
}

/*
 * A file that moved says where its directory went, and the directories above
 * as far as the names below them stayed: a/b/e/x -> a/c/e/x is a vote for
 * a/b/e -> a/c/e and for a/b -> a/c.
 */
static int count_dirs(struct renames *r, struct str from, struct str to,
		      struct err *err)
{
	struct rename_dir *d;

	for (bool first = true; ; first = false) {
		struct str name = path_base(from), new_name = path_base(to);

		from = path_dir(from);
		to = path_dir(to);
		if (renames_dir(&d, r, from, err) < 0)
			return err->code;
		if (!d->gone || (!first && !str_eq(name, new_name)))
			return 0;
		if (first || d->marked)
			count_one(r, d, to);
		if (!from.n || !to.n ||
		    !(d->marked || renames_below_marked(r, from)))
			return 0;
	}
}

static int pair(struct renames *r, size_t from, size_t to, unsigned int score,
		struct err *err)
{
	r->gone.v[from].partner = to;
	r->added.v[to].partner = from;
	r->added.v[to].score = score;
	return count_dirs(r, r->gone.v[from].path, r->added.v[to].path, err);
}

static bool same_base(const struct rename_file *a, const struct rename_file *b)
{
	return str_eq(path_base(a->path), path_base(b->path));
}

static struct str id_key(const struct rename_file *f)
{
	return str_make((const char *)f->side.id.id, GIT_OID_RAWSZ);
}

/*
 * The source for @to among those with its content, a list linked by @next;
 * one with the same basename is taken before others.
 */
static size_t identical_source(struct renames *r, const size_t *next,
			       size_t first, const struct rename_file *to)
{
	size_t best = RENAME_NONE;
	unsigned int looked = 0;

	for (size_t i = first; i != RENAME_NONE && looked < IDENTICAL_MAX;
	     i = next[i], looked++) {
		const struct rename_file *from = &r->gone.v[i];

		if (!(tree_side_is_file(&from->side) &&
		      tree_side_is_file(&to->side)) &&
		    from->side.mode != to->side.mode)
			continue;
		if (from->partner != RENAME_NONE)
			continue;
		if (same_base(from, to))
			return i;
		if (best == RENAME_NONE)
			best = i;
	}
	return best;
}

static int find_identical(struct renames *r, struct err *err)
{
	struct strmap by_id = { 0 };
	size_t *next = arena_alloc(r->a, r->gone.nr * sizeof(*next));

	/* backwards, so that each list is in the order of paths */
	for (size_t i = r->gone.nr; i--; ) {
		size_t **head = (size_t **)strmap_at(&by_id, r->a,
						     id_key(&r->gone.v[i]));

		next[i] = *head ? (size_t)(*head - next) : RENAME_NONE;
		*head = &next[i];
	}
	for (size_t i = 0; i < r->added.nr; i++) {
		size_t *head = strmap_get(&by_id, id_key(&r->added.v[i]));
		size_t from = head ? identical_source(r, next,
			(size_t)(head - next), &r->added.v[i]) : RENAME_NONE;

		if (from != RENAME_NONE &&
		    pair(r, from, i, SCORE_MAX, err) < 0)
			return err->code;
	}
	return 0;
}

static bool free_file(const struct rename_file *f)
{
	return f->partner == RENAME_NONE;
}

static unsigned int score_of(struct renames *r, const struct rename_file *from,
			     const struct rename_file *to, unsigned int minimum)
{
	unsigned int score;

	if (!tree_side_is_file(&from->side) || !tree_side_is_file(&to->side))
		return 0;
	score = rename_score(r->tree, &from->side.id, &to->side.id, minimum,
			     &r->missing);
	return score >= minimum ? score : 0;
}

/* Files of a list by basename; one that occurs twice maps to the list itself. */
static void map_bases(struct strmap *map, struct arena *a,
		      struct rename_file_list *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		void **at;

		if (!free_file(&list->v[i]))
			continue;
		at = strmap_at(map, a, path_base(list->v[i].path));
		*at = *at ? (void *)list : (void *)&list->v[i];
	}
}

/* Where @from would be had it gone with the rest of its directory. */
static int guess_by_dir(struct rename_file **out, struct renames *r,
			const struct strmap *by_path,
			const struct rename_file *from, struct err *err)
{
	struct rename_dir *d;
	struct str best = STR_NONE, path;
	size_t most = 0;

	*out = NULL;
	if (renames_dir(&d, r, path_dir(from->path), err) < 0)
		return err->code;
	for (size_t i = 0; d->gone && i < d->to.nr; i++) {
		if (d->to.v[i].nr > most) {
			most = d->to.v[i].nr;
			best = d->to.v[i].dir;
		}
	}
	if (!most)
		return 0;
	path = str_printf(r->a, "%.*s/%.*s", STR_ARG(best),
			  STR_ARG(path_base(from->path)));
	*out = strmap_get(by_path, path);
	return 0;
}

static int find_by_base(struct renames *r, struct err *err)
{
	struct strmap gone = { 0 }, added = { 0 }, by_path = { 0 };

	map_bases(&gone, r->a, &r->gone);
	map_bases(&added, r->a, &r->added);
	for (size_t i = 0; i < r->added.nr; i++)
		if (free_file(&r->added.v[i]))
			*strmap_at(&by_path, r->a, r->added.v[i].path) =
				&r->added.v[i];
	for (size_t i = 0; i < r->gone.nr; i++) {
		struct rename_file *from = &r->gone.v[i], *to;
		struct str base = path_base(from->path);
		unsigned int score;

		if (!from->wanted || !free_file(from))
			continue;
		to = strmap_get(&added, base);
		if (!to)
			continue;
		if ((to == (void *)&r->added ||
		     strmap_get(&gone, base) == &r->gone) &&
		    guess_by_dir(&to, r, &by_path, from, err) < 0)
			return err->code;
		if (!to || !free_file(to))
			continue;
		score = score_of(r, from, to, SCORE_BASENAME);
		if (score && pair(r, i, (size_t)(to - r->added.v), score, err) < 0)
			return err->code;
	}
	return 0;
}

struct similar {
	size_t from, to;
	unsigned int score;
	bool same_base;
};

struct similar_list {
	struct similar *v;
	size_t nr, cap;
};

static bool better(const struct similar *a, const struct similar *b)
{
	return a->score != b->score ? a->score > b->score :
				      a->same_base > b->same_base;
}

/* Puts @s among the best of one target, which begin at @first. */
static void keep_best(struct renames *r, struct similar_list *list,
		      size_t first, const struct similar *s)
{
	size_t worst = first;

	if (list->nr - first < BEST_NR) {
		*list_add(r->a, list) = *s;
		return;
	}
	for (size_t i = first + 1; i < list->nr; i++)
		if (better(&list->v[worst], &list->v[i]))
			worst = i;
	if (better(s, &list->v[worst]))
		list->v[worst] = *s;
}

/* Best first; equal ones in the order of targets, then of sources. */
static int by_score(const void *pa, const void *pb)
{
	const struct similar *a = pa, *b = pb;

	if (better(a, b) || better(b, a))
		return better(a, b) ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

static int find_similar(struct renames *r, struct err *err)
{
	struct similar_list list = { 0 };
	size_t *from = arena_alloc(r->a, r->gone.nr * sizeof(*from));
	size_t nr_from = 0, nr_to = 0;

	for (size_t i = 0; i < r->gone.nr; i++)
		if (r->gone.v[i].wanted && free_file(&r->gone.v[i]))
			from[nr_from++] = i;
	for (size_t i = 0; i < r->added.nr; i++)
		nr_to += free_file(&r->added.v[i]);
	if ((unsigned long long)nr_from * nr_to > PAIRS_MAX) {
		r->skipped = true;
		return 0;
	}
	for (size_t i = 0; nr_from && i < r->added.nr; i++) {
		size_t first = list.nr;

		for (size_t j = 0; free_file(&r->added.v[i]) && j < nr_from; j++) {
			struct similar s = { .from = from[j], .to = i };

			s.score = score_of(r, &r->gone.v[s.from],
					   &r->added.v[i], SCORE_RENAME);
			s.same_base = same_base(&r->gone.v[s.from],
						&r->added.v[i]);
			if (s.score)
				keep_best(r, &list, first, &s);
		}
	}
	if (list.nr)
		qsort(list.v, list.nr, sizeof(*list.v), by_score);
	for (size_t i = 0; i < list.nr; i++) {
		const struct similar *s = &list.v[i];

		if (free_file(&r->gone.v[s->from]) &&
		    free_file(&r->added.v[s->to]) &&
		    pair(r, s->from, s->to, s->score, err) < 0)
			return err->code;
	}
	return 0;
}

int renames_find(struct renames *r, struct err *err)
{
	bool wanted = false;

	for (size_t i = 0; i < r->gone.nr; i++)
		wanted |= r->gone.v[i].wanted;
	if (!wanted || !r->added.nr)
		return 0;
	if (find_identical(r, err) < 0 || find_by_base(r, err) < 0)
		return err->code;
	return find_similar(r, err);
}

struct str renames_dir_target(const struct rename_dir *d, bool *split)
{
	struct str best = STR_NONE;
	size_t most = 0;

	*split = false;
	for (size_t i = 0; i < d->to.nr; i++) {
		if (d->to.v[i].nr == most)
			*split = true;
		if (d->to.v[i].nr > most) {
			*split = false;
			most = d->to.v[i].nr;
			best = d->to.v[i].dir;
		}
	}
	return best;
}
