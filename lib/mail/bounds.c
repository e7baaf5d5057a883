// SPDX-License-Identifier: GPL-2.0-only
#include "mail/bounds.h"

void flaw_add(struct str_list *flaws, struct arena *a, struct str what)
{
	for (size_t i = 0; i < flaws->nr; i++)
		if (str_eq(flaws->v[i], what))
			return;
	*list_add(a, flaws) = what;
}

bool bounds_cut(struct str *s, size_t max)
{
	ptrdiff_t line;

	if (s->n <= max)
		return false;
	line = str_rchr(str_sub(*s, 0, max), '\n');
	s->n = line > 0 ? (size_t)line + 1 : max;
	return true;
}
