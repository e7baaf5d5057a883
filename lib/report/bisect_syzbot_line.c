// SPDX-License-Identifier: GPL-2.0-only
/* What the lines of syzbot's logs say: one rule for each kind of line. */
#include "report/bisect_syzbot_line.h"

/* syzkaller's pkg/bisect: runs of one revision, and once flaky was said */
#define RUNS		10
#define RUNS_FLAKY	20

/* What a rule reads: the reader, its log, the step at work, the line. */
struct place {
	struct syzbot_reader *r;
	struct bisect_log *log;
	struct bisect_step *step;	/* NULL before the first test */
	struct str rest;	/* the line behind the words of the rule */
	unsigned int no;
};

static double number(struct str s)
{
	double x = 0, scale = 1;
	bool point = false;
	size_t i;

	for (i = 0; i < s.n && i < 24; i++) {
		if (s.p[i] == '.' && !point)
			point = true;
		else if (is_digit(s.p[i]))
			x = x * 10 + (s.p[i] - '0');
		else
			break;
		if (point && s.p[i] != '.')
			scale *= 10;
	}
	return i ? x / scale : -1;
}

static void read_syzkaller(struct place *p)
{
	bisect_take_sha(p->r->a, &p->rest, &p->log->syzkaller);
}

static void read_release(struct place *p)
{
	p->r->release = str_trim(p->rest);
}

/* "testing commit <sha>", "... with gcc (GCC) 8.1.0", "... gcc" */
static void read_test(struct place *p)
{
	struct bisect_step *s;
	struct str sha;

	if (!bisect_take_sha(p->r->a, &p->rest, &sha))
		return;
	syzbot_step_end(p->r);
	s = list_add(p->r->a, &p->log->steps);
	*s = (struct bisect_step){
		.commit = sha, .release = p->r->release,
		.initial = str_is_none(p->log->bad), .line = p->no,
		.verdict = BISECT_SKIP, .false_negative = -1,
	};
	if (bisect_sha_same(sha, p->r->next.sha)) {
		s->title = p->r->next.title;
		s->left = p->r->left;
	}
	p->rest = str_trim(p->rest);
	if (str_skip(&p->rest, STR("with ")))
		s->compiler = p->rest;
	p->r->left = 0;
	p->r->release = STR_NONE;
	p->r->next = (struct bisect_commit){ 0 };
}

static void read_compiler(struct place *p)
{
	if (p->step)
		p->step->compiler = str_trim(p->rest);
}

static void read_signature(struct place *p)
{
	if (p->step)
		p->step->signature = str_trim(p->rest);
}

static void count_run(struct place *p, struct str result, unsigned int nr)
{
	struct bisect_step *s = p->step;

	s->total += nr;
	if (str_eq(result, STR("OK"))) {
		s->ok += nr;
	} else if (str_skip(&result, STR("crashed: "))) {
		s->crashed += nr;
		*list_add(p->r->a, &p->r->titles) = str_trim(result);
	} else {
		s->infra += nr;
	}
}

static void read_all_runs(struct place *p)
{
	if (!p->step || p->step->total)
		return;
	count_run(p, str_trim(p->rest), p->r->flaky ? RUNS_FLAKY : RUNS);
}

static void read_run(struct place *p)
{
	struct str nr;

	if (!p->step || !str_split(&p->rest, ':', &nr) || p->rest.p == nr.p)
		return;
	count_run(p, str_trim(p->rest), 1);
	p->step->runs_stated = true;
}

/* "reproducer seems to be flaky", "reproducer is flaky (0.42 repro ..." */
static void read_flaky(struct place *p)
{
	ptrdiff_t open = str_chr(p->rest, '(');
	double chance = open < 0 ? -1 :
			number(str_from_off(p->rest, (size_t)open + 1));

	p->r->flaky = true;
	if (p->step)
		p->step->flaky = true;
	if (chance >= 0)
		p->log->repro_chance = chance;
	if (!p->log->flagged_flaky_line)
		p->log->flagged_flaky_line = p->no;
}

static void read_flagged(struct place *p)
{
	p->log->flagged_flaky = true;
	p->log->flagged_flaky_line = p->no;
}

static void read_false_negative(struct place *p)
{
	if (p->step)
		p->step->false_negative = number(str_trim(p->rest));
}

static void read_error(struct place *p)
{
	p->log->error_probability = number(str_trim(p->rest));
}

static void read_build_failed(struct place *p)
{
	if (p->step)
		p->step->build_failed = true;
}

/* "start <bad> <good>" */
static void read_start(struct place *p)
{
	struct str bad = STR_NONE, good = STR_NONE;

	str_word(&p->rest, &bad);
	str_word(&p->rest, &good);
	syzbot_step_end(p->r);
	p->log->bad = bad;
	p->log->good = good;
	for (size_t i = 0; i < p->log->steps.nr; i++) {
		struct bisect_step *s = &p->log->steps.v[i];
		bool is_bad = bisect_sha_same(s->commit, bad);

		if (!is_bad && !bisect_sha_same(s->commit, good) &&
		    !(s->release.n && str_eq(s->release, good)))
			continue;
		s->judged = true;
		s->verdict = is_bad ? BISECT_BAD : BISECT_GOOD;
	}
}

