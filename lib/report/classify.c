// SPDX-License-Identifier: GPL-2.0-only
#include "report/classify.h"

#include "report/culprit.h"
#include "report/human.h"

#define CLASSES		(CLASS_REPLY + 1)

/* How many lines at the head of a mail say what it is. */
#define HEAD_LINES	25

/* Signs for the classes, collected before the heaviest class is chosen. */
struct signs {
	struct reading *rd;
	int weight[CLASSES];
	struct {
		enum report_class class;
		const char *what;
		size_t line;
	} list[40];
	size_t nr;
};

/* --- forwards ---------------------------------------------------------------------- */

static bool head_has(const struct message *m, const char *const *phrases,
		     size_t n, size_t *line)
{
	size_t seen = 0;

	for (size_t i = 0; i < m->lines.nr && seen < HEAD_LINES; i++) {
		struct str s = str_sub(str_trim(m->lines.v[i].text), 0, 300);

		if (!s.n || m->lines.v[i].who != LINE_AUTHOR)
			continue;
		seen++;
		for (size_t k = 0; k < n; k++)
			if (str_find_i(s, str_from(phrases[k])) >= 0) {
				*line = i;
				return true;
			}
	}
	return false;
}

bool classify_forwards_robot(const struct message *m)
{
	static const char *const marks[] = {
		"kernel test robot", "kernelci.org bot", "syzkaller.appspotmail",
		"branch HEAD: ", "tree/branch: ",
	};
	size_t seen = 0;

	for (size_t i = 0; i < m->lines.nr && seen < HEAD_LINES; i++) {
		const struct line *l = &m->lines.v[i];
		struct str s = str_sub(l->text, 0, 200);

		if (l->who != LINE_FORWARD && l->who != LINE_QUOTE)
			continue;
		seen++;
		for (size_t k = 0; k < ARRAY_SIZE(marks); k++)
			if (str_has(s, str_from(marks[k])))
				return true;
	}
	return false;
}

bool classify_forwarding(const struct message *m)
{
	static const char *const phrases[] = {
		"regression report on bugzilla", "regression report in bugzilla",
		"bug report on bugzilla", "bug report in bugzilla",
		"quoting from it:", "quoting from the",
		"forwarding a ", "forwarding this ",
	};
	struct str s = str_is_none(m->subject) ? STR("") : m->subject;
	size_t line;

	if (str_starts_i(s, STR("re:")) || str_starts_i(s, STR("aw:")))
		return false;
	return str_starts_i(s, STR("fwd:")) || str_starts_i(s, STR("fw:")) ||
	       str_has(s, STR("(was: Re:")) ||
	       head_has(m, phrases, ARRAY_SIZE(phrases), &line);
}

/* --- signs ---------------------------------------------------------------------------- */

static void sign(struct signs *s, enum report_class class, int weight,
		 const char *what, size_t line)
{
	s->weight[class] += weight;
	if (s->nr == ARRAY_SIZE(s->list))
		return;
	s->list[s->nr].class = class;
	s->list[s->nr].what = what;
	s->list[s->nr++].line = line;
}

/* "[PATCH", "[RFC PATCH v2", "[net-next PATCH 1/3]" */
static bool patch_tag(struct str subject)
{
	while (subject.n && subject.p[0] == '[') {
		ptrdiff_t end = str_chr(subject, ']');
		struct str tag;

		if (end < 0)
			return false;
		tag = str_sub(subject, 1, (size_t)end - 1);
		if (str_find_i(tag, STR("patch")) >= 0 || str_eq(tag, STR("RFC")) ||
		    str_starts(tag, STR("RFC ")))
			return true;
		subject = str_trim(str_from_off(subject, (size_t)end + 1));
	}
	return false;
}

/*
 * Words of a subject, without their case; '^' stands for its beginning.
 * @answers: also below "Re:".  Of the rules for a report the first counts.
 */
