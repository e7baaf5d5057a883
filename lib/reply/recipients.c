// SPDX-License-Identifier: GPL-2.0-only
#include "reply/recipients.h"

#include "git/mailmap.h"
#include "reply/recipients_data.h"

#define STABLE_LIST	"stable@vger.kernel.org"
#define CC_TAGS_MAX	64

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
				       "chosen for a commit that is not to blame" },
	[SOURCE_REPORT_LIST] =	     { "list", 4, { CC, CC, CC, CC }, NULL },
	[SOURCE_ROBOTS_LIST] =	     { "list", 4, { CC, OUT, CC, CC },
				       "chosen for a commit that is not to blame" },
	[SOURCE_REGRESSIONS] =	     { "list", 1, { SKIP, CC, CC, CC }, NULL },
	[SOURCE_STABLE] =	     { "list", 3, { SKIP, SKIP, CC, CC }, NULL },
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
		struct str lower = str_lower(c->a, addr);

		*list_add(c->a, &one->addrs) = addr;
		*strmap_at(&c->by_addr, c->a, lower) = one;
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

static void add(struct chooser *c, enum source from, const struct address *who,
		bool list, int depth, struct str reason)
{
	unsigned int field = rows[from].field[c->v->level];
	struct str name = clean_name(c->a, who->name), addr = who->addr;
	struct candidate *one;

	if (field == SKIP || (!name.n && !addr.n))
		return;
	if (c->m && !list && addr.n)
		maintainers_mailmap(c->m, c->a, &name, &addr);
	if (field == RECIPIENT_LEFT_OUT)
		reason = str_printf(c->a, "%.*s; left out: %s",
				    STR_ARG(reason), rows[from].why_out);
	one = find(c, name, addr, list);
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
	known_as(c, one, name, addr);
	if (who->addr.n && !address_same(who->addr, addr))
		known_as(c, one, name, who->addr);
}

static void add_text(struct chooser *c, enum source from, struct str name,
		     struct str addr, struct str reason)
{
	struct address who = {
		.name = name, .addr = addr.n ? addr : STR_NONE,
		.masked = addr.n && address_is_masked(addr),
	};

	add(c, from, &who, false, 0, reason);
}

/* --- the culprit ---------------------------------------------------------- */

static void find_culprit(struct chooser *c)
{
	const struct findings *f = c->f;

	c->id = str_sub(c->r->culprit.sha, 0, 12);
	if (f && (f->match.found == COMMIT_BY_ID ||
		  f->match.found == COMMIT_BY_TITLE ||
		  f->match.found == COMMIT_BY_UPSTREAM)) {
		c->culprit = &f->match.commit;
		c->id = str_sub(str_from(c->culprit->hex), 0, 12);
	}
	if (!c->id.n)
		c->id = STR("the culprit");
}

/*
 * Git knows the author best.  What the mail says of him counts where git does
 * not know the commit, and always where he is to be left alone.
 */
static void add_author(struct chooser *c)
{
	struct str reason = str_printf(c->a, "author of %.*s", STR_ARG(c->id));
	const struct report *r = c->r;

	if (c->culprit) {
		add(c, SOURCE_AUTHOR, &c->culprit->author, false, 0, reason);
		if (c->v->level == VERDICT_TRUSTED)
			return;
	}
	if (r->culprit_author.n || r->culprit_mail.n)
		add_text(c, SOURCE_AUTHOR, r->culprit_author, r->culprit_mail,
			 reason);
	for (size_t i = 0; i < r->logs.nr; i++) {
		const struct bisect_commit *bad = &r->logs.v[i].culprit;

		if (bad->author_name.n || bad->author_mail.n)
			add_text(c, SOURCE_AUTHOR, bad->author_name,
				 bad->author_mail, reason);
	}
}

static void add_signer(struct chooser *c, const struct keeper_list *keepers,
		       const struct address *who, const char *what)
{
	bool keeps = keepers_have(keepers, c, who);

	add(c, keeps ? SOURCE_SIGNER_MAINTAINER : SOURCE_SIGNER, who, false, 0,
	    str_printf(c->a, "%s %.*s", what, STR_ARG(c->id)));
}

