// SPDX-License-Identifier: GPL-2.0-only
#include "git/revert_later.h"

#include "git/commit_db.h"
#include "git/commit_map.h"
#include "git/commit_raw.h"
#include "git/tree_diff.h"

/* Paths of one check that are looked after, and commits that are read. */
#define PATHS_MAX	400
#define COMMITS_MAX	20000

/* Commits named for one path; all are counted. */
#define LATER_MAX	20

#define NO_PATH		SIZE_MAX

/* An octopus of more arms is followed along the first ones. */
#define PARENTS_MAX	64

/* The conflicted paths as a tree of names. */
struct node {
	struct str name;
	size_t child, next;	/* 0: none; the root is no child */
	size_t path;		/* index into the conflicts, or NO_PATH */
};

/* A commit that waits: newest first. */
struct waiting {
	git_oid id;
	int64_t time;
};

struct pair {
	size_t node;
	struct tree_side a, b;
};

struct later {
	struct revert *r;
	struct arena *a;
	struct tree *tree;
	size_t nr_paths;
	struct { struct node *v; size_t nr, cap; } nodes;
	struct { struct waiting *v; size_t nr, cap; } heap;
	struct { struct pair *v; size_t nr, cap; } pairs;
	struct commit_map seen;
	struct commit_graph *graph;
	const git_oid *bottom;		/* the reverted commit */
	bool *differs, *touched;	/* by path */
	struct err err;
};

static void later_release(struct later *l)
{
	commit_map_release(&l->seen);
}

DEFINE_FREE(later, struct later, later_release(p))

static size_t child_of(struct later *l, size_t parent, struct str name)
{
	size_t i;

	for (i = l->nodes.v[parent].child; i; i = l->nodes.v[i].next)
		if (str_eq(l->nodes.v[i].name, name))
			return i;
	*list_add(l->a, &l->nodes) = (struct node){
		.name = name, .next = l->nodes.v[parent].child,
		.path = NO_PATH,
	};
	return l->nodes.v[parent].child = l->nodes.nr - 1;
}

static void build_nodes(struct later *l)
{
	list_add(l->a, &l->nodes)->path = NO_PATH;
	for (size_t i = 0; i < l->nr_paths; i++) {
		struct str path = l->r->conflicts.v[i].path, name;
		size_t at = 0;

		while (str_split(&path, '/', &name))
			at = child_of(l, at, name);
		l->nodes.v[at].path = i;
	}
}

/* Newest first: @v is a heap. */
static void push(struct later *l, const struct waiting *w)
{
	size_t i;

	list_add(l->a, &l->heap);
	for (i = l->heap.nr - 1; i; i = (i - 1) / 2) {
		if (l->heap.v[(i - 1) / 2].time >= w->time)
			break;
		l->heap.v[i] = l->heap.v[(i - 1) / 2];
	}
	l->heap.v[i] = *w;
}

static struct waiting pop(struct later *l)
{
	struct waiting top = l->heap.v[0], last = l->heap.v[--l->heap.nr];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < l->heap.nr) {
		child += child + 1 < l->heap.nr &&
			 l->heap.v[child + 1].time > l->heap.v[child].time;
		if (l->heap.v[child].time <= last.time)
			break;
		l->heap.v[i] = l->heap.v[child];
		i = child;
	}
	if (l->heap.nr)
		l->heap.v[i] = last;
	return top;
}

/* The entries for @node's children in one tree; absent ones have mode 0. */
static int read_children(struct later *l, struct tree_side *out, size_t nr,
			 size_t node, const struct tree_side *side)
{
	git_odb_object *object __free(git_odb_object) = NULL;
	struct tree_item item;
	struct str data;

	memset(out, 0, nr * sizeof(*out));
	if (side->mode != GIT_FILEMODE_TREE)
		return 0;
	if (tree_read(&object, l->tree, &side->id, GIT_OBJECT_TREE,
		      &l->err) < 0)
		return l->err.code;
	data = tree_bytes(object);
	while (tree_item_next(&item, &data)) {
		size_t i = 0;

		for (size_t c = l->nodes.v[node].child; c; c = l->nodes.v[c].next, i++)
			if (str_eq(item.name, l->nodes.v[c].name))
				out[i] = item.side;
	}
	return 0;
}

