// SPDX-License-Identifier: GPL-2.0-only
/* Threads, subjects, encodings and recipients: what the headers show. */
#include "reply/lint_rules.h"

#include "mail/header.h"
#include "reply/disclosure.h"

#define LINE_MAX_OCTETS	998
#define PEOPLE_MAX	15
#define LISTS_MAX	3

/* --- the thread ----------------------------------------------------------- */

void lint_m1(struct lint *l)
{
	const struct message *m = l->m;
	size_t nr = m->references.nr;

	if (str_starts_i(m->subject, STR("Re:")) &&
	    str_is_none(m->in_reply_to) && !nr)
		lint_add(l, lint_header_line(l, "Subject"),
			 "an answer without In-Reply-To: (answer the message itself, so that it stays in the thread)");
	if (str_is_none(m->in_reply_to))
		return;
	if (!nr)
		lint_add(l, lint_header_line(l, "In-Reply-To"),
			 "no References: (write the parent's References: and its Message-ID)");
	else if (!str_eq(m->references.v[nr - 1], m->in_reply_to))
		lint_add(l, lint_header_line(l, "References"),
			 "References: does not end with the id of In-Reply-To: (append <%.*s>)",
			 STR_ARG(str_sub(m->in_reply_to, 0, 100)));
}

/* An own paragraph that tells regzbot of a new regression. */
static bool tells_regzbot(const struct lint *l)
{
	for (size_t i = 0; i < l->m->lines.nr; i++)
		if (l->kind[i] == LINT_COMMAND &&
		    str_starts_i(l->m->lines.v[i].text,
				 STR("#regzbot introduced")))
			return true;
	return false;
}

void lint_m2(struct lint *l)
{
	struct str s = l->m->subject;
	unsigned int at = lint_header_line(l, "Subject");

	if (!s.n) {
		lint_add(l, at, "no subject (an answer keeps the old one behind \"Re: \")");
		return;
	}
	if (str_skip_i(&s, STR("Re:")) &&
	    str_starts_i(str_trim(s), STR("Re:")))
		lint_add(l, at, "more than one \"Re:\" (keep one)");
	if (!l->reply && !l->patch && tells_regzbot(l) &&
	    str_find_i(l->m->subject, STR("regression")) < 0)
		lint_add(l, at, "a new regression whose subject does not say so (begin it with \"[REGRESSION] subsystem: \")");
}

/* --- form ----------------------------------------------------------------- */

void lint_m10(struct lint *l)
{
	const struct part_list *parts = &l->m->parts;

	for (size_t i = 0; i < parts->nr; i++) {
		const struct part *p = &parts->v[i];

		if (p->type.n && !str_eq_i(p->type, STR("text/plain")))
			lint_add(l, lint_header_line(l, "Content-Type"),
				 "a part of type %.*s (lists want text/plain alone)",
				 STR_ARG(str_sub(p->type, 0, 60)));
		else if (p->attachment && parts->nr > 1)
			lint_add(l, lint_header_line(l, "Content-Type"),
				 "an attachment%s%.*s (put it into the text, or link to it)",
				 p->name.n ? ": " : "",
				 STR_ARG(str_sub(p->name, 0, 60)));
		else if (i && parts->nr > 1)
			lint_add(l, lint_header_line(l, "Content-Type"),
				 "more than one part (send one text/plain)");
	}
}

