// SPDX-License-Identifier: GPL-2.0-only
#include "mail/message.h"

#include "mail/body.h"
#include "mail/bounds.h"
#include "mail/charset.h"
#include "mail/date.h"
#include "mail/header.h"
#include "mail/msgid.h"
#include "mail/scraped.h"

static struct str raw_of(const struct message *m, const char *name)
{
	const struct header *h = header_find(&m->headers, name);

	return h ? h->raw : STR_NONE;
}

struct str message_header(const struct message *m, const char *name)
{
	const struct header *h = header_find(&m->headers, name);

	return h ? h->value : STR_NONE;
}

/* The raw value, cut: encoded words must not be decoded before the commas. */
static void read_addresses(struct message *m, struct arena *a,
			   const char *name, struct address_list *out)
{
	struct str raw = raw_of(m, name);

	if (bounds_cut(&raw, BOUND_HEADER_BYTES * 4))
		flaw_add(&m->flaws, a, STR("a header field is too long"));
	address_list_parse(out, a, raw);
}

/*
 * "Last, First <a@b>" without the quotes that it needs, and the bare
 * "Last, First" of an archive's page, are one person in a From.
 */
static void join_names(struct address_list *from, struct arena *a)
{
	struct address one;
	size_t i;

	for (i = 0; i < from->nr; i++)
		if (from->v[i].addr.n)
			break;
	if (from->nr < 2 || from->nr > 4 || i + 1 < from->nr)
		return;
	one = from->v[from->nr - 1];
	for (i = from->nr - 1; i-- > 0;)
		one.name = str_printf(a, "%.*s, %.*s",
				      STR_ARG(from->v[i].name),
				      STR_ARG(one.name));
	from->v[0] = one;
	from->nr = 1;
}

/* These must stand there once (RFC 5322 section 3.6); the first one counts. */
static void note_doubles(struct message *m, struct arena *a)
{
	static const char *const once[] = {
		"From", "Subject", "Message-ID", "Date", "In-Reply-To",
		"References", "Content-Type", "Reply-To",
	};

	for (size_t i = 0; i < ARRAY_SIZE(once); i++) {
		const struct header *h = header_find(&m->headers, once[i]);

		for (size_t k = 0; h && k < m->headers.nr; k++)
			if (&m->headers.v[k] > h &&
			    str_eq_i(m->headers.v[k].name, h->name))
				flaw_add(&m->flaws, a,
					 str_printf(a, "more than one %s",
						    once[i]));
	}
}

static void read_header(struct message *m, struct arena *a)
{
	struct str date = message_header(m, "Date");

	m->message_id = msgid_first(a, raw_of(m, "Message-ID"));
	m->in_reply_to = msgid_first(a, raw_of(m, "In-Reply-To"));
	if (msgid_list(&m->references, a, raw_of(m, "References")))
		flaw_add(&m->flaws, a, STR("too many References"));
	m->subject = message_header(m, "Subject");
	read_addresses(m, a, "From", &m->from);
	join_names(&m->from, a);
	read_addresses(m, a, "To", &m->to);
	read_addresses(m, a, "Cc", &m->cc);
	m->date = date_parse(date);
	if (date.n && m->date == TIME_NONE)
		flaw_add(&m->flaws, a, STR("the date cannot be read"));
	note_doubles(m, a);
}

/* "'Some One' via some-list" */
static bool via_list(const struct address *from, struct str *name)
{
	ptrdiff_t via = str_find(from->name, STR(" via "));

	if (via <= 0)
		return false;
	*name = str_trim(str_sub(from->name, 0, (size_t)via));
	if (name->n > 2 && *name->p == '\'' && name->p[name->n - 1] == '\'')
		*name = str_sub(*name, 1, name->n - 2);
	return true;
}

/* The first address in field @name that is not the list's own. */
static bool other_address(const struct message *m, struct arena *a,
			  const char *name, struct str not_this,
			  struct address *out)
{
	struct address_list list = { 0 };

	address_list_parse(&list, a, raw_of(m, name));
	for (size_t i = 0; i < list.nr; i++) {
		if (!list.v[i].addr.n || address_same(list.v[i].addr, not_this))
			continue;
		*out = list.v[i];
		return true;
	}
	return false;
}

/* A "From: Some One <a@b>" as the first text of the body. */
static bool body_from(const struct message *m, struct arena *a,
		      struct address *out)
{
	for (size_t i = 0; i < m->lines.nr; i++) {
		struct str s = m->lines.v[i].raw;
		struct address_list list = { 0 };

		if (!str_trim(s).n)
			continue;
		if (!str_skip(&s, STR("From:")))
			return false;
		address_list_parse(&list, a, str_sub(s, 0, 1000));
		if (!list.nr || !list.v[0].addr.n)
			return false;
		*out = list.v[0];
		return true;
	}
	return false;
}

static void find_sender(struct message *m, struct arena *a)
{
	struct str name = STR_NONE;
	struct address person;

	if (!m->from.nr)
		return;
	m->sender = m->from.v[0];
	if (!via_list(&m->sender, &name))
		return;
	if (other_address(m, a, "X-Original-From", m->sender.addr, &person) ||
	    other_address(m, a, "Reply-To", m->sender.addr, &person) ||
	    body_from(m, a, &person)) {
		m->sender = person;
		if (!person.name.n)
			m->sender.name = name;
	} else {
		m->sender.name = name;
	}
}

/* Without a byte order mark and empty lines, which editors put in front. */
static struct str skip_front(struct str raw)
{
	str_skip(&raw, STR("\xef\xbb\xbf"));
	while (raw.n && (*raw.p == '\n' || *raw.p == '\r'))
		raw = str_from_off(raw, 1);
	return raw;
}

int message_parse(struct message *m, struct arena *a, struct str raw,
		  struct str origin, struct err *err)
{
	struct str body = skip_front(raw);

	*m = (struct message){ .raw = raw, .origin = origin, .date = TIME_NONE };
	if (!str_trim(body).n)
		return err_set(err, ERR_MSG, "%.*s: is empty (expected a mail or a text)",
			       STR_ARG(origin));
	m->bare = !header_is_mail(body);
	if (m->bare)
		body = raw;
	if (m->bare && charset_is_binary(raw))
		return err_set(err, ERR_MSG, "%.*s: is no text (unpack it first)",
			       STR_ARG(origin));
	if (m->bare)
		m->scraped = scraped_header(&m->headers, a, &body);
	else
		header_list_parse(&m->headers, a, &body, &m->flaws);
	read_header(m, a);
	if (!m->bare)
		m->scraped = scraped_looks_so(m);
	if (m->bare)
		body_read_bare(m, a, body);
	else
		body_read(m, a, body);
	find_sender(m, a);
	return 0;
}

struct str message_subject_base(const struct message *m)
{
	static const struct str prefixes[] = {
		STR("Re:"), STR("Fwd:"), STR("Fw:"), STR("AW:"), STR("WG:"),
		STR("SV:"), STR("VS:"), STR("Antw:"), STR("Betreff:"),
		STR("RES:"), STR("Odp:"), STR("Re :"), STR("TR:"),
		STR("\xe5\x9b\x9e\xe5\xa4\x8d:"),
		STR("\xe5\x9b\x9e\xe5\xa4\x8d\xef\xbc\x9a"),
	};
	struct str s = str_trim(m->subject), before;

	do {
		before = s;
		for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
			if (str_skip_i(&s, prefixes[i]))
				s = str_trim(s);
	} while (s.n < before.n);
	return s;
}
