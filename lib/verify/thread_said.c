// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people say below a report.  Statements that are read for the verdict
 * anyway come from the report of each mail; here is what means something only
 * in a thread.
 */
#include "verify/thread_reading.h"

/* --- sentences ------------------------------------------------------------ */

enum audience {
	FROM_ANYBODY,
	FROM_REPORTER,
	FROM_OTHERS,
	ON_A_FIX,	/* in an answer to a patch that is a fix */
};

/* '^': the sentence begins with it.  Lower case; the first that fits counts. */
static const struct phrase_rule {
	enum thread_fact_kind kind;
	enum audience from;
	const char *phrase;
	const char *why;
} phrase_rules[] = {
	{ THREAD_WITHDRAWN, FROM_REPORTER, "my mistake", "the reporter's mistake" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "my bad", "the reporter's mistake" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "my fault", "the reporter's mistake" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "please ignore", "to be ignored" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "please disregard", "to be ignored" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "user error", "a user's error" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "operator error", "a user's error" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "faulty hardware", "the hardware is broken" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "hardware fault", "the hardware is broken" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "hardware problem", "the hardware is broken" },
	{ THREAD_WITHDRAWN, FROM_REPORTER, "not a kernel", "not the kernel's fault" },
	{ THREAD_WITHDRAWN, FROM_ANYBODY, "not a regression", "no regression" },
	{ THREAD_WITHDRAWN, FROM_ANYBODY, "isn't a regression", "no regression" },
	{ THREAD_WITHDRAWN, FROM_ANYBODY, "not a kernel bug", "not the kernel's fault" },
	{ THREAD_WITHDRAWN, FROM_ANYBODY, "false alarm", "a false alarm" },

	{ THREAD_REFUTED, FROM_ANYBODY, "bogus bisect", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection is bogus", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisect is bogus", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection went wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisect went wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection gone wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection must be wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection is wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisect is wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection result is wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection looks wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection seems wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection looks bogus", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bisection might be wrong", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "wrong bisect", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "bad bisect", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "misbisect", "the bisection went wrong" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not the culprit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not to blame", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not the real culprit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "red herring", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "unrelated to this commit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "unrelated to this patch", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "unrelated to my", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not related to this commit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not related to this patch", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not related to my", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "nothing to do with this commit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "nothing to do with this patch", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "nothing to do with my", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not caused by this", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not caused by that", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not caused by my", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not caused by the commit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not caused by commit", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "isn't caused by this", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not the cause of", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "not the root cause", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "did not actually cause", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "can't be the cause", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "cannot be the cause", "another commit" },
	{ THREAD_REFUTED, FROM_ANYBODY, "isn't the cause", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "don't see how this commit", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "don't see how this patch", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "don't see how this change", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "don't see how that commit", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "don't see how that patch", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "do not see how this", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "can't see how this commit", "another commit" },
	{ THREAD_REFUTED, FROM_OTHERS, "can't see how this patch", "another commit" },

	{ THREAD_FIX_APPLIED, ON_A_FIX, "^applied", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "^queued", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "^merged", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "^pushed", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "^picked", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "was applied to", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "applied to ", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "i've applied", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "i have applied", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "now applied", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "series applied", "taken" },
	{ THREAD_FIX_APPLIED, ON_A_FIX, "patch applied", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^applied,", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^applied.", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^applied to", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^queued", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "queued up", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "queued for", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "queued the", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "queued a", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've queued", "queued" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've dropped", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i have dropped", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i dropped", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "now dropped", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "has been dropped", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've removed the", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i removed the", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i have removed the", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i pulled out", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've backed out", "the commit was dropped" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've reverted", "the commit was reverted" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i have reverted", "the commit was reverted" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've squashed", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've folded", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "folded it", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "folded the fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "squashed the fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've pushed a fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "pushed a fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "pushed the fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "added a patch", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "added a fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "added the fix", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^applied updated", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've merged", "taken" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've now fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i have fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i did fix", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^fixed now", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "now fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^fixed in ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "^fixed by ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "has been fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "already fixed", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "should be fixed in ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "should be fixed by ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "should be fixed now", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i resolved", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i've resolved", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "i have resolved", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "has been resolved", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_OTHERS, "resolved in ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_ANYBODY, "is fixed in ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_ANYBODY, "was fixed in ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_ANYBODY, "is fixed by ", "fixed" },
	{ THREAD_FIX_APPLIED, FROM_ANYBODY, "was fixed by ", "fixed" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "sent a patch", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "sent a formal patch", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "sent out a patch", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "sent patches", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "sent a revert", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "posted a patch", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "posted a revert", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "submitted a patch", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "patch was sent", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "patch has been sent", "a patch was sent" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "fix is here", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "patch is here", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "there is a fix", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "there's a fix", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "already a fix", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "a patch for this", "a fix is pointed to" },
	{ THREAD_FIX_POSTED, FROM_OTHERS, "fix at [", "a fix is pointed to" },

	{ THREAD_TRACKED, FROM_ANYBODY, "adding it to regzbot", "added to regzbot" },
	{ THREAD_TRACKED, FROM_ANYBODY, "add it to regzbot", "added to regzbot" },
	{ THREAD_TRACKED, FROM_ANYBODY, "adding this regression", "added to regzbot" },
	{ THREAD_TRACKED, FROM_ANYBODY, "adding it to the track", "added to regzbot" },
	{ THREAD_TRACKED, FROM_ANYBODY, "regression tracking bot", "added to regzbot" },
};

/* A word before the phrase turns it round: "was not", "if it", "has to be". */
static bool is_turned(struct str before)
{
	static const char *const words[] = {
		"not", "never", "if", "once", "until", "unless", "when",
		"would", "cannot", "whether", "hope", "hopefully", "think",
		"will", "i'll", "we'll", "let", "could", "can", "please",
	};
	struct str word;

	while (str_word(&before, &word)) {
		if (str_ends(word, STR("n't")))
			return true;
		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (str_eq_i(word, str_from(words[i])))
				return true;
	}
	return false;
}

static bool phrase_fits(struct str s, const char *phrase)
{
	bool begins = *phrase == '^';
	struct str p = str_from(phrase + begins);
	ptrdiff_t at;

	if (s.n && s.p[s.n - 1] == '?')
		return false;
	if (begins)
		return str_starts_i(s, p);
	at = str_find_i(s, p);
	return at >= 0 && !is_turned(str_sub(s, 0, (size_t)at));
}

static bool answers_fix(const struct thread_reading *tr,
			const struct thread_entry *e)
{
	const struct message *m = e->m;
	size_t nr = m->references.nr;

	return !e->fix && ((m->in_reply_to.n &&
			    strmap_get(&tr->fixes, m->in_reply_to)) ||
			   (nr && strmap_get(&tr->fixes,
					     m->references.v[nr - 1])));
}

static bool may_say(const struct thread_reading *tr,
		    const struct thread_entry *e, enum audience from)
{
	switch (from) {
	case FROM_ANYBODY:
		return thread_is_answer(e);
	case FROM_REPORTER:
		return thread_is_answer(e) && e->by == THREAD_BY_REPORTER;
	case FROM_OTHERS:
		return thread_is_answer(e) && e->by != THREAD_BY_REPORTER;
	case ON_A_FIX:
		return answers_fix(tr, e);
	}
	return false;
}

/* The verdict counts it as a statement of this kind. */
static void weigh(struct thread_fact *fact, enum statement_kind said)
{
	fact->weighed = true;
	fact->said = said;
}

static void read_sentence(struct thread_reading *tr,
			  const struct thread_entry *e,
			  const struct sentence *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(phrase_rules); i++) {
		const struct phrase_rule *rule = &phrase_rules[i];
		struct thread_fact *fact;

		if (!may_say(tr, e, rule->from) ||
		    !phrase_fits(s->text, rule->phrase))
			continue;
		if (thread_has_fact(tr, e, rule->kind))
			return;
		fact = thread_fact_add(tr, rule->kind, e, rule->why, s->text,
				       s->line);
		if (rule->from == ON_A_FIX)
			fact->title = e->title;
		if (rule->kind == THREAD_REFUTED)
			weigh(fact, STATEMENT_REFUTES);
		else if (rule->kind == THREAD_WITHDRAWN &&
			 e->by == THREAD_BY_REPORTER)
			weigh(fact, STATEMENT_WITHDRAWN);
		return;
	}
}

/* --- statements ----------------------------------------------------------- */

/* What a try brought about; a revert alone proves nothing. */
static const char *const it_helped[] = {
	" fixes", "fixed the", "fixed this", "fixed it", "resolve", "solve",
	"helps", "helped", " allow", "works", "worked", "boots", "away", "gone",
	"disappear", "no longer", "passes", "sufficient", "makes it",
	"makes the", "makes both", "brings back", "restore", "confirm", NULL
};

static const char *const it_did_not[] = {
	"still there", "still happen", "still fail", "still crash", "still hang",
	"still broken", "still present", "still occur", "still reproduc",
	"still get", "still trigger", "help", "the same", "persist", "remain",
	"not fix", "n't fix", "difference", "no effect", NULL
};

static const struct statement_rule {
	enum statement_kind said;
	enum thread_fact_kind kind;
	bool reporter;			/* from nobody else */
	const char *const *seen;	/* with one of these, and no plan */
	const char *why;
} statement_rules[] = {
	{ STATEMENT_WITHDRAWN, THREAD_WITHDRAWN, true, NULL, "taken back" },
	{ STATEMENT_REVERT_NO_HELP, THREAD_REFUTED, false, it_did_not,
	  "without the commit it still happens" },
	{ STATEMENT_REVERT_HELPS, THREAD_CONFIRMED, false, it_helped,
	  "without the commit it works" },
	{ STATEMENT_CONFIRMED, THREAD_CONFIRMED, false, it_helped,
	  "confirmed" },
	{ STATEMENT_FIX_POSTED, THREAD_FIX_POSTED, false, NULL,
	  "a fix is said to be posted" },
};

/*
 * Below a report people speak of what they will do as often as of what they
 * have seen: "please fix it, or I will revert it".
 */
static bool is_plan(struct str s)
{
	static const char *const words[] = {
		"will", "i'll", "we'll", "should", "must", "can", "could",
		"would", "please", "need", "needs", "needed", "going",
		"instead", "or", "try", "trying", "if", "let", "might", "may",
		"want", "rather", "process", "either", "best",
	};
	struct str word;

	if (s.n && s.p[s.n - 1] == '?')
		return true;
	while (str_word(&s, &word)) {
		while (word.n && !is_alnum(word.p[word.n - 1]))
			word.n--;
		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (str_eq_i(word, str_from(words[i])))
				return true;
	}
	return false;
}

static bool is_seen(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_find_i(s, str_from(*words)) >= 0)
			return !is_plan(s);
	return false;
}

