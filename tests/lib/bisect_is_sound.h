/* SPDX-License-Identifier: GPL-2.0-only */
/* What holds for every log that was found in any text. */
#ifndef BISECT_IS_SOUND_H
#define BISECT_IS_SOUND_H

#include <math.h>

#include "verify/verdict.h"

static inline bool step_is_sound(const struct bisect_step *s)
{
	return s->commit.n && s->verdict <= BISECT_SKIP && s->line &&
	       (!s->total || s->ok + s->crashed <= s->total + s->ok);
}

static inline bool verdict_is_sound(const struct verdict *v)
{
	for (size_t i = 0; i < v->reasons.nr; i++)
		if (!v->reasons.v[i].signal || !v->reasons.v[i].detail.n ||
		    !str_is_utf8(v->reasons.v[i].detail))
			return false;
	for (size_t i = 0; i < v->suspects.nr; i++)
		if (!(v->suspects.v[i].probability >= 0 &&
		      v->suspects.v[i].probability <= 1))
			return false;
	return isfinite(v->probability) && v->probability >= 0 &&
	       v->probability <= 1;
}

/* Finds and weighs all logs in @text. */
static inline bool bisect_is_sound(struct arena *a, struct str text)
{
	struct bisect_log_list logs = { 0 };

	bisect_log_find(&logs, a, text);
	for (size_t i = 0; i < logs.nr; i++) {
		const struct bisect_log *log = &logs.v[i];
		struct trace_list traces = { 0 };
		struct verdict v;
		struct str part = verdict_log_crash(log, text);

		if (!log->line_first || log->line_first > log->line_last ||
		    (i && log->line_first < logs.v[i - 1].line_first))
			return false;
		for (size_t j = 0; j < log->steps.nr; j++)
			if (!step_is_sound(&log->steps.v[j]))
				return false;
		trace_find(&traces, a, part);
		verdict_of_log(&v, a, log, &traces, part);
		if (!verdict_is_sound(&v) ||
		    str_is_none(log->culprit.sha) !=
		    (v.level == VERDICT_INCONCLUSIVE))
			return false;
	}
	return true;
}

#endif
