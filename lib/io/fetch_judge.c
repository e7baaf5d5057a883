// SPDX-License-Identifier: GPL-2.0-only
#include "io/fetch_judge.h"

#include <inttypes.h>

#define HOUR		INT64_C(3600)
#define REST_MAX	(24 * HOUR)	/* a server cannot ask for more */
#define CHALLENGE_REST	(6 * HOUR)
#define PAGE_REST	HOUR

static const struct {
	enum fetch_kind kind;
	const char *type;
} types[] = {
	{ FETCH_TEXT, "text/plain" },
	{ FETCH_TEXT, "message/rfc822" },
	{ FETCH_TEXT, "application/mbox" },
	{ FETCH_TEXT, "text/x-mbox" },
	{ FETCH_ATOM, "application/atom+xml" },
	{ FETCH_ATOM, "application/xml" },
	{ FETCH_ATOM, "text/xml" },
	{ FETCH_GZIP, "application/gzip" },
	{ FETCH_GZIP, "application/x-gzip" },
	{ FETCH_GZIP, "application/octet-stream" },
};

/* What pages say that let only browsers pass; in any case of letters. */
static const char *const challenges[] = {
	"making sure you",	/* "... you're not a bot!", Anubis */
	"anubis_challenge",
	"/.within.website/",
	"checking your browser",	/* Cloudflare and others */
	"<title>just a moment",
	"cf-chl-",
	"verify you are human",
	"ddos protection by",
};

void fetch_take_type(struct fetch_answer *answer, struct str content_type)
{
	struct str type = content_type;
	size_t n = 0;

	str_split(&content_type, ';', &type);
	type = str_trim(type);
	for (size_t i = 0; i < type.n && n + 1 < sizeof(answer->type_room); i++)
		if (type.p[i] > ' ' && type.p[i] < 0x7f)
			answer->type_room[n++] = to_lower(type.p[i]);
	answer->type = str_make(answer->type_room, n);
}

bool fetch_expected(const struct fetch_answer *answer, enum fetch_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (types[i].kind == kind &&
		    str_eq(answer->type, str_from(types[i].type)))
			return answer->status == 200;
	return false;
}

static bool is_html(const struct fetch_answer *answer)
{
	return str_eq(answer->type, STR("text/html")) ||
	       str_eq(answer->type, STR("application/xhtml+xml"));
}

static bool is_challenge(const struct fetch_answer *answer)
{
	struct str head = str_sub(answer->body, 0, (size_t)64 << 10);

	if (!is_html(answer))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(challenges); i++)
		if (str_find_i(head, str_from(challenges[i])) >= 0)
			return true;
	return false;
}

static enum fetch_state state_of(const struct fetch_answer *answer)
{
	if (is_challenge(answer))
		return FETCH_CHALLENGE;
	switch (answer->status) {
	case 200:
		return is_html(answer) ? FETCH_PAGE : FETCH_ODD;
	case 404:
	case 410:
		return FETCH_NONE;
	case 429:
	case 503:
		return FETCH_LATER;
	case 501:
		return FETCH_UNABLE;
	default:
		return FETCH_ODD;
	}
}

void fetch_judge(struct fetch_answer *answer, int64_t retry_after)
{
	answer->state = state_of(answer);
	answer->rest = MAX(retry_after, INT64_C(0));
	if (answer->state == FETCH_CHALLENGE)
		answer->rest = MAX(answer->rest, CHALLENGE_REST);
	else if (answer->state == FETCH_PAGE)
		answer->rest = MAX(answer->rest, PAGE_REST);
	answer->rest = MIN(answer->rest, REST_MAX);
}

static int refused_status(const struct fetch_answer *answer, struct err *err)
{
	if (answer->status == 200)
		return err_set(err, ERR_SOURCE, "the server answered with %s, which is not what was asked for (is this a public-inbox server?)",
			       answer->type.n ? answer->type.p : "something without a type");
	if (answer->status >= 500)
		return err_set(err, ERR_BUSY, "the server failed (status %ld)",
			       answer->status);
	return err_set(err, ERR_SOURCE, "the server refused to answer (status %ld)",
		       answer->status);
}

int fetch_refused(const struct fetch_answer *answer, struct err *err)
{
	switch (answer->state) {
	case FETCH_NONE:
		return err_set(err, ERR_SOURCE, "there is no such thing on the server (status %ld; check the URL)",
			       answer->status);
	case FETCH_UNABLE:
		return err_set(err, ERR_SOURCE, "the server does not have that service (status %ld)",
			       answer->status);
	case FETCH_LATER:
		if (answer->rest)
			return err_set(err, ERR_BUSY, "the server asks to wait for %" PRId64 " seconds (status %ld)",
				       answer->rest, answer->status);
		return err_set(err, ERR_BUSY, "the server asks to come again later (status %ld)",
			       answer->status);
	case FETCH_CHALLENGE:
		return err_set(err, ERR_SOURCE, "the server lets only browsers pass (status %ld, a challenge to robots); it is left alone for %" PRId64 " hours (name a contact in the configuration, or read the git repositories of the list)",
			       answer->status, answer->rest / HOUR);
	case FETCH_PAGE:
		return err_set(err, ERR_SOURCE, "the server answered with a web page (is this the URL of a list of a public-inbox server?)");
	default:
		return refused_status(answer, err);
	}
}
