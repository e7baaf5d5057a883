// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace_prefix.h"

#include "report/trace_pattern.h"

/* How far into a line a prefix may reach; a host's name is in it. */
#define PREFIX_LOOK	160

static const struct str console = { "console", 7 };

unsigned int trace_cut_quotes(struct str *line)
{
	unsigned int depth = 0;

	while (line->n && *line->p == '>') {
		*line = str_from_off(*line, 1);
		/* "> > ": the blank belongs to the mark that precedes it */
		if (line->n > 1 && line->p[0] == ' ' && line->p[1] == '>')
			*line = str_from_off(*line, 1);
		depth++;
	}
	if (depth && line->n && *line->p == ' ')
		*line = str_from_off(*line, 1);
	return depth;
}


static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n;
}

/* "<4>": the level, as the kernel's buffer holds it */
static bool cut_level(struct str *s)
{
	size_t n;

	if (!s->n || *s->p != '<')
		return false;
	n = digits(str_from_off(*s, 1));
	if (!n || n > 3 || n + 1 >= s->n || s->p[n + 1] != '>')
		return false;
	*s = str_from_off(*s, n + 2);
	return true;
}

/* The inside of "[   76.189375]"; the brackets are cut off. */
static bool cut_brackets(struct str *s, struct str *inside)
{
	ptrdiff_t end;

	if (!s->n || *s->p != '[')
		return false;
	end = str_chr(str_sub(*s, 0, 40), ']');
	if (end < 0)
		return false;
	*inside = str_trim(str_sub(*s, 1, (size_t)end - 1));
	*s = str_from_off(*s, (size_t)end + 1);
	return true;
}

/* "76.189375"; "+0,009952" where dmesg shows differences */
static bool is_time(struct str s)
{
	size_t n;

	str_skip(&s, STR("+"));
	n = digits(s);
	s = str_from_off(s, n);
	return n && s.n > 1 && (*s.p == '.' || *s.p == ',') &&
	       digits(str_from_off(s, 1)) == s.n - 1;
}

static bool is_caller(struct str s)
{
	return s.n > 1 && (*s.p == 'T' || *s.p == 'C') &&
	       digits(str_from_off(s, 1)) == s.n - 1;
}

/* "Thu Oct 22 08:54:51 2020", "Apr23 12:31": dmesg -T and dmesg -H */
static bool is_date(struct str s)
{
	struct pattern_match m = { .nr = 0 };

	if (s.n < 10 || s.n > 24 || !is_alpha(*s.p))
		return false;
	return pattern_in_line("^%w %w%_%d %d:%d:%d %d%$", s, &m) ||
	       pattern_in_line("^%w %d:%d%$", s, &m);
}

/*
 * printk's own: "[time] ", "[time][ T12] ", "[time] [ T12] ", "[ T12] ".
 * It ends with a blank.
 */
static bool cut_printk(struct str *s, struct str *who)
{
	struct str at = *s, inside, more, caller = console;

	if (!cut_brackets(&at, &inside))
		return false;
	if (is_caller(inside)) {
		caller = inside;
	} else if (!is_time(inside) && !is_date(inside)) {
		return false;
	} else {
		struct str next = at;

		if (next.n > 1 && next.p[0] == ' ' && next.p[1] == '[')
			next = str_from_off(next, 1);
		if (cut_brackets(&next, &more) && is_caller(more)) {
			caller = more;
			at = next;
		}
	}
	if (at.n && *at.p != ' ')
		return false;
	*s = str_from_off(at, 1);
	*who = caller;
	return true;
}

/*
 * "Nov 20 10:11:12 host kernel: ", "2025-07-30T09:47:04.97+02:00 host
 * kernel: ", "19:07:54 " before printk's own.
 */
static bool cut_syslog(struct str *s, struct str *who)
{
	struct str head = str_sub(*s, 0, PREFIX_LOOK), rest;
	ptrdiff_t at;

	if (!s->n || !(is_alnum(*s->p)))
		return false;
	at = str_find(head, STR("kernel: "));
	if (at > 0 && s->p[at - 1] == ' ' && str_chr(head, ':') < at) {
		*s = str_from_off(*s, (size_t)at + 8);
		*who = console;
		return true;
	}
	at = str_chr(head, '[');
	if (at <= 0 || !is_digit(*s->p) || str_chr(head, ':') > at ||
	    str_chr(head, ':') < 0)
		return false;
	rest = str_from_off(*s, (size_t)at);
	/* only a look: printk's own is cut by the caller */
	if (s->p[at - 1] != ' ' || !cut_printk(&rest, who))
		return false;
	*s = str_from_off(*s, (size_t)at);
	return true;
}

/* What a console may have left on the line before printk wrote to it. */
static void cut_junk(struct str *s)
{
	struct pattern_match m = { .nr = 0 };
	struct str head = str_sub(*s, 0, PREFIX_LOOK);
	ptrdiff_t at;

	if (pattern_in_line("^** %d printk messages dropped ** ", head, &m)) {
		at = str_find(head, STR("dropped ** "));
		*s = str_from_off(*s, (size_t)at + 11);
		head = str_sub(*s, 0, PREFIX_LOOK);
	}
	at = str_find(head, STR(" login: "));
	if (at >= 0)
		*s = str_from_off(*s, (size_t)at + 8);
}

static void cut_doubt(struct trace_line *line)
{
	struct str s = line->text;
	ptrdiff_t at = str_chr(s, '?') < 0 ? -1 : str_find(s, STR(" ? "));

	if (at >= 0 && !str_has(s, STR("<EOI>"))) {
		line->text = str_from_off(s, (size_t)at + 2);
		line->doubted = true;
	} else if (str_starts(s, STR("? "))) {
		line->text = str_from_off(s, 1);
		line->doubted = true;
	} else if (str_ends(s, STR(" (unreliable)"))) {
		line->text.n -= 13;
		line->doubted = true;
	}
}

void trace_line_read(struct trace_line *line, struct str raw)
{
	struct str s = raw;
	struct str who = STR("");

	trace_cut_quotes(&s);
	line->raw = raw;
	line->doubted = false;
	if (s.n && (*s.p == '*' || is_alpha(*s.p))) {
		struct str kept = s;

		cut_junk(&s);
		if (s.p != kept.p && (!s.n || (*s.p != '[' && *s.p != '<')))
			s = kept;
	}
	cut_level(&s);
	if (cut_syslog(&s, &who))
		cut_level(&s);
	cut_printk(&s, &who);
	line->text = s;
	line->who = who;
	if (s.n && (who.n || is_blank(*s.p) || *s.p == '?'))
		cut_doubt(line);
}
