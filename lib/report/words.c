// SPDX-License-Identifier: GPL-2.0-only
#include "report/words.h"

/*
 * Stems by their first letter, so that most words of a mail cost one look.
 * A stem with '*' at its end stands for all words that begin with it.
 * The first row that fits wins.
 */
struct stem {
	const char *text;
	enum word_kind kind;
};

static const struct stem stems_a[] = {
	{ "and", WORD_AND }, { "as", WORD_LINK }, { "are", WORD_IS }, { "at", WORD_LINK },
	{ "after", WORD_SINCE }, { "added", WORD_DID }, { "adds", WORD_DID },
	{ "appear*", WORD_INTRODUCE }, { "arrive*", WORD_INTRODUCE },
	{ "assum*", WORD_SURE }, { "allow*", WORD_HELP },
	{ "avoid*", WORD_HELP }, { "available", WORD_POSTED },
	{ "alarm", WORD_NOISE }, { "again", WORD_AGAIN },
	{ "away", WORD_HELP }, { "avail", WORD_EFFECT },
	{ "anything", WORD_EFFECT }, { 0 }
};
static const struct stem stems_b[] = {
	{ "be", WORD_IS }, { "by", WORD_LINK }, { "bisect*", WORD_BISECT },
	{ "bissect*", WORD_BISECT }, { "bad", WORD_BAD },
	{ "breaks", WORD_BREAK }, { "broke", WORD_BREAK },
	{ "broken", WORD_BREAK }, { "break", WORD_BREAK },
	{ "breaking", WORD_BREAK }, { "breakage", WORD_REGRESSION },
	{ "before", WORD_BEFORE }, { "between", WORD_BETWEEN },
	{ "base", WORD_TESTED }, { "blam*", WORD_CULPRIT },
	{ "bogus", WORD_WRONG }, { "brings", WORD_POINT },
	{ "brought", WORD_POINT }, { "bug*", WORD_TROUBLE },
	{ "backed", WORD_REVERT }, { "backing", WORD_REVERT },
	{ "boots", WORD_WORKED }, { "backport*", WORD_NEED }, { "build*", WORD_BUILD },
	{ "boot", WORD_KERNEL }, { "booting", WORD_KERNEL },
	{ "bios", WORD_KERNEL }, { 0 }
};
static const struct stem stems_c[] = {
	{ "commit", WORD_CHANGE }, { "commits", WORD_CHANGE },
	{ "commit-id", WORD_CHANGE }, { "change", WORD_CHANGE },
	{ "changeset", WORD_CHANGE }, { "changed", WORD_DID },
	{ "changes", WORD_DID }, { "cause", WORD_CAUSE },
	{ "causes", WORD_CAUSES }, { "caused", WORD_CAUSES },
	{ "causing", WORD_CAUSES },
	{ "culprit*", WORD_CULPRIT }, { "crash*", WORD_TROUBLE },
	{ "cure*", WORD_HELP }, { "cherry-pick*", WORD_NEED }, { "candidate*", WORD_CULPRIT }, { "confirm*", WORD_CONFIRM },
	{ "converg*", WORD_POINT }, { "conclud*", WORD_POINT },
	{ "came", WORD_POINT }, { "comes", WORD_POINT },
	{ "converted", WORD_DID }, { "converts", WORD_DID },
	{ "corrupt*", WORD_TROUBLE }, { "cannot", WORD_NOT },
	{ "can't", WORD_NOT }, { "couldn't", WORD_NOT }, { 0 }
};
static const struct stem stems_d[] = {
	{ "due", WORD_CAUSE }, { "determin*", WORD_POINT },
	{ "detect*", WORD_POINT }, { "discover*", WORD_POINT },
	{ "downgrad*", WORD_BACK }, { "don't", WORD_NOT },
	{ "didn't", WORD_NOT }, { "doesn't", WORD_NOT },
	{ "disappear*", WORD_HELP }, { "dropping", WORD_REVERT },
	{ "dropped", WORD_DID }, { "drops", WORD_DID },
	{ "disabled", WORD_DID }, { "disables", WORD_DID },
	{ "deadlock*", WORD_TROUBLE }, { "driver*", WORD_KERNEL },
	{ "difference", WORD_EFFECT },
	{ "dmesg", WORD_KERNEL }, { "defconfig", WORD_KERNEL },
	{ "device*", WORD_KERNEL }, { 0 }
};
static const struct stem stems_e[] = {
	{ "ended", WORD_POINT }, { "ends", WORD_POINT },
	{ "error*", WORD_TROUBLE }, { "eliminat*", WORD_HELP },
	{ "effect", WORD_EFFECT }, { "enabled", WORD_DID }, { "enables", WORD_DID },
	{ 0 }
};
static const struct stem stems_f[] = {
	{ "first", WORD_FIRST }, { "found", WORD_POINT },
	{ "find", WORD_POINT }, { "from", WORD_FROM },
	{ "fix", WORD_FIX }, { "fixes", WORD_FIX }, { "fixed", WORD_FIX },
	{ "fixing", WORD_FIX }, { "fail*", WORD_TROUBLE },
	{ "finger*", WORD_POINT }, { "freez*", WORD_TROUBLE },
	{ "flaky", WORD_SOMETIMES }, { "false", WORD_FALSE }, { "fine", WORD_WORKED }, { 0 }
};
static const struct stem stems_g[] = {
	{ "good", WORD_GOOD }, { "gone", WORD_HELP },
	{ "gave", WORD_POINT }, { "gives", WORD_POINT },
	{ "got", WORD_POINT }, { "guilty", WORD_CULPRIT }, { 0 }
};
static const struct stem stems_h[] = {
	{ "head", WORD_TESTED }, { "help", WORD_HELP },
	{ "helps", WORD_HELP }, { "helped", WORD_HELP },
	{ "hang*", WORD_TROUBLE }, { "hung", WORD_TROUBLE }, { 0 }
};
static const struct stem stems_i[] = {
	{ "is", WORD_IS }, { "in", WORD_IN }, { "it", WORD_THIS }, { "its", WORD_NONE },
	{ "into", WORD_LINK }, { "introduc*", WORD_INTRODUCE },
	{ "identif*", WORD_POINT }, { "indicat*", WORD_POINT },
	{ "implicat*", WORD_POINT }, { "isolat*", WORD_TRACK },
	{ "issue*", WORD_TROUBLE }, { "isn't", WORD_NOT },
	{ "intermittent*", WORD_SOMETIMES }, { 0 }
};
static const struct stem stems_k[] = {
	{ "kernel*", WORD_KERNEL }, { "kunit", WORD_KERNEL },
	{ "kasan", WORD_KERNEL }, { "kconfig", WORD_KERNEL }, { 0 }
};
static const struct stem stems_l[] = {
	{ "lead", WORD_POINT }, { "leads", WORD_POINT },
	{ "led", WORD_POINT }, { "leading", WORD_POINT },
	{ "land*", WORD_POINT }, { "least", WORD_LEAST }, { "longer", WORD_LONGER }, { "luck", WORD_EFFECT }, { "linux*", WORD_KERNEL }, { 0 }
};
static const struct stem stems_m[] = {
	{ "merge", WORD_CHANGE }, { "missing", WORD_NEED }, { "made", WORD_DID },
	{ "makes", WORD_DID }, { "moved", WORD_DID },
	{ "moves", WORD_DID }, { "misbisect*", WORD_WRONG },
	{ "module*", WORD_KERNEL }, { "mainline", WORD_KERNEL }, { 0 }
};
static const struct stem stems_n[] = {
	{ "not", WORD_NOT }, { "no", WORD_NOT }, { "never", WORD_NOT },
	{ "narrow*", WORD_TRACK }, { "needs", WORD_NEED },
	{ "need", WORD_NEED }, { "noise", WORD_NOISE },
	{ "nothing", WORD_NOTHING }, { "ng", WORD_BAD }, { 0 }
};
static const struct stem stems_o[] = {
	{ "on", WORD_LINK }, { "offend*", WORD_CULPRIT },
	{ "ok", WORD_WORKED }, { "oops*", WORD_TROUBLE },
	{ "occasionally", WORD_SOMETIMES }, { "older", WORD_BEFORE }, { 0 }
};
static const struct stem stems_p[] = {
	{ "patch", WORD_CHANGE }, { "point*", WORD_POINT },
	{ "pinpoint*", WORD_TRACK }, { "prior", WORD_BEFORE },
	{ "previous*", WORD_BEFORE }, { "parent", WORD_BEFORE },
	{ "problematic", WORD_CULPRIT }, { "problem*", WORD_TROUBLE },
	{ "panic*", WORD_TROUBLE }, { "proper*", WORD_NONE }, { "prevent*", WORD_HELP }, { "persist*", WORD_STILL }, { "posted", WORD_POSTED },
	{ "proposed", WORD_POSTED }, { 0 }
};
static const struct stem stems_r[] = {
	{ "regression*", WORD_REGRESSION }, { "regress*", WORD_BREAK },
	{ "reverse-bisect*", WORD_NONE }, { "revert*", WORD_REVERT },
	{ "resolv*", WORD_HELP }, { "restor*", WORD_HELP },
	{ "reason*", WORD_CAUSE }, { "responsible", WORD_CULPRIT },
	{ "report", WORD_POINT }, { "reports", WORD_POINT },
	{ "reveal*", WORD_POINT }, { "result*", WORD_POINT },
	{ "return*", WORD_POINT }, { "reach*", WORD_POINT },
	{ "root-cause*", WORD_CAUSE }, { "removed", WORD_DID },
	{ "removes", WORD_DID }, { "replaced", WORD_DID },
	{ "random*", WORD_SOMETIMES }, { "roll*", WORD_BACK },
	{ "recover*", WORD_HELP }, { "requires", WORD_NEED }, { "renamed", WORD_DID },
	{ "remains", WORD_STILL }, { "remained", WORD_STILL }, { 0 }
};
static const struct stem stems_s[] = {
	{ "since", WORD_SINCE }, { "starting", WORD_SINCE },
	{ "started", WORD_SINCE }, { "starts", WORD_SINCE },
	{ "still", WORD_STILL }, { "show", WORD_POINT },
	{ "shows", WORD_POINT }, { "showed", WORD_POINT },
	{ "shown", WORD_POINT }, { "says", WORD_POINT },
	{ "said", WORD_POINT }, { "solv*", WORD_HELP },
	{ "suspect*", WORD_CULPRIT }, { "sure", WORD_SURE },
	{ "sometimes", WORD_SOMETIMES }, { "sporadic*", WORD_SOMETIMES },
	{ "stopped", WORD_BREAK }, { "stall*", WORD_TROUBLE },
	{ "stems", WORD_CAUSE }, { "suggest*", WORD_POINT },
	{ "singled", WORD_POINT }, { "submitted", WORD_POSTED },
	{ "sent", WORD_POSTED }, { "sorry", WORD_SORRY }, { "seems", WORD_NONE },
	{ "switched", WORD_DID }, { "switches", WORD_DID },
	{ "successful*", WORD_WORKED }, { 0 }
};
static const struct stem stems_t[] = {
	{ "to", WORD_LINK }, { "this", WORD_THIS }, { "that", WORD_THIS },
	{ "these", WORD_THIS }, { "those", WORD_THIS }, { "the", WORD_NONE },
	{ "trigger*", WORD_CAUSES }, { "track*", WORD_TRACK },
	{ "traced", WORD_TRACK }, { "trac*", WORD_NONE },
	{ "turn*", WORD_POINT }, { "tells", WORD_POINT }, { "twice", WORD_CONFIRM }, { "test*", WORD_TEST },
	{ "tip", WORD_TESTED }, { "trust*", WORD_SURE },
	{ "through", WORD_BETWEEN }, { 0 }
};
static const struct stem stems_u[] = {
	{ "upgrad*", WORD_UPGRADE }, { "updat*", WORD_UPGRADE },
	{ "until", WORD_BEFORE }, { "unable", WORD_NOT },
	{ "used", WORD_WORKED }, { "unrelated", WORD_NONE }, { 0 }
};
static const struct stem stems_v[] = {
	{ "verif*", WORD_CONFIRM }, { "vanish*", WORD_HELP }, { 0 }
};
static const struct stem stems_w[] = {
	{ "was", WORD_IS }, { "worked", WORD_WORKED },
	{ "works", WORD_WORKED }, { "working", WORD_WORKED },
	{ "work", WORD_WORKED }, { "without", WORD_NOT },
	{ "won't", WORD_NOT }, { "wasn't", WORD_NOT },
	{ "wrong*", WORD_WRONG }, { "warning*", WORD_TROUBLE }, { 0 }
};
static const struct stem stems_y[] = {
	{ "yields", WORD_POINT }, { 0 }
};