static const struct subject_rule {
	const char *text;
	enum report_class class;
	int weight;
	bool answers;
	const char *what;
} subject_rules[] = {
	{ "regression", CLASS_REPORT, 3, false, "the subject says regression" },
	{ "regresses", CLASS_REPORT, 3, false, "the subject says regresses" },
	{ "bisected", CLASS_REPORT, 3, false, "the subject says bisected" },
	{ "[bug", CLASS_REPORT, 3, false, "the subject says bug" },
	{ "bug:", CLASS_REPORT, 3, false, "the subject names a bug" },
	{ "bug report", CLASS_REPORT, 3, false, "the subject says bug report" },
	{ "warning:", CLASS_REPORT, 2, false, "the subject shows a warning" },
	{ "kasan:", CLASS_REPORT, 2, false, "the subject names a bug" },
	{ "oops", CLASS_REPORT, 2, false, "the subject names an oops" },
	{ "panic", CLASS_REPORT, 2, false, "the subject names a panic" },
	{ "crash", CLASS_REPORT, 2, false, "the subject names a crash" },
	{ "lockdep", CLASS_REPORT, 2, false, "the subject names lockdep" },
	{ "build failure", CLASS_REPORT, 4, false, "a build failure" },
	{ "boot failure", CLASS_REPORT, 4, false, "a boot failure" },
	{ "build warning", CLASS_REPORT, 4, false, "a build warning" },
	{ "build error", CLASS_REPORT, 4, false, "a build error" },
	{ "fails to ", CLASS_REPORT, 3, false, "something fails" },
	{ "fatal error:", CLASS_REPORT, 3, false, "a build error" },
	{ " error:", CLASS_REPORT, 2, false, "an error" },
	{ " breaks ", CLASS_REPORT, 3, false, "something breaks" },
	{ "broken", CLASS_REPORT, 2, false, "something is broken" },
	{ " causes ", CLASS_REPORT, 3, false, "something causes it" },
	{ "message rejected", CLASS_OTHER, 6, false, "a bounced mail" },
	{ "git pull", CLASS_OTHER, 8, false, "a pull request" },
	{ "pull request", CLASS_OTHER, 8, false, "a pull request" },
	{ "manual merge of", CLASS_OTHER, 8, false, "a merge notice" },
	{ "fixes tag needs some work", CLASS_OTHER, 9, false, "a notice" },
	{ "signed-off-by missing", CLASS_OTHER, 9, false, "a notice" },
	{ "^linux-next: ", CLASS_OTHER, 2, false, "of linux-next" },
	{ "^linux-next: tree for", CLASS_OTHER, 6, false, "a release notice" },
	{ "^linux-next: duplicate patch", CLASS_OTHER, 9, false, "a notice" },
	{ "build success", CLASS_OTHER, 9, true, "a robot's good news" },
	{ "#forregzbot", CLASS_REPLY, 9, true, "written for the tracker only" },
};

static bool subject_fits(struct str subject, const char *text)
{
	if (text[0] == '^')
		return str_starts_i(subject, str_from(text + 1));
	return str_find_i(subject, str_from(text)) >= 0;
}

static void subject_signs(struct signs *s, bool fresh)
{
	struct str subject = str_sub(s->rd->subject, 0, 400);
	bool report = false;

	for (size_t i = 0; i < ARRAY_SIZE(subject_rules); i++) {
		const struct subject_rule *r = &subject_rules[i];

		if ((!r->answers && !fresh) ||
		    (r->class == CLASS_REPORT && report) ||
		    !subject_fits(subject, r->text))
			continue;
		report |= r->class == CLASS_REPORT;
		sign(s, r->class, r->weight, r->what, LINE_SUBJECT);
	}
}

static void patch_signs(struct signs *s, bool tagged)
{
	const struct reading *rd = s->rd;

	if (tagged && !rd->answer)
		sign(s, CLASS_PATCH, 20, "[PATCH] in the subject", LINE_SUBJECT);
	if (rd->diffs && !rd->answer)
		sign(s, CLASS_PATCH, rd->tags ? 5 : 2, "contains a patch",
		     LINE_SUBJECT);
	if (rd->signed_off && !rd->answer && (rd->diffs || rd->m->bare))
		sign(s, CLASS_PATCH, 8, "a commit message, signed off",
		     LINE_SUBJECT);
}

static void reply_signs(struct signs *s, bool fresh)
{
	const struct reading *rd = s->rd;
	bool irt = !str_is_none(rd->m->in_reply_to);

	if (rd->answer)
		sign(s, CLASS_REPLY, 3, "the subject begins with Re:",
		     LINE_SUBJECT);
	if (irt)
		sign(s, CLASS_REPLY, 1, "answers a mail", LINE_SUBJECT);
	if (rd->quoted && !rd->forwarding)
		sign(s, CLASS_REPLY, 2, "quotes a mail", LINE_SUBJECT);
	if (!fresh && !rd->answer)
		sign(s, CLASS_REPLY, 3, "carries on a thread", LINE_SUBJECT);
	if (!fresh && rd->quoted > 3 * rd->said)
		sign(s, CLASS_REPLY, 2, "quotes more than it says",
		     LINE_SUBJECT);
	if (str_starts_i(rd->m->sender.addr, STR("bugzilla-daemon@")) &&
	    !str_has(str_sub(rd->subject, 0, 60), STR("] New:")))
		sign(s, CLASS_REPLY, 6, "a comment in a tracker", LINE_SUBJECT);
	if (str_find_i(rd->m->sender.name, STR("leemhuis")) >= 0 && !fresh)
		sign(s, CLASS_REPLY, 6, "by the regression tracker",
		     LINE_SUBJECT);
	for (size_t i = 0; i < rd->r->commands.nr; i++)
		if (str_eq(rd->r->commands.v[i].bot, STR("syz")))
			sign(s, CLASS_REPLY, 6, "a command for syzbot",
			     LINE_SUBJECT);
		else if (rd->r->commands.v[i].command.p[0] == '^' && !fresh)
			sign(s, CLASS_REPLY, 4, "tracks the mail it answers",
			     LINE_SUBJECT);
}

