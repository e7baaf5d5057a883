// SPDX-License-Identifier: GPL-2.0-only
#include "report/scan_word.h"

#include "report/commit_title.h"
#include "report/links.h"

struct word *scan_add_word(struct scan *sc, enum word_kind kind,
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

/* --- commits ----------------------------------------------------------------- */

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
	if (str_has(ahead, STR("ommit:")) || str_has(ahead, STR("HEAD")))
		return true;
	return str_starts(behind, STR(" (\"")) || str_starts(behind, STR(" ('"));
}

struct mention *scan_add_mention(struct scan *sc, struct str sha)
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

void scan_title(struct scan *sc, struct mention *m,
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

	if (hash_misleads(line, off) ||
	    (hash_odd_length(n) && !introduced_as_commit(sc, line, off, n)) ||
	    (n >= 14 && hash_foreign_line(line)))
		return false;
	m = scan_add_mention(sc, sha);
	m->head = hash_at_head(line, off);
	c = off + n < line.n ? line.p[off + n] : ' ';
	if (c == '^' || c == '~' || (c == '.' && off + n + 2 < line.n &&
				     line.p[off + n + 1] == '.' &&
				     is_alnum(line.p[off + n + 2]))) {
		sc->off = off + n + 1;
		return true;	/* a relative of that commit, or a range */
	}
	if (sc->words) {
		w = scan_add_word(sc, WORD_COMMIT, sha);
		w->mention = sc->rd->mentions.nr - 1;
		m->word = sc->rd->words.nr - 1;
	}
	if (sc->words && str_starts(str_from_off(line, off + n),
				    STR(" (refs/bisect/bad")))
		claim_add(sc->rd, sc->rd->mentions.nr - 1, 92,
			  CLAIM_PROSE, "what git bisect calls bad");
	scan_title(sc, m, off + n,
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
	if (!n || !strchr(".!?", word.p[n - 1]) || !word.p[n - 1])
		return false;
	/* alone it is what a title in brackets left over */
	if (n == 1 && end >= 2 && is_blank(line.p[end - 2]))
		return false;
	if ((n > 1 && word.p[n - 2] == '.') || (n == 4 && word.p[1] == '.'))
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
		scan_add_word(sc, WORD_VERSION, version);
	if (g < 0)
		return;
	n = hash_length(str_from_off(version, (size_t)g + 2));
	if (!n)
		return;
	m = scan_add_mention(sc, str_sub(version, (size_t)g + 2, n));
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
	scan_add_word(sc, kind, str_sub(word, 0, n));
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
	m = scan_add_mention(sc, sha);
	m->link = true;
	if (sc->words) {
		w = scan_add_word(sc, WORD_COMMIT, sha);
		w->mention = sc->rd->mentions.nr - 1;
		m->word = sc->rd->words.nr - 1;
	}
}

/*
 * A title in quote marks without a hash: "git bisect ended at "mm: foo"".
 * False: it is none, and read as any other word.
 */
static bool take_title(struct scan *sc, struct str line)
{
	struct commit_title t;
	struct mention *m;
	struct word *w;

	if (!commit_title_alone(&t, sc->rd, sc->line, sc->off))
		return false;
	m = scan_add_mention(sc, STR(""));
	m->ref.sha = STR_NONE;
	m->ref.title = t.title;
	m->head = hash_at_head(line, sc->off);
	m->quoted_title = true;
	w = scan_add_word(sc, WORD_COMMIT, t.title);
	w->mention = sc->rd->mentions.nr - 1;
	m->word = sc->rd->words.nr - 1;
	sc->line = t.line;
	sc->off = t.off;
	return true;
}

/* The next word of the line; the scan may land behind a title lines below. */
void scan_word(struct scan *sc, struct str line)
{
	size_t begin = sc->off, end = begin, n;
	struct str word;

	while (end < line.n && !is_blank(line.p[end]))
		end++;
	if (sc->words && sc->line != LINE_SUBJECT && line.p[begin] == '"' &&
	    take_title(sc, line))
		return;
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
		scan_add_word(sc, WORD_STOP, STR_NONE);
}
