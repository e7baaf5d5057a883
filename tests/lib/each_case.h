/* SPDX-License-Identifier: GPL-2.0-only */
/* Unit tests over the inputs of tests/cases, wherever they are run from. */
#ifndef EACH_CASE_H
#define EACH_CASE_H

#include <fcntl.h>
#include <glob.h>

#include "base/file.h"

static inline struct str load(struct arena *a, const char *path)
{
	struct err err = ERR_INIT;
	struct str text;

	assert_int_equal(file_read(&text, a, AT_FDCWD, path, 1 << 20, ERR_MSG,
				   &err), FILE_READ);
	return text;
}

/* Calls @test with the bytes of each file that fits @pattern; one at least. */
static inline void each_case(const char *pattern, void (*test)(struct str text))
{
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct arena a __free(arena) = { .max = 64 << 20 };

		test(load(&a, found.gl_pathv[i]));
	}
	globfree(&found);
}

#endif
