/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The values that templates may use, made from the facts.  All of them are
 * always set; regbot-templates(5) lists them.
 */
#ifndef COMPOSE_VARS_H
#define COMPOSE_VARS_H

#include "reply/compose.h"
#include "reply/template.h"

/* All that a draft is made from. */
struct material {
	struct arena *a;
	enum situation situation;
	const struct report *r;
	const struct findings *f;
	const struct verdict *v;
	const struct thread *t;		/* or NULL */
	const struct recipient_list *recipients;
	const struct compose_rules *rules;
};

struct vars *compose_vars(const struct material *x);
/* Those on the revert, into @v. */
void compose_revert_vars(struct vars *v, const struct material *x);

/* Those on the thread. */
void compose_thread_vars(struct vars *v, const struct material *x);

/* The page that an archive has of a message. */
struct str compose_link(const struct material *x, struct str message_id);

/* Reported-by:, Closes: and, where the commit is not in doubt, Fixes:. */
struct str compose_tags(const struct material *x);

/* What breaks, in a few words: the crash's title or the subject's. */
struct str compose_what(const struct material *x);

/* 0123456789ab ("title") of what git found, else of what the mail names. */
struct str compose_commit(const struct material *x);

/* Its first twelve digits, or STR_NONE. */
struct str compose_sha(const struct material *x);

/* The report's date; rules->now where it has none or one in the future. */
int64_t compose_date(const struct material *x);

/* @s in one line of at most @max bytes, whole characters. */
struct str compose_short(struct arena *a, struct str s, size_t max);

#endif
