// SPDX-License-Identifier: GPL-2.0-only
#include "guess.h"

#define NAME_MAX_LEN	31
#define EDITS_MAX	2
#define PART_MIN	4	/* shorter beginnings say nothing */

/* Insertions, deletions and changes that lead from @a to @b (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_LEN + 1], n = strlen(b);

	if (n > NAME_MAX_LEN)
		return SIZE_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			row[j] = MIN(MIN(row[j], row[j - 1]) + 1, change);
		}
	}
	return row[n];
}

const char *guess(const char *word, const char *const *names, size_t nr)
{
	size_t best = EDITS_MAX + 1;
	const char *near = NULL;

	for (size_t i = 0; i < nr; i++) {
		size_t d = distance(word, names[i]);

		/* "password" for "password_file" */
		if (strlen(word) >= PART_MIN && best > 1 &&
		    !strncmp(word, names[i], strlen(word)))
			d = 1;

		if (d < best) {
			best = d;
			near = names[i];
		}
	}
	return near;
}
