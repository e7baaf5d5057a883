// SPDX-License-Identifier: GPL-2.0-only
#include "mail/loop.h"

/* "auto-replied (vacation)": anything but "no" was sent by a program. */
static bool is_automatic(struct str value)
{
	struct str word;

	if (!str_split(&value, ';', &word))
		return false;
	return !str_eq_i(str_trim(word), STR("no"));
}

bool loop_is_draft(const struct message *m, struct str domain)
{
	ptrdiff_t at = str_rchr(m->message_id, '@');

	return domain.n && at >= 0 &&
	       str_eq_i(str_from_off(m->message_id, (size_t)at + 1), domain) &&
	       str_starts(m->message_id, STR("regbot-"));
}

bool loop_is_ours(const struct message *m, struct str self, struct str domain)
{
	for (size_t i = 0; self.n && i < m->from.nr; i++)
		if (address_same(m->from.v[i].addr, self))
			return true;
	return loop_is_draft(m, domain);
}

bool loop_is_autoreply(const struct message *m)
{
	static const char *const subjects[] = {
		"automatic reply", "auto reply", "autoreply", "out of office",
		"undelivered mail", "undeliverable", "delivery status",
		"mail delivery failed", "message rejected",
	};

	if (is_automatic(message_header(m, "Auto-Submitted")) ||
	    !str_is_none(message_header(m, "X-Autoreply")) ||
	    str_eq(str_trim(message_header(m, "Return-Path")), STR("<>")))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (str_starts_i(m->subject, str_from(subjects[i])))
			return true;
	return false;
}

struct str loop_sign(struct arena *a, const struct message *m, struct str self,
		     struct str domain)
{
	struct str automatic = message_header(m, "Auto-Submitted");
	struct str wish = message_header(m, "X-Regbot");

	if (loop_is_ours(m, self, domain))
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
