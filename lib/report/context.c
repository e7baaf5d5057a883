// SPDX-License-Identifier: GPL-2.0-only
#include "report/context.h"

void context_init(struct context *c)
{
	memset(c, FAR, sizeof(*c));
}

void context_note(unsigned char *dist, enum word_kind kind, unsigned int d)
{
	if (dist[kind] == FAR && d < FAR)
		dist[kind] = (unsigned char)MAX(d, 1u);
}

void context_of_sentence(struct context *c, const struct word_list *words,
			 size_t i, unsigned int reach)
{
	const struct word *v = words->v;

	context_init(c);
	for (size_t k = i; k-- > 0;) {
		unsigned int d = v[i].at - v[k].at;

		if (d > reach || word_separates(&v[k]))
			break;
		context_note(c->before, v[k].kind, d);
	}
	for (size_t k = i + 1; k < words->nr; k++) {
		unsigned int d = v[k].at - v[i].at;

		if (d > reach || word_separates(&v[k]))
			break;
		context_note(c->after, v[k].kind, d);
	}
}

bool near_all(const unsigned char *dist, const struct near *want, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (want[i].kind && dist[want[i].kind] > want[i].within)
			return false;
	return true;
}

bool near_any(const unsigned char *dist, const struct near *bad, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bad[i].kind && dist[bad[i].kind] <= bad[i].within)
			return true;
	return false;
}
