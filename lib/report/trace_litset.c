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

void litset_add(struct litset *set, const char *literal)
{
	struct str s = str_from(literal);
	unsigned int b;

	if (s.n < LITSET_MIN || set->nr == LITSET_MAX)
		return;
	b = bucket(s.p);
	set->literal[set->nr] = s;
	set->next[set->nr] = set->heads[b];
	set->heads[b] = (uint16_t)++set->nr;
}

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

bool litset_at(const struct litset *set, struct str text, struct lit_hit *hit,
	       bool again)
{
	if (again)
		return chain(set, text, set->next[hit->index], hit);
	if (text.n < LITSET_MIN || hit->at > text.n - LITSET_MIN)
		return false;
	return chain(set, text, set->heads[bucket(text.p + hit->at)], hit);
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
