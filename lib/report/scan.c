// SPDX-License-Identifier: GPL-2.0-only
#include "report/scan.h"

#include "report/commands.h"
#include "report/commit_title.h"
#include "report/line_kind.h"
#include "report/scan_word.h"

static void flush_gap(struct scan *sc)
{
	if (sc->gap && sc->words)
		scan_add_word(sc, WORD_GAP, STR_NONE);
	sc->gap = false;
}

/* "git bisect bad news": @rest is no hash, and no name of a commit either. */
static bool goes_on_as_prose(struct str s, struct str rest)
{
	return s.p[0] != '#' && rest.n && is_alpha(rest.p[0]) &&
	       !version_length(rest) && !str_starts(rest, STR("HEAD")) &&
	       !str_starts(rest, STR("refs/"));
}

/* False: the line begins like a log but goes on as prose. */
static bool take_log_line(struct scan *sc, struct str line, struct str s)
{
	const struct log_row *row = log_row(s);
	size_t off, n = 0, i = sc->line;
	struct mention *m;

	if (!row)
		return false;
	off = str_offset(line, s) + strlen(row->prefix);
	while (off < line.n && (is_blank(line.p[off]) || line.p[off] == '[' ||
				line.p[off] == '\''))
		off++;
	n = hash_length(str_from_off(line, off));
	if (!n && (row->first_bad ? off == line.n
				  : goes_on_as_prose(s, str_from_off(line, off))))
		return false;
	if (n) {
		m = scan_add_mention(sc, str_sub(line, off, n));
		m->log = true;
		m->ref.role = row->role;
		if (row->title)
			scan_title(sc, m, off + n, TITLE_REST);
		if (row->first_bad && sc->said)
			claim_add(sc->rd, sc->rd->mentions.nr - 1, 100,
				  CLAIM_FIRST_BAD, "first bad commit of a log");
	}
	if (sc->line == i)
		sc->line++;
	sc->off = 0;
	sc->gap = true;
	return true;
}

/* "key: value" or "key   value" of a robot's table. */
static void take_key(struct scan *sc, struct str s)
{
	ptrdiff_t colon;
	struct keyed *k;

	/* lists: "- tags: next-20251217", "* git commit: ..." */
	if (!str_skip(&s, STR("- ")))
		str_skip(&s, STR("* "));
	colon = str_chr(str_sub(s, 0, 40), ':');
	if (colon < 2 || !is_alpha(s.p[0]))
		return;
	k = list_add(sc->rd->a, &sc->rd->keys);
	k->key = str_sub(s, 0, (size_t)colon);
	k->value = str_trim(str_from_off(s, (size_t)colon + 1));
	k->line = sc->line;
}

/*
 * "Fixes: <hash> (...)" and "This reverts commit <hash>." name their target
 * and say nothing else.
 */
static bool take_tag(struct scan *sc, struct str line, struct str s)
{
	enum commit_role role = COMMIT_FIXES;
	struct str rest = s;
	struct mention *m;
	size_t n;

	if (line_is_tag(s)) {
		sc->rd->tags += sc->said;
		sc->rd->signed_off |= sc->said &&
				      str_starts(s, STR("Signed-off-by:"));
		return true;
	}
	if (str_skip(&rest, STR("This reverts commit ")))
		role = COMMIT_REVERTED;
	else if (!str_skip(&rest, STR("Fixes:")))
		return false;
	rest = str_trim(rest);
	n = hash_length(rest);
	if (!n)
		return false;
	sc->rd->tags += sc->said;
	m = scan_add_mention(sc, str_sub(rest, 0, n));
	m->ref.role = role;
	scan_title(sc, m, str_offset(line, rest) + n, TITLE_QUOTED);
	return true;
}

/* Lines that are no prose.  True: done, the scan stands behind them. */
static bool take_special(struct scan *sc, struct str line, struct str s)
{
	struct reading *rd = sc->rd;
	size_t i = sc->line;

	if (take_log_line(sc, line, s))
		return true;
	if (sc->said && s.p[0] == '#' && command_read(rd, i)) {
		/* links and commits in it are read, its words are not */
		sc->words = false;
		return false;
	}
	if (line_is_console(s)) {
		rd->console += sc->said;
		sc->gap = true;
	} else if (take_tag(sc, line, s)) {
		if (sc->line != i) {	/* its title was wrapped */
			sc->off = 0;
			return true;
		}
	} else {
		return false;
	}
	sc->line++;
	sc->off = 0;
	return true;
}