/* The sentence at a line of a mail; of several the first with this word. */
static struct str sentence_at(const struct sentence_list *list,
			      const struct statement *s, struct str word)
{
	struct str text = s->text;

	for (size_t i = 0; i < list->nr && list->v[i].line <= s->line; i++) {
		if (i + 1 < list->nr && list->v[i + 1].line < s->line)
			continue;
		text = list->v[i].text;
		if (str_find_i(text, word) >= 0)
			break;
	}
	return text;
}

static void read_statement(struct thread_reading *tr,
			   const struct thread_entry *e,
			   const struct sentence_list *list,
			   const struct statement *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(statement_rules); i++) {
		const struct statement_rule *rule = &statement_rules[i];
		struct str text = sentence_at(list, s, rule->seen ?
					      STR("revert") : STR("fix"));

		if (s->kind != rule->said || thread_has_fact(tr, e, rule->kind) ||
		    (rule->reporter && e->by != THREAD_BY_REPORTER) ||
		    (rule->seen && !is_seen(text, rule->seen)))
			continue;
		weigh(thread_fact_add(tr, rule->kind, e, rule->why, text,
				      s->line), rule->said);
	}
}

void thread_words(struct thread_reading *tr, const struct thread_entry *e)
{
	struct sentence_list list = { 0 };

	if (!thread_is_answer(e) && !answers_fix(tr, e))
		return;
	thread_sentences(&list, tr->a, e->m);
	for (size_t i = 0; thread_is_answer(e) && i < e->r->statements.nr; i++)
		read_statement(tr, e, &list, &e->r->statements.v[i]);
	for (size_t i = 0; i < list.nr; i++)
		read_sentence(tr, e, &list.v[i]);
}
