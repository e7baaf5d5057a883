// SPDX-License-Identifier: GPL-2.0-only
#include "mail/marks.h"

static bool starts_with_any(struct str s, const struct str *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (str_starts_i(s, v[i]))
			return true;
	return false;
}

#define STARTS(s, table)	starts_with_any(s, table, ARRAY_SIZE(table))

/* --- patches --------------------------------------------------------- */

bool marks_patch_mail(struct str line)
{
	size_t n = 0;

	if (!str_skip(&line, STR("From ")))
		return false;
	while (n < line.n && is_hex(line.p[n]))
		n++;
	return n >= 40 && str_starts(str_from_off(line, n), STR(" Mon Sep 17"));
}

bool marks_diff(struct str line)
{
	if (!line.n || (*line.p != 'd' && *line.p != 'I'))
		return false;
	return str_starts(line, STR("diff --git ")) ||
	       str_starts(line, STR("diff --cc ")) ||
	       str_starts(line, STR("diff --combined ")) ||
	       str_starts(line, STR("diff -")) ||
	       (str_starts(line, STR("Index: ")) && line.n > 7);
}

bool marks_diff_header(struct str line)
{
	static const struct str headers[] = {
		STR("diff "), STR("--- "), STR("+++ "), STR("index "),
		STR("old mode "), STR("new mode "), STR("new file mode "),
		STR("deleted file mode "), STR("similarity index "),
		STR("rename from "), STR("rename to "), STR("copy from "),
		STR("copy to "), STR("Binary files "), STR("GIT binary patch"),
		STR("===================="), STR("dissimilarity index "),
	};

	return STARTS(line, headers);
}

bool marks_diffstat(struct str line)
{
	return line.n > 10 && *line.p == ' ' && is_digit(line.p[1]) &&
	       (str_has(line, STR(" file changed")) ||
		str_has(line, STR(" files changed")));
}

static unsigned long range(struct str *s)
{
	uint64_t n = 1;
	size_t digits = 0;
	struct str rest;

	while (s->n && is_digit(*s->p))
		*s = str_from_off(*s, 1);
	if (!str_skip(s, STR(",")))
		return 1;
	while (digits < s->n && is_digit(s->p[digits]))
		digits++;
	rest = str_sub(*s, 0, digits);
	*s = str_from_off(*s, digits);
	return str_to_u64(rest, &n) && n < 1000000 ? (unsigned long)n : 1;
}

bool marks_hunk(struct str line, unsigned long *old_lines,
		unsigned long *new_lines)
{
	if (!str_skip(&line, STR("@@ -")))
		return false;
	*old_lines = range(&line);
	*new_lines = str_skip(&line, STR(" +")) ? range(&line) : 1;
	return true;
}

/* --- quotes ---------------------------------------------------------- */

static const struct str attribution_starts[] = {
	STR("On "), STR("Am "), STR("Le "), STR("El "), STR("Den "),
	STR("* "), STR("Quoting "), STR("At "), STR("Il "), STR("W dniu "),
	STR("Op "), STR("Hi, On "), STR("\xd0\x92 "), STR("Em "),
	STR("In article "), STR("In message "), STR("Dne "), STR("P\xc3\xa5 "),
};

/* the word in front of the colon */
static const struct str attribution_ends[] = {
	STR(" wrote"), STR(" writes"), STR(" write"), STR(" said"),
	STR(" schrieb"), STR(" \xc3\xa9" "crit"), STR(" escribi\xc3\xb3"),
	STR(" ha scritto"), STR(" schreef"), STR(" escreveu"),
	STR(" skrev"), STR(" napsal"), STR(" \xd0\xbf\xd0\xb8\xd1\x88\xd0\xb5\xd1\x82"),
	STR(" \xe5\x86\x99\xe9\x81\x93"), STR("\xe5\x86\x99\xe9\x81\x93"),
};

bool marks_attribution_start(struct str line)
{
	return STARTS(line, attribution_starts);
}

bool marks_attribution(struct str line)
{
	bool digit = false;

	if (!STARTS(line, attribution_starts) || !marks_attribution_end(line))
		return false;
	for (size_t i = 0; i < line.n && !digit; i++)
		digit = is_digit(line.p[i]);
	return digit;
}

bool marks_attribution_end(struct str line)
{
	line = str_trim_end(line);
	if (str_ends(line, STR("\xef\xbc\x9a"))) {	/* a fullwidth colon */
		line.n -= 3;
	} else {
		if (!str_ends(line, STR(":")) && !str_ends(line, STR("...")))
			return false;
		while (line.n && strchr(":.", line.p[line.n - 1]))
			line.n--;
	}
	line = str_trim_end(line);
	for (size_t i = 0; i < ARRAY_SIZE(attribution_ends); i++)
		if (str_ends(line, attribution_ends[i]))
			return true;
	if (str_eq(line, STR("wrote")) || str_eq(line, STR("writes")))
		return true;
	if (str_starts(line, STR("Am ")) && str_has(line, STR(" schrieb ")))
		return true;
	/* "* Some One <a@b> [2023-01-01 10:00]:" and "Quoting Some One:" */
	return (str_starts(line, STR("* ")) && str_has(line, STR("@"))) ||
	       str_starts(line, STR("Quoting ")) ||
	       (str_starts(line, STR("On ")) && str_has(line, STR("@")));
}