static const struct stem *const stems[26] = {
	['a' - 'a'] = stems_a, ['b' - 'a'] = stems_b, ['c' - 'a'] = stems_c,
	['d' - 'a'] = stems_d, ['e' - 'a'] = stems_e, ['f' - 'a'] = stems_f,
	['g' - 'a'] = stems_g, ['h' - 'a'] = stems_h, ['i' - 'a'] = stems_i,
	['k' - 'a'] = stems_k, ['l' - 'a'] = stems_l, ['m' - 'a'] = stems_m, ['n' - 'a'] = stems_n,
	['o' - 'a'] = stems_o, ['p' - 'a'] = stems_p, ['r' - 'a'] = stems_r,
	['s' - 'a'] = stems_s, ['t' - 'a'] = stems_t, ['u' - 'a'] = stems_u,
	['v' - 'a'] = stems_v, ['w' - 'a'] = stems_w, ['y' - 'a'] = stems_y,
};

static bool stem_fits(const char *stem, struct str word)
{
	size_t i = 0;

	while (i < word.n && stem[i] == to_lower(word.p[i]))
		i++;
	return stem[i] == '*' || (!stem[i] && i == word.n);
}

enum word_kind word_kind(struct str word)
{
	const struct stem *s;

	if (word.n < 2 || word.n > 24 || !is_alpha(word.p[0]))
		return WORD_NONE;
	s = stems[to_lower(word.p[0]) - 'a'];
	for (; s && s->text; s++)
		if (stem_fits(s->text, word))
			return s->kind;
	return WORD_NONE;
}

