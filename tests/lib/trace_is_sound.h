/* SPDX-License-Identifier: GPL-2.0-only */
/* What holds for every report that was found in any text. */
#ifndef TRACE_IS_SOUND_H
#define TRACE_IS_SOUND_H

#include "report/trace.h"

#define SOUND_TITLE_MAX	200

static inline bool frames_are_sound(const struct frame_list *frames)
{
	for (size_t i = 0; i < frames->nr; i++) {
		const struct frame *f = &frames->v[i];

		if (!f->function.n || f->offset < -1 || f->size < -1 ||
		    f->line < 0 || (f->line && !f->file.n))
			return false;
	}
	return true;
}

static inline unsigned int lines_of(struct str s)
{
	unsigned int nr = 0;

	for (size_t i = 0; i < s.n; i++)
		nr += s.p[i] == '\n';
	return nr;
}

static inline bool trace_report_is_sound(struct arena *a,
					 const struct trace *t,
					 struct str text)
{
	struct str brief = trace_distill(a, t, text, 7);

	return t->title.n && t->title.n <= SOUND_TITLE_MAX &&
	       str_is_utf8(t->title) && t->start <= t->end &&
	       t->end <= text.n && t->corrupted == !str_is_none(t->corrupted_why) &&
	       frames_are_sound(&t->frames) && lines_of(brief) <= 7 &&
	       brief.n && brief.p[brief.n - 1] == '\n';
}

/* Finds all reports in @text. */
static inline bool trace_is_sound(struct arena *a, struct str text)
{
	struct trace_list list = { 0 };

	trace_find(&list, a, text);
	if (list.nr > 64 || !trace_main(&list) != !list.nr)
		return false;
	for (size_t i = 0; i < list.nr; i++)
		if (!trace_report_is_sound(a, &list.v[i], text))
			return false;
	return true;
}

#endif
