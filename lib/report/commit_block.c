// SPDX-License-Identifier: GPL-2.0-only
#include "report/commit_block.h"

#include "base/clock.h"
#include "report/line_kind.h"

/* A commit message without indentation is followed for so many lines. */
#define MESSAGE_LINES	80

static bool number(struct str s, unsigned int max, unsigned int *out)
{
	uint64_t n;

	if (!str_to_u64(s, &n) || n > max)
		return false;
	*out = (unsigned int)n;
	return true;
}

static unsigned int month(struct str s)
{
	ptrdiff_t at = s.n == 3 ?
		str_find(STR("JanFebMarAprMayJunJulAugSepOctNovDec"), s) : -1;

	return at < 0 || at % 3 ? 0 : (unsigned int)at / 3 + 1;
}

int64_t git_date(struct str s)
{
	unsigned int mon, day, hour, min, sec, year, zone = 0;
	struct str word[6], part;
	int64_t t;
	size_t n = 0;

	while (n < ARRAY_SIZE(word) && str_word(&s, &word[n]))
		n++;
	if (n < 5 || !(mon = month(word[1])) || !number(word[2], 31, &day) ||
	    !number(word[4], 9999, &year))
		return TIME_NONE;
	part = word[3];
	if (part.n != 8 || !number(str_sub(part, 0, 2), 23, &hour) ||
	    !number(str_sub(part, 3, 2), 59, &min) ||
	    !number(str_sub(part, 6, 2), 60, &sec))
		return TIME_NONE;
	t = time_days(year, mon, day) * 86400 + hour * 3600 + min * 60 + sec;
	if (n == 6 && word[5].n == 5 &&
	    number(str_from_off(word[5], 1), 2400, &zone))
		t -= (word[5].p[0] == '-' ? -1 : 1) *
		     (int64_t)(zone / 100 * 3600 + zone % 100 * 60);
	return t;
}

static void block_author(struct commit_title *t, struct str value)
{
	ptrdiff_t open = str_rchr(value, '<');
	struct str mail;

	if (open >= 0) {
		mail = str_from_off(value, (size_t)open + 1);
		mail = str_sub(mail, 0, MIN(mail.n, (size_t)str_chr(mail, '>')));
	} else {
		/* a web page may have lost the brackets */
		open = str_rchr(value, ' ');
		mail = open < 0 ? STR_NONE : str_from_off(value, (size_t)open + 1);
		if (str_is_none(mail) || str_chr(mail, '@') < 0) {
			t->author = value;
			return;
		}
	}
	t->author = str_trim(str_sub(value, 0, (size_t)open));
	t->mail = address_usable(mail) ? mail : STR_NONE;
}

static bool block_key(struct commit_title *t, struct str s)
{
	static const struct { const char *key; char what; } keys[] = {
		{ "Author:", 'a' }, { "AuthorDate:", 'd' }, { "Date:", 'd' },
		{ "Merge:", 0 }, { "Commit:", 0 }, { "CommitDate:", 0 },
		{ "Committer:", 0 }, { "Parent:", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct str rest = s;

		if (!str_skip(&rest, str_from(keys[i].key)))
			continue;
		rest = str_trim(rest);
		while (str_skip(&rest, STR("\xc2\xa0")))	/* no-break space */
			rest = str_trim(rest);
		if (keys[i].what == 'a')
			block_author(t, rest);
		else if (keys[i].what == 'd')
			t->date = git_date(rest);
		return true;
	}
	return false;
}

/* Behind the message that begins with its title at @i. */
static size_t block_end(const struct reading *rd, size_t i, bool indented)
{
	const struct line *l;
	size_t last = i;

	for (size_t k = i; k < i + MESSAGE_LINES || indented; k++) {
		l = reading_next(rd, k - 1);
		if (!l)
			break;
		if (line_is_blank(l))
			continue;
		if (indented) {
			if (!is_blank(l->text.p[0]))
				return k;
			last = k + 1;
		} else if (line_is_trailer(l->text)) {
			last = k + 1;
		} else if (str_starts(l->text, STR("diff --git"))) {
			break;
		}
	}
	return last;
}

bool commit_block_read(struct commit_title *t, const struct reading *rd,
		       size_t i)
{
	const struct line *l = reading_line(rd, i);
	struct str title;
	bool indented;
	size_t k, nr, keys_end;

	if (!l || !block_key(t, str_trim(l->text)))
		return false;
	for (k = i + 1; k < i + 8 && (l = reading_next(rd, k - 1)); k++)
		if (!block_key(t, str_trim(l->text)))
			break;
	keys_end = k;
	while (l && line_is_blank(l) && k < i + 12)
		l = reading_next(rd, k++);
	t->block = true;
	t->line = keys_end;
	t->off = 0;
	if (!l || line_is_blank(l))
		return true;
	indented = is_blank(l->text.p[0]);
	title = str_trim(l->text);
	/* without indentation what follows may be anything */
	if (!indented && (k > keys_end + 1 || str_ends(title, STR(":"))))
		return true;
	str_skip(&title, STR("Subject: "));
	for (nr = 1; nr < 3; nr++) {
		l = reading_next(rd, k + nr - 1);
		if (!l || line_is_blank(l) || line_is_trailer(str_trim(l->text)) ||
		    is_blank(l->text.p[0]) != indented)
			break;
		title = str_printf(rd->a, "%.*s %.*s", STR_ARG(title),
				   STR_ARG(str_trim(l->text)));
	}
	t->title = str_fold(rd->a, title);
	t->line = block_end(rd, k + nr, indented);
	return true;
}
