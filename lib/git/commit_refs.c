// SPDX-License-Identifier: GPL-2.0-only
#include "git/commit_refs.h"

#include "base/percent.h"

#define HEX_DIGITS_MIN	7
#define HEX_DIGITS_MAX	40

/* A quoted title may run over a few lines; what is longer is no title. */
#define TITLE_MAX	500

static struct message_ref *add(struct message_ref_list *out, struct arena *a,
			      enum commit_ref_kind kind)
{
	struct message_ref *ref = list_add(a, out);

	ref->kind = kind;
	return ref;
}

static void skip_space(struct str *s)
{
	while (s->n && is_space(*s->p))
		*s = str_from_off(*s, 1);
}

bool commit_refs_hex(struct str *out, struct arena *a, struct str *s)
{
	size_t n = 0;

	while (n < s->n && is_hex(s->p[n]))
		n++;
	if (n < HEX_DIGITS_MIN || n > HEX_DIGITS_MAX ||
	    (n < s->n && (is_alnum(s->p[n]) || s->p[n] == '_')))
		return false;
	*out = str_lower(a, str_sub(*s, 0, n));
	*s = str_from_off(*s, n);
	return true;
}

/*
 * ("title") at the start of *s, quotes or brackets missing now and then;
 * steps over it.  A title may hold quotes itself, so the end is the last one
 * before the bracket, or before the end of the line.
 */
static struct str take_title(struct arena *a, struct str *s)
{
	struct str rest = *s, text;
	ptrdiff_t end;

	skip_space(&rest);
	if (!rest.n || (*rest.p != '(' && *rest.p != '"'))
		return STR_NONE;
	if (str_skip(&rest, STR("(\""))) {
		text = str_sub(rest, 0, TITLE_MAX);
		end = str_find(text, STR("\")"));
	} else if (str_skip(&rest, STR("\""))) {
		text = str_sub(rest, 0, TITLE_MAX);
		text = str_sub(text, 0, str_chr(text, '\n') < 0 ? text.n :
			       (size_t)str_chr(text, '\n'));
		end = str_rchr(text, '"');
	} else {
		str_skip(&rest, STR("("));
		text = str_sub(rest, 0, TITLE_MAX);
		text = str_sub(text, 0, str_chr(text, '\n') < 0 ? text.n :
			       (size_t)str_chr(text, '\n'));
		end = str_rchr(text, ')');
	}
	if (end <= 0)
		return STR_NONE;
	*s = str_from_off(rest, (size_t)end);
	while (s->n && (*s->p == '"' || *s->p == ')'))
		*s = str_from_off(*s, 1);
	return str_fold(a, str_sub(text, 0, (size_t)end));
}

/*
 * @from runs from a line's value to the end of the message.  "Fixes" without
 * its colon may be prose; then the title tells.
 */
static void scan_fixes(struct message_ref_list *out, struct arena *a,
		       struct str from, bool colon)
{
	struct message_ref *ref;
	struct str hex, title;

	skip_space(&from);
	str_skip_i(&from, STR("commit "));
	skip_space(&from);
	if (!commit_refs_hex(&hex, a, &from))
		return;
	title = take_title(a, &from);
	if (!colon && str_is_none(title))
		return;
	ref = add(out, a, COMMIT_REF_FIXES);
	ref->hex = hex;
	ref->title = title;
}

/* "This reverts commit X" and "This reverts commits X, Y ("t") and Z". */
static void scan_reverts(struct message_ref_list *out, struct arena *a,
			 struct str from)
{
	struct str hex;

	skip_space(&from);
	if (!str_skip(&from, STR("commit")))
		return;
	str_skip(&from, STR("s"));
	str_skip(&from, STR(":"));
	for (;;) {
		struct message_ref *ref;

		while (from.n && (is_space(*from.p) || *from.p == ',' ||
				  *from.p == '-' || *from.p == '*'))
			from = str_from_off(from, 1);
		if (str_skip(&from, STR("and")))
			skip_space(&from);
		if (!commit_refs_hex(&hex, a, &from))
			return;
		ref = add(out, a, COMMIT_REF_REVERTS);
		ref->hex = hex;
		ref->title = take_title(a, &from);
	}
}

/*
 * How backports name their origin: "commit X upstream.", "[ Upstream commit X
 * ]", "Upstream commit X.", "(cherry picked from commit X)".
 */
