// SPDX-License-Identifier: GPL-2.0-only
#include "base/guard_each.h"

static int work_one(void *ctx, size_t i, struct buf *out)
{
	struct guard_each *e = ctx;

	return e->work(e->ctx, e->first + i, out);
}

/* A child takes on @nr cases behind those that are done. */
static int start_child(struct guard_each *e, size_t nr, struct err *err)
{
	guard_stop(&e->guard);
	e->first = e->done;
	if (!nr)
		return 0;
	return guard_start(&e->guard, &e->limits, nr, work_one, e, err);
}

int guard_each_start(struct guard_each *e, const struct guard_limits *limits,
		     size_t nr,
		     int (*work)(void *ctx, size_t i, struct buf *out),
		     void *ctx, struct err *err)
{
	*e = (struct guard_each){
		.limits = *limits, .work = work, .ctx = ctx, .nr = nr,
	};
	return start_child(e, nr, err);
}

void guard_each_stop(struct guard_each *e)
{
	guard_stop(&e->guard);
}

/* Yields 0 to try the case again, or the error of the case. */
static int case_killed(struct guard_each *e, struct err *err)
{
	struct err why = *err;

	e->alone = !e->alone;
	if (e->alone)
		return start_child(e, 1, err);
	e->done++;
	if (start_child(e, e->nr - e->done, err) < 0)
		return err->code;
	*err = why;
	return why.code;
}

int guard_each_next(struct guard_each *e, struct str *answer, struct err *err)
{
	int rc = 0;

	while (rc == 0 && e->done < e->nr) {
		rc = guard_next(&e->guard, answer, err);
		if (rc > 0) {
			e->done++;
			e->alone = false;
		} else if (rc == 0) {	/* the rest, behind one that was alone */
			rc = start_child(e, e->nr - e->done, err);
		} else if (rc == ERR_MSG) {
			rc = case_killed(e, err);
		}
	}
	return rc;
}
