// SPDX-License-Identifier: GPL-2.0-only
/* The table of recipients.h, and one entry for each person and list. */
#include "reply/recipients_data.h"

/* Beside the fields: not considered at all. */
#define SKIP	RECIPIENT_FIELDS
#define TO	RECIPIENT_TO
#define CC	RECIPIENT_CC
#define OUT	RECIPIENT_LEFT_OUT
enum { RECIPIENT_FIELDS = RECIPIENT_LEFT_OUT + 1 };

/*
 * The table of recipients.h.  @keep: who goes last when there are too many;
 * 0 never goes.
 */
static const struct row {
	const char *role;
	unsigned int keep;
	unsigned char field[VERDICT_TRUSTED + 1];
	const char *why_out;
} rows[] = {
	/*			    inconclusive refuted doubtful trusted */
	[SOURCE_REPORTER] =	     { "reporter", 0, { TO, TO, TO, CC }, NULL },
	[SOURCE_AUTHOR] =	     { "author", 0, { SKIP, OUT, OUT, TO },
				       "the bisection is not to be relied on" },
	[SOURCE_SIGNER_MAINTAINER] = { "signer", 1, { SKIP, SKIP, SKIP, TO }, NULL },
	[SOURCE_MAINTAINER] =	     { "maintainer", 2, { SKIP, SKIP, SKIP, TO }, NULL },
	[SOURCE_WIDE_MAINTAINER] =   { "maintainer", 6, { SKIP, SKIP, SKIP, CC }, NULL },
	[SOURCE_REVIEWER] =	     { "reviewer", 7, { SKIP, SKIP, SKIP, CC }, NULL },
	[SOURCE_LIST] =		     { "list", 2, { SKIP, SKIP, SKIP, CC }, NULL },
	[SOURCE_TRACE_MAINTAINER] =  { "maintainer", 2, { SKIP, TO, CC, SKIP }, NULL },
	[SOURCE_TRACE_REVIEWER] =    { "reviewer", 7, { SKIP, CC, CC, SKIP }, NULL },
	[SOURCE_TRACE_LIST] =	     { "list", 2, { SKIP, CC, CC, SKIP }, NULL },
	[SOURCE_SIGNER] =	     { "signer", 5, { SKIP, SKIP, SKIP, CC }, NULL },
	[SOURCE_PARTICIPANT] =	     { "participant", 4, { OUT, CC, CC, CC },
				       "no single commit is named" },
	[SOURCE_ROBOTS_PARTICIPANT] = { "participant", 4, { OUT, OUT, CC, CC },
				       "a robot chose it by a commit that cannot be blamed" },
	[SOURCE_REPORT_LIST] =	     { "list", 4, { CC, CC, CC, CC }, NULL },
	[SOURCE_ROBOTS_LIST] =	     { "list", 4, { CC, OUT, CC, CC },
				       "a robot chose it by a commit that cannot be blamed" },
	[SOURCE_REGRESSIONS] =	     { "list", 1, { SKIP, CC, CC, CC }, NULL },
	[SOURCE_STABLE] =	     { "list", 3, { SKIP, SKIP, CC, CC }, NULL },
	[SOURCE_CATCH_ALL] =	     { "list", 9, { CC, CC, CC, CC }, NULL },
	[SOURCE_LAST_RESORT] =	     { "list", 9, { SKIP, CC, CC, CC }, NULL },
	[SOURCE_CC_TAG] =	     { "participant", 9, { SKIP, OUT, OUT, OUT },
				       "was told of the commit, no more" },
};

void candidate_drop(struct chooser *c, struct candidate *one, const char *why)
{
	one->field = RECIPIENT_LEFT_OUT;
	one->reason = str_printf(c->a, "%.*s; left out: %s",
				 STR_ARG(one->reason), why);
}

/* A name from a commit or a mail: valid UTF-8 on one line. */
static struct str clean_name(struct arena *a, struct str name)
{
	struct str s = str_dup(a, str_utf8(a, name));
	char *p = (char *)s.p;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == 0x7f)
			p[i] = ' ';
	return str_fold(a, s);
}