/* Compares the children of one node; those that differ are pushed. */
static int compare_node(struct later *l, const struct pair *p)
{
	struct tree_side *a, *b;
	size_t nr = 0, i = 0;

	for (size_t c = l->nodes.v[p->node].child; c; c = l->nodes.v[c].next)
		nr++;
	a = mem_alloc(2 * nr * sizeof(*a));
	b = a + nr;
	if (read_children(l, a, nr, p->node, &p->a) < 0 ||
	    read_children(l, b, nr, p->node, &p->b) < 0) {
		free(a);
		return l->err.code;
	}
	for (size_t c = l->nodes.v[p->node].child; c; c = l->nodes.v[c].next, i++)
		if (!tree_side_eq(&a[i], &b[i]))
			*list_add(l->a, &l->pairs) = (struct pair){ c, a[i], b[i] };
	free(a);
	return 0;
}

/*
 * Which paths differ between two trees: sets l->differs.  1 when any does, 0
 * when none, negative when an object is missing.
 */
static int compare(struct later *l, const git_oid *a, const git_oid *b)
{
	struct pair root = { .a = { *a, GIT_FILEMODE_TREE } };
	int any = 0;

	memset(l->differs, 0, l->nr_paths * sizeof(*l->differs));
	if (b)
		root.b = (struct tree_side){ *b, GIT_FILEMODE_TREE };
	if (tree_side_eq(&root.a, &root.b))
		return 0;
	l->pairs.nr = 0;
	*list_add(l->a, &l->pairs) = root;
	while (l->pairs.nr) {
		struct pair p = l->pairs.v[--l->pairs.nr];
		size_t path = l->nodes.v[p.node].path;

		if (path != NO_PATH) {
			l->differs[path] = true;
			any = 1;
		}
		if (l->nodes.v[p.node].child && compare_node(l, &p) < 0)
			return l->err.code;
	}
	return any;
}

/* One commit as the walk sees it. */
struct seen_commit {
	git_odb_object *object;
	struct commit_raw raw;
	int64_t time;
};

static void seen_commit_release(struct seen_commit *c)
{
	git_odb_object_free(c->object);
}

DEFINE_FREE(seen_commit, struct seen_commit, seen_commit_release(p))

static int look(struct seen_commit *c, struct later *l, const git_oid *id)
{
	struct address who;

	if (tree_read(&c->object, l->tree, id, GIT_OBJECT_COMMIT, &l->err) < 0)
		return l->err.code;
	if (!commit_raw_parse(&c->raw, tree_bytes(c->object)))
		return -1;
	commit_raw_person(&who, &c->time, c->raw.committer);
	return 0;
}

static void enqueue(struct later *l, const git_oid *id, int64_t time)
{
	struct waiting w = { .id = *id, .time = time };
	bool is_new;

	commit_map_add(&l->seen, id, &is_new);
	if (is_new)
		push(l, &w);
}

/* Is it in the history of the commit to be reverted? */
static bool is_old(struct later *l, const git_oid *id)
{
	uint32_t n = commit_db_number(l->tree->index, id);

	return n && commit_graph_has(l->graph, n) &&
	       commit_graph_marked(l->graph, n);
}

static void count(struct later *l, const git_oid *id, struct str message)
{
	for (size_t i = 0; i < l->nr_paths; i++) {
		struct later_list *list = &l->r->conflicts.v[i].later;
		struct later_commit *c;

		if (!l->touched[i])
			continue;
		list->total++;
		if (list->nr == LATER_MAX)
			continue;
		c = list_add(l->a, list);
		git_oid_tostr(c->hex, sizeof(c->hex), id);
		c->title = commit_raw_title(l->a, str_utf8(l->a,
						str_dup(l->a, message)));
	}
}

