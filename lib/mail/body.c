// SPDX-License-Identifier: GPL-2.0-only
#include "mail/body.h"

#include "mail/bounds.h"
#include "mail/charset.h"
#include "mail/decode.h"
#include "mail/flowed.h"
#include "mail/header.h"
#include "mail/html.h"
#include "mail/mime.h"
#include "mail/quote.h"

static struct str undo_encoding(struct arena *a, const struct mime_leaf *leaf)
{
	struct str bytes, behind;

	if (leaf->type.encoding == MIME_QP)
		return decode_quoted_printable(a, leaf->body);
	if (leaf->type.encoding != MIME_BASE64)
		return leaf->body;
	bytes = decode_base64(a, leaf->body, &behind);
	/* a list's footer, appended to a mail that it did not look into */
	if (behind.n > 8 && str_starts(leaf->type.type, STR("text/")))
		return str_printf(a, "%.*s\n%.*s", STR_ARG(bytes),
				  STR_ARG(behind));
	return bytes;
}

static bool is_mail(const struct mime_leaf *leaf)
{
	return str_eq(leaf->type.type, STR("message/rfc822")) ||
	       str_eq(leaf->type.type, STR("message/global"));
}

/* Not worth reading, whatever the bytes look like. */
static bool never_text(struct str type)
{
	static const struct str types[] = {
		STR("image/"), STR("audio/"), STR("video/"), STR("font/"),
		STR("application/pgp-"), STR("application/pkcs7-"),
		STR("application/x-pkcs7-"), STR("text/calendar"),
		STR("text/vcard"), STR("text/x-vcard"), STR("text/rtf"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (str_starts(type, types[i]))
			return true;
	return false;
}

/* A plain text stands beside it in the same multipart/alternative. */
static bool has_plainer(const struct mime_leaf_list *leaves,
			const struct mime_leaf *leaf)
{
	if (!leaf->alternative || leaf->type.attachment ||
	    str_eq(leaf->type.type, STR("text/plain")))
		return false;
	for (size_t i = 0; i < leaves->nr; i++) {
		const struct mime_leaf *other = &leaves->v[i];

		if (other->alternative == leaf->alternative &&
		    str_eq(other->type.type, STR("text/plain")) &&
		    !other->type.attachment && str_trim(other->body).n)
			return true;
	}
	return false;
}

/* Subject, From and Date of a mail inside the mail, as its first lines. */
static struct str inner_header(struct arena *a, const struct mime_leaf *leaf,
			       struct str text)
{
	static const char *const shown[] = { "Subject", "From", "Date" };
	struct str lines = STR("");

	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		const struct header *h = header_find(leaf->mail, shown[i]);

		if (h)
			lines = str_printf(a, "%.*s%s: %.*s\n", STR_ARG(lines),
					   shown[i], STR_ARG(h->value));
	}
	return str_printf(a, "%.*s\n%.*s", STR_ARG(lines), STR_ARG(text));
}

static void note_charset(struct message *m, struct arena *a,
			 unsigned int flags)
{
	if (flags & CHARSET_UNKNOWN)
		flaw_add(&m->flaws, a, STR("a text is in an unknown charset"));
	if (flags & CHARSET_REPLACED)
		flaw_add(&m->flaws, a, STR("bytes that are not in their charset became U+FFFD"));
}

static struct str to_text(struct message *m, struct arena *a,
			  const struct mime_leaf *leaf, struct str bytes)
{
	unsigned int flags = 0;
	struct str text;

	if (charset_plain(bytes) < bytes.n && bounds_cut(&bytes, BOUND_TEXT))
		flaw_add(&m->flaws, a, STR("a text is too long"));
	text = charset_to_utf8(a, bytes, leaf->type.charset, &flags);
	note_charset(m, a, flags);
	if (str_eq(leaf->type.type, STR("text/html")))
		text = html_to_text(a, text);
	else if (leaf->type.flowed)
		text = flowed_join(a, text, leaf->type.delsp);
	if (leaf->mail)
		text = inner_header(a, leaf, text);
	return text;
}

/* Makes the part of @leaf; its text, to be shown or not, stays in it. */
static void read_leaf(struct message *m, struct arena *a,
		      struct mime_leaf_list *leaves, size_t i)
{
	struct mime_leaf *leaf = &leaves->v[i];
	struct str bytes = undo_encoding(a, leaf);
	struct part *part;

	if (is_mail(leaf) && bytes.p != leaf->body.p) {
		struct header_list *headers = arena_new(a, struct header_list);

		header_list_parse(headers, a, &bytes, &m->flaws);
		mime_walk(leaves, a, headers, bytes, true, &m->flaws);
		return;
	}
	part = list_add(a, &m->parts);
	*part = (struct part){
		.type = leaf->type.type,
		.name = leaf->type.name,
		.charset = leaf->type.charset,
		.attachment = leaf->type.attachment || leaf->type.name.n,
		.forwarded = leaf->forwarded,
	};
	if (!leaf->nested && !leaf->forwarded)
		part->attachment = false;	/* all there is */
	if (never_text(leaf->type.type) || charset_is_binary(bytes)) {
		part->bytes = bytes;
		return;
	}
	part->shown = !has_plainer(leaves, leaf);
	part->text = part->shown ? to_text(m, a, leaf, bytes) :
				   str_utf8(a, bytes);
}

/* All shown texts behind each other; a single one is not copied. */
static void join(struct message *m, struct arena *a)
{
	size_t nr = 0, n = 0, at = 0;
	struct part *only = NULL;
	char *out;

	for (size_t i = 0; i < m->parts.nr; i++) {
		if (!m->parts.v[i].shown)
			continue;
		only = &m->parts.v[i];
		n += only->text.n + 1;
		nr++;
	}
	m->text = STR("");
	if (nr == 1)
		m->text = only->text;
	if (nr <= 1)
		return;
	out = arena_alloc(a, MIN(n, 2 * BOUND_TEXT) + 1);
	for (size_t i = 0; i < m->parts.nr; i++) {
		struct str *text = &m->parts.v[i].text;

		if (!m->parts.v[i].shown)
			continue;
		if (bounds_cut(text, 2 * BOUND_TEXT - at))
			flaw_add(&m->flaws, a, STR("a text is too long"));
		if (text->n)
			memcpy(out + at, text->p, text->n);
		*text = str_make(out + at, text->n);
		at += text->n;
		if (text->n && out[at - 1] != '\n' && at < 2 * BOUND_TEXT)
			out[at++] = '\n';
	}
	m->text = str_make(out, at);
}

static enum line_who part_who(const struct part *part)
{
	if (part->forwarded)
		return LINE_FORWARD;
	return part->attachment ? LINE_ATTACHMENT : LINE_AUTHOR;
}

static void read_lines(struct message *m, struct arena *a)
{
	unsigned int flags = 0;

	if (!str_is_none(m->in_reply_to) || m->references.nr ||
	    str_starts_i(m->subject, STR("Re:")))
		flags |= QUOTE_REPLY;
	if (m->scraped)
		flags |= QUOTE_SCRAPED;
	for (size_t i = 0; i < m->parts.nr; i++) {
		struct part *part = &m->parts.v[i];
		size_t before = m->lines.nr;

		if (!part->shown)
			continue;
		if (!quote_lines(&m->lines, a, part->text, i, part_who(part),
				 flags))
			flaw_add(&m->flaws, a, STR("too many lines"));
		if (m->lines.nr > before) {
			part->line_first = (unsigned int)before + 1;
			part->line_last = (unsigned int)m->lines.nr;
		}
	}
}

void body_read(struct message *m, struct arena *a, struct str body)
{
	struct mime_leaf_list leaves = { 0 };

	mime_walk(&leaves, a, &m->headers, body, false, &m->flaws);
	for (size_t i = 0; i < leaves.nr && m->parts.nr < BOUND_PARTS; i++)
		read_leaf(m, a, &leaves, i);
	join(m, a);
	read_lines(m, a);
}

void body_read_bare(struct message *m, struct arena *a, struct str text)
{
	struct part *part = list_add(a, &m->parts);
	struct mime_leaf leaf = { .type.type = STR("text/plain") };

	part->type = leaf.type.type;
	part->text = to_text(m, a, &leaf, text);
	part->shown = true;
	join(m, a);
	read_lines(m, a);
}
