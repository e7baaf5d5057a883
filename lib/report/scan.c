// SPDX-License-Identifier: GPL-2.0-only
#include "report/scan.h"

#include "report/commands.h"
#include "report/commit_title.h"
#include "report/links.h"

/* Where the pass stands: between two words of a line. */
struct scan {
	struct reading *rd;
	size_t line, off;
	unsigned int at;	/* words so far */
	bool words;		/* keep words of this line */
	bool said;
	bool gap;		/* a paragraph ended */
	bool open;		/* the last line ended within a sentence */
	struct str last;	/* the word before */
};

static const struct line *scan_line(const struct scan *sc)
{
	return sc->line == LINE_SUBJECT ? NULL : &sc->rd->m->lines.v[sc->line];
}

size_t hash_length(struct str s)
{
	bool digit = false, letter = false;
	size_t n = 0;
	char c;

	while (n < s.n && n <= 40 && is_hex(s.p[n])) {
		if (is_digit(s.p[n]))
			digit = true;
		else
			letter = true;
		n++;
	}
	if (n < 7 || n > 40 || !digit || !letter)
		return 0;
	c = n < s.n ? s.p[n] : ' ';
	if (is_alnum(c) || strchr("_@=/+%\\&$-", c))
		return c == '-' && n + 1 < s.n && s.p[n + 1] == '-' ? n : 0;
	if (c == '.' && n + 1 < s.n && is_alnum(s.p[n + 1]))
		return 0;
	return n;
}

static struct word *add_word(struct scan *sc, enum word_kind kind,
			     struct str text)
{
	struct word_list *list = &sc->rd->words;
	struct word *w;

	if ((kind == WORD_STOP || kind == WORD_GAP) && list->nr &&
	    (list->v[list->nr - 1].kind == kind ||
	     list->v[list->nr - 1].kind == WORD_GAP))
		return NULL;
	w = list_add(sc->rd->a, list);
	w->kind = kind;
	w->text = text;
	w->at = sc->at;
	w->line = sc->line;
	w->mention = SIZE_MAX;
	return w;
}

static void flush_gap(struct scan *sc)
{
	if (sc->gap && sc->words)
		add_word(sc, WORD_GAP, STR_NONE);
	sc->gap = false;
}

/* --- commits ----------------------------------------------------------------- */

/* Nothing but marks, a bullet or "commit" before @off of the line. */
static bool at_head(struct str line, size_t off)
{
	struct str s = str_trim(str_sub(line, 0, off)), word;

	if (s.n > 30)
		return false;
	while (str_word(&s, &word)) {
		size_t n = word.n;

		while (n && (word.p[n - 1] == ':' || word.p[n - 1] == '['))
			n--;
		if (n > 1 && !str_eq_i(str_sub(word, 0, n), STR("commit")))
			return false;
	}
	return true;
}

/* Hex words that are no commits of the kernel, told by their line. */
static bool foreign_line(struct str s)
{
	static const char *const marks[] = {
		"clang version", "llvm", "LLVM", "compiler:", "gcc version",
		"GCC", "BuildID", "Build ID", "BTF", "signature",
	};

	s = str_sub(s, 0, 400);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (str_has(s, str_from(marks[i])))
			return true;
	return false;
}

/* Lengths that other things have as well need a word that says "commit". */
static bool odd_length(size_t n)
{
	return n == 8 || n == 16 || n == 20 || n == 24 || n == 32;
}

static bool introduced_as_commit(const struct scan *sc, struct str line,
				 size_t off, size_t n)
{
	const struct word_list *w = &sc->rd->words;
	struct str behind = str_from_off(line, off + n);
	struct str ahead = str_trim_end(str_sub(line, off > 20 ? off - 20 : 0,
						MIN(off, (size_t)20)));

	if (w->nr && sc->words && sc->at - w->v[w->nr - 1].at <= 1 &&
	    w->v[w->nr - 1].kind == WORD_CHANGE)
		return true;
	if (ahead.n >= 6 && str_eq_i(str_from_off(ahead, ahead.n - 6), STR("commit")))
		return true;
	if (ahead.n && ahead.p[ahead.n - 1] == '[' && behind.n &&
	    behind.p[0] == ']')
		return true;
	if (str_has(ahead, STR("ommit:")) || str_has(ahead, STR("HEAD")))
		return true;
	return str_starts(behind, STR(" (\"")) || str_starts(behind, STR(" ('"));
}

