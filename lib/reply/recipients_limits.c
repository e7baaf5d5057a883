// SPDX-License-Identifier: GPL-2.0-only
/* Who must not be written to, and how many are too many. */
#include "git/mailmap.h"
#include "reply/recipients_data.h"

#define PEOPLE_MAX	15
#define LISTS_MAX	3

/* Where a list is met that MAINTAINERS does not know. */
static const char *const list_domains[] = {
	"@vger.kernel.org", "@kvack.org", "@googlegroups.com", "@groups.io",
	"@alsa-project.org", "@lists.", ".lists.", ".lists.linux.dev",
};

bool is_list(const struct chooser *c, struct str addr)
{
	if (!addr.n)
		return false;
	if (address_same(addr, c->rules->regressions_list))
		return true;
	if (c->m && maintainers_list_kind(c->m, addr) != MAINTAINERS_NO_LIST)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(list_domains); i++)
		if (str_find_i(addr, str_from(list_domains[i])) > 0)
			return true;
	return false;
}

/* "v6.6.9-arch1" is 6, 6, 9; a third number is not needed, -rc is none. */
static bool read_version(struct str s, uint64_t v[3])
{
	size_t nr = 0;

	str_skip_i(&s, STR("linux"));
	while (s.n && (is_blank(s.p[0]) || s.p[0] == '-'))
		s = str_from_off(s, 1);
	str_skip_i(&s, STR("v"));
	v[2] = 0;
	while (nr < 3) {
		size_t n = 0;

		while (n < s.n && is_digit(s.p[n]))
			n++;
		if (!str_to_u64(str_sub(s, 0, n), &v[nr]))
			break;
		nr++;
		s = str_from_off(s, n);
		if (!str_skip(&s, STR(".")))
			break;
	}
	return nr >= 2 && !(nr == 2 && str_starts_i(s, STR("-rc")));
}

bool is_stable_range(const struct report *r)
{
	uint64_t good[3], bad[3];

	/* before 3.0 the third number was that of a release */
	return r->good.p && r->bad.p && read_version(r->good, good) &&
	       read_version(r->bad, bad) && good[0] >= 3 &&
	       good[0] == bad[0] && good[1] == bad[1] && bad[2] > good[2];
}

/* --- bars ------------------------------------------------------------------ */

static bool known_by(const struct candidate *one, struct str addr)
{
	for (size_t i = 0; i < one->addrs.nr; i++)
		if (address_same(one->addrs.v[i], addr))
			return true;
	return false;
}

/* @text is an address, a name, or both. */
static bool is_meant(const struct chooser *c, const struct candidate *one,
		     struct str text)
{
	struct person p;

	if (!person_parse(&p, c->a, text))
		p = (struct person){ person_name(c->a, text), STR("") };
	return (p.addr.n && known_by(one, p.addr)) ||
	       (p.name.n && str_eq_i(one->name,
				     person_plain_name(c->a, p.name)));
}

static bool is_self(const struct chooser *c, const struct candidate *one)
{
	struct person p;

	return c->rules->self.n &&
	       person_parse(&p, c->a, c->rules->self) && known_by(one, p.addr);
}

static bool has_opted_out(const struct chooser *c, const struct candidate *one)
{
	for (size_t i = 0; i < c->rules->never.nr; i++)
		if (is_meant(c, one, c->rules->never.v[i]))
			return true;
	return false;
}

static bool is_masked(__maybe_unused const struct chooser *c,
		      const struct candidate *one)
{
	return one->masked || (one->addr.n && address_is_masked(one->addr));
}

static bool is_unusable(__maybe_unused const struct chooser *c,
			const struct candidate *one)
{
	return !one->addr.n || !address_usable(one->addr);
}

static const char *const robots[] = {
	"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply",
	"mailer-daemon", "postmaster", "bounce", "bounces", "bot", "robot",
};

static const char *const robot_endings[] = {
	"-noreply", "-no-reply", "-bot", "-bot2", "-daemon", "-bounces",
};

