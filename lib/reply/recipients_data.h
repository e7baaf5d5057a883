/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is in question for a reply, before anybody is left out; for the files
 * reply/recipients*.c only.
 */
#ifndef RECIPIENTS_DATA_H
#define RECIPIENTS_DATA_H

#include "base/strmap.h"
#include "reply/recipients.h"

/* Where somebody comes from: rows of the table in recipients_candidates.c. */
enum source {
	SOURCE_REPORTER,
	SOURCE_AUTHOR,
	SOURCE_SIGNER_MAINTAINER,
	SOURCE_MAINTAINER,	/* of the deepest section of a touched path */
	SOURCE_WIDE_MAINTAINER,
	SOURCE_REVIEWER,
	SOURCE_LIST,
	SOURCE_TRACE_MAINTAINER,
	SOURCE_TRACE_REVIEWER,
	SOURCE_TRACE_LIST,
	SOURCE_SIGNER,
	SOURCE_PARTICIPANT,
	SOURCE_ROBOTS_PARTICIPANT,	/* on a robot's mail */
	SOURCE_REPORT_LIST,
	SOURCE_ROBOTS_LIST,		/* which the robot's log proposed */
	SOURCE_REGRESSIONS,
	SOURCE_STABLE,
	SOURCE_CATCH_ALL,	/* the list of THE REST, on the report */
	SOURCE_LAST_RESORT,	/* and where there is no narrower one */
	SOURCE_CC_TAG,
};

struct candidate {
	struct str name, addr;	/* addr STR_NONE: has none */
	struct str_list addrs;	/* all that are known, before .mailmap too */
	bool masked;
	bool list;
	bool reporter;		/* whatever else he may be */
	enum source from;
	enum recipient_field field;
	int depth;		/* of the pattern in MAINTAINERS */
	size_t order;
	unsigned int keep;	/* smaller stays longer when there are too many */
	const char *role;
	struct str reason;
};

struct chooser {
	struct arena *a;
	const struct report *r;
	const struct findings *f;	/* or NULL */
	const struct verdict *v;
	const struct maintainers *m;	/* or NULL */
	const struct recipient_rules *rules;
	const struct commit *culprit;	/* as git has it, or NULL */
	struct str id;			/* of the culprit, for people */
	struct {
		struct candidate **v;
		size_t nr, cap;
	} all;
	struct strmap by_addr, by_name;	/* lower case -> struct candidate */
};

/* --- recipients_candidates.c ---------------------------------------------- */

/*
 * Considers @who for the reason @reason; the row of @from says what comes of
 * it.  Whoever is known already is merged.
 */
void consider(struct chooser *c, enum source from, const struct address *who,
	      bool list, int depth, struct str reason);
/* Leaves @one out and says why, behind the reason why it was considered. */
void candidate_drop(struct chooser *c, struct candidate *one, const char *why);

/* --- recipients_paths.c --------------------------------------------------- */

/* Somebody who looks after one of several paths. */
struct keeper {
	struct maintainer one;
	bool deepest;		/* no section is closer to one of the paths */
};

struct keeper_list {
	struct keeper *v;
	size_t nr, cap;
	struct strmap by_addr;	/* lower case -> index + 1 */
};

int keepers_find(struct keeper_list *out, struct chooser *c,
		 const struct str_list *paths, struct err *err);
bool keepers_have(const struct keeper_list *list, struct chooser *c,
		  const struct address *who);

/* The paths that the culprit touches, and the code that the trace blames. */
struct str_list paths_touched(const struct chooser *c);
struct str_list paths_of_trace(const struct chooser *c);

/* --- recipients_limits.c -------------------------------------------------- */

bool is_list(const struct chooser *c, struct str addr);
bool is_stable_range(const struct report *r);
/* Leaves out whoever must not be written to, then the excess. */
void candidates_bar(struct chooser *c);
void candidates_limit(struct chooser *c);

#endif