/* "20220831" behind "next-" or "linux-next-", which are optional. */
static size_t next_length(struct str s)
{
	struct str rest = s;
	size_t n = 0;

	str_skip_i(&rest, STR("linux-"));
	if (!str_skip_i(&rest, STR("next")))
		return 0;
	str_skip(&rest, STR("-"));
	while (n < rest.n && is_digit(rest.p[n]))
		n++;
	return n == 8 && rest.p[0] == '2' ? s.n - rest.n + n : 0;
}

/* Kernels since 2.6, so that dates and sizes are none. */
static bool plausible(struct str s, size_t dots)
{
	if (s.p[0] == '2')
		return dots >= 2 && str_starts(s, STR("2.6."));
	return s.p[0] >= '3' && s.p[0] <= '9' && dots <= 2;
}

/* Digits, then ".digits" up to three times; ".y" or ".x" may be the last. */
static size_t number_length(struct str s)
{
	size_t i = 0, dots = 0, first;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	first = i;
	if (first != 1)
		return 0;
	while (dots < 3 && i + 1 < s.n && s.p[i] == '.') {
		if (s.p[i + 1] == 'y' || s.p[i + 1] == 'x') {
			i += 2;
			dots++;
			break;
		}
		if (!is_digit(s.p[i + 1]))
			break;
		for (i++; i < s.n && is_digit(s.p[i]); i++)
			;
		dots++;
	}
	return dots && plausible(s, dots) ? i : 0;
}

size_t version_length(struct str s)
{
	size_t n = next_length(s), v;

	if (n)
		return n;
	v = s.n && to_lower(s.p[0]) == 'v';
	n = number_length(str_from_off(s, v));
	if (!n)
		return 0;
	n += v;
	/* "-rc1-next-20220831", "-8671-g086779e58c68", "-arch1-1", ".rc6" */
	while (n + 1 < s.n && is_alnum(s.p[n + 1]) &&
	       (s.p[n] == '-' || str_starts(str_from_off(s, n), STR(".rc"))))
		for (n++; n < s.n && (is_alnum(s.p[n]) || s.p[n] == '.' ||
				      s.p[n] == '_'); n++)
			;
	while (n && (s.p[n - 1] == '.' || s.p[n - 1] == '_'))
		n--;
	/* "5.10.0-rc3-dirty+", a build; but "5.10+" means "and later" */
	return n < s.n && s.p[n] == '+' && memchr(s.p, '-', n) ? n + 1 : n;
}
