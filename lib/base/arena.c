// SPDX-License-Identifier: GPL-2.0-only
#include "base/arena.h"

#include <unistd.h>

#define CHUNK_SIZE	(64 * 1024)
#define ALIGN		_Alignof(max_align_t)

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

__noreturn void mem_exhausted(void)
{
	static const char msg[] = "regbot: out of memory "
		"(raise the memory limit, or give less at once)\n";

	if (write(STDERR_FILENO, msg, sizeof(msg) - 1) < 0)
		_exit(75);
	_exit(75);	/* EX_TEMPFAIL: nothing was stored, try again later */
}

void *mem_alloc(size_t n)
{
	return mem_realloc(NULL, n);
}

void *mem_realloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void arena_init(struct arena *a, size_t max)
{
	*a = (struct arena){ .max = max };
}

static struct arena_chunk *chunk_new(struct arena *a, size_t size)
{
	struct arena_chunk *c = mem_alloc(sizeof(*c) + size);

	c->next = a->chunks;
	c->used = 0;
	c->size = size;
	a->chunks = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct arena_chunk *c = a->chunks;
	void *p;

	if (n > a->max || a->used > a->max - n)
		mem_exhausted();
	a->used += n;
#ifdef REGBOT_SANITIZE
	c = chunk_new(a, n);
#else
	if (!c || c->size - c->used < n)
		c = chunk_new(a, MAX(n, (size_t)CHUNK_SIZE));
#endif
	p = c->data + c->used;
	/* never beyond size: the tail of a chunk may be left unused */
	c->used = MIN(c->size, (c->used + n + ALIGN - 1) & ~(ALIGN - 1));
	return memset(p, 0, n);
}

static void chunks_free(struct arena_chunk *c)
{
	while (c) {
		struct arena_chunk *next = c->next;

		free(c);
		c = next;
	}
}

void arena_reset(struct arena *a)
{
	struct arena_chunk *c = a->chunks;

#ifndef REGBOT_SANITIZE
	/* a chunk of the usual size is kept, a giant is not */
	if (c && c->size == CHUNK_SIZE) {
		chunks_free(c->next);
		c->next = NULL;
		c->used = 0;
		a->used = 0;
		return;
	}
#endif
	chunks_free(c);
	a->chunks = NULL;
	a->used = 0;
}

void arena_release(struct arena *a)
{
	chunks_free(a->chunks);
	a->chunks = NULL;
	a->used = 0;
}

void *arena_grow(struct arena *a, const void *old, size_t *cap, size_t size)
{
	size_t nr = *cap ? *cap * 2 : 8;
	void *v;

	if (nr > a->max / size)
		mem_exhausted();
	v = arena_alloc(a, nr * size);
	if (old)
		memcpy(v, old, *cap * size);
	*cap = nr;
	return v;
}
