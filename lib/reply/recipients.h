/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * To and Cc of a reply, each address with the reason it is there.  Who is
 * written to depends on the verdict: the author of a commit only when the
 * claim is trusted; nobody of the commit when it is refuted.
 */
#ifndef RECIPIENTS_H
#define RECIPIENTS_H

#include "git/maintainers.h"
#include "verify/verdict.h"

enum recipient_field { RECIPIENT_TO, RECIPIENT_CC, RECIPIENT_LEFT_OUT };

struct recipient {
	struct str name, addr;
	enum recipient_field field;
	bool list;		/* a mailing list, not a person */
	const char *role;	/* "author", "reporter", "maintainer", "list", ... */
	struct str reason;	/* "author of 7f466032dc9e"; why left out */
};

struct recipient_list {
	struct recipient *v;
	size_t nr, cap;
};

/* What the operator has set. */
struct recipient_rules {
	struct str self;		/* our own address: never written to */
	struct str_list never;		/* addresses and names that opted out */
	struct str regressions_list;	/* STR_NONE: none */
	unsigned int max_people, max_lists;
};

/*
 * Fills *out, To before Cc before left out.  @m may be NULL (no MAINTAINERS).
 */
int recipients_choose(struct recipient_list *out, struct arena *a,
		      const struct report *r, const struct findings *f,
		      const struct verdict *v, const struct maintainers *m,
		      const struct recipient_rules *rules, struct err *err);

#endif
