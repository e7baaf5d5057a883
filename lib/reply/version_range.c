// SPDX-License-Identifier: GPL-2.0-only
#include "reply/version_range.h"

#include <limits.h>

/* "v6.18-rc3" as numbers; false for anything else. */
static bool version_numbers(struct str s, unsigned int n[4])
{
	size_t k = 0;

	str_skip_i(&s, STR("linux "));
	str_skip_i(&s, STR("v"));
	memset(n, 0, 4 * sizeof(*n));
	n[3] = UINT_MAX;	/* a release is newer than its candidates */
	while (s.n && is_digit(*s.p) && k < 4) {
		unsigned int x = 0;

		for (; s.n && is_digit(*s.p); s = str_from_off(s, 1))
			x = MIN(x * 10 + (unsigned int)(*s.p - '0'), 100000u);
		n[k] = x;
		if (str_skip(&s, STR("-rc")))
			k = 3;
		else if (k < 2 && str_skip(&s, STR(".")))
			k++;
		else
			return k > 0;
	}
	return false;
}

bool version_is_range(struct str good, struct str bad)
{
	unsigned int g[4], b[4];

	if (!version_numbers(good, g) || !version_numbers(bad, b))
		return true;
	for (size_t i = 0; i < 4; i++)
		if (g[i] != b[i])
			return g[i] < b[i];
	return false;
}
