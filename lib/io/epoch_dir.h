/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which repositories an archive has on disk: N.git in its folder or in git/
 * below that, or the folder itself as epoch 0.  What has another name (a clone
 * that is not done yet, all.git) is none of them.
 */
#ifndef EPOCH_DIR_H
#define EPOCH_DIR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct epoch_place {
	uint32_t number;
	const char *path;
};

struct epoch_places {
	struct epoch_place *v;
	size_t nr, cap;
};

/* "12.git" is epoch 12; false for any other name. */
bool epoch_number(uint32_t *out, struct str name);

/* Fills *out, lowest number first; it may be empty. */
int epoch_dir_list(struct epoch_places *out, struct arena *a,
		   const char *path, struct err *err);

/* Would somebody who gives @path as an operand mean an archive? */
bool epoch_dir_is_one(const char *path);

#endif
