// SPDX-License-Identifier: GPL-2.0-only
/* Tags, links, regzbot's lines and the form of reverts. */
#include "reply/lint_rules.h"

#define REPORTERS_MAX	16	/* of one report */

static const struct line *line_of(const struct lint *l, size_t i)
{
	return &l->m->lines.v[i];
}

/* A tag of the sender's, also one that is offered, indented. */
static bool tag_at(const struct lint *l, size_t i, struct str *key,
		   struct str *value)
{
	return i < l->m->lines.nr && l->kind[i] != LINT_OTHER &&
	       lint_tag(line_of(l, i)->text, key, value);
}

static bool is_key(struct str key, const char *name)
{
	return str_eq_i(key, str_from(name));
}

static size_t hex_run(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_hex(s.p[n]))
		n++;
	return n < s.n && is_alnum(s.p[n]) ? 0 : n;
}

void lint_m18(struct lint *l)
{
	struct str key, value;

	for (size_t i = 0; i < l->m->lines.nr; i++) {
		size_t n;

		if (!tag_at(l, i, &key, &value) || !is_key(key, "Fixes"))
			continue;
		str_skip(&value, STR("commit "));
		n = hex_run(value);
		if (n < 7 || n > 40)	/* "Fixes: <URL>" is something else */
			continue;
		value = str_trim(str_from_off(value, n));
		if (n < 12)
			lint_add(l, lint_body_line(l, i),
				 "Fixes: with %zu digits (write 12)", n);
		if (!str_starts(value, STR("(\"")))
			lint_add(l, lint_body_line(l, i),
				 "Fixes: without the title (write: Fixes: <12 digits> (\"title\"))");
		else if (!str_has(value, STR("\")")))
			lint_add(l, lint_body_line(l, i),
				 "Fixes: is broken into lines (write it on one)");
	}
}

/* --- who reported, and where ---------------------------------------------- */

static bool is_syzbot(struct str value)
{
	return str_find_i(value, STR("syzbot")) >= 0;
}

static void m19_reported(struct lint *l, size_t i, struct str value)
{
	struct str key, next;
	size_t k = i + 1;

	/* several reporters may share what follows */
	while (k < i + REPORTERS_MAX && tag_at(l, k, &key, &next) &&
	       is_key(key, "Reported-by"))
		k++;
	if (is_syzbot(value) || (tag_at(l, k, &key, &next) &&
				 (is_key(key, "Closes") || is_key(key, "Link"))))
		return;
	lint_add(l, lint_body_line(l, i),
		 "Reported-by: is not followed by Closes: with a link to the report (add it, or Link: for a part of it)");
}

/* What nobody may give in another one's name. */
static bool is_given(struct str key)
{
	return is_key(key, "Tested-by") || is_key(key, "Reviewed-by") ||
	       is_key(key, "Acked-by");
}

void lint_m19(struct lint *l)
{
	const struct message *m = l->m;
	struct str key, value;

	for (size_t i = 0; i < m->lines.nr; i++) {
		if (!tag_at(l, i, &key, &value))
			continue;
		if (is_key(key, "Reported-by"))
			m19_reported(l, i, value);
		if (l->reply && is_given(key) && m->sender.addr.n &&
		    str_chr(value, '@') >= 0 &&
		    !str_has(value, m->sender.addr) &&
		    !(m->sender.name.n && str_has(value, m->sender.name)))
			lint_add(l, lint_body_line(l, i),
				 "%.*s: in another person's name (only they can give it)",
				 STR_ARG(key));
	}
}

static const struct {
	struct str host;
	const char *mend;
} poor_links[] = {
	{ { "://lkml.org/", 12 }, "https://lore.kernel.org/r/<Message-ID>/" },
	{ { "lkml.iu.edu/", 12 }, "https://lore.kernel.org/r/<Message-ID>/" },
	{ { "marc.info/", 10 }, "https://lore.kernel.org/r/<Message-ID>/" },
	{ { "spinics.net/", 12 }, "https://lore.kernel.org/r/<Message-ID>/" },
	{ { "lkml.kernel.org/r/", 18 }, "https://lore.kernel.org/r/<Message-ID>/" },
	{ { "http://lore.kernel.org/", 23 }, "https:" },
};