/* --- forwards -------------------------------------------------------- */

/* Dashes around words: "-------- Forwarded Message --------". */
static bool dashed(struct str line, struct str *words)
{
	size_t dashes = 0;

	line = str_trim(line);
	while (line.n && *line.p == '-') {
		line = str_from_off(line, 1);
		dashes++;
	}
	if (dashes < 2)
		return false;
	while (line.n && line.p[line.n - 1] == '-')
		line.n--;
	*words = str_trim(line);
	return words->n > 0;
}

bool marks_forward(struct str line)
{
	static const struct str words[] = {
		STR("Forwarded message"), STR("Forwarded by"),
		STR("Start of forwarded message"), STR("Begin forwarded"),
		STR("Weitergeleitete Nachricht"), STR("Message transf"),
		STR("Forwarded Letter"), STR("Mensaje reenviado"),
	};
	struct str in;

	if (str_starts_i(line, STR("Begin forwarded message")))
		return true;
	return line.n > 6 && dashed(line, &in) && STARTS(in, words);
}

bool marks_forward_end(struct str line)
{
	static const struct str words[] = {
		STR("End forwarded message"), STR("End of forwarded message"),
	};
	struct str in;

	return line.n > 6 && dashed(line, &in) && STARTS(in, words);
}

static bool original_line(struct str line)
{
	static const struct str words[] = {
		STR("Original Message"), STR("Original Mail"),
		STR("Urspr\xc3\xbcngliche Nachricht"), STR("Reply Message"),
		STR("Message d'origine"), STR("Mensaje original"),
		STR("Original appointment"),
	};
	struct str in;

	return line.n > 6 && dashed(line, &in) && STARTS(in, words);
}

/* "From: ...", "Sent: ...", "To: ...", "Subject: ..." right below each other */
bool marks_original(const struct line *v, size_t nr)
{
	static const struct str sent[] = {
		STR("Sent:"), STR("*Sent:"), STR("Gesendet:"), STR("Date:"),
	};
	static const struct str to[] = {
		STR("To:"), STR("*To:"), STR("An:"), STR("Cc:"),
	};
	static const struct str subject[] = {
		STR("Subject:"), STR("*Subject:"), STR("Betreff:"),
	};
	bool saw_sent = false, saw_to = false;

	if (!nr)
		return false;
	if (original_line(v[0].text))
		return true;
	if (!str_starts(v[0].text, STR("From:")) &&
	    !str_starts(v[0].text, STR("*From:")) &&
	    !str_starts(v[0].text, STR("Von:")))
		return false;
	for (size_t i = 1; i < MIN(nr, (size_t)8); i++) {
		struct str s = v[i].text;

		if (v[i].depth || (!s.n && i > 1))
			return false;
		if (STARTS(s, sent))
			saw_sent = true;
		else if (STARTS(s, to))
			saw_to = true;	/* a patch has none */
		else if (STARTS(s, subject))
			return saw_sent && saw_to;
	}
	return false;
}

bool marks_rule(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == *line.p)
		n++;
	return n == line.n && ((n >= 5 && *line.p == '_') ||
			       (n >= 60 && *line.p == '-'));
}

/* --- lists ----------------------------------------------------------- */

bool marks_footer(struct str line)
{
	static const struct str footers[] = {
		STR("_______________________________________________"),
		STR("-=-=-=-=-=-=-=-=-=-=-=-"),
		STR("To unsubscribe from this list: send the line"),
		STR("To unsubscribe from this group"),
		STR("You received this message because you are subscribed"),
		STR("Groups.io Links: You receive all messages"),
		STR("Please read the FAQ at"),
		STR("More majordomo info at"),
	};

	return line.n && strchr("_-TYGPM", *line.p) && STARTS(line, footers);
}

/* --- robots ---------------------------------------------------------- */

bool marks_robot_error(struct str line)
{
	static const struct str words[] = {
		STR("error:"), STR("warning:"), STR("ERROR:"), STR("WARNING:"),
		STR("undefined reference"), STR("fatal error"), STR("FATAL:"),
		STR("ld.lld:"), STR("ld:"), STR("cc1"), STR("clang"),
		STR("BUG:"), STR("undefined!"),
	};
	ptrdiff_t colon;

	if (!str_skip(&line, STR(">> ")) || !line.n || is_blank(*line.p) ||
	    *line.p == '>')
		return false;
	colon = str_chr(line, ':');
	if (colon > 0 && str_chr(str_sub(line, 0, (size_t)colon), ' ') < 0 &&
	    (size_t)colon + 1 < line.n && is_digit(line.p[colon + 1]))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_has(line, words[i]))
			return true;
	return false;
}
