// SPDX-License-Identifier: GPL-2.0-only
#include "git/revert.h"
int revert_format_patch(struct str *out, struct arena *a, struct tree *t,
			const struct commit *commit, const struct revert *r,
			const struct address *from, int64_t date,
			struct str trailers, struct err *err)
{
	(void)a; (void)t; (void)commit; (void)r; (void)from; (void)date; (void)trailers; (void)err;
	*out = STR_NONE;
	return 0;
}