void lint_m20(struct lint *l)
{
	struct str key, value;

	for (size_t i = 0; i < l->m->lines.nr; i++) {
		if (!tag_at(l, i, &key, &value) ||
		    (!is_key(key, "Link") && !is_key(key, "Closes")))
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(poor_links); k++)
			if (str_has(value, poor_links[k].host))
				lint_add(l, lint_body_line(l, i),
					 "%.*s: to an archive that may go away (use %s)",
					 STR_ARG(key), poor_links[k].mend);
		if (str_starts(value, STR("https://lore.kernel.org/")) &&
		    str_chr(value, '@') < 0 &&
		    str_find(value, STR("%40")) < 0)
			lint_add(l, lint_body_line(l, i),
				 "%.*s: without a Message-ID (use https://lore.kernel.org/r/<Message-ID>/)",
				 STR_ARG(key));
	}
}

/* --- order, stable -------------------------------------------------------- */

static int rank(struct str key)
{
	static const char *const order[] = {
		"Fixes", "Reported-by", "Suggested-by", "Signed-off-by",
		"Tested-by", "Reviewed-by", "Acked-by", "Cc", "Link",
	};

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (is_key(key, order[i]))
			return (int)i;
	return -1;
}

/* The order is asked of what regbot writes itself: subsystems differ. */
void lint_m21(struct lint *l)
{
	struct str key, value, last = STR_NONE;
	int highest = -1;

	for (size_t i = 0; i < l->m->lines.nr; i++) {
		if (!tag_at(l, i, &key, &value))
			continue;
		if (str_find_i(key, STR("-and-")) > 0 && str_ends(key, STR("-by")))
			lint_add(l, lint_body_line(l, i),
				 "%.*s: is two tags in one (write one line for each)",
				 STR_ARG(str_sub(key, 0, 60)));
		if (!l->revert || rank(key) < 0)
			continue;
		/* "Link:" behind "Reported-by:" belongs to it */
		if (is_key(key, "Link") && is_key(last, "Reported-by"))
			continue;
		if (rank(key) < highest) {
			lint_add(l, lint_body_line(l, i),
				 "%.*s: below %.*s: (order: Fixes, Reported-by and Closes, Suggested-by, Signed-off-by, Tested-by, Reviewed-by, Acked-by, Cc, Link)",
				 STR_ARG(key), STR_ARG(last));
			return;
		}
		highest = rank(key);
		last = key;
	}
}

static bool to_stable(const struct lint *l)
{
	for (size_t i = 0; i < l->m->cc.nr; i++)
		if (address_same(l->m->cc.v[i].addr, STR("stable@vger.kernel.org")))
			return true;
	return false;
}

static bool is_backport(const struct lint *l)
{
	return str_find_i(l->m->text, STR(" upstream.")) >= 0 ||
	       str_find_i(l->m->text, STR("upstream commit")) >= 0 ||
	       str_find_i(l->m->subject, STR("stable")) >= 0;
}

void lint_m22(struct lint *l)
{
	struct str key, value;

	if (!l->patch || !to_stable(l) || is_backport(l))
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++)
		if (tag_at(l, i, &key, &value) && is_key(key, "Cc") &&
		    str_has(value, STR("stable@")))
			return;
	lint_add(l, lint_header_line(l, "Cc"),
		 "stable@vger.kernel.org only in the mail's Cc: (put \"Cc: stable@vger.kernel.org\" among the tags)");
}

/* --- regzbot -------------------------------------------------------------- */

static const char *const regzbot_words[] = {
	"introduced", "^introduced", "title", "monitor", "from", "link",
	"poke", "fix", "fixed-by", "fix-pending", "inconclusive", "resolve",
	"resolved", "invalid", "dup", "dup-of", "duplicate", "backburner",
	"unbackburn", "back-to-back", "ignore-activity", "activity-ignore",
	"unlink", "summary", "related", "relate", "report",
};

