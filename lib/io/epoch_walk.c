// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_walk.h"

#include <fcntl.h>

#include "base/clock.h"
#include "base/file.h"
#include "git/commit_raw.h"

/*
 * The times of commits need not rise: mails come late, clocks are wrong.  Only
 * behind so many commits in a row that are all too old nothing is looked for.
 */
#define OLD_IN_A_ROW	512

/* A line for each cut in history: more than any clone has. */
#define SHALLOW_MAX	((size_t)1 << 20)

/* --- the repository ---------------------------------------------------- */

static int read_shallow(struct epoch_repo *r, git_repository *repo,
			struct err *err)
{
	struct arena a __free(arena) = { .max = 4 * SHALLOW_MAX };
	struct str text, line;
	bool is_new;
	git_oid id;

	if (file_read(&text, &a, AT_FDCWD,
		      str_printf(&a, "%s/shallow",
				 git_repository_commondir(repo)).p,
		      SHALLOW_MAX, ERR_SOURCE, err) < 0)
		return err->code;
	while (str_line(&text, &line))
		if (line.n == GIT_OID_HEXSZ && !git_oid_fromstr(&id, line.p))
			commit_map_add(&r->shallow, &id, &is_new);
	return 0;
}

int epoch_repo_open(struct epoch_repo *r, const char *name, const char *path,
		    git_repository *repo, struct err *err)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	int code;

	*r = (struct epoch_repo){ .name = name, .path = path };
	code = epoch_objects_open(&r->objects,
				  str_printf(&a, "%s/objects",
					     git_repository_commondir(repo)).p,
				  err);
	if (code >= 0)
		code = read_shallow(r, repo, err);
	if (code < 0)
		epoch_repo_release(r);
	return code;
}

void epoch_repo_release(struct epoch_repo *r)
{
	epoch_objects_release(&r->objects);
	commit_map_release(&r->shallow);
}

/* --- the walk ---------------------------------------------------------- */

enum { WAITING, OPENED, PLACED, HIDDEN };

/* By the number of a commit in the map. */
struct node {
	git_oid tree;
	uint16_t old;		/* so many in a row were too old, with this */
	unsigned char state;
};

struct walk {
	struct epoch_repo *repo;
	int64_t since;
	bool merges, met;	/* there was one; it came by what is hidden */
	struct commit_map map;
	struct node *nodes;
	size_t cap_nodes;
	uint32_t *stack;
	size_t nr_stack, cap_stack;
	uint32_t *order;	/* what was PLACED */
	size_t nr_order, cap_order;
};

static void walk_reset(struct walk *w)
{
	commit_map_release(&w->map);
	w->nr_stack = 0;
	w->nr_order = 0;
}

static void walk_release(struct walk *w)
{
	walk_reset(w);
	free(w->nodes);
	free(w->stack);
	free(w->order);
}

DEFINE_FREE(walk, struct walk, walk_release(p))

static void add_number(uint32_t **v, size_t *nr, size_t *cap, uint32_t n)
{
	if (*nr == *cap) {
		*cap = MAX(*cap * 2, (size_t)1024);
		*v = mem_realloc(*v, *cap * sizeof(**v));
	}
	(*v)[(*nr)++] = n;
}

/* Puts @id on the stack, unless it was met before; yields its node. */
static struct node *meet(struct walk *w, const git_oid *id)
{
	bool is_new;
	uint32_t n = commit_map_add(&w->map, id, &is_new);

	if (n >= w->cap_nodes) {
		w->cap_nodes = MAX(w->cap_nodes * 2, (size_t)1024);
		w->nodes = mem_realloc(w->nodes,
				       w->cap_nodes * sizeof(*w->nodes));
	}
	if (is_new)
		w->nodes[n] = (struct node){ .state = WAITING };
	w->met |= w->nodes[n].state == HIDDEN;
	if (w->nodes[n].state == WAITING)
		add_number(&w->stack, &w->nr_stack, &w->cap_stack, n);
	return &w->nodes[n];
}

static int broken(const struct walk *w, const git_oid *id, const char *why,
		  struct err *err)
{
	char hex[GIT_OID_HEXSZ + 1];

	return err_set(err, ERR_SOURCE, "%s: commit %.12s %s, so that its history cannot be followed (see git -C %s fsck, and fetch it again)",
		       w->repo->name, git_oid_tostr(hex, sizeof(hex), id), why,
		       w->repo->path);
}

/* Reads commit number @n, and puts its parents on the stack. */
static int open_commit(struct walk *w, uint32_t n, struct err *err)
{
	struct epoch_object object __free(epoch_object) = { 0 };
	git_oid id = w->map.ids[n], parent;
	struct address who;
	struct commit_raw c;
	int64_t when;
	uint16_t old;

	if (!epoch_object_read(&object, &w->repo->objects, &id,
			       GIT_OBJECT_COMMIT))
		return broken(w, &id, object.why, err);
	if (!commit_raw_parse(&c, object.bytes))
		return broken(w, &id, "is damaged", err);
	w->nodes[n].tree = c.tree;
	if (w->since != TIME_NONE) {
		commit_raw_person(&who, &when, c.committer);
		w->nodes[n].old = when < w->since ? w->nodes[n].old + 1 : 0;
	}
	old = w->nodes[n].old;
	w->merges |= c.nr_parents > 1;
	if (old >= OLD_IN_A_ROW ||
	    commit_map_find(&w->repo->shallow, &id) != COMMIT_MAP_NONE)
		return 0;
	for (unsigned int i = c.nr_parents; i-- > 0;) {
		commit_raw_parent(&parent, &c, i);
		meet(w, &parent)->old = old;
	}
	return 0;
}

