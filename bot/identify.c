// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <git2.h>

#include "identify.h"

#include "base/percent.h"
#include "mail/date.h"
#include "mail/header.h"
#include "mail/msgid.h"

/* A header is shorter; it is read outside of the children. */
#define HEADER_MAX	((size_t)256 << 10)

/* The raw value of a header field; STR_NONE when there is none. */
static struct str field(struct arena *a, struct str bytes, const char *name)
{
	struct str rest = str_sub(bytes, 0, HEADER_MAX);
	struct header_list headers = { 0 };
	struct str_list flaws = { 0 };
	const struct header *h;

	if (!header_is_mail(rest))
		return STR_NONE;
	header_list_parse(&headers, a, &rest, &flaws);
	h = header_find(&headers, name);
	return h ? h->raw : STR_NONE;
}

struct str identify(struct arena *a, struct str bytes)
{
	struct str raw = field(a, bytes, "Message-ID"), id = STR_NONE;
	git_oid hash;

	if (!str_is_none(raw))
		id = msgid_first(a, raw);
	if (id.n)
		return id;
	git_odb_hash(&hash, bytes.p, bytes.n, GIT_OBJECT_BLOB);
	return str_printf(a, "blob:%s", git_oid_tostr_s(&hash));
}

int64_t identify_date(struct arena *a, struct str bytes)
{
	struct str raw = field(a, bytes, "Date");

	return str_is_none(raw) ? TIME_NONE : date_parse(str_fold(a, raw));
}

/* The part of a public-inbox URL that holds an @ is the id. */
static struct str id_of_url(struct arena *a, struct str url)
{
	struct str part;

	while (str_split(&url, '/', &part)) {
		part = percent_decode(a, part);
		if (str_chr(part, '@') > 0)
			return part;
	}
	return STR_NONE;
}

struct str identify_base(struct arena *a, const char *text)
{
	struct str url = str_trim(str_from(text)), rest = url, part;

	if (!str_skip(&rest, STR("https://")) && !str_skip(&rest, STR("http://")))
		return STR_NONE;
	str_split(&rest, '/', &part);		/* the host */
	while (rest.n) {
		size_t before = (size_t)(rest.p - url.p);

		str_split(&rest, '/', &part);
		if (str_chr(percent_decode(a, part), '@') > 0)
			return str_sub(url, 0, before);
	}
	return STR_NONE;
}

struct str identify_text(struct arena *a, const char *text)
{
	struct str s = str_trim(str_from(text));

	if (str_skip(&s, STR("https://")) || str_skip(&s, STR("http://"))) {
		str_split(&s, '/', &(struct str){ 0 });	/* the host */
		s = id_of_url(a, s);
	} else if (!str_skip(&s, STR("mid:"))) {
		str_skip(&s, STR("id:"));
	}
	if (s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
		s = str_sub(s, 1, s.n - 2);
	if (str_starts(s, STR("blob:")))
		return s;
	return str_chr(s, '@') > 0 && msgid_usable(s) ? s : STR_NONE;
}
