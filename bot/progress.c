// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "progress.h"

#include "base/buf.h"
#include "base/clock.h"

#define PATIENCE_MS	1000	/* shorter work needs no words */
#define REDRAW_MS	200
#define BAR_MAX		30	/* characters between the brackets */
#define CLEAR		"\r\033[K"

void progress_begin(struct progress *p, struct log *log, const char *name)
{
	const char *term = getenv("TERM");
	bool wanted = log->level == LOG_NORMAL && isatty(fileno(log->out)) &&
		      term && strcmp(term, "dumb") != 0;

	*p = (struct progress){ .log = wanted ? log : NULL, .name = name,
				.began = clock_ms() };
}

static size_t screen_width(FILE *out)
{
	struct winsize size;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return 80;
	return size.ws_col;
}

static void put_time(struct buf *line, uint64_t seconds)
{
	if (seconds < 120)
		buf_printf(line, "%" PRIu64 " s", seconds);
	else if (seconds < 7200)
		buf_printf(line, "%" PRIu64 " min", seconds / 60);
	else
		buf_printf(line, "%" PRIu64 " h %" PRIu64 " min", seconds / 3600,
			   seconds / 60 % 60);
}

static void put_bar(struct buf *line, uint64_t done, uint64_t total,
		    size_t room)
{
	size_t full = (size_t)((double)room * (double)done / (double)total);

	buf_puts(line, "[");
	for (size_t i = 0; i < room; i++)
		buf_addc(line, i < full ? '=' : i == full ? '>' : ' ');
	buf_puts(line, "] ");
}

static void put_line(struct buf *line, const struct progress *p, int64_t ms,
		     uint64_t done, uint64_t total)
{
	uint64_t rate = done * 1000 / (uint64_t)MAX(ms, INT64_C(1));
	size_t width = screen_width(p->log->out) - 1, room = 0;

	buf_printf(line, "%s: ", p->name);
	if (total && width > line->n + 60)
		room = MIN(width - line->n - 60, (size_t)BAR_MAX);
	if (room > 4)
		put_bar(line, done, total, room);
	if (total)
		buf_printf(line, "%" PRIu64 "/%" PRIu64 ", %" PRIu64 "%%, ",
			   done, total, done * 100 / total);
	else
		buf_printf(line, "%" PRIu64 " ", done);
	buf_printf(line, "%" PRIu64 "/s", rate);
	if (total && rate) {
		buf_puts(line, ", ");
		put_time(line, (total - done) / rate);
		buf_puts(line, " left");
	}
	line->n = MIN(line->n, width);
}

void progress_at(struct progress *p, uint64_t done, uint64_t total)
{
	struct buf line __free(buf) = { .max = 4096 };
	int64_t now;

	if (!p->log)
		return;
	now = clock_ms();
	if (now - p->began < PATIENCE_MS || now - p->drawn < REDRAW_MS)
		return;
	p->drawn = now;
	p->visible = true;
	p->log->lead = CLEAR;
	/* a source may find more on the way than it had promised */
	put_line(&line, p, now - p->began, done,
		 done <= total ? total : 0);
	fprintf(p->log->out, CLEAR "%.*s", STR_ARG(buf_str(&line)));
	fflush(p->log->out);
}

void progress_end(struct progress *p)
{
	if (!p->visible)
		return;
	fputs(CLEAR, p->log->out);
	fflush(p->log->out);
	p->log->lead = NULL;
	p->visible = false;
}
