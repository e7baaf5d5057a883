// SPDX-License-Identifier: GPL-2.0-only
#include "reply/compose_vars.h"

#include "reply/quote_trim.h"
#include "reply/sheet.h"
#include "reply/situation.h"
#include "reply/version_range.h"

#define TRACE_LINES	25
#define TRACE_LINE_MAX	160
#define DOUBTS		3
#define TELLING		0.5	/* weight of a doubt, see verdict.h */
#define SENTENCE_MAX	450
#define CANDIDATES	6
#define NAME_MAX_BYTES	60

/* The length of the first word if it is letters alone: no path, no option. */
static size_t plain_word(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_alpha(s.p[n]))
		n++;
	return n < s.n && s.p[n] != ' ' ? 0 : n;
}

static bool is_closed(struct str s)
{
	return s.n && (strchr(".!?", s.p[s.n - 1]) ||
		       str_ends(s, STR(".\"")));
}

/* What another module says in passing, as a sentence. */
static struct str sentence(struct arena *a, struct str s)
{
	char *c = str_c(a, compose_short(a, s, SENTENCE_MAX));

	s = str_from(c);
	if (plain_word(s) && *c >= 'a')
		*c = (char)(*c - 'a' + 'A');
	return s.n && !is_closed(s) ? str_printf(a, "%.*s.", STR_ARG(s)) : s;
}

/* --- the report ----------------------------------------------------------- */

/* A version as written; of a full commit id twelve digits. */
static struct str version(struct arena *a, struct str s)
{
	size_t hex = 0;

	while (hex < s.n && is_hex(s.p[hex]))
		hex++;
	if (hex == s.n && s.n == 40)
		return str_sub(s, 0, 12);
	return s.n ? compose_short(a, s, 60) : STR_NONE;
}

static struct str confirmation(const struct material *x)
{
	if (situation_said(x->r, STATEMENT_REVERT_HELPS))
		return STR("According to the report, reverting this commit makes the problem go away.");
	if (situation_said(x->r, STATEMENT_CONFIRMED))
		return STR("The report says that the result was confirmed.");
	if (x->v->confirmed_by.nr)
		return STR("The result was confirmed in the thread.");
	return STR_NONE;
}

static bool is_bisected(const struct report *r)
{
	switch (r->claim) {
	case CLAIM_IS_FIRST_BAD:
	case CLAIM_FIRST_BAD:
	case CLAIM_SYZBOT_MAIL:
	case CLAIM_SYZBOT_REPORT:
		return true;
	case CLAIM_NONE:
	case CLAIM_PROSE:
	case CLAIM_REGZBOT:
	case CLAIM_BLOCK:
		break;
	}
	return r->logs.nr > 0;
}

static void report_vars(struct vars *v, const struct material *x)
{
	const struct report *r = x->r;
	struct str quote = quote_trim(x->a, r);
	bool range = version_is_range(r->good, r->bad);

	vars_set(v, "quote", quote);
	vars_set(v, "attribution", quote_attribution(x->a, r->message));
	vars_set(v, "what", compose_what(x));
	vars_set(v, "good", range ? version(x->a, r->good) : STR_NONE);
	vars_set(v, "bad", range ? version(x->a, r->bad) : STR_NONE);
	vars_set_bool(v, "robot", situation_by_robot(r));
	vars_set_bool(v, "bisected", is_bisected(r));
	vars_set_bool(v, "build_failure", r->build_failure);
	vars_set(v, "confirmed", confirmation(x));
	vars_set_bool(v, "revert_helps",
		      situation_said(r, STATEMENT_REVERT_HELPS));
	vars_set(v, "tags", compose_tags(x));
}

/* --- the crash ------------------------------------------------------------ */

/* Lines that were pasted without an end are cut, so that they can be sent. */
static struct str cut_lines(struct arena *a, struct str text)
{
	struct buf out __free(buf) = { .max = 1 << 16 };
	struct str line;

	/* the head may have stood behind a prefix */
	text = str_trim(text);
	while (str_line(&text, &line)) {
		buf_add(&out, str_sub(line, 0, TRACE_LINE_MAX));
		buf_addc(&out, '\n');
	}
	return str_dup(a, buf_str(&out));
}

static struct str hardware(struct arena *a, const struct trace *t)
{
	struct str s = compose_short(a, t->hardware, 100);
	ptrdiff_t bios = str_find(s, STR(", BIOS"));

	return bios > 0 ? str_sub(s, 0, (size_t)bios) : s;
}

static void crash_vars(struct vars *v, const struct material *x)
{
	const struct trace *t = situation_trace(x->r);
	struct str text = STR_NONE, release = STR_NONE, machine = STR_NONE;

	if (t)
		text = cut_lines(x->a, trace_distill(x->a, t, x->r->message->text,
						     TRACE_LINES));
	vars_set(v, "trace", text);
	/* "fails in v6.18-rc3" says it better than "6.18.0-rc3-00042-g12" */
	if (t && !x->r->bad.n)
		release = compose_short(x->a, t->version, 60);
	/* robots run in virtual machines */
	if (t && !situation_by_robot(x->r))
		machine = hardware(x->a, t);
	vars_set(v, "version", release);
	vars_set(v, "hardware", machine);
	vars_set_bool(v, "seen", release.n || machine.n);
	vars_set(v, "guilty_file", t ? compose_short(x->a, t->guilty_file, 120) :
				       STR_NONE);
}

/* --- the verdict ---------------------------------------------------------- */

/*
 * The most telling doubts.  What weighs little is said only where nothing
 * else is there to say.
 */
