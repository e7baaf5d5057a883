/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What holds for every message, whatever bytes it was read from.  For unit
 * tests and fuzzing.
 */
#ifndef MESSAGE_IS_SOUND_H
#define MESSAGE_IS_SOUND_H

#include "mail/bounds.h"
#include "mail/message.h"

static inline bool lines_are_sound(const struct message *m)
{
	const char *end = m->text.p + m->text.n;

	for (size_t i = 0; i < m->lines.nr; i++) {
		const struct line *line = &m->lines.v[i];

		if (line->raw.p < m->text.p || line->raw.p + line->raw.n > end ||
		    line->text.n > line->raw.n || line->no != i + 1 ||
		    line->part >= m->parts.nr ||
		    memchr(line->raw.p, '\n', line->raw.n))
			return false;
	}
	return m->lines.nr <= BOUND_LINES;
}

static inline bool is_one_line(struct str s)
{
	return str_is_utf8(s) && str_chr(s, '\n') < 0 && str_chr(s, '\r') < 0;
}

static inline bool message_is_sound(const struct message *m)
{
	for (size_t i = 0; i < m->headers.nr; i++)
		if (!is_one_line(m->headers.v[i].value))
			return false;
	for (size_t i = 0; i < m->from.nr; i++)
		if (!is_one_line(m->from.v[i].name))
			return false;
	for (size_t i = 0; i < m->message_id.n; i++)
		if ((unsigned char)m->message_id.p[i] <= ' ')
			return false;
	return str_is_utf8(m->text) && lines_are_sound(m) &&
	       m->references.nr <= BOUND_REFERENCES &&
	       m->parts.nr <= BOUND_PARTS && is_one_line(m->subject);
}

#endif
