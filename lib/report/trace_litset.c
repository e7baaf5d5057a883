// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_litset.h"

static inline unsigned int bucket(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return (word * 2654435761u) >> (32 - LITSET_BITS);
}

void litset_init(struct litset *set)
{
	memset(set->heads, 0, sizeof(set->heads));
	set->nr = 0;
}

void litset_add(struct litset *set, struct str literal)
{
	unsigned int b;

	if (set->nr == LITSET_MAX)
		return;
	set->literal[set->nr++] = literal;
	if (literal.n < LITSET_MIN)
		return;
	b = bucket(literal.p);
	set->next[set->nr - 1] = set->heads[b];
	set->heads[b] = (uint16_t)set->nr;
}

/* The first literal from @id on in its chain that stands at hit->at. */
static bool chain(const struct litset *set, struct str text, unsigned int id,
		  struct lit_hit *hit)
{
	for (; id; id = set->next[id - 1]) {
		struct str s = set->literal[id - 1];

		if (text.n - hit->at >= s.n &&
		    !memcmp(text.p + hit->at, s.p, s.n)) {
			hit->index = id - 1;
			return true;
		}
	}
	return false;
}

bool litset_again(const struct litset *set, struct str text,
		  struct lit_hit *hit)
{
	return chain(set, text, set->next[hit->index], hit);
}

bool litset_find(const struct litset *set, struct str text, size_t from,
		 struct lit_hit *hit)
{
	for (size_t i = from; i + LITSET_MIN <= text.n; i++) {
		unsigned int id = set->heads[bucket(text.p + i)];

		if (!id)
			continue;
		hit->at = i;
		if (chain(set, text, id, hit))
			return true;
	}
	return false;
}
