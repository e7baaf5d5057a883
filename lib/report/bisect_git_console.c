// SPDX-License-Identifier: GPL-2.0-only
/* What git prints while it works, in transcripts of a terminal. */
#include "report/bisect_git_line.h"

/* "[sha] title" below "Bisecting: ...": what is tested next */
static void checkout(struct git_reader *r, struct git_log *g, struct str text,
		     unsigned int no)
{
	struct str sha;

	if (!git_take_bracket(r->a, &text, &sha))
		return;
	g->checkout = (struct bisect_commit){ .sha = sha, .title = text };
	if (!g->run)
		return;
	/* a script judges, and the verdict is not shown */
	r->pending_line = no;
	git_step_add(r, g, sha, BISECT_SKIP)->title = text;
	g->log.steps.v[g->log.steps.nr - 1].judged = false;
}

/* "<sha> is the first bad commit", or an id below "could be any of:" */
static void result(struct git_reader *r, struct git_log *g,
		   const struct bisect_line *line)
{
	struct str text = line->text, sha, word;

	if (!bisect_take_sha(r->a, &text, &sha) || !g->log.steps.nr)
		return;
	text = str_trim(text);
	if (!text.n && g->listing) {
		*list_add(r->a, &g->log.candidates) = (struct bisect_commit){
			.sha = sha, .line = line->no,
		};
		g->log.line_last = line->no;
	}
	if (g->finished || !str_skip(&text, STR("is the first ")) ||
	    !str_word(&text, &word) || !str_starts(str_trim(text), STR("commit")))
		return;
	g->log.culprit = (struct bisect_commit){ .sha = sha, .line = line->no };
	g->log.line_last = line->no;
	g->finished = true;
}

void git_line_console(struct git_reader *r, const struct bisect_line *line)
{
	struct git_log *g;
	struct str text = line->text;

	if (bisect_block_line(&r->blocks, r->a, line))
		return;
	if (str_eq(text, STR("Git bisection log:")))
		r->kernelci = true;
	if (!text.n || !(g = git_log_find(r, line->quote)))
		return;
	if (str_starts(text, STR("Bisecting: "))) {
		g->expect_checkout = true;
		g->left = bisect_revisions_left(text);
		g->log.line_last = line->no;
	} else if (text.p[0] == '[' && g->expect_checkout) {
		checkout(r, g, text, line->no);
		g->expect_checkout = false;
	} else if (str_starts(text, STR("The first ")) &&
		   str_ends(text, STR(" commit could be any of:"))) {
		g->listing = g->finished = true;
	} else if (is_hex(text.p[0])) {
		result(r, g, line);
	} else {
		g->listing = false;
	}
}
