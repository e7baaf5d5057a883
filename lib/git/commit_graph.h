/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who descends from whom, in memory: parents by number, read from the commit
 * index in one piece.  Answers "is this commit in that history" in
 * microseconds where a walk over commit objects takes up to a second.
 *
 * Numbers are those of the index, 1, 2, 3 ...; places are a topological order
 * close to that of the dates: a parent always stands before its children.
 */
#ifndef COMMIT_GRAPH_H
#define COMMIT_GRAPH_H

#include "base/str.h"

struct commit_graph {
	uint32_t nr;		/* numbers 1 to nr are known */
	uint32_t *place;	/* by number */
	uint32_t *first;	/* by number: where its parents begin */
	uint32_t *parents;	/* numbers; a count stands before each group */
	size_t nr_parents, cap_parents;
	uint32_t cap;
	uint32_t *seen;		/* by number: the walk that saw it last */
	uint32_t walk;
	uint32_t *stack;
	size_t nr_stack, cap_stack;
};

/*
 * Adds the commits of @data: 32-bit words of this machine, for each commit its
 * number, the count of its parents and their numbers.  Numbers must be new and
 * parents known; false when they are not, and the graph is then of no use.
 */
bool commit_graph_add(struct commit_graph *g, struct str data);
void commit_graph_release(struct commit_graph *g);

static inline bool commit_graph_has(const struct commit_graph *g, uint32_t n)
{
	return n < g->cap && g->place[n];
}

static inline uint32_t commit_graph_nr_parents(const struct commit_graph *g,
					       uint32_t n)
{
	return g->parents[g->first[n]];
}

static inline const uint32_t *
commit_graph_parents(const struct commit_graph *g, uint32_t n)
{
	return &g->parents[g->first[n] + 1];
}

/* Is @n in the history of @tip (which includes the tip)? */
bool commit_graph_is_in(struct commit_graph *g, uint32_t n, uint32_t tip);

/*
 * Marks the whole history of @tip: afterwards commit_graph_marked() is true
 * for it, until the next call of a function that walks.
 */
void commit_graph_mark(struct commit_graph *g, uint32_t tip);
static inline bool commit_graph_marked(const struct commit_graph *g,
				       uint32_t n)
{
	return g->seen[n] == g->walk;
}

#endif