static void add_signers(struct chooser *c, const struct keeper_list *keepers)
{
	unsigned int cc_tags = 0;

	if (!c->culprit)
		return;
	if (keepers_have(keepers, c, &c->culprit->committer))
		add_signer(c, keepers, &c->culprit->committer, "committed");
	for (size_t i = 0; i < c->culprit->trailers.nr; i++) {
		const struct trailer *t = &c->culprit->trailers.v[i];
		struct address who = { 0 };
		struct person p;

		if (!person_parse(&p, c->a, t->value))
			continue;
		who.name = person_plain_name(c->a, p.name);
		who.addr = p.addr;
		who.masked = address_is_masked(p.addr);
		if (str_eq_i(t->key, STR("Signed-off-by")))
			add_signer(c, keepers, &who, "signed off");
		else if (str_eq_i(t->key, STR("Cc")) &&
			 !is_list(c, who.addr) && cc_tags++ < CC_TAGS_MAX)
			add(c, SOURCE_CC_TAG, &who, false, 0,
			    str_printf(c->a, "only in a Cc: tag of %.*s",
				       STR_ARG(c->id)));
	}
}

/* --- who looks after the code --------------------------------------------- */

static enum source source_of(const struct keeper *k, bool trace)
{
	switch (k->one.kind) {
	case MAINTAINER_PERSON:
		if (trace)
			return k->deepest ? SOURCE_TRACE_MAINTAINER
					  : SOURCE_TRACE_REVIEWER;
		return k->deepest ? SOURCE_MAINTAINER : SOURCE_WIDE_MAINTAINER;
	case MAINTAINER_REVIEWER:
		return trace ? SOURCE_TRACE_REVIEWER : SOURCE_REVIEWER;
	case MAINTAINER_LIST:
		break;
	}
	if (k->one.the_rest)
		return SOURCE_LAST_RESORT;
	return trace ? SOURCE_TRACE_LIST : SOURCE_LIST;
}

static void add_keepers(struct chooser *c, const struct keeper_list *keepers,
			bool trace)
{
	static const char *const what[] = {
		[MAINTAINER_PERSON] = "maintainer of ",
		[MAINTAINER_REVIEWER] = "reviewer of ",
		[MAINTAINER_LIST] = "list of ",
	};

	for (size_t i = 0; i < keepers->nr; i++) {
		const struct keeper *k = &keepers->v[i];
		const struct maintainer *m = &k->one;
		struct address who = { .name = m->name, .addr = m->addr };
		bool list = m->kind == MAINTAINER_LIST;

		/* wider lists only repeat what the narrow one has */
		if (list && (!k->deepest || m->the_rest))
			continue;
		add(c, source_of(k, trace), &who, list, m->depth,
		    str_printf(c->a, "%s%.*s, %.*s (%.*s:%u)%s%s",
			       what[m->kind], STR_ARG(m->section),
			       STR_ARG(m->pattern), STR_ARG(m->file), m->line,
			       m->moderated ? ", moderated" : "",
			       trace ? ", code of the trace" : ""));
	}
}

static bool has_narrow_list(const struct chooser *c)
{
	for (size_t i = 0; i < c->all.nr; i++)
		if (c->all.v[i]->list && c->all.v[i]->field == RECIPIENT_CC &&
		    c->all.v[i]->from != SOURCE_REGRESSIONS &&
		    c->all.v[i]->from != SOURCE_STABLE)
			return true;
	return false;
}

static void add_last_resort(struct chooser *c,
			    const struct keeper_list *keepers)
{
	if (has_narrow_list(c))
		return;
	for (size_t i = 0; i < keepers->nr; i++) {
		const struct maintainer *m = &keepers->v[i].one;
		struct address who = { .addr = m->addr };

		if (m->kind == MAINTAINER_LIST && m->the_rest)
			add(c, SOURCE_LAST_RESORT, &who, true, m->depth,
			    STR("there is no narrower list"));
	}
}

/* --- the report ----------------------------------------------------------- */

static bool log_names(const struct report *r, struct str addr)
{
	for (size_t i = 0; i < r->logs.nr; i++) {
		const struct bisect_log *log = &r->logs.v[i];

		for (size_t k = 0; k < log->to.nr; k++)
			if (str_has(log->to.v[k], addr))
				return true;
		for (size_t k = 0; k < log->cc.nr; k++)
			if (str_has(log->cc.v[k], addr))
				return true;
	}
	return false;
}

