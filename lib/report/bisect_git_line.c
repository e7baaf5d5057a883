// SPDX-License-Identifier: GPL-2.0-only
#include "report/bisect_git_line.h"

/* A mail that quotes more logs than these at once keeps the last of them. */
#define LOGS_LOOK_BACK	8
/* "git bisect skip" with many ids: how far its comments may stand above. */
#define LOOSE_LOOK_BACK	64

struct git_log *git_log_find(struct git_reader *r, struct str quote)
{
	size_t nr = r->logs.nr;

	for (size_t i = 0; i < nr && i < LOGS_LOOK_BACK; i++)
		if (bisect_quote_same(r->logs.v[nr - 1 - i].quote, quote))
			return &r->logs.v[nr - 1 - i];
	return NULL;
}

static struct git_log *log_new(struct git_reader *r)
{
	struct git_log *g = r->logs.nr < BISECT_LOGS_MAX ?
			    list_add(r->a, &r->logs) :
			    &r->logs.v[r->logs.nr - 1];

	*g = (struct git_log){
		.quote = r->quote, .bad = STR("bad"), .good = STR("good"),
		.log = {
			.kind = r->kernelci ? BISECT_KERNELCI : BISECT_GIT,
			.line_first = r->pending_line,
			.repro_chance = -1, .error_probability = -1,
		},
	};
	r->kernelci = false;
	return g;
}

static struct bisect_step_list *steps_of(struct git_log *g)
{
	return g->finished ? &g->log.retests : &g->log.steps;
}

static bool verdict_of(const struct git_log *g, struct str word,
		       enum bisect_verdict *verdict)
{
	if (str_eq(word, g->bad) || str_eq(word, STR("bad")) ||
	    str_eq(word, STR("new")))
		*verdict = BISECT_BAD;
	else if (str_eq(word, g->good) || str_eq(word, STR("good")) ||
		 str_eq(word, STR("old")))
		*verdict = BISECT_GOOD;
	else if (str_eq(word, STR("skip")))
		*verdict = BISECT_SKIP;
	else
		return false;
	return true;
}

struct bisect_step *git_step_add(struct git_reader *r, struct git_log *g,
				 struct str sha, enum bisect_verdict verdict)
{
	struct bisect_step *s = list_add(r->a, steps_of(g));

	*s = (struct bisect_step){
		.commit = sha, .verdict = verdict, .judged = true,
		.false_negative = -1, .line = r->pending_line,
	};
	if (str_is_none(g->log.bad) && verdict == BISECT_BAD)
		g->log.bad = sha;
	if (str_is_none(g->log.good) && verdict == BISECT_GOOD)
		g->log.good = sha;
	return s;
}

bool git_take_bracket(struct arena *a, struct str *s, struct str *sha)
{
	struct str rest = *s;

	if (!str_skip(&rest, STR("[")) || !bisect_take_sha(a, &rest, sha) ||
	    !str_skip(&rest, STR("]")))
		return false;
	*s = str_trim(rest);
	return true;
}

/* The step of @sha among those that only stand in comments so far. */
static struct bisect_step *loose_find(struct git_log *g, struct str sha,
				      enum bisect_verdict verdict)
{
	struct bisect_step_list *l = steps_of(g);
	size_t nr = MIN(MIN(g->loose, l->nr), (size_t)LOOSE_LOOK_BACK);

	for (size_t i = 0; i < nr; i++) {
		struct bisect_step *s = &l->v[l->nr - 1 - i];

		if (s->verdict == verdict && bisect_sha_same(s->commit, sha))
			return s;
	}
	/* a tag has an id of its own: the comment names the commit of it */
	if (nr == 1 && l->v[l->nr - 1].verdict == verdict)
		return &l->v[l->nr - 1];
	return NULL;
}

/* The test robot's "# 11:14  B  0  1  17  0  title" behind a verdict */
static void robot_remark(struct bisect_step *s, struct str remark)
{
	struct str word;
	uint64_t n[4];

	if (!str_word(&remark, &word) || str_chr(word, ':') < 0 ||
	    !str_word(&remark, &word) || word.n != 1)
		return;
	for (int i = 0; i < 4; i++)
		if (!str_word(&remark, &word) || !str_to_u64(word, &n[i]) ||
		    n[i] > 1000000)
			return;
	s->ok = (unsigned int)n[0];
	s->crashed = (unsigned int)n[1];
	s->total = s->ok + s->crashed;
	s->runs_stated = true;
	remark = str_trim(remark);
	if (remark.n && str_is_none(s->title))
		s->title = remark;
}