static bool is_regzbot_word(struct str word)
{
	if (word.n && word.p[word.n - 1] == ':')
		word.n--;
	for (size_t i = 0; i < ARRAY_SIZE(regzbot_words); i++)
		if (str_eq_i(word, str_from(regzbot_words[i])))
			return true;
	return false;
}

static void m23_line(struct lint *l, size_t i, struct str text)
{
	bool last = i + 1 == l->m->lines.nr;
	enum lint_line before = i ? l->kind[i - 1] : LINT_BLANK;
	enum lint_line after = last ? LINT_BLANK : l->kind[i + 1];
	struct str word = STR_NONE;

	str_word(&text, &word);
	if (str_eq_i(word, STR("introduced")) || str_eq_i(word, STR("^introduced"))) {
		lint_add(l, lint_body_line(l, i),
			 "\"%.*s\" without a colon (write \"%.*s: \")",
			 STR_ARG(word), STR_ARG(word));
	} else if (!is_regzbot_word(word)) {
		lint_add(l, lint_body_line(l, i),
			 "regzbot knows no \"%.*s\" (introduced, title, monitor, from, link, fix, dup-of, ...)",
			 STR_ARG(str_sub(word, 0, 40)));
	}
	if (l->reply && str_starts_i(word, STR("introduced")))
		lint_add(l, lint_body_line(l, i),
			 "\"introduced\" in an answer makes the answer the report (write \"^introduced:\")");
	if (str_find_i(word, STR("introduced")) >= 0 &&
	    str_has(text, STR(" ..")))
		lint_add(l, lint_body_line(l, i),
			 "blanks around \"..\" (write v6.9..v6.10-rc1)");
	if ((before != LINT_BLANK && before != LINT_COMMAND &&
	     before != LINT_OTHER) ||
	    (after != LINT_BLANK && after != LINT_COMMAND && after != LINT_OTHER))
		lint_add(l, lint_body_line(l, i),
			 "regzbot's line is no paragraph of its own (leave an empty line before and after it)");
}

void lint_m23(struct lint *l)
{
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		struct str text = line_of(l, i)->text;

		if (l->kind[i] == LINT_COMMAND && str_skip_i(&text, STR("#regzbot")))
			m23_line(l, i, text);
	}
}

/* --- reverts -------------------------------------------------------------- */

/* "This reverts commit <40 hex>."; *rest is what follows the id. */
static bool reverts_line(struct str text, size_t *digits)
{
	if (!str_skip(&text, STR("This reverts commit ")))
		return false;
	*digits = hex_run(text);
	return true;
}

void lint_m24(struct lint *l)
{
	size_t digits = 0, at = SIZE_MAX, reason = 0;
	bool note = false;	/* "[ ... ]" is no part of the message */
	struct str key, value;

	if (!l->revert)
		return;
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		struct str text = str_trim(line_of(l, i)->text);

		if (l->kind[i] == LINT_OTHER || l->kind[i] == LINT_BLANK)
			continue;
		note = note || *text.p == '[';
		if (reverts_line(text, &digits))
			at = i;
		else if (!note && !lint_tag(text, &key, &value))
			reason++;
		note = note && text.p[text.n - 1] != ']';
	}
	if (at == SIZE_MAX)
		lint_add(l, 0, "a revert without \"This reverts commit <40 digits>.\" (add it)");
	else if (digits != 40)
		lint_add(l, lint_body_line(l, at),
			 "\"This reverts commit\" with %zu digits (write all 40)",
			 digits);
	if (!reason)
		lint_add(l, at == SIZE_MAX ? 0 : lint_body_line(l, at),
			 "a revert that does not say why (symptom, who is hit, evidence)");
}

void lint_m25(struct lint *l)
{
	struct str key, value;
	bool diff = false;

	for (size_t i = 0; i < l->m->lines.nr; i++) {
		diff = diff || line_of(l, i)->who == LINE_DIFF;
		if (lint_tag(line_of(l, i)->text, &key, &value) &&
		    is_key(key, "Signed-off-by"))
			return;
	}
	if (l->patch && diff)
		lint_add(l, 0, "a patch without Signed-off-by: (its sender adds it)");
}