/* Is a result named in passing, below a subject that is a report already? */
static bool repeats(const struct reading *rd, const struct claim *c)
{
	return rd->answer && c->rank < 99 && !rd->console &&
	       str_find_i(str_sub(rd->subject, 0, 400), STR("regression")) >= 0;
}

static void claim_signs(struct signs *s, bool tagged)
{
	const struct reading *rd = s->rd;
	const struct claim *best = NULL;
	size_t line;

	for (size_t i = 0; i < rd->claims.nr; i++)
		if (rd->claims.v[i].form != CLAIM_REGZBOT &&
		    (!best || rd->claims.v[i].rank > best->rank))
			best = &rd->claims.v[i];
	if (!best)
		return;
	line = rd->mentions.v[best->mention].line;
	if (best->rank >= CLAIM_RANK_BISECTED)
		/* somebody may repeat what the thread is about */
		sign(s, CLASS_REPORT, repeats(rd, best) ? 5 : 9, best->why, line);
	else if (best->rank >= CLAIM_RANK_BLAMED)
		sign(s, CLASS_REPORT, rd->answer && tagged ? 6 : 3, best->why,
		     line);
	else
		sign(s, CLASS_REPORT, rd->answer ? 0 : 2, best->why, line);
}

static void report_signs(struct signs *s, bool fresh, bool tagged)
{
	const struct reading *rd = s->rd;
	ptrdiff_t once = human_regression(rd), blames = -1;
	bool brief = rd->quoted <= 8 || rd->forwarding;

	if (fresh)
		sign(s, CLASS_REPORT, 1, "begins a thread", LINE_SUBJECT);
	if (rd->r->traces.nr)
		sign(s, CLASS_REPORT, brief ? 3 : 1, "shows a crash",
		     LINE_SUBJECT);
	else if (rd->console >= 3)
		sign(s, CLASS_REPORT, brief ? 2 : 1, "shows kernel messages",
		     LINE_SUBJECT);
	if (rd->build_errors)
		sign(s, CLASS_REPORT, brief ? 3 : 1, "shows build errors",
		     LINE_SUBJECT);
	if (rd->answer && tagged)
		blames = human_blames_answered(rd);
	if (blames >= 0)
		sign(s, CLASS_REPORT, 9, "blames the patch it answers",
		     rd->words.v[blames].line);
	if (rd->answer && (rd->build_errors || rd->r->traces.nr) &&
	    subject_fits(rd->subject, "^linux-next: tree for"))
		sign(s, CLASS_REPORT, 5, "errors below a release notice",
		     LINE_SUBJECT);
	if (once >= 0)
		sign(s, CLASS_REPORT, fresh ? 2 : 1, "says that it worked once",
		     rd->words.v[once].line);
	if (rd->handing_on && (once >= 0 || rd->claims.nr || rd->r->traces.nr))
		sign(s, CLASS_REPORT, 2, "hands on a report", LINE_SUBJECT);
	for (size_t i = 0; i < rd->r->commands.nr; i++)
		if (str_eq(rd->r->commands.v[i].command, STR("introduced"))) {
			sign(s, CLASS_REPORT, fresh ? 4 : 2,
			     "#regzbot introduced", LINE_SUBJECT);
			break;
		}
}