static void give_verdict(struct git_reader *r, struct git_log *g,
			 struct str sha, enum bisect_verdict verdict,
			 struct str remark)
{
	struct bisect_step *s = loose_find(g, sha, verdict);

	if (!s)
		s = git_step_add(r, g, sha, verdict);
	else if (!bisect_is_version(sha))
		s->commit = sha;
	s->line = r->pending_line;
	robot_remark(s, remark);
}

/* "git bisect good <commit>...", or without one: what is checked out */
static void verdict_command(struct git_reader *r, struct git_log *g,
			    enum bisect_verdict verdict, struct str args)
{
	ptrdiff_t hash = str_find(args, STR(" #"));
	struct str remark = STR_NONE, word, sha;
	size_t nr = 0;

	if (hash >= 0) {
		remark = str_from_off(args, (size_t)hash + 2);
		args = str_sub(args, 0, (size_t)hash);
	}
	while (str_word(&args, &word)) {
		struct str rest = word;

		nr++;
		if (bisect_is_version(word))
			sha = word;
		else if (!bisect_take_sha(r->a, &rest, &sha) || rest.n)
			break;
		give_verdict(r, g, sha, verdict, remark);
	}
	if (!nr && !str_is_none(g->checkout.sha)) {
		struct bisect_step *s = git_step_add(r, g, g->checkout.sha, verdict);

		s->title = g->checkout.title;
		s->left = g->left;
	}
	g->checkout = (struct bisect_commit){ 0 };
	g->loose = 0;
}

static struct str unquote(struct str word)
{
	if (word.n >= 2 && (word.p[0] == '\'' || word.p[0] == '"') &&
	    word.p[word.n - 1] == word.p[0])
		return str_sub(word, 1, word.n - 2);
	return word;
}

/* A second "start" on the same level: another log, and the comments above
 * it belong to that one already. */
static struct git_log *start_new(struct git_reader *r, struct git_log *old)
{
	size_t at = (size_t)(old - r->logs.v), loose = old->loose;
	struct bisect_step_list *from;
	struct git_log *g = log_new(r);

	old = &r->logs.v[at];
	from = steps_of(old);
	loose = MIN(loose, from->nr);
	for (size_t i = from->nr - loose; i < from->nr; i++) {
		struct bisect_step *s = &from->v[i];

		if (g->log.line_first > s->line)
			g->log.line_first = s->line;
		*list_add(r->a, &g->log.steps) = *s;
		if (s->verdict == BISECT_BAD && str_is_none(g->log.bad))
			g->log.bad = s->commit;
		if (s->verdict == BISECT_GOOD && str_is_none(g->log.good))
			g->log.good = s->commit;
	}
	from->nr -= loose;
	old->loose = 0;
	return g;
}

