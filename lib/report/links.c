// SPDX-License-Identifier: GPL-2.0-only
#include "report/links.h"

/* Longer ones are cut; nobody clicks them. */
#define URL_MAX		2000

/* First match wins; @host is looked for in the address without "https://". */
static const struct {
	const char *host;
	enum link_kind kind;
} link_rules[] = {
	{ "syzkaller.appspot.com/bug?", LINK_DASHBOARD },
	{ "syzkaller.appspot.com/x/", LINK_LOG },
	{ "syzkaller.appspot.com/", LINK_DASHBOARD },
	{ "storage.googleapis.com/syzbot", LINK_LOG },
	{ "lore.kernel.org/", LINK_LORE },
	{ "lkml.kernel.org/", LINK_LORE },
	{ "patchwork.", LINK_LORE },
	{ "marc.info/", LINK_LORE },
	{ "groups.google.com/", LINK_LORE },
	{ "bugzilla.", LINK_TRACKER },
	{ "bugs.", LINK_TRACKER },
	{ "/-/issues/", LINK_TRACKER },
	{ "/issues/", LINK_TRACKER },
	{ "bugreport.cgi", LINK_TRACKER },
	{ "launchpad.net/", LINK_TRACKER },
	{ "dashboard.kernelci.org/", LINK_DASHBOARD },
	{ "d.kernelci.org/", LINK_DASHBOARD },
	{ "qa-reports.linaro.org/", LINK_DASHBOARD },
	{ "dmesg", LINK_LOG },
	{ ".log", LINK_LOG },
	{ "pastebin.", LINK_LOG },
	{ "paste.", LINK_LOG },
};

/* What stands before the hash in the address of a commit. */
static const char *const commit_marks[] = {
	"/c/", "?id=", "&id=", ";id=", "/commit/", ";h=",
};

static bool kernel_host(struct str url)
{
	static const char *const hosts[] = {
		"git.kernel.org", "github.com/torvalds/linux",
		"git.zx2c4.com", "kernel.googlesource.com", "cgit.freedesktop.org",
		"git.linuxtv.org", "github.com/gregkh/linux", "git.samba.org",
	};

	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
		if (str_has(url, str_from(hosts[i])))
			return true;
	return false;
}

struct str link_commit(struct str url)
{
	url = str_sub(url, 0, 300);
	if (!kernel_host(url))
		return STR_NONE;
	for (size_t i = 0; i < ARRAY_SIZE(commit_marks); i++) {
		struct str mark = str_from(commit_marks[i]), sha;
		ptrdiff_t at = str_find(url, mark);
		size_t n;

		if (at < 0)
			continue;
		sha = str_from_off(url, (size_t)at + mark.n);
		for (n = 0; n < sha.n && is_hex(sha.p[n]); n++)
			;
		if (n >= 7 && n <= 40)
			return str_sub(sha, 0, n);
	}
	return STR_NONE;
}

static enum link_kind kind_of(struct str url)
{
	struct str head = str_sub(url, 0, 300);

	if (!str_is_none(link_commit(head)))
		return LINK_COMMIT;
	for (size_t i = 0; i < ARRAY_SIZE(link_rules); i++)
		if (str_has(head, str_from(link_rules[i].host)))
			return link_rules[i].kind;
	return LINK_OTHER;
}

/* The length of the address that begins @s: brackets close it. */
static size_t url_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && n < URL_MAX && (unsigned char)s.p[n] > ' ' &&
	       !strchr("<>\"`", s.p[n]))
		n++;
	while (n && strchr(".,;:!')]}*", s.p[n - 1])) {
		/* a bracket that the address itself opened stays */
		if (s.p[n - 1] == ')' && str_chr(str_sub(s, 0, n), '(') >= 0)
			break;
		n--;
	}
	return n;
}

bool link_note(struct reading *rd, struct str word, size_t i)
{
	ptrdiff_t at = str_find(word, STR("://"));
	struct link *link;
	struct str url;

	if (at < 3)
		return false;
	if (at >= 5 && str_eq_i(str_sub(word, (size_t)at - 5, 5), STR("https")))
		at -= 5;
	else if (at >= 4 && str_eq_i(str_sub(word, (size_t)at - 4, 4), STR("http")))
		at -= 4;
	else
		return false;
	url = str_from_off(word, (size_t)at);
	url = str_sub(url, 0, url_length(url));
	if (url.n < 10)
		return false;
	link = list_add(rd->a, &rd->r->links);
	link->url = url;
	link->kind = kind_of(url);
	link->line = reading_line_no(rd, i);
	return true;
}