static void doubt_vars(struct vars *v, const struct material *x)
{
	const struct doubt_list *reasons = &x->v->reasons;
	size_t shown = 0;

	vars_set(v, "doubts", STR_NONE);
	for (size_t i = 0; i < reasons->nr && shown < DOUBTS; i++) {
		const struct doubt *d = &reasons->v[i];

		if (!d->refutes && d->weight >= (shown ? -TELLING : 0))
			continue;
		vars_set(vars_add(v, "doubts"), "doubt", sentence(x->a, d->detail));
		shown++;
	}
}

static void verdict_vars(struct vars *v, const struct material *x)
{
	doubt_vars(v, x);
	vars_set(v, "next_test", x->v->next_test.n ?
		 sentence(x->a, x->v->next_test) : STR_NONE);
}

/* --- what is missing ------------------------------------------------------ */

static void candidate(struct vars *v, const struct material *x, struct str sha,
		      struct str title)
{
	struct str hex = str_sub(sha, 0, 12);

	vars_set(vars_add(v, "candidates"), "candidate",
		 title.n ? str_printf(x->a, "%.*s (\"%.*s\")", STR_ARG(hex),
				      STR_ARG(compose_short(x->a, title, 200))) :
			   str_dup(x->a, hex));
}

static void candidate_vars(struct vars *v, const struct material *x)
{
	const struct suspect_list *s = &x->v->suspects;
	const struct commit_ref_list *c = &x->r->culprits;
	const struct str_list *m = &x->f->match.candidates;

	vars_set(v, "candidates", STR_NONE);
	vars_set(v, "matches", STR_NONE);
	for (size_t i = 0; i < m->nr && i < CANDIDATES; i++)
		vars_set(vars_add(v, "matches"), "match",
			 compose_short(x->a, m->v[i], 120));
	if (x->v->level != VERDICT_INCONCLUSIVE)
		return;
	for (size_t i = 0; i < c->nr && i < CANDIDATES; i++)
		candidate(v, x, c->v[i].sha, c->v[i].title);
	for (size_t i = 0; !c->nr && i < s->nr && i < CANDIDATES; i++)
		candidate(v, x, s->v[i].sha, s->v[i].title);
}

/* At most one of these is set: what a person is asked for. */
static void missing_vars(struct vars *v, const struct material *x)
{
	bool several = x->v->level == VERDICT_INCONCLUSIVE;
	bool asked = !several && x->f->asked;
	enum commit_found found = x->f->match.found;
	bool unknown = found == COMMIT_UNKNOWN;
	bool ambiguous = found == COMMIT_AMBIGUOUS;
	bool unreadable = found == COMMIT_UNREADABLE;
	bool nowhere = !unknown && !ambiguous && !unreadable &&
		       !sheet_main(x->f);

	vars_set_bool(v, "several", several);
	vars_set_bool(v, "not_found", asked && unknown);
	vars_set_bool(v, "ambiguous", asked && ambiguous);
	vars_set_bool(v, "nowhere", asked && nowhere);
	vars_set_bool(v, "untried", !several && !(asked && (unknown ||
							    ambiguous ||
							    nowhere)));
	candidate_vars(v, x);
}

/* --- the people ----------------------------------------------------------- */

static struct str first_in_to(const struct material *x, const char *role)
{
	for (size_t i = 0; i < x->recipients->nr; i++) {
		const struct recipient *p = &x->recipients->v[i];

		if (p->field == RECIPIENT_TO && !p->list && p->role &&
		    str_starts(str_from(p->role), str_from(role)))
			return p->name;
	}
	return STR_NONE;
}

/* The one person that the draft's question goes to (M9). */
static struct str person_to_ask(const struct material *x)
{
	struct str name;

	switch (x->situation) {
	case SITUATION_REVERT_CLEAN:
	case SITUATION_REVERT_CONFLICT:
	case SITUATION_NOT_MAINLINE:
		name = first_in_to(x, "author");
		return name.n ? name : first_in_to(x, "maintainer");
	case SITUATION_REFUTED:
		return first_in_to(x, "maintainer");
	case SITUATION_NONE:
	case SITUATION_ALREADY_FIXED:
	case SITUATION_FIX_PENDING:
	case SITUATION_FIX_POSTED:
	case SITUATION_DOUBTFUL:
	case SITUATION_NEEDS_INFO:
		break;
	}
	return situation_by_robot(x->r) ? STR_NONE : x->r->message->sender.name;
}

static void people_vars(struct vars *v, const struct material *x)
{
	struct str name = compose_short(x->a, person_to_ask(x), NAME_MAX_BYTES);

	vars_set(v, "ask", name.n && str_chr(name, '@') < 0 ? name : STR_NONE);
	vars_set(v, "sender", compose_short(x->a, x->rules->from.name,
					    NAME_MAX_BYTES));
}

struct vars *compose_vars(const struct material *x)
{
	struct vars *v = vars_new(x->a);
	struct str subject = message_subject_base(x->r->message);

	vars_set(v, "subject", compose_short(x->a, subject, 400));
	vars_set(v, "commit", compose_commit(x));
	vars_set(v, "sha", compose_sha(x));
	vars_set(v, "resolved_by", x->f->match.resolved_by.n ?
		 sentence(x->a, x->f->match.resolved_by) : STR_NONE);
	vars_set_bool(v, "patch", false);
	report_vars(v, x);
	crash_vars(v, x);
	compose_revert_vars(v, x);
	compose_thread_vars(v, x);
	verdict_vars(v, x);
	missing_vars(v, x);
	people_vars(v, x);
	return v;
}
