// SPDX-License-Identifier: GPL-2.0-only
#include "mail/header.h"

#include "mail/bounds.h"
#include "mail/charset.h"
#include "mail/encoded_word.h"

/* The name in front of the colon; STR_NONE when the line is no field. */
static struct str field_name(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7f &&
	       line.p[n] != ':')
		n++;
	if (!n)
		return STR_NONE;
	for (size_t i = n; i < line.n; i++) {
		if (line.p[i] == ':')
			return str_sub(line, 0, n);
		if (!is_blank(line.p[i]))	/* "Subject : x" is obsolete */
			break;
	}
	return STR_NONE;
}

/* A field and the lines that continue it. */
static struct header take_field(struct str *rest, struct str name)
{
	struct str whole = *rest, line = whole;
	size_t colon = (size_t)str_chr(whole, ':'), end;

	do {
		str_line(rest, &line);
	} while (rest->n && is_blank(*rest->p));
	end = str_offset(whole, line) + line.n;
	return (struct header){
		.name = name,
		.raw = str_trim(str_sub(whole, colon + 1, end - colon - 1)),
	};
}

void header_list_parse(struct header_list *out, struct arena *a,
		       struct str *rest, struct str_list *flaws)
{
	struct str line, peek;

	while (rest->n) {
		struct str name = field_name(*rest);
		struct str before = *rest;

		if (!str_is_none(name)) {
			struct header h = take_field(rest, name);

			if (out->nr == BOUND_HEADERS) {
				flaw_add(flaws, a, STR("too many header fields"));
				continue;
			}
			h.value = header_decode(a, h.raw, flaws);
			*list_add(a, out) = h;
			continue;
		}
		str_line(rest, &line);
		if (!line.n)
			return;
		if (str_starts(line, STR("--"))) {	/* the next part */
			*rest = before;
			return;
		}
		if (str_starts(line, STR("From ")) ||
		    str_starts(line, STR(">From ")))
			continue;
		peek = *rest;
		if (str_is_none(field_name(peek)) && !is_blank(*line.p)) {
			*rest = before;
			flaw_add(flaws, a, STR("header without an empty line behind it"));
			return;
		}
		flaw_add(flaws, a, STR("a header line that is no field"));
	}
}

/* A text is a mail when these stand in its first lines. */
static bool known_field(struct str name)
{
	static const struct str known[] = {
		STR("From"), STR("Subject"), STR("Date"), STR("Message-ID"),
		STR("To"), STR("Received"), STR("Return-Path"),
		STR("Delivered-To"), STR("MIME-Version"), STR("Reply-To"),
		STR("Content-Type"), STR("X-Mailing-List"), STR("Sender"),
		STR("DKIM-Signature"), STR("ARC-Seal"), STR("X-Received"),
		STR("Cc"), STR("X-Original-To"), STR("X-Gm-Message-State"),
		STR("In-Reply-To"), STR("References"), STR("List-Id"),
		STR("Content-Transfer-Encoding"), STR("Envelope-to"),
		STR("X-Spam-Checker-Version"), STR("Authentication-Results"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (str_eq_i(name, known[i]))
			return true;
	return false;
}

bool header_is_mail(struct str text)
{
	struct str rest = text, line;
	size_t known = 0, other = 0;

	if (str_starts(rest, STR("From ")) || str_starts(rest, STR(">From ")))
		str_line(&rest, &line);
	for (size_t i = 0; rest.n && i < 64; i++) {
		struct str name = field_name(rest);

		if (str_is_none(name)) {
			str_line(&rest, &line);
			return known && (!line.n || known > 1) &&
			       other < known * 4;
		}
		if (known_field(name))
			known++;
		else if (str_chr(name, '-') < 0)
			/* a log may have a "From:" further down */
			other += known ? 1 : 4;
		take_field(&rest, name);
	}
	return known && other < known * 4;
}

const struct header *header_find(const struct header_list *list,
				 const char *name)
{
	struct str want = str_from(name);

	for (size_t i = 0; i < list->nr; i++)
		if (str_eq_i(list->v[i].name, want))
			return &list->v[i];
	return NULL;
}

/* Control characters, folds among them, become one blank each. */
static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

static struct str one_line(struct arena *a, struct str s)
{
	char *c;
	size_t n = 0;

	if (!has_control(s))
		return s;
	c = str_c(a, s);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		/* the line end goes, the blank behind it stays */
		if (s.p[i] == '\n' && i + 1 < s.n && is_blank(s.p[i + 1]))
			continue;
		c[n++] = (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ?
			 ' ' : s.p[i];
	}
	return str_trim(str_make(c, n));
}

struct str header_decode(struct arena *a, struct str raw,
			 struct str_list *flaws)
{
	unsigned int flags = 0;
	struct str s;

	if (raw.n > BOUND_HEADER_BYTES) {
		raw.n = BOUND_HEADER_BYTES;
		flaw_add(flaws, a, STR("a header field is too long"));
	}
	s = one_line(a, raw);
	s = charset_to_utf8(a, s, STR_NONE, &flags);
	if (str_has(s, STR("=?")))
		s = one_line(a, encoded_word_decode(a, s, &flags));
	if (flags)
		flaw_add(flaws, a, STR("a header field is not in its charset"));
	return s;
}