static bool has_raw_bytes(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* An attachment that had no name and no part of its own is no text. */
void lint_m11(struct lint *l)
{
	const struct message *m = l->m;
	struct str encoding = message_header(m, "Content-Transfer-Encoding");
	struct str type = message_header(m, "Content-Type");

	if (str_eq_i(str_trim(encoding), STR("base64")))
		lint_add(l, lint_header_line(l, "Content-Transfer-Encoding"),
			 "base64 (send 7bit, 8bit or quoted-printable)");
	if (str_find_i(type, STR("format=flowed")) >= 0)
		lint_add(l, lint_header_line(l, "Content-Type"),
			 "format=flowed (it breaks patches and traces: switch it off)");
	for (size_t i = 0; i < m->parts.nr; i++) {
		struct str set = m->parts.v[i].charset;

		if (set.n && !str_eq_i(set, STR("us-ascii")) &&
		    !str_eq_i(set, STR("utf-8")) && !str_eq_i(set, STR("utf8")))
			lint_add(l, lint_header_line(l, "Content-Type"),
				 "charset %.*s (send us-ascii or utf-8)",
				 STR_ARG(str_sub(set, 0, 40)));
	}
	for (size_t i = 0; i < m->headers.nr; i++)
		if (has_raw_bytes(m->headers.v[i].raw)) {
			char *name = str_c(l->a, str_sub(m->headers.v[i].name, 0, 40));

			lint_add(l, lint_header_line(l, name),
				 "%s: has bytes that are not ASCII (encode them by RFC 2047)",
				 name);
		}
}

static void m12_raw(struct lint *l)
{
	struct str rest = l->m->raw, line;
	bool crlf = false;

	for (unsigned int no = 1; str_split(&rest, '\n', &line); no++) {
		if (line.n && line.p[line.n - 1] == '\r' && !crlf) {
			crlf = true;
			lint_add(l, no, "CRLF line ends in a file (LF in files, CRLF only on the wire)");
		}
		if (line.n > LINE_MAX_OCTETS)
			lint_add(l, no, "%zu octets (at most %d go over the wire: break the line)",
				 line.n, LINE_MAX_OCTETS);
	}
}

void lint_m12(struct lint *l)
{
	m12_raw(l);
	for (size_t i = 0; i < l->m->lines.nr; i++) {
		const struct line *line = &l->m->lines.v[i];
		struct str text = line->text;

		if (l->kind[i] == LINT_PROSE && is_blank(text.p[text.n - 1]))
			lint_add(l, lint_body_line(l, i),
				 "blanks at the end of the line (cut them)");
		if (l->patch && str_starts(line->raw, STR("-----BEGIN PGP SIGNED")))
			lint_add(l, lint_body_line(l, i),
				 "OpenPGP around a patch (it cannot be applied: send it bare)");
	}
}

/* --- to whom -------------------------------------------------------------- */

struct walk {
	const struct address *v;
	const char *field;
};

/* The @i-th address of To and Cc. */
static bool nth(const struct lint *l, size_t i, struct walk *w)
{
	const struct message *m = l->m;

	if (i < m->to.nr)
		*w = (struct walk){ &m->to.v[i], "To" };
	else if (i < m->to.nr + m->cc.nr)
		*w = (struct walk){ &m->cc.v[i - m->to.nr], "Cc" };
	else
		return false;
	return true;
}

static bool goes_to(const struct lint *l, const char *addr)
{
	struct walk w;

	for (size_t i = 0; nth(l, i, &w); i++)
		if (address_same(w.v->addr, str_from(addr)))
			return true;
	return false;
}

void lint_m14(struct lint *l)
{
	bool says = str_find_i(l->m->subject, STR("[REGRESSION]")) >= 0 ||
		    tells_regzbot(l);

	if (says && !goes_to(l, "regressions@lists.linux.dev") &&
	    l->m->to.nr + l->m->cc.nr)
		lint_add(l, lint_header_line(l, l->m->cc.nr ? "Cc" : "To"),
			 "a regression, but regressions@lists.linux.dev is not in To or Cc (add it)");
}

void lint_m15(struct lint *l)
{
	struct walk w;

	if (!l->m->to.nr && l->m->cc.nr)
		lint_add(l, lint_header_line(l, "Cc"),
			 "nobody in To: (put there who can act)");
	for (size_t i = 0; nth(l, i, &w); i++)
		if (address_same(w.v->addr, STR("torvalds@linux-foundation.org")))
			lint_add(l, lint_header_line(l, w.field),
				 "Linus in %s: (only by a person's choice, for what is urgent or tangled)",
				 w.field);
}

void lint_m16(struct lint *l)
{
	unsigned int no;
	struct str sign = disclosure_sign(l->m, &no);
	bool list = false, security = false;
	struct walk w;

	for (size_t i = 0; nth(l, i, &w); i++) {
		list = list || disclosure_is_list(w.v->addr);
		security = security || disclosure_is_security(w.v->addr);
	}
	if (!list)
		return;
	if (security)
		lint_add(l, lint_header_line(l, "To"),
			 "a security contact and a public list together (write to one of them)");
	for (size_t i = 0; no && i < l->m->lines.nr; i++)
		if (l->m->lines.v[i].no == no)
			lint_add(l, lint_body_line(l, i),
				 "\"%.*s\" in a mail to a public list (stop, and ask whether it may be public)",
				 STR_ARG(sign));
}

static void m17_address(struct lint *l, size_t at, const struct walk *w)
{
	const struct message *m = l->m;
	struct str shown = str_sub(w->v->addr.n ? w->v->addr : w->v->name, 0, 80);
	struct walk before;

	if (w->v->masked || !address_usable(w->v->addr)) {
		lint_add(l, lint_header_line(l, w->field),
			 "\"%.*s\" is no address (find the real one, or take it out)",
			 STR_ARG(shown));
		return;
	}
	if (m->from.nr && address_same(m->from.v[0].addr, w->v->addr))
		lint_add(l, lint_header_line(l, w->field),
			 "the sender is in %s: too (take it out)", w->field);
	for (size_t i = 0; i < MIN(at, (size_t)64) && nth(l, i, &before); i++)
		if (address_same(before.v->addr, w->v->addr)) {
			lint_add(l, lint_header_line(l, w->field),
				 "<%.*s> is there twice (once is enough)",
				 STR_ARG(shown));
			break;
		}
}

void lint_m17(struct lint *l)
{
	size_t people = 0, lists = 0;
	struct walk w;

	for (size_t i = 0; nth(l, i, &w); i++) {
		m17_address(l, i, &w);
		if (disclosure_is_list(w.v->addr))
			lists++;
		else
			people++;
	}
	if (people > PEOPLE_MAX || lists > LISTS_MAX)
		lint_add(l, lint_header_line(l, "To"),
			 "goes to %zu persons and %zu lists (at most %d and %d: keep those who can act)",
			 people, lists, PEOPLE_MAX, LISTS_MAX);
}

/* --- automatic mail ------------------------------------------------------- */

void lint_m27(struct lint *l)
{
	static const struct str known[] = {
		{ "no", 2 }, { "auto-generated", 14 }, { "auto-replied", 12 },
		{ "auto-notified", 13 },
	};
	struct str s = message_header(l->m, "Auto-Submitted");
	struct str word = s;

	if (str_is_none(s))
		return;
	str_split(&s, ';', &word);
	word = str_trim(word);
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (str_eq_i(word, known[i]))
			return;
	lint_add(l, lint_header_line(l, "Auto-Submitted"),
		 "Auto-Submitted: with another value than RFC 3834 knows (auto-replied, auto-generated, or none at all)");
}

/* What a list added itself is no fault of the sender. */
void lint_m29(struct lint *l)
{
	static const char *const digest_only[] = { "Precedence", "List-Unsubscribe" };
	bool from_list = !str_is_none(message_header(l->m, "List-Id")) ||
			 !str_is_none(message_header(l->m, "X-Mailing-List"));

	/* what sends a patch gives it one */
	if (l->m->headers.nr && !l->patch && str_is_none(l->m->message_id))
		lint_add(l, 0, "no Message-ID: (make one with your own domain)");
	if (from_list)
		return;
	if (!str_is_none(message_header(l->m, "Reply-To")))
		lint_add(l, lint_header_line(l, "Reply-To"),
			 "Reply-To: (answers go to all: take it out)");
	for (size_t i = 0; l->reply && i < ARRAY_SIZE(digest_only); i++)
		if (!str_is_none(message_header(l->m, digest_only[i])))
			lint_add(l, lint_header_line(l, digest_only[i]),
				 "%s: in an answer (it belongs into digests)",
				 digest_only[i]);
}