static void add_participants(struct chooser *c,
			     const struct address_list *list, const char *where)
{
	bool robot = c->r->origin != ORIGIN_PERSON;

	for (size_t i = 0; i < list->nr; i++) {
		const struct address *who = &list->v[i];
		bool lists = is_list(c, who->addr);
		enum source from = lists ? SOURCE_REPORT_LIST
					 : SOURCE_PARTICIPANT;

		if (robot && !lists)
			from = SOURCE_ROBOTS_PARTICIPANT;
		else if (robot && log_names(c->r, who->addr))
			from = SOURCE_ROBOTS_LIST;
		add(c, from, who, lists, 0,
		    str_printf(c->a, "on the report's %s", where));
	}
}

static void add_lists(struct chooser *c)
{
	struct address who = { .addr = c->rules->regressions_list };

	if (who.addr.n)
		add(c, SOURCE_REGRESSIONS, &who, true, 0,
		    STR("list for regressions"));
	who.addr = STR(STABLE_LIST);
	if (is_stable_range(c->r))
		add(c, SOURCE_STABLE, &who, true, 0,
		    str_printf(c->a, "%.*s to %.*s lies in a stable series",
			       STR_ARG(c->r->good), STR_ARG(c->r->bad)));
}

/* --- the end -------------------------------------------------------------- */

/* Whoever reads the mail must see it addressed to something. */
static void fill_to(struct chooser *c)
{
	struct candidate *first = NULL;

	for (size_t i = 0; i < c->all.nr; i++) {
		struct candidate *one = c->all.v[i];

		if (one->field == RECIPIENT_TO)
			return;
		if (!first && one->field == RECIPIENT_CC && one->list)
			first = one;
	}
	if (first)
		first->field = RECIPIENT_TO;
}

static int as_listed(const void *x, const void *y)
{
	const struct candidate *a = *(const struct candidate *const *)x;
	const struct candidate *b = *(const struct candidate *const *)y;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	if (a->list != b->list)
		return a->list ? 1 : -1;
	return a->order < b->order ? -1 : 1;
}

static void hand_out(struct chooser *c, struct recipient_list *out)
{
	if (!c->all.nr)
		return;
	qsort(c->all.v, c->all.nr, sizeof(*c->all.v), as_listed);
	for (size_t i = 0; i < c->all.nr; i++) {
		const struct candidate *one = c->all.v[i];

		*list_add(c->a, out) = (struct recipient){
			.name = one->name, .addr = one->addr,
			.field = one->field, .list = one->list,
			.role = one->role, .reason = one->reason,
		};
	}
}

int recipients_choose(struct recipient_list *out, struct arena *a,
		      const struct report *r, const struct findings *f,
		      const struct verdict *v, const struct maintainers *m,
		      const struct recipient_rules *rules, struct err *err)
{
	struct chooser c = { .a = a, .r = r, .f = f, .v = v, .m = m,
			     .rules = rules };
	struct keeper_list touched = { 0 }, trace = { 0 };
	struct str_list paths, code;

	find_culprit(&c);
	paths = paths_touched(&c);
	code = paths_of_trace(&c);
	if (keepers_find(&touched, &c, &paths, err) < 0 ||
	    keepers_find(&trace, &c, &code, err) < 0)
		return err->code;
	/* the reporter first: nothing that follows takes the answer from him */
	add(&c, SOURCE_REPORTER, &r->message->sender, false, 0,
	    STR("sent the report"));
	add_author(&c);
	add_signers(&c, &touched);
	add_keepers(&c, &touched, false);
	add_keepers(&c, &trace, true);
	add_participants(&c, &r->message->from, "From");
	add_participants(&c, &r->message->to, "To");
	add_participants(&c, &r->message->cc, "Cc");
	add_lists(&c);
	add_last_resort(&c, v->level == VERDICT_TRUSTED ? &touched : &trace);
	candidates_bar(&c);
	candidates_limit(&c);
	fill_to(&c);
	hand_out(&c, out);
	return 0;
}