static bool is_robot(__maybe_unused const struct chooser *c,
		     const struct candidate *one)
{
	struct str local = one->addr;
	ptrdiff_t end = str_chr(local, '@');

	if (one->list)
		return false;
	local.n = end < 0 ? local.n : (size_t)end;
	end = str_chr(local, '+');
	local.n = end < 0 ? local.n : (size_t)end;
	for (size_t i = 0; i < ARRAY_SIZE(robots); i++)
		if (str_eq_i(local, str_from(robots[i])))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(robot_endings); i++) {
		struct str ending = str_from(robot_endings[i]);

		if (local.n > ending.n &&
		    str_eq_i(str_from_off(local, local.n - ending.n), ending))
			return true;
	}
	return false;
}

static bool is_closed(const struct chooser *c, const struct candidate *one)
{
	return c->m && maintainers_list_kind(c->m, one->addr) ==
		       MAINTAINERS_SUBSCRIBERS_ONLY;
}

static bool is_ignored(const struct chooser *c, const struct candidate *one)
{
	if (!c->m || one->reporter)
		return false;
	for (size_t i = 0; i < one->addrs.nr; i++)
		if (maintainers_ignored(c->m, one->addrs.v[i]))
			return true;
	return false;
}

static bool is_linus(__maybe_unused const struct chooser *c,
		     const struct candidate *one)
{
	return !one->reporter &&
	       (str_eq_i(one->name, STR("Linus Torvalds")) ||
		str_starts_i(one->addr, STR("torvalds@")));
}

/* First match is said. */
static const struct bar {
	bool (*hits)(const struct chooser *c, const struct candidate *one);
	const char *why;
} bars[] = {
	{ is_self,	 "our own address" },
	{ has_opted_out, "opted out" },
	{ is_masked,	 "an archive made the address unreadable" },
	{ is_unusable,	 "no address that mail can be sent to" },
	{ is_robot,	 "a robot that reads no mail" },
	{ is_closed,	 "takes mail of subscribers only" },
	{ is_ignored,	 "named in .get_maintainer.ignore" },
	{ is_linus,	 "only a person decides to write to Linus Torvalds" },
};

void candidates_bar(struct chooser *c)
{
	for (size_t i = 0; i < c->all.nr; i++) {
		struct candidate *one = c->all.v[i];

		if (one->field == RECIPIENT_LEFT_OUT)
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(bars); k++) {
			if (!bars[k].hits(c, one))
				continue;
			candidate_drop(c, one, bars[k].why);
			break;
		}
	}
}

/* --- limits ---------------------------------------------------------------- */

static int worth_keeping(const void *x, const void *y)
{
	const struct candidate *a = *(const struct candidate *const *)x;
	const struct candidate *b = *(const struct candidate *const *)y;

	if (a->keep != b->keep)
		return a->keep < b->keep ? -1 : 1;
	if (a->depth != b->depth)
		return a->depth > b->depth ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static void limit(struct chooser *c, bool lists, unsigned int max,
		  const char *what)
{
	struct candidate **v = arena_alloc(c->a, c->all.nr * sizeof(*v));
	size_t nr = 0;

	for (size_t i = 0; i < c->all.nr; i++)
		if (c->all.v[i]->list == lists &&
		    c->all.v[i]->field != RECIPIENT_LEFT_OUT)
			v[nr++] = c->all.v[i];
	qsort(v, nr, sizeof(*v), worth_keeping);
	for (size_t i = max; i < nr; i++) {
		char why[64];

		if (!v[i]->keep)
			continue;
		snprintf(why, sizeof(why), "more than %u %s", max, what);
		candidate_drop(c, v[i], why);
	}
}

void candidates_limit(struct chooser *c)
{
	unsigned int people = c->rules->max_people, lists = c->rules->max_lists;

	limit(c, false, people ? people : PEOPLE_MAX, "people");
	limit(c, true, lists ? lists : LISTS_MAX, "lists");
}
