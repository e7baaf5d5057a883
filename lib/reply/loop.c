// SPDX-License-Identifier: GPL-2.0-only
#include "reply/loop.h"

/* "auto-replied (vacation)": anything but "no" was sent by a program. */
static bool is_automatic(struct str value)
{
	struct str word;

	if (!str_split(&value, ';', &word))
		return false;
	return !str_eq_i(str_trim(word), STR("no"));
}

static bool sent_by_us(const struct message *m, struct str self,
		       struct str domain)
{
	ptrdiff_t at = str_rchr(m->message_id, '@');

	for (size_t i = 0; self.n && i < m->from.nr; i++)
		if (address_same(m->from.v[i].addr, self))
			return true;
	return domain.n && at >= 0 &&
	       str_eq_i(str_from_off(m->message_id, (size_t)at + 1), domain) &&
	       str_starts(m->message_id, STR("regbot-"));
}

struct str loop_sign(struct arena *a, const struct message *m, struct str self,
		     struct str domain)
{
	struct str automatic = message_header(m, "Auto-Submitted");
	struct str wish = message_header(m, "X-Regbot");

	if (sent_by_us(m, self, domain))
		return STR("it is our own mail");
	if (is_automatic(automatic))
		return str_printf(a, "a program sent it (Auto-Submitted: %.*s)",
				  STR_ARG(str_sub(automatic, 0, 60)));
	if (str_eq(str_trim(message_header(m, "Return-Path")), STR("<>")))
		return STR("it is a bounce (empty Return-Path)");
	if (str_eq_i(str_trim(wish), STR("ignore")))
		return STR("its sender asks for no answer (X-Regbot: ignore)");
	return STR_NONE;
}