static void other_signs(struct signs *s, bool fresh)
{
	const struct reading *rd = s->rd;
	unsigned int trouble = 0, kernel = 0;

	for (size_t i = 0; i < rd->words.nr; i++) {
		enum word_kind kind = rd->words.v[i].kind;

		trouble += kind == WORD_TROUBLE || kind == WORD_REGRESSION ||
			   kind == WORD_BREAK;
		kernel += kind == WORD_KERNEL || kind == WORD_VERSION ||
			  kind == WORD_COMMIT;
	}
	sign(s, CLASS_OTHER, 2, "nothing tells otherwise", LINE_SUBJECT);
	if (str_starts_i(message_header(rd->m, "Auto-Submitted"),
			 STR("auto-replied")))
		sign(s, CLASS_OTHER, 20, "written by an automatic answer",
		     LINE_SUBJECT);
	if (rd->r->origin == ORIGIN_ROBOT)
		sign(s, CLASS_OTHER, 6, "by a robot", LINE_SUBJECT);
	if (fresh && !kernel && !rd->console && !rd->r->traces.nr)
		sign(s, CLASS_OTHER, 6, "nothing of kernels", LINE_SUBJECT);
	if (str_ends(rd->subject, STR("?")) ||
	    str_starts_i(rd->subject, STR("question")))
		sign(s, CLASS_OTHER, fresh ? 3 : 0, "the subject asks",
		     LINE_SUBJECT);
	if (fresh && trouble >= 3)
		sign(s, CLASS_REPORT, 2, "speaks of failures", LINE_SUBJECT);
}

/* Thirds of the lead over the next class, as a number between 0 and 1. */
static double lead(const struct signs *s, enum report_class best)
{
	int second = 0, sum;

	for (int c = 0; c < CLASSES; c++)
		if (c != (int)best)
			second = MAX(second, s->weight[c]);
	sum = s->weight[best] + second;
	return sum > 0 ? 0.5 + 0.5 * (s->weight[best] - second) / sum : 0.5;
}

static void decide(struct signs *s)
{
	enum report_class best = CLASS_OTHER;
	struct reading *rd = s->rd;

	for (int c = 0; c < CLASSES; c++)
		if (s->weight[c] > s->weight[best])
			best = (enum report_class)c;
	rd->r->class = best;
	rd->r->confidence = lead(s, best);
	for (size_t i = 0; i < s->nr; i++)
		if (s->list[i].class == best)
			reading_evidence(rd, "class", str_from(s->list[i].what),
					 s->list[i].line);
}

/* "linux-next: boot failure after merge of the x tree": it did work before. */
static bool broken_next(const struct reading *rd)
{
	struct str s = str_sub(rd->subject, 0, 400);

	return str_starts_i(s, STR("linux-next: ")) &&
	       (str_find_i(s, STR("failure")) >= 0 ||
		str_find_i(s, STR("warning")) >= 0 || rd->build_errors);
}

/* What class and claims together make of the mail. */
static void settle(struct reading *rd)
{
	struct report *r = rd->r;
	ptrdiff_t once;

	switch (r->class) {
	case CLASS_REPORT:
		culprit_choose(rd, 1);
		break;
	case CLASS_REPLY:
		/* only what it tells the tracker */
		culprit_keep_commands(rd);
		culprit_choose(rd, CLAIM_RANK_REGZBOT);
		return;
	case CLASS_PATCH:
		culprit_choose(rd, CLAIM_RANK_BISECTED);
		return;
	case CLASS_CRASH:
		r->is_regression_report =
			str_find_i(str_sub(rd->subject, 0, 400),
				   STR("regression")) >= 0;
		return;
	default:
		return;
	}
	once = human_regression(rd);
	if (once < 0 && rd->answer)
		once = human_blames_answered(rd);
	r->build_failure = human_build_failure(rd);
	r->is_regression_report = r->claim != CLAIM_NONE || once >= 0 ||
				  r->build_failure || broken_next(rd);
	if (r->claim == CLAIM_NONE && once >= 0)
		reading_evidence(rd, "is_regression_report",
				 rd->words.v[once].text, rd->words.v[once].line);
}

void classify_person(struct reading *rd)
{
	struct signs s = { .rd = rd };
	bool irt = !str_is_none(rd->m->in_reply_to);
	bool fresh = !rd->answer &&
		     (rd->forwarding || !irt || rd->quoted <= 2 * rd->said);
	bool tagged = patch_tag(rd->subject);

	subject_signs(&s, fresh);
	patch_signs(&s, tagged);
	reply_signs(&s, fresh);
	claim_signs(&s, tagged);
	report_signs(&s, fresh, tagged);
	other_signs(&s, fresh);
	if (rd->passes_robot && !rd->claims.nr)
		sign(&s, CLASS_CRASH, 20, "hands on a robot's report",
		     LINE_SUBJECT);
	decide(&s);
	settle(rd);
}

void classify_as(struct reading *rd, enum report_class class,
		 double confidence, const char *why, size_t line)
{
	rd->r->class = class;
	rd->r->confidence = confidence;
	reading_evidence(rd, "class", str_from(why), line);
}