/* Reads on to the end of the line, or to wherever a title led. */
static void take_rest(struct scan *sc)
{
	size_t i = sc->line;
	struct str line = reading_text(sc->rd, i);

	while (sc->line == i && sc->off < line.n) {
		if (is_blank(line.p[sc->off]))
			sc->off++;
		else
			scan_word(sc, line);
	}
	if (sc->line != i)
		return;		/* behind a title on lines below */
	sc->line++;
	sc->off = 0;
}

/* Robots write tables; only a bare log of syzbot ends in a sentence. */
static bool prose(const struct reading *rd)
{
	switch (rd->r->origin) {
	case ORIGIN_SYZBOT:
		return rd->m->bare;
	case ORIGIN_LKP:
	case ORIGIN_KERNELCI:
		return false;
	default:
		return true;
	}
}

static void set_speaker(struct scan *sc, const struct line *l)
{
	struct reading *rd = sc->rd;

	sc->said = line_said(rd, l) || l->who == LINE_ATTACHMENT;
	sc->words = line_said(rd, l) && prose(rd);
	switch (l->who) {
	case LINE_AUTHOR:
		rd->said++;
		break;
	case LINE_QUOTE:
		rd->quoted++;
		break;
	case LINE_DIFF:
		rd->diffs++;
		break;
	default:
		break;
	}
}

/*
 * Of attachments only bisect logs and results are read: true, the line is
 * done; false, it names the first bad commit and is to be read.
 */
static bool attachment_line(struct scan *sc, struct str line, struct str s)
{
	size_t i = sc->line;

	if (log_row(s) && take_log_line(sc, line, s))
		return true;
	if (s.n > 40 && is_hex(s.p[0]) &&
	    str_has(str_sub(s, 0, 120), STR("is the first bad commit"))) {
		sc->words = true;
		return false;
	}
	if (str_starts(s, STR("commit ")) && hash_length(str_from_off(s, 7)) == 40)
		return false;
	if (sc->line == i)
		sc->line++;
	return true;
}

static void scan_one_line(struct scan *sc)
{
	const struct line *l = &sc->rd->m->lines.v[sc->line];
	struct str s = str_trim(l->text);

	if (sc->off) {		/* behind a title */
		take_rest(sc);
		return;
	}
	set_speaker(sc, l);
	if (!s.n) {
		sc->gap = true;
		sc->line++;
		return;
	}
	if (l->who == LINE_DIFF || l->who == LINE_SIGNATURE ||
	    l->who == LINE_FOOTER) {
		sc->gap = true;
		sc->line++;
		return;
	}
	if (l->who == LINE_ATTACHMENT && attachment_line(sc, l->text, s))
		return;
	if (sc->said && sc->rd->r->origin != ORIGIN_PERSON)
		take_key(sc, s);
	if (take_special(sc, l->text, s))
		return;
	if (sc->said && line_is_build_error(s))
		sc->rd->build_errors++;
	/* a sentence may go on behind a blank line: "caused by commit" */
	if (sc->gap && to_lower(s.p[0]) == s.p[0] && is_alpha(s.p[0]) && sc->open)
		sc->gap = false;
	flush_gap(sc);
	sc->open = !strchr(".!?", s.p[s.n - 1]);
	take_rest(sc);
}

void scan_mail(struct reading *rd)
{
	struct scan sc = { .rd = rd, .line = LINE_SUBJECT, .said = !rd->answer };

	if (!str_is_none(rd->m->subject)) {
		struct str subject = rd->m->subject;

		sc.words = !rd->answer && rd->r->origin == ORIGIN_PERSON;
		while (sc.line == LINE_SUBJECT && sc.off < subject.n) {
			if (is_blank(subject.p[sc.off]))
				sc.off++;
			else
				scan_word(&sc, subject);
		}
		if (sc.words)
			scan_add_word(&sc, WORD_GAP, STR_NONE);
	}
	sc.line = 0;
	sc.off = 0;
	while (sc.line < rd->m->lines.nr)
		scan_one_line(&sc);
}