static void read_verdict(struct place *p)
{
	enum bisect_verdict verdict;
	struct str word, sha;

	if (!str_word(&p->rest, &word))
		return;
	if (str_eq(word, STR("start"))) {
		read_start(p);
		return;
	}
	if (str_eq(word, STR("good")))
		verdict = BISECT_GOOD;
	else if (str_eq(word, STR("bad")))
		verdict = BISECT_BAD;
	else if (str_eq(word, STR("skip")))
		verdict = BISECT_SKIP;
	else
		return;
	p->rest = str_trim(p->rest);
	if (!p->step || !bisect_take_sha(p->r->a, &p->rest, &sha) ||
	    !bisect_sha_same(p->step->commit, sha))
		return;
	p->step->verdict = verdict;
	p->step->judged = true;
	p->step->line = p->no;
}

static void read_left(struct place *p)
{
	struct str word;

	if (str_word(&p->rest, &word))
		str_to_u64(word, &p->r->left);
}

static void read_checkout(struct place *p)
{
	struct bisect_commit *c = &p->r->next;

	if (!bisect_take_sha(p->r->a, &p->rest, &c->sha) ||
	    !str_skip(&p->rest, STR("]")))
		*c = (struct bisect_commit){ 0 };
	else
		c->title = str_trim(p->rest);
}

static void read_culprit_signature(struct place *p)
{
	p->log->culprit_signature = str_trim(p->rest);
	p->log->culprit_signature_line = p->no;
}

static void read_parent_signature(struct place *p)
{
	p->log->parent_signature = str_trim(p->rest);
}

static void read_revisions(struct place *p)
{
	struct str nr;

	if (str_split(&p->rest, ',', &nr))
		str_to_u64(str_trim(nr), &p->log->revisions);
}

static void read_culprit(struct place *p)
{
	struct bisect_commit c = { .line = p->no };

	if (!bisect_take_sha(p->r->a, &p->rest, &c.sha))
		return;
	c.title = str_trim(p->rest);
	p->log->culprit = c;
}

static void read_inconclusive(struct place *p)
{
	p->r->listing = true;
	p->log->candidates.nr = 0;
}

static void read_everywhere(struct place *p)
{
	p->log->everywhere = true;
}

/* ["a@b" "c@d"] */
static void read_addresses(struct place *p, struct str_list *out)
{
	struct str rest = p->rest, part;
	bool inside = false;

	while (str_split(&rest, '"', &part)) {
		if (inside && part.n)
			*list_add(p->r->a, out) = part;
		inside = !inside;
	}
}

static void read_to(struct place *p)
{
	read_addresses(p, &p->log->to);
}

static void read_cc(struct place *p)
{
	read_addresses(p, &p->log->cc);
}

static void read_crash(struct place *p)
{
	p->log->crash_title = str_trim(p->rest);
	p->log->crash_line = p->no;
	p->r->open = false;
}

static void read_nothing(__maybe_unused struct place *p)
{
}

#define RULE(words, read)	{ { words, sizeof(words) - 1 }, read }

/* First match wins; a line that fits none is odd. */
static const struct rule {
	struct str words;
	void (*read)(struct place *p);
} rules[] = {
	RULE("run #", read_run),
	RULE("all runs: ", read_all_runs),
	RULE("# git bisect ", read_verdict),
	RULE("Bisecting: ", read_left),
	RULE("[", read_checkout),
	RULE("testing release ", read_release),
	RULE("testing commit ", read_test),
	RULE("testing current HEAD ", read_nothing),
	RULE("ensuring issue is reproducible", read_nothing),
	RULE("building syzkaller on ", read_syzkaller),
	RULE("compiler: ", read_compiler),
	RULE("kernel signature: ", read_signature),
	RULE("representative crash: ", read_nothing),
	RULE("reproducer seems to be flaky", read_flaky),
	RULE("reproducer is flaky", read_flaky),
	RULE("Reproducer flagged being flaky", read_flagged),
	RULE("false negative chance: ", read_false_negative),
	RULE("accumulated error probability: ", read_error),
	RULE("failed building ", read_build_failed),
	RULE("culprit signature: ", read_culprit_signature),
	RULE("parent  signature: ", read_parent_signature),
	RULE("parent signature: ", read_parent_signature),
	RULE("revisions tested: ", read_revisions),
	RULE("first bad commit: ", read_culprit),
	RULE("first good commit: ", read_culprit),
	RULE("bisection is inconclusive", read_inconclusive),
	RULE("The first bad commit could be any of:", read_inconclusive),
	RULE("the crash already happened on", read_everywhere),
	RULE("the issue happens on the oldest", read_everywhere),
	RULE("the crash still happens on HEAD", read_everywhere),
	RULE("recipients (to): ", read_to),
	RULE("recipients (cc): ", read_cc),
	RULE("cc: ", read_cc),
	RULE("crash: ", read_crash),
};

bool syzbot_line_read(struct syzbot_reader *r, const struct bisect_line *line)
{
	struct bisect_log *log = &r->logs.v[r->logs.nr - 1];
	struct place p = {
		.r = r, .log = log, .no = line->no,
		.step = log->steps.nr ? &log->steps.v[log->steps.nr - 1] : NULL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		p.rest = line->text;
		if (str_skip(&p.rest, rules[i].words)) {
			rules[i].read(&p);
			return true;
		}
	}
	return false;
}