static void known_as(struct chooser *c, struct candidate *one, struct str name,
		     struct str addr)
{
	if (addr.n) {
		void **known = strmap_at(&c->by_addr, c->a,
					 str_lower(c->a, addr));

		if (*known != one)
			*list_add(c->a, &one->addrs) = addr;
		*known = one;
	}
	if (name.n && !one->list)
		*strmap_at(&c->by_name, c->a, str_lower(c->a, name)) = one;
}

static struct candidate *find(struct chooser *c, struct str name,
			      struct str addr, bool list)
{
	struct candidate *one = NULL;

	if (addr.n)
		one = strmap_get(&c->by_addr, str_lower(c->a, addr));
	if (!one && name.n && !list)
		one = strmap_get(&c->by_name, str_lower(c->a, name));
	return one;
}

/*
 * An author who is left out stays out, whatever else he may be; and robots
 * write to those whom the commit's Cc: tags name.
 */
static bool stays_out(const struct candidate *one, enum source from)
{
	return one->field == RECIPIENT_LEFT_OUT &&
	       (one->from == SOURCE_AUTHOR ||
		(one->from == SOURCE_CC_TAG &&
		 from == SOURCE_ROBOTS_PARTICIPANT));
}

/*
 * Somebody who is there already gets the stronger place.  So the reporter is
 * answered whoever he is.
 */
static void merge(struct chooser *c, struct candidate *one, enum source from,
		  enum recipient_field field, struct str reason, int depth)
{
	const struct row *row = &rows[from];

	if (field == RECIPIENT_LEFT_OUT || stays_out(one, from))
		return;
	if (field < one->field) {
		if (one->field == RECIPIENT_LEFT_OUT)
			one->reason = STR("");
		one->field = field;
		one->from = from;
		one->role = row->role;
	}
	one->keep = MIN(one->keep, row->keep);
	one->depth = MAX(one->depth, depth);
	if (!one->reason.n)
		one->reason = reason;
	else if (!str_has(one->reason, reason))
		one->reason = str_printf(c->a, "%.*s; %.*s",
					 STR_ARG(one->reason),
					 STR_ARG(reason));
}

/*
 * Is another address of the same person to be preferred: to a masked one any,
 * and to that of a commit the one in MAINTAINERS, which is kept up to date.
 */
static bool is_better(const struct candidate *one, enum source from)
{
	bool from_commit = one->from == SOURCE_AUTHOR ||
			   one->from == SOURCE_SIGNER ||
			   one->from == SOURCE_SIGNER_MAINTAINER ||
			   one->from == SOURCE_CC_TAG;

	return one->masked || !one->addr.n ||
	       (from_commit && (from == SOURCE_MAINTAINER ||
				from == SOURCE_WIDE_MAINTAINER ||
				from == SOURCE_REVIEWER));
}

void consider(struct chooser *c, enum source from, const struct address *who,
	      bool list, int depth, struct str reason)
{
	unsigned int field = rows[from].field[c->v->level];
	struct str name = clean_name(c->a, who->name), addr = who->addr;
	struct candidate *one;
	struct str key;

	if (field == SKIP || (!name.n && !addr.n))
		return;
	if (c->m && !list && addr.n)
		maintainers_mailmap(c->m, c->a, &name, &addr);
	if (field == RECIPIENT_LEFT_OUT)
		reason = str_printf(c->a, "%.*s; left out: %s",
				    STR_ARG(reason), rows[from].why_out);
	/* behind one mask there are many people */
	key = who->masked ? STR_NONE : addr;
	one = find(c, name, key, list);
	if (one) {
		if (addr.n && !who->masked && is_better(one, from)) {
			one->addr = addr;
			one->masked = false;
		}
		if (!one->name.n)
			one->name = name;
		merge(c, one, from, field, reason, depth);
	} else {
		one = arena_new(c->a, struct candidate);
		*one = (struct candidate){
			.name = name, .addr = addr, .masked = who->masked,
			.list = list, .reporter = from == SOURCE_REPORTER,
			.from = from, .field = field,
			.depth = depth, .order = c->all.nr,
			.keep = rows[from].keep, .role = rows[from].role,
			.reason = reason,
		};
		*list_add(c->a, &c->all) = one;
	}
	known_as(c, one, name, key);
	/* who opted out by an old address has opted out */
	if (key.n && !address_same(who->addr, key))
		known_as(c, one, name, who->addr);
}
