// SPDX-License-Identifier: GPL-2.0-only
#include "report/bisect_log.h"

#include "report/bisect_git.h"
#include "report/bisect_line.h"
#include "report/bisect_syzbot.h"

static int by_line(const void *x, const void *y)
{
	const struct bisect_log *a = x, *b = y;

	return (a->line_first > b->line_first) - (a->line_first < b->line_first);
}

void bisect_log_find(struct bisect_log_list *out, struct arena *a,
		     struct str text)
{
	struct bisect_reader reader = { .rest = text };
	struct syzbot_reader syzbot = { .a = a };
	struct git_reader git = { .a = a };
	struct bisect_line line;
	size_t first = out->nr;

	while (bisect_line_next(&reader, &line))
		if (!syzbot_reader_line(&syzbot, &line))
			git_reader_line(&git, &line);
	syzbot_reader_finish(&syzbot, out);
	git_reader_finish(&git, out);
	if (out->nr > first)
		qsort(&out->v[first], out->nr - first, sizeof(*out->v),
		      by_line);
}