/* "#1 3f70a25b..." is the build of a kernel, "From <hash> Mon" a mbox line. */
static bool misleading_before(struct str line, size_t off)
{
	struct str s = str_trim_end(str_sub(line, off > 24 ? off - 24 : 0,
					    MIN(off, (size_t)24)));
	ptrdiff_t blank = str_rchr(s, ' ');
	struct str last = str_from_off(s, (size_t)(blank + 1));

	return (last.n > 1 && last.p[0] == '#' && is_digit(last.p[1])) ||
	       str_eq(s, STR("From")) || str_ends(s, STR("extid"));
}

static struct mention *add_mention(struct scan *sc, struct str sha)
{
	struct mention *m = list_add(sc->rd->a, &sc->rd->mentions);

	m->ref.sha = str_lower(sc->rd->a, sha);
	m->ref.title = STR_NONE;
	m->ref.role = COMMIT_MENTIONED;
	m->ref.line = reading_line_no(sc->rd, sc->line);
	m->author = m->mail = STR_NONE;
	m->date = TIME_NONE;
	m->line = sc->line;
	m->said = sc->said;
	m->word = SIZE_MAX;
	return m;
}

static void mention_title(struct scan *sc, struct mention *m,
			  size_t off, enum title_form form)
{
	struct commit_title t;

	commit_title_read(&t, sc->rd, sc->line, off, form);
	m->ref.title = t.title;
	m->quoted_title = t.quoted || t.block;
	m->author = t.author;
	m->mail = t.mail;
	m->date = t.date;
	sc->line = t.line;
	sc->off = t.off;
}

/* The line above as the title of a hash that stands alone on its line. */
static void title_above(struct scan *sc, struct mention *m, size_t i)
{
	const struct line *l = i ? &sc->rd->m->lines.v[i - 1] : NULL;
	struct str s = l ? str_trim(l->text) : STR_NONE;

	if (l && l->who == sc->rd->m->lines.v[i].who && commit_title_like(s) &&
	    word_kind(str_sub(s, 0, (size_t)MAX(str_chr(s, ' '), 0))) == WORD_NONE)
		m->ref.title = str_fold(sc->rd->a, s);
}

/* A hash of @n digits at the scan's place; false: it is no commit. */
static bool take_hash(struct scan *sc, struct str line, size_t n)
{
	struct str sha = str_sub(line, sc->off, n);
	size_t i = sc->line, off = sc->off;
	struct mention *m;
	struct word *w;
	char c;

	if (misleading_before(line, off) ||
	    (odd_length(n) && !introduced_as_commit(sc, line, off, n)) ||
	    (n == 40 && foreign_line(line)))
		return false;
	m = add_mention(sc, sha);
	m->head = at_head(line, off);
	c = off + n < line.n ? line.p[off + n] : ' ';
	if (c == '^' || c == '~' || (c == '.' && off + n + 2 < line.n &&
				     line.p[off + n + 1] == '.' &&
				     is_alnum(line.p[off + n + 2]))) {
		sc->off = off + n + 1;
		return true;	/* a relative of that commit, or a range */
	}
	if (sc->words) {
		w = add_word(sc, WORD_COMMIT, sha);
		w->mention = sc->rd->mentions.nr - 1;
		m->word = sc->rd->words.nr - 1;
	}
	if (sc->words && str_starts(str_from_off(line, off + n),
				    STR(" (refs/bisect/bad")))
		claim_add(sc->rd, sc->rd->mentions.nr - 1, 92,
			  CLAIM_PROSE, "what git bisect calls bad");
	mention_title(sc, m, off + n,
		      m->head || (off && line.p[off - 1] == '[') ? TITLE_BARE
								 : TITLE_QUOTED);
	if (str_is_none(m->ref.title) && m->head && i != LINE_SUBJECT &&
	    str_trim(line).n == n)
		title_above(sc, m, i);
	return true;
}

/* --- words ---------------------------------------------------------------------- */

static bool opening_mark(char c)
{
	return c == '(' || c == '[' || c == '{' || c == '"' || c == '\'' ||
	       c == '`' || c == '*' || c == '<' || c == '~' || c == '_';
}

static bool closing_mark(char c)
{
	return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' ||
	       c == '`' || c == '*' || c == '>' || c == ',' || c == ';' ||
	       c == ':' || c == '.' || c == '!' || c == '?';
}

/* Does @word, which ends at @end of the line, end a sentence as well? */
static bool ends_sentence(struct str word, struct str line, size_t end)
{
	size_t n = word.n;

	while (n && (word.p[n - 1] == ')' || word.p[n - 1] == '"'))
		n--;
	if (n < 2 || !strchr(".!?", word.p[n - 1]) || !word.p[n - 1])
		return false;
	if (word.p[n - 2] == '.' || (n == 4 && word.p[1] == '.'))
		return false;	/* "...", "e.g." */
	while (end < line.n && is_blank(line.p[end]))
		end++;
	return end == line.n || !is_alpha(line.p[end]) ||
	       to_lower(line.p[end]) != line.p[end];
}

