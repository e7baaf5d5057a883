// SPDX-License-Identifier: GPL-2.0-only
#include "report/bisect_syzbot.h"

#include "report/bisect_syzbot_line.h"

#define ODD_MAX		256

static int by_name(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct counted {
	struct str title;
	size_t nr;
};

static int by_count(const void *x, const void *y)
{
	const struct counted *a = x, *b = y;

	if (a->nr != b->nr)
		return a->nr < b->nr ? 1 : -1;
	return str_cmp(a->title, b->title);
}

/* Crash titles each once, most frequent first. */
void syzbot_step_end(struct syzbot_reader *r)
{
	struct bisect_log *log = &r->logs.v[r->logs.nr - 1];
	struct { struct counted *v; size_t nr, cap; } all = { 0 };
	struct bisect_step *step;

	if (!log->steps.nr)
		return;
	step = &log->steps.v[log->steps.nr - 1];
	if (r->titles.nr)
		qsort(r->titles.v, r->titles.nr, sizeof(struct str), by_name);
	for (size_t i = 0; i < r->titles.nr; i++) {
		if (!i || !str_eq(r->titles.v[i], r->titles.v[i - 1]))
			list_add(r->a, &all)->title = r->titles.v[i];
		all.v[all.nr - 1].nr++;
	}
	if (all.nr)
		qsort(all.v, all.nr, sizeof(*all.v), by_count);
	for (size_t i = 0; i < all.nr; i++)
		*list_add(r->a, &step->crashes) = all.v[i].title;
	r->titles.nr = 0;
	/* before the bisection proper the runs are the verdict */
	if (!step->judged && step->total)
		step->verdict = step->crashed ? BISECT_BAD :
				step->ok ? BISECT_GOOD : BISECT_SKIP;
	else if (!step->judged)
		step->verdict = BISECT_SKIP;
	if (!step->total)
		step->build_failed = true;
}

static bool begin(struct syzbot_reader *r, const struct bisect_line *line)
{
	struct str rest = line->text, start;
	bool fixing = false;
	struct bisect_log *log;

	if (str_skip(&rest, STR("bisecting fixing commit since ")))
		fixing = true;
	else if (!str_skip(&rest, STR("bisecting cause commit starting from ")))
		return false;
	if (!bisect_take_sha(r->a, &rest, &start) ||
	    r->logs.nr == BISECT_LOGS_MAX)
		return false;
	if (r->logs.nr)
		syzbot_step_end(r);
	log = list_add(r->a, &r->logs);
	*log = (struct bisect_log){
		.kind = BISECT_SYZBOT, .fixing = fixing, .start = start,
		.line_first = line->no, .line_last = line->no,
		.repro_chance = -1, .error_probability = -1,
	};
	*r = (struct syzbot_reader){
		.a = r->a, .logs = r->logs, .blocks = r->blocks,
		.open = true, .quote = line->quote,
	};
	return true;
}

/* Ids below "could be any of:" */
static bool listed(struct syzbot_reader *r, struct bisect_log *log,
		   const struct bisect_line *line)
{
	struct str text = line->text, sha;

	if (!bisect_take_sha(r->a, &text, &sha)) {
		r->listing = !text.n;
		return false;
	}
	*list_add(r->a, &log->candidates) = (struct bisect_commit){
		.sha = sha, .title = str_trim(text), .line = line->no,
	};
	return true;
}

static void read_line(struct syzbot_reader *r, const struct bisect_line *line)
{
	struct bisect_log *log = &r->logs.v[r->logs.nr - 1];

	log->line_last = line->no;
	if ((r->listing && listed(r, log, line)) ||
	    bisect_block_line(&r->blocks, r->a, line) || !line->text.n)
		return;
	if (!syzbot_line_read(r, line) && log->odd.nr < ODD_MAX)
		*list_add(r->a, &log->odd) = line->text;
}

bool syzbot_reader_line(struct syzbot_reader *r,
			const struct bisect_line *line)
{
	if (begin(r, line))
		return true;
	if (!r->open || !bisect_quote_same(r->quote, line->quote))
		return false;
	/* a log of git's own follows in the same text */
	if (str_starts(line->text, STR("git bisect start")) ||
	    str_starts(line->text, STR("# good: [")) ||
	    str_starts(line->text, STR("# bad: ["))) {
		r->open = false;
		return false;
	}
	read_line(r, line);
	return true;
}

void syzbot_reader_finish(struct syzbot_reader *r, struct bisect_log_list *out)
{
	if (r->logs.nr)
		syzbot_step_end(r);
	for (size_t i = 0; i < r->logs.nr; i++) {
		bisect_block_apply(&r->logs.v[i], &r->blocks);
		*list_add(r->a, out) = r->logs.v[i];
	}
}
