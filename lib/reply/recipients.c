// SPDX-License-Identifier: GPL-2.0-only
/* Who comes into question, in the order in which a reader expects them. */
#include "reply/recipients.h"

#include "git/mailmap.h"
#include "reply/recipients_data.h"

#define STABLE_LIST	"stable@vger.kernel.org"
#define CATCH_ALL	"linux-kernel@vger.kernel.org"
#define CC_TAGS_MAX	64
/* More addresses than this in one header are no conversation. */
#define PARTICIPANTS_MAX	1000

/* --- the culprit ---------------------------------------------------------- */

static void add_text(struct chooser *c, enum source from, struct str name,
		     struct str addr, struct str reason)
{
	struct address who = {
		.name = name, .addr = addr.n ? addr : STR_NONE,
		.masked = addr.n && address_is_masked(addr),
	};

	consider(c, from, &who, false, 0, reason);
}

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
		consider(c, SOURCE_AUTHOR, &c->culprit->author, false, 0,
			 reason);
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

	consider(c, keeps ? SOURCE_SIGNER_MAINTAINER : SOURCE_SIGNER, who,
		 false, 0,
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
			consider(c, SOURCE_CC_TAG, &who, false, 0,
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
		consider(c, source_of(k, trace), &who, list, m->depth,
			 str_printf(c->a, "%s%.*s, %.*s (%.*s:%u)%s%s",
				    what[m->kind], STR_ARG(m->section),
				    STR_ARG(m->pattern), STR_ARG(m->file),
				    m->line, m->moderated ? ", moderated" : "",
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
			consider(c, SOURCE_LAST_RESORT, &who, true, m->depth,
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

	for (size_t i = 0; i < list->nr && i < PARTICIPANTS_MAX; i++) {
		const struct address *who = &list->v[i];
		bool lists = is_list(c, who->addr);
		enum source from = lists ? SOURCE_REPORT_LIST
					 : SOURCE_PARTICIPANT;

		if (address_same(who->addr, c->r->message->sender.addr))
			continue;
		if (robot && !lists)
			from = SOURCE_ROBOTS_PARTICIPANT;
		else if (robot && log_names(c->r, who->addr))
			from = SOURCE_ROBOTS_LIST;
		else if (address_same(who->addr, STR(CATCH_ALL)))
			from = SOURCE_CATCH_ALL;
		consider(c, from, who, lists, 0,
			 str_printf(c->a, "on the report's %s", where));
	}
}

static void add_lists(struct chooser *c)
{
	struct address who = { .addr = c->rules->regressions_list };

	if (who.addr.n)
		consider(c, SOURCE_REGRESSIONS, &who, true, 0,
			 STR("list for regressions"));
	who.addr = STR(STABLE_LIST);
	if (is_stable_range(c->r))
		consider(c, SOURCE_STABLE, &who, true, 0,
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
	consider(&c, SOURCE_REPORTER, &r->message->sender, false, 0,
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