/* "qemu v6.2.0": the version of something else than a kernel. */
static bool foreign_version(struct str name)
{
	static const char *const names[] = {
		"gcc", "clang", "llvm", "qemu", "ld", "binutils", "python",
		"systemd", "mesa", "rustc", "glibc", "bios", "firmware",
		"bluez", "xorg", "ubuntu", "fedora", "debian", "android",
		"usb", "pcie", "bluetooth", "acpi",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (str_eq_i(name, str_from(names[i])))
			return true;
	return false;
}

static void take_version(struct scan *sc, struct str version)
{
	ptrdiff_t g = str_find(version, STR("-g"));
	struct mention *m;
	size_t n;

	if (sc->words && !foreign_version(sc->last))
		add_word(sc, WORD_VERSION, version);
	if (g < 0)
		return;
	n = hash_length(str_from_off(version, (size_t)g + 2));
	if (!n)
		return;
	m = add_mention(sc, str_sub(version, (size_t)g + 2, n));
	m->ref.role = COMMIT_TESTED;
}

/* One word between blanks; @word begins behind its opening marks. */
static void take_plain(struct scan *sc, struct str word)
{
	struct word_list *list = &sc->rd->words;
	enum word_kind kind;
	size_t n = word.n;

	while (n && closing_mark(word.p[n - 1]))
		n--;
	kind = word_kind(str_sub(word, 0, n));
	if (kind == WORD_NONE)
		return;
	if (kind == WORD_BAD && list->nr &&
	    list->v[list->nr - 1].kind == WORD_FIRST &&
	    sc->at - list->v[list->nr - 1].at <= 1) {
		list->v[list->nr - 1].kind = WORD_FIRST_BAD;
		return;
	}
	add_word(sc, kind, str_sub(word, 0, n));
}

static void take_link(struct scan *sc, struct str word)
{
	const struct link_list *links = &sc->rd->r->links;
	struct str sha;
	struct mention *m;
	struct word *w;

	if (!sc->said || !link_note(sc->rd, word, sc->line))
		return;
	sha = link_commit(links->v[links->nr - 1].url);
	if (str_is_none(sha))
		return;
	m = add_mention(sc, sha);
	m->link = true;
	if (sc->words) {
		w = add_word(sc, WORD_COMMIT, sha);
		w->mention = sc->rd->mentions.nr - 1;
		m->word = sc->rd->words.nr - 1;
	}
}

/* The next word of the line; the scan may land behind a title lines below. */
static void take_word(struct scan *sc, struct str line)
{
	size_t begin = sc->off, end = begin, n;
	struct str word;

	while (end < line.n && !is_blank(line.p[end]))
		end++;
	while (begin < end && opening_mark(line.p[begin]))
		begin++;
	word = str_sub(line, begin, end - begin);
	sc->at++;
	n = word.n >= 7 && is_hex(word.p[0]) ? hash_length(word) : 0;
	if (n) {
		sc->off = begin;
		if (take_hash(sc, line, n))
			return;
	} else if (word.n > 8 && memchr(word.p, ':', word.n) &&
		   str_has(word, STR("://"))) {
		take_link(sc, word);
	} else if ((n = word.n >= 3 ? version_length(word) : 0)) {
		take_version(sc, str_sub(word, 0, n));
	} else if (sc->words) {
		take_plain(sc, word);
	}
	sc->last = word;
	sc->off = end;
	if (sc->words && ends_sentence(word, line, end))
		add_word(sc, WORD_STOP, STR_NONE);
}

/* --- lines ------------------------------------------------------------------------ */

/* "[   76.18] ", "[T10] ", "<4>[ 76.1] ": what a kernel printed. */
static bool console_line(struct str s)
{
	size_t i = 0;

	if (s.n > 4 && s.p[0] == '<' && is_digit(s.p[1]) && s.p[2] == '>')
		return true;
	if (s.n < 6 || s.p[0] != '[')
		return false;
	for (i = 1; i < s.n && is_blank(s.p[i]); i++)
		;
	if (i < s.n && s.p[i] == 'T' && i > 1)
		return true;
	while (i < s.n && is_digit(s.p[i]))
		i++;
	return i > 1 && i < s.n && s.p[i] == '.';
}

/* "file.c:12:3: error: ...", "make[1]: *** ..." */
static bool build_error(struct str s)
{
	ptrdiff_t at;

	if (str_starts(s, STR("make")) && str_has(s, STR("***")))
		return true;
	s = str_sub(s, 0, 400);
	at = str_find(s, STR("error: "));
	if (at < 0)
		return str_starts(s, STR("ERROR: modpost")) ||
		       str_has(s, STR("undefined reference to"));
	return at > 2 && s.p[at - 2] == ':';
}

/* A row of a bisect log, by what it begins with. */
static const struct log_row {
	const char *prefix;
	enum commit_role role;
	bool first_bad, title;
} log_rows[] = {
	{ "# first bad commit: ", COMMIT_CULPRIT, true, true },
	{ "# first bad commit:", COMMIT_CULPRIT, true, true },
	{ "first bad commit: [", COMMIT_CULPRIT, true, true },
	{ "# first new commit: ", COMMIT_FIX, false, true },
	{ "# good: ", COMMIT_GOOD, false, true },
	{ "# bad: ", COMMIT_BAD, false, true },
	{ "# skip: ", COMMIT_MENTIONED, false, true },
	{ "# possible first bad commit: ", COMMIT_MENTIONED, false, true },
	{ "# status: ", COMMIT_MENTIONED, false, false },
	{ "git bisect good", COMMIT_GOOD, false, false },
	{ "git bisect bad", COMMIT_BAD, false, false },
	{ "git bisect skip", COMMIT_MENTIONED, false, false },
	{ "git bisect start", COMMIT_MENTIONED, false, false },
	{ "# git bisect ", COMMIT_MENTIONED, false, false },
};

static const struct log_row *log_row(struct str s)
{
	if (s.n < 12 || (s.p[0] != '#' && s.p[0] != 'f' && s.p[0] != 'g'))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(log_rows); i++)
		if (str_starts(s, str_from(log_rows[i].prefix)))
			return &log_rows[i];
	return NULL;
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
	if (!n && row->first_bad && off == line.n) {
		/* the hash is on the next line */
		return false;
	}
	if (n) {
		m = add_mention(sc, str_sub(line, off, n));
		m->log = true;
		m->ref.role = row->role;
		if (row->title)
			mention_title(sc, m, off + n, TITLE_REST);
		if (row->first_bad && sc->said)
			claim_add(sc->rd, sc->rd->mentions.nr - 1, 100,
				  CLAIM_FIRST_BAD, "first bad commit of a log");
	} else if (off < line.n && is_alpha(line.p[off]) &&
		   !str_starts(s, STR("#")) && !row->title &&
		   line.p[off] != 'v' && line.p[off] != 'H' &&
		   line.p[off] != 'n') {
		return false;
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

static bool by_line(struct str s)
{
	ptrdiff_t colon = str_chr(str_sub(s, 0, 40), ':');

	return colon > 5 && is_alpha(s.p[0]) &&
	       str_eq(str_sub(s, (size_t)colon - 3, 3), STR("-by"));
}

/* "Fixes: <hash> (...)" names its target and says nothing else. */
static bool take_tag(struct scan *sc, struct str line, struct str s)
{
	struct mention *m;
	struct str rest = s;
	size_t n;

	if (by_line(s)) {
		sc->rd->tags += sc->said;
		sc->rd->signed_off |= sc->said &&
				      str_starts(s, STR("Signed-off-by:"));
		return true;
	}
	if (!str_skip(&rest, STR("Fixes:")))
		return false;
	rest = str_trim(rest);
	n = hash_length(rest);
	if (!n)
		return false;
	sc->rd->tags += sc->said;
	m = add_mention(sc, str_sub(rest, 0, n));
	m->ref.role = COMMIT_FIXES;
	mention_title(sc, m, str_offset(line, rest) + n, TITLE_QUOTED);
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
	if (console_line(s)) {
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
			take_word(sc, line);
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
 * done; false, it names the first bad commit and is to be read as said.
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
	if (sc->line == i)
		sc->line++;
	return true;
}

static void scan_one_line(struct scan *sc)
{
	const struct line *l = scan_line(sc);
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
	if (take_special(sc, l->text, s))
		return;
	if (sc->said && sc->rd->r->origin != ORIGIN_PERSON)
		take_key(sc, s);
	if (sc->said && build_error(s))
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
				take_word(&sc, subject);
		}
		if (sc.words)
			add_word(&sc, WORD_GAP, STR_NONE);
	}
	sc.line = 0;
	sc.off = 0;
	while (sc.line < rd->m->lines.nr)
		scan_one_line(&sc);
}
