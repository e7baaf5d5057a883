// SPDX-License-Identifier: GPL-2.0-only
#include "reply/disclosure.h"

/* Hosts whose addresses are lists; "lists." in front of a host says it too. */
static const struct str list_hosts[] = {
	{ "vger.kernel.org", 15 }, { "kvack.org", 9 },
	{ "googlegroups.com", 16 }, { "alsa-project.org", 16 },
};

static const struct str security_addresses[] = {
	{ "security@kernel.org", 19 },
	{ "linux-distros@vs.openwall.org", 29 },
	{ "distros@vs.openwall.org", 23 },
};

/*
 * What people write who ask for silence, in lower case.  "Do not disclose" is
 * not among it: companies have it below every mail.
 */
static const struct str silence[] = {
	{ "under embargo", 13 }, { "embargo date", 12 }, { "embargoed", 9 },
	{ "embargo until", 13 }, { "embargo lift", 12 },
	{ "coordinated disclosure", 22 },
	{ "not disclosed publicly", 22 }, { "keep this private", 17 },
	{ "do not forward this to public", 29 },
};

static struct str host_of(struct str addr)
{
	ptrdiff_t at = str_rchr(addr, '@');

	return at < 0 ? STR_NONE : str_from_off(addr, (size_t)at + 1);
}

bool disclosure_is_list(struct str addr)
{
	struct str host = host_of(addr);

	for (size_t i = 0; i < ARRAY_SIZE(list_hosts); i++)
		if (str_eq_i(host, list_hosts[i]))
			return true;
	return str_starts_i(host, STR("lists.")) ||
	       str_starts_i(host, STR("lists-")) ||
	       str_find_i(host, STR(".lists.")) >= 0;
}

bool disclosure_is_security(struct str addr)
{
	for (size_t i = 0; i < ARRAY_SIZE(security_addresses); i++)
		if (str_eq_i(addr, security_addresses[i]))
			return true;
	return false;
}

static bool any(const struct message *m, bool (*is)(struct str addr))
{
	for (size_t i = 0; i < m->to.nr; i++)
		if (is(m->to.v[i].addr))
			return true;
	for (size_t i = 0; i < m->cc.nr; i++)
		if (is(m->cc.v[i].addr))
			return true;
	return false;
}

bool disclosure_is_public(const struct message *m)
{
	return m->scraped || m->to.nr + m->cc.nr == 0 ||
	       !str_is_none(message_header(m, "List-Id")) ||
	       any(m, disclosure_is_list);
}

struct str disclosure_sign(const struct message *m, unsigned int *line)
{
	*line = 0;
	if (any(m, disclosure_is_security) && !any(m, disclosure_is_list) &&
	    str_is_none(message_header(m, "List-Id")))
		return STR("it went to a security contact and to no list");
	for (size_t i = 0; i < m->lines.nr; i++) {
		const struct line *l = &m->lines.v[i];

		if (l->who != LINE_AUTHOR)
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(silence); k++)
			if (str_find_i(l->text, silence[k]) >= 0) {
				*line = l->no;
				return silence[k];
			}
	}
	return STR_NONE;
}