/* Depth first, with a stack of our own: parents are placed first. */
static int walk_from(struct walk *w, const git_oid *tip, struct err *err)
{
	meet(w, tip);
	while (w->nr_stack) {
		uint32_t n = w->stack[w->nr_stack - 1];

		if (w->nodes[n].state == WAITING) {
			w->nodes[n].state = OPENED;
			if (open_commit(w, n, err) < 0)
				return err->code;
			continue;
		}
		w->nr_stack--;
		if (w->nodes[n].state != OPENED)
			continue;
		w->nodes[n].state = PLACED;
		add_number(&w->order, &w->nr_order, &w->cap_order, n);
	}
	return 0;
}

/*
 * Hides @last and all that it builds on.  Of a history that was rewritten a
 * part may be gone already; then the part that is left is hidden.
 */
static void hide_history(struct walk *w, const git_oid *last)
{
	struct err ignored;

	w->since = TIME_NONE;
	walk_from(w, last, &ignored);
	for (uint32_t n = 0; n < w->map.nr; n++)
		w->nodes[n].state = HIDDEN;
	w->nr_stack = 0;
	w->nr_order = 0;
}

static bool is_there(struct walk *w, const git_oid *id)
{
	struct epoch_object object __free(epoch_object) = { 0 };

	return epoch_object_read(&object, &w->repo->objects, id,
				 GIT_OBJECT_COMMIT);
}

/* For most polls: a straight line from @tip to @last, or to the beginning. */
static int walk_to_last(struct walk *w, const git_oid *tip,
			const git_oid *last, struct err *err)
{
	if (last)
		meet(w, last)->state = HIDDEN;
	w->nr_stack = 0;
	return walk_from(w, tip, err);
}

/* Where there are side lines, or @last is not behind @tip (any more). */
static int walk_around(struct walk *w, const git_oid *tip, const git_oid *last,
		       int64_t since, struct err *err)
{
	walk_reset(w);
	if (is_there(w, last))
		hide_history(w, last);
	else
		w->since = since;
	return walk_from(w, tip, err);
}

/* --- what each commit did ---------------------------------------------- */

/* The blob @name of a tree: "100644 m", NUL, the 20 bytes of its id. */
static bool find_file(git_oid *out, struct str tree, struct str name)
{
	struct str mode;
	ptrdiff_t nul;

	while (tree.n && str_split(&tree, ' ', &mode)) {
		nul = str_chr(tree, '\0');
		if (nul < 0 || tree.n - (size_t)nul <= GIT_OID_RAWSZ)
			return false;
		if (str_starts(mode, STR("100")) &&
		    str_eq(str_sub(tree, 0, (size_t)nul), name)) {
			git_oid_fromraw(out, (const unsigned char *)tree.p +
					nul + 1);
			return true;
		}
		tree = str_from_off(tree, (size_t)nul + 1 + GIT_OID_RAWSZ);
	}
	return false;
}

/* What public-inbox-purge leaves: an empty file is no mail. */
static bool is_purged(const git_oid *blob)
{
	static const char empty[] = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

	return !git_oid_streq(blob, empty);
}

static void what_it_did(struct epoch_commit *c, struct epoch_repo *r,
			const git_oid *tree)
{
	struct epoch_object object __free(epoch_object) = { 0 };

	if (!epoch_object_read(&object, &r->objects, tree, GIT_OBJECT_TREE))
		c->did = EPOCH_DAMAGED;
	else if (find_file(&c->blob, object.bytes, STR("m")))
		c->did = is_purged(&c->blob) ? EPOCH_NOTHING : EPOCH_MAIL;
	else if (find_file(&c->blob, object.bytes, STR("d")))
		c->did = EPOCH_REMOVED;
	else
		c->did = EPOCH_FOREIGN;
}

static void make_list(struct epoch_list *out, struct walk *w)
{
	const git_oid *before = NULL;
	size_t i = 0;

	/* they are older than @since, up to the first that is not */
	while (i < w->nr_order && w->nodes[w->order[i]].old)
		i++;
	out->v = mem_alloc((w->nr_order - i + 1) * sizeof(*out->v));
	for (; i < w->nr_order; i++) {
		const struct node *node = &w->nodes[w->order[i]];
		struct epoch_commit *c = &out->v[out->nr++];

		*c = (struct epoch_commit){ .id = w->map.ids[w->order[i]] };
		if (!before || !git_oid_equal(before, &node->tree))
			what_it_did(c, w->repo, &node->tree);
		before = &node->tree;
	}
}

int epoch_walk(struct epoch_list *out, struct epoch_repo *r,
	       const git_oid *tip, const git_oid *last, int64_t since,
	       struct err *err)
{
	struct walk w __free(walk) = {
		.repo = r, .since = last ? TIME_NONE : since,
	};
	bool met;

	*out = (struct epoch_list){ 0 };
	if (walk_to_last(&w, tip, last, err) < 0)
		return err->code;
	met = w.met;
	if (last && (!met || w.merges) &&
	    walk_around(&w, tip, last, since, err) < 0)
		return err->code;
	make_list(out, &w);
	out->met = met;
	return 0;
}

void epoch_list_release(struct epoch_list *list)
{
	free(list->v);
	*list = (struct epoch_list){ 0 };
}
