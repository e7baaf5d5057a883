// SPDX-License-Identifier: GPL-2.0-only
#include "report/origin.h"

static const struct {
	const char *name, *addr;	/* in the name, in the address; or NULL */
	enum report_origin origin;
} origins[] = {
	{ "syzbot", NULL, ORIGIN_SYZBOT },
	{ NULL, "@syzkaller.appspotmail.com", ORIGIN_SYZBOT },
	{ "kernel test robot", NULL, ORIGIN_LKP },
	{ "kbuild test robot", NULL, ORIGIN_LKP },
	{ NULL, "lkp@intel.com", ORIGIN_LKP },
	{ NULL, "bot@kernelci.org", ORIGIN_KERNELCI },
	{ "kernelci", NULL, ORIGIN_KERNELCI },
	{ NULL, "lkft@linaro.org", ORIGIN_LKFT },
	{ "bot", NULL, ORIGIN_ROBOT },
	{ NULL, "bot@", ORIGIN_ROBOT },
	{ NULL, "-bot+", ORIGIN_ROBOT },
	{ NULL, "noreply", ORIGIN_ROBOT },
	{ NULL, "no-reply", ORIGIN_ROBOT },
	{ NULL, "notifications@", ORIGIN_ROBOT },
	{ NULL, "mailer-daemon@", ORIGIN_ROBOT },
};

/* @needle as a word: "test bot", "BluezTestBot", but not "Talbot". */
static bool name_has(struct str name, const char *needle)
{
	struct str n = str_from(needle);
	ptrdiff_t at = str_find_i(name, n);
	bool begins;

	if (at < 0)
		return false;
	begins = !at || !is_alpha(name.p[at - 1]) ||
		 name.p[at] != to_lower(name.p[at]);
	return begins && ((size_t)at + n.n == name.n ||
			  !is_alpha(name.p[(size_t)at + n.n]));
}

static bool origin_of(const struct address *who, enum report_origin *out)
{
	struct str name = str_sub(who->name, 0, 200);
	struct str addr = str_sub(who->addr, 0, 200);

	for (size_t i = 0; i < ARRAY_SIZE(origins); i++)
		if ((origins[i].name && name_has(name, origins[i].name)) ||
		    (origins[i].addr &&
		     str_find_i(addr, str_from(origins[i].addr)) >= 0)) {
			*out = origins[i].origin;
			return true;
		}
	return false;
}

/* The first lines of robots' texts, for what came without a sender. */
static const struct {
	const char *prefix;
	enum report_origin origin;
} first_words[] = {
	{ "bisecting cause commit starting from", ORIGIN_SYZBOT },
	{ "bisecting fixing commit since", ORIGIN_SYZBOT },
	{ "syzbot found the following", ORIGIN_SYZBOT },
	{ "syzbot has bisected this", ORIGIN_SYZBOT },
	{ "syzbot has found a reproducer", ORIGIN_SYZBOT },
	{ "syzbot suspects this", ORIGIN_SYZBOT },
	{ "syzbot hit the following", ORIGIN_SYZBOT },
	{ "FYI, we noticed", ORIGIN_LKP },
	{ "kernel test robot noticed", ORIGIN_LKP },
	{ "* This automated bisection report was sent to you", ORIGIN_KERNELCI },
};

static enum report_origin origin_of_text(const struct message *m)
{
	size_t seen = 0;

	for (size_t i = 0; i < m->lines.nr && seen < 8; i++) {
		struct str s = str_trim(m->lines.v[i].text);

		if (!s.n || m->lines.v[i].who != LINE_AUTHOR)
			continue;
		seen++;
		for (size_t k = 0; k < ARRAY_SIZE(first_words); k++)
			if (str_starts(s, str_from(first_words[k].prefix)))
				return first_words[k].origin;
	}
	return ORIGIN_PERSON;
}

enum report_origin origin_of_mail(const struct message *m)
{
	enum report_origin origin;

	if (origin_of(&m->sender, &origin))
		return origin;
	if (m->from.nr && origin_of(&m->from.v[0], &origin))
		return origin;
	/* a person's mail is not a robot's because it begins like one */
	if (m->bare || !m->sender.addr.n)
		return origin_of_text(m);
	return ORIGIN_PERSON;
}
