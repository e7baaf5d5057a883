// SPDX-License-Identifier: GPL-2.0-only
#include "mail/scraped.h"

#include "mail/date.h"
#include "mail/header.h"

#define LABEL_LINES	16	/* as far down as labels are looked for */

enum label { SUBJECT, FROM, DATE, PASSED_OVER, NR_LABELS };

static const struct {
	struct str word;
	enum label is;
} labels[] = {
	{ STR("Subject"),		SUBJECT },
	{ STR("From"),			FROM },
	{ STR("Date"),			DATE },
	{ STR("To:"),			PASSED_OVER },
	{ STR("Cc:"),			PASSED_OVER },
	{ STR("Next message"),		PASSED_OVER },
	{ STR("Previous message"),	PASSED_OVER },
	{ STR("In reply to:"),		PASSED_OVER },
	{ STR("Messages sorted by"),	PASSED_OVER },
	{ STR("Next in thread"),	PASSED_OVER },
	{ STR("Reply"),			PASSED_OVER },
	{ STR("["),			PASSED_OVER },
};

/* "From: x", "From<TAB>x" and the glued cells of a table, "Fromx" */
static enum label label_of(struct str line, struct str *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		struct str rest = line;

		if (!str_skip(&rest, labels[i].word))
			continue;
		str_skip(&rest, STR(":"));
		*value = str_trim(rest);
		return labels[i].is;
	}
	return NR_LABELS;
}

static void add_field(struct header_list *out, struct arena *a,
		      const char *name, struct str value)
{
	struct str_list flaws = { 0 };

	*list_add(a, out) = (struct header){
		.name = str_from(name),
		.raw = value,
		.value = header_decode(a, value, &flaws),
	};
}

bool scraped_header(struct header_list *out, struct arena *a,
		    struct str *rest)
{
	struct str got[NR_LABELS + 1] = { 0 }, text = *rest, line, value;
	struct str body = text;

	for (size_t i = 0; i < LABEL_LINES && str_line(&text, &line); i++) {
		enum label is;

		line = str_trim(line);
		if (!line.n)
			continue;
		is = label_of(line, &value);
		if (is == NR_LABELS) {
			if (!str_is_none(got[FROM]) || !str_is_none(got[SUBJECT]))
				break;
			is = SUBJECT;	/* the page's title */
			value = line;
		}
		if (is == SUBJECT && !str_is_none(got[SUBJECT]) &&
		    !str_is_none(got[DATE]))
			break;		/* said twice: the body has begun */
		got[is] = value;
		body = text;
	}
	if (!got[FROM].n || !got[SUBJECT].n || got[SUBJECT].n > 400 ||
	    date_parse(got[DATE]) == TIME_NONE)
		return false;
	add_field(out, a, "Subject", got[SUBJECT]);
	add_field(out, a, "From", got[FROM]);
	add_field(out, a, "Date", got[DATE]);
	while (body.n && (*body.p == '\n' || *body.p == '\r'))
		body = str_from_off(body, 1);
	*rest = body;
	return true;
}

bool scraped_looks_so(const struct message *m)
{
	if (!str_is_none(m->message_id) || header_find(&m->headers, "Received"))
		return false;
	for (size_t i = 0; i < m->from.nr; i++)
		if (address_usable(m->from.v[i].addr))
			return false;
	return true;
}
