// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_mark.h"

const struct epoch_position *epoch_mark_of(const struct epoch_mark *m,
					   uint32_t number)
{
	for (size_t i = 0; i < m->nr; i++)
		if (m->at[i].number == number)
			return &m->at[i];
	return NULL;
}

void epoch_mark_set(struct epoch_mark *m, uint32_t number, const git_oid *id)
{
	size_t i = 0;

	while (i < m->nr && m->at[i].number > number)
		i++;
	if (i < m->nr && m->at[i].number == number) {
		if (git_oid_equal(&m->at[i].id, id))
			return;
	} else if (i < EPOCH_POSITIONS) {
		m->nr = MIN(m->nr + 1, (size_t)EPOCH_POSITIONS);
		memmove(&m->at[i + 1], &m->at[i],
			(m->nr - i - 1) * sizeof(m->at[i]));
	} else {
		return;
	}
	m->at[i] = (struct epoch_position){ .number = number, .id = *id };
	m->moved = true;
}

struct str epoch_mark_write(struct epoch_mark *m, struct buf *text)
{
	char hex[GIT_OID_HEXSZ + 1];

	buf_reset(text);
	buf_puts(text, "epoch1");
	for (size_t i = 0; i < m->nr; i++)
		buf_printf(text, " %u %s", m->at[i].number,
			   git_oid_tostr(hex, sizeof(hex), &m->at[i].id));
	m->moved = false;
	return buf_str(text);
}

void epoch_mark_read(struct epoch_mark *m, struct str text)
{
	struct str number, hex;
	git_oid id;
	uint64_t n;

	*m = (struct epoch_mark){ 0 };
	if (!str_skip(&text, STR("epoch1 ")))
		return;
	while (str_word(&text, &number) && str_word(&text, &hex) &&
	       str_to_u64(number, &n) && n <= UINT32_MAX &&
	       hex.n == GIT_OID_HEXSZ &&
	       !git_oid_fromstrn(&id, hex.p, hex.n))
		epoch_mark_set(m, (uint32_t)n, &id);
	m->moved = false;
}