static void scan_upstream(struct message_ref_list *out, struct arena *a,
			  struct str line)
{
	bool bracket, needs_word;
	struct str hex;

	line = str_trim(line);
	bracket = str_skip(&line, STR("["));
	line = str_trim(line);
	if (str_skip_i(&line, STR("(cherry picked from commit ")))
		needs_word = false;
	else if (str_skip_i(&line, STR("upstream commit ")))
		needs_word = false;
	else if (str_skip_i(&line, STR("commit ")))
		needs_word = true;
	else
		return;
	if (!commit_refs_hex(&hex, a, &line))
		return;
	line = str_trim(line);
	if (needs_word && !str_skip_i(&line, STR("upstream")))
		return;
	/* "[ Upstream commit X ]" has nothing but the bracket behind it */
	if (bracket && !str_starts(str_trim(line), STR("]")))
		return;
	add(out, a, COMMIT_REF_UPSTREAM)->hex = hex;
}

struct str commit_refs_msgid(struct arena *a, struct str url)
{
	struct str part, last = STR_NONE;

	if (str_find(url, STR("://")) < 0)
		return STR_NONE;
	while (str_split(&url, '/', &part))
		if (str_has(part, STR("@")) || str_has(part, STR("%40")))
			last = part;
	if (str_is_none(last))
		return STR_NONE;
	str_split(&last, '#', &part);	/* a place within the page */
	return percent_decode(a, part);
}

static void scan_link(struct message_ref_list *out, struct arena *a,
		      struct str value)
{
	struct str word, msgid;

	if (!str_word(&value, &word))
		return;
	msgid = commit_refs_msgid(a, word);
	if (!str_is_none(msgid))
		add(out, a, COMMIT_REF_LINK)->msgid = msgid;
}

static void scan_message_id(struct message_ref_list *out, struct arena *a,
			    struct str value)
{
	value = str_trim(value);
	if (str_skip(&value, STR("<")) && str_ends(value, STR(">")) &&
	    str_has(value, STR("@")))
		add(out, a, COMMIT_REF_LINK)->msgid =
			str_sub(value, 0, value.n - 1);
}

struct str commit_refs_undone(struct arena *a, struct str title)
{
	/* git >= 2.43 calls the revert of Revert "x" Reapply "x" */
	bool again = str_skip(&title, STR("Reapply \""));

	if ((!again && !str_skip(&title, STR("Revert \""))) ||
	    !str_ends(title, STR("\"")))
		return STR_NONE;
	title = str_sub(title, 0, title.n - 1);
	return again ? str_printf(a, "Revert \"%.*s\"", STR_ARG(title)) : title;
}

static void scan_line(struct message_ref_list *out, struct arena *a,
		      struct str line, struct str from_here)
{
	struct str value = line;
	bool colon;

	while (value.n && is_blank(*value.p))
		value = str_from_off(value, 1);
	if (!value.n)
		return;
	switch (to_lower(*value.p)) {
	case 'f':
		colon = str_skip_i(&value, STR("fixes:"));
		if (colon || str_skip(&value, STR("Fixes ")))
			scan_fixes(out, a, str_from_off(from_here,
				   str_offset(from_here, value)), colon);
		return;
	case 'l':
		if (str_skip_i(&value, STR("link:")))
			scan_link(out, a, value);
		return;
	case 'm':
		if (str_skip_i(&value, STR("message-id:")))
			scan_message_id(out, a, value);
		return;
	case '[': case '(': case 'u': case 'c':
		scan_upstream(out, a, value);
	}
}

void commit_refs_scan(struct message_ref_list *out, struct arena *a,
		      struct str title, struct str message)
{
	const struct str phrase = STR("This reverts");
	struct str undone = commit_refs_undone(a, title), rest = message, line;
	ptrdiff_t at;

	if (!str_is_none(undone))
		add(out, a, COMMIT_REF_REVERTS)->title = str_fold(a, undone);
	while (str_line(&rest, &line)) {
		const char *end = message.p + message.n;

		scan_line(out, a, line,
			  str_make(line.p, (size_t)(end - line.p)));
	}
	rest = message;
	while ((at = str_find(rest, phrase)) >= 0) {
		rest = str_from_off(rest, (size_t)at + phrase.n);
		scan_reverts(out, a, rest);
	}
}