static bool option(struct git_log *g, struct str word, struct str *args)
{
	static const struct { struct str name; bool bad; } terms[] = {
		{ { "--term-bad", 10 }, true }, { { "--term-new", 10 }, true },
		{ { "--term-good", 11 }, false }, { { "--term-old", 10 }, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(terms); i++) {
		struct str value = word;

		if (!str_skip(&value, terms[i].name))
			continue;
		if (!str_skip(&value, STR("=")) && !str_word(args, &value))
			return true;
		*(terms[i].bad ? &g->bad : &g->good) = unquote(value);
		return true;
	}
	return str_starts(word, STR("--"));
}

/* "git bisect start [options] [<bad> [<good>...]] [-- <path>...]" */
static void start(struct git_reader *r, struct git_log *g, struct str args)
{
	struct bisect_commit ends[2] = { 0 };
	struct str word, sha;
	bool commented;
	size_t nr = 0;

	if (g->started || g->finished)
		g = start_new(r, g);
	g->started = true;
	g->loose = 0;
	commented = g->log.steps.nr;
	while (str_word(&args, &word)) {
		struct str rest = word = unquote(word);

		if (str_eq(word, STR("--")))
			break;
		if (option(g, word, &args))
			continue;
		nr++;
		if (bisect_is_version(word))
			sha = word;
		else if (!bisect_take_sha(r->a, &rest, &sha) || rest.n)
			continue;
		if (nr <= ARRAY_SIZE(ends))
			ends[nr - 1].sha = sha;
		if (!commented)
			git_step_add(r, g, sha, nr > 1 ? BISECT_GOOD : BISECT_BAD);
	}
	/* the ends as they were typed, where that says more than "HEAD" */
	if (!str_is_none(ends[0].sha))
		g->log.bad = ends[0].sha;
	if (!str_is_none(ends[1].sha))
		g->log.good = ends[1].sha;
}

static void command_read(struct git_reader *r, struct git_log *g,
			 struct str text)
{
	enum bisect_verdict verdict;
	struct str word;

	if (!str_word(&text, &word))
		return;
	if (str_eq(word, STR("start")))
		start(r, g, text);
	else if (str_eq(word, STR("run")))
		g->run = true;
	else if (verdict_of(g, word, &verdict))
		verdict_command(r, g, verdict, text);
}

static void culprit(struct git_reader *r, struct git_log *g, struct str text)
{
	struct bisect_commit c = { .line = r->pending_line };

	if (!git_take_bracket(r->a, &text, &c.sha))
		return;
	c.title = text.n ? text : STR_NONE;
	if (!str_is_none(g->log.culprit.sha)) {
		if (bisect_sha_same(g->log.culprit.sha, c.sha))
			return;
		g->loose = g->log.retests.nr;
		g = start_new(r, g);
	}
	g->log.culprit = c;
	g->finished = true;
	g->loose = 0;
}

static void candidate(struct git_reader *r, struct git_log *g, struct str text)
{
	struct str word, sha;

	if (!git_skip_first(&text, &word) || !git_take_bracket(r->a, &text, &sha))
		return;
	*list_add(r->a, &g->log.candidates) = (struct bisect_commit){
		.sha = sha, .title = text, .line = r->pending_line,
	};
	g->finished = true;
}

/* "bad: [sha] title", behind it perhaps the command that a mailer moved up */
static void verdict_comment(struct git_reader *r, struct git_log *g,
			    struct str text)
{
	enum bisect_verdict verdict, moved;
	struct str word, sha, title;
	ptrdiff_t at;

	if (!str_split(&text, ':', &word) || !verdict_of(g, word, &verdict))
		return;
	title = str_trim(text);
	if (!git_take_bracket(r->a, &title, &sha))
		return;
	at = str_find(title, git_command);
	text = at < 0 ? STR_NONE : str_from_off(title, (size_t)at + git_command.n);
	if (str_word(&text, &word) && verdict_of(g, word, &moved))
		title = str_trim(str_sub(title, 0, (size_t)at));
	else
		at = -1;
	git_step_add(r, g, sha, verdict)->title = title;
	g->loose++;
	if (at >= 0)
		verdict_command(r, g, moved, text);
}

static void comment_read(struct git_reader *r, struct git_log *g,
			 struct str text)
{
	struct str word;

	if (str_starts(text, STR("only skipped")))
		g->finished = true;
	else if (str_skip(&text, STR("possible ")))
		candidate(r, g, text);
	else if (git_skip_first(&text, &word))
		culprit(r, g, text);
	else
		verdict_comment(r, g, text);
}

/* What is no fact of a log must not begin one. */
static bool begins_log(struct str text)
{
	struct str word;

	if (str_skip(&text, git_command))
		return str_word(&text, &word) && (str_eq(word, STR("start")) ||
						  str_trim(text).n);
	return !str_has(text, STR("status: "));
}

void git_line_read(struct git_reader *r, struct str text, unsigned int nr)
{
	struct git_log *g = git_log_find(r, r->quote);

	if (!g && !begins_log(text))
		return;
	if (!g)
		g = log_new(r);
	g->listing = g->expect_checkout = false;
	if (str_skip(&text, git_command)) {
		command_read(r, g, text);
	} else {
		str_skip(&text, STR("#"));
		comment_read(r, g, str_trim(text));
	}
	/* "start" may have begun another log */
	g = git_log_find(r, r->quote);
	if (!g)
		return;
	g->log.line_last = r->pending_line + nr - 1;
	if (!g->started && !g->log.steps.nr && !g->finished &&
	    g == &r->logs.v[r->logs.nr - 1])
		r->logs.nr--;	/* nothing came of it */
}
