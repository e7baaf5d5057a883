// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_graph.h"

static void room_for_number(struct commit_graph *g, uint32_t n)
{
	uint32_t cap = MAX(g->cap * 2, n + 1);

	if (n < g->cap)
		return;
	cap = MAX(cap, 4096u);
	g->place = mem_realloc(g->place, cap * sizeof(*g->place));
	g->first = mem_realloc(g->first, cap * sizeof(*g->first));
	g->seen = mem_realloc(g->seen, cap * sizeof(*g->seen));
	memset(g->place + g->cap, 0, (cap - g->cap) * sizeof(*g->place));
	memset(g->first + g->cap, 0, (cap - g->cap) * sizeof(*g->first));
	memset(g->seen + g->cap, 0, (cap - g->cap) * sizeof(*g->seen));
	g->cap = cap;
}

static void room_for_parents(struct commit_graph *g, size_t more)
{
	if (g->nr_parents + more <= g->cap_parents)
		return;
	g->cap_parents = MAX(g->cap_parents * 2, g->nr_parents + more);
	g->parents = mem_realloc(g->parents,
				 g->cap_parents * sizeof(*g->parents));
}

static uint32_t word_at(struct str data, size_t i)
{
	uint32_t w;

	memcpy(&w, data.p + i * sizeof(w), sizeof(w));
	return w;
}

/* One commit at word *at of @data; steps over it. */
static bool add_one(struct commit_graph *g, struct str data, size_t *at,
		    uint32_t highest)
{
	size_t words = data.n / sizeof(uint32_t);
	uint32_t n, count;

	if (words - *at < 2)
		return false;
	n = word_at(data, (*at)++);
	count = word_at(data, (*at)++);
	if (!n || n > highest || count > words - *at)
		return false;
	room_for_number(g, n);
	if (g->place[n])
		return false;
	room_for_parents(g, (size_t)count + 1);
	g->first[n] = (uint32_t)g->nr_parents;
	g->parents[g->nr_parents++] = count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t p = word_at(data, (*at)++);

		if (!p || p >= g->cap || !g->place[p])
			return false;
		g->parents[g->nr_parents++] = p;
	}
	g->place[n] = ++g->nr;
	return true;
}

bool commit_graph_add(struct commit_graph *g, struct str data)
{
	size_t words = data.n / sizeof(uint32_t), at = 0;
	/* numbers are dense, and each commit takes two words or more */
	uint64_t highest = g->nr + words / 2;

	if (data.n % sizeof(uint32_t) || highest > UINT32_MAX / 2)
		return false;
	while (at < words)
		if (!add_one(g, data, &at, (uint32_t)highest))
			return false;
	return true;
}

static void push(struct commit_graph *g, uint32_t n)
{
	if (g->nr_stack == g->cap_stack) {
		g->cap_stack = MAX(g->cap_stack * 2, (size_t)256);
		g->stack = mem_realloc(g->stack,
				       g->cap_stack * sizeof(*g->stack));
	}
	g->seen[n] = g->walk;
	g->stack[g->nr_stack++] = n;
}

/*
 * Walks the history of @tip down to place @lowest; stops at @wanted, which
 * may be 0 for none.  True when it was met.
 */
static bool walk_down(struct commit_graph *g, uint32_t tip, uint32_t lowest,
		      uint32_t wanted)
{
	if (!++g->walk) {	/* the counter came round */
		memset(g->seen, 0, g->cap * sizeof(*g->seen));
		g->walk = 1;
	}
	g->nr_stack = 0;
	push(g, tip);
	while (g->nr_stack) {
		uint32_t n = g->stack[--g->nr_stack];
		const uint32_t *p = commit_graph_parents(g, n);
		uint32_t count = commit_graph_nr_parents(g, n);

		if (n == wanted)
			return true;
		for (uint32_t i = 0; i < count; i++)
			if (g->seen[p[i]] != g->walk &&
			    g->place[p[i]] >= lowest)
				push(g, p[i]);
	}
	return false;
}

bool commit_graph_is_in(struct commit_graph *g, uint32_t n, uint32_t tip)
{
	if (g->place[n] > g->place[tip])
		return false;
	return walk_down(g, tip, g->place[n], n);
}

void commit_graph_mark(struct commit_graph *g, uint32_t tip)
{
	walk_down(g, tip, 0, 0);
}

void commit_graph_release(struct commit_graph *g)
{
	free(g->place);
	free(g->first);
	free(g->parents);
	free(g->seen);
	free(g->stack);
	*g = (struct commit_graph){ 0 };
}