/* What the parents of a commit say of it. */
struct parents {
	git_oid follow[PARENTS_MAX];
	int64_t time[PARENTS_MAX];
	size_t nr_follow;
	bool same;	/* one of them has all the files as they are */
	bool young;	/* some are no mere history of the reverted commit */
	bool change;	/* files differ from an old one */
};

static int look_at_parent(struct parents *ps, struct later *l,
			  const struct seen_commit *c, const git_oid *id)
{
	struct seen_commit p __free(seen_commit) = { 0 };
	bool is_bottom = git_oid_equal(id, l->bottom);
	bool old = is_old(l, id);
	int differs;

	if (look(&p, l, id) < 0)
		return -1;
	differs = compare(l, &c->raw.tree, &p.raw.tree);
	if (differs < 0)
		return -1;
	if (!differs && (!old || is_bottom)) {
		ps->same = true;
		ps->nr_follow = 0;
	}
	if (!old) {
		ps->follow[ps->nr_follow] = *id;
		ps->time[ps->nr_follow++] = p.time;
	}
	if (old && !is_bottom) {
		ps->change |= differs;
		return 0;
	}
	ps->young = true;
	for (size_t i = 0; i < l->nr_paths; i++)
		l->touched[i] &= l->differs[i];
	return 0;
}

/*
 * One commit: follow the parent that has the same files, if there is one, as
 * git does; else this commit touched them, and all parents are followed.  What
 * lies in the history of the reverted commit is neither followed nor does it
 * hide a change.
 */
static int visit(struct later *l, const git_oid *id)
{
	struct seen_commit c __free(seen_commit) = { 0 };
	struct parents ps = { 0 };
	git_oid parent;

	if (look(&c, l, id) < 0)
		return -1;
	memset(l->touched, 1, l->nr_paths * sizeof(*l->touched));
	for (unsigned int i = 0; i < c.raw.nr_parents && i < PARENTS_MAX &&
				 !ps.same; i++) {
		commit_raw_parent(&parent, &c.raw, i);
		if (look_at_parent(&ps, l, &c, &parent) < 0)
			return -1;
	}
	if (!c.raw.nr_parents) {
		ps.young = true;
		if (compare(l, &c.raw.tree, NULL) < 0)
			return -1;
		memcpy(l->touched, l->differs, l->nr_paths * sizeof(bool));
	}
	for (size_t i = 0; i < ps.nr_follow; i++)
		enqueue(l, &ps.follow[i], ps.time[i]);
	if (!ps.same && (ps.young || ps.change))
		count(l, id, c.raw.message);
	return 0;
}

/* True when all of COMMIT..TARGET that matters was read. */
static bool walk(struct later *l)
{
	size_t nr_read = 0;
	int code = 0;

	tree_verify(false);
	enqueue(l, &l->r->target, 0);
	while (code >= 0 && l->heap.nr && nr_read++ < COMMITS_MAX) {
		struct waiting next = pop(l);

		code = visit(l, &next.id);
	}
	tree_verify(true);
	return code >= 0 && !l->heap.nr;
}

static void all_more(struct revert *r)
{
	for (size_t i = 0; i < r->conflicts.nr; i++)
		r->conflicts.v[i].later.more = true;
}

void revert_later(struct revert *r, struct arena *a, struct tree *t,
		  const git_oid *commit)
{
	struct later l __free(later) = {
		.r = r, .a = a, .tree = t, .bottom = commit,
		.nr_paths = MIN(r->conflicts.nr, (size_t)PATHS_MAX),
	};
	uint32_t n = t->index ? commit_db_number(t->index, commit) : 0;

	all_more(r);
	l.graph = n ? commit_db_graph(t->index) : NULL;
	if (!l.graph || !commit_graph_has(l.graph, n) ||
	    !commit_db_number(t->index, &r->target))
		return;
	commit_graph_mark(l.graph, n);
	build_nodes(&l);
	l.differs = arena_alloc(a, l.nr_paths * sizeof(bool));
	l.touched = arena_alloc(a, l.nr_paths * sizeof(bool));
	if (walk(&l))
		for (size_t i = 0; i < l.nr_paths; i++)
			r->conflicts.v[i].later.more = false;
}
