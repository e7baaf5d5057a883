/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A client for one HTTP server that asks politely: one request at a time, a
 * pause between two, packed answers, its own name.  What a server answers is
 * bounded and believed only when it arrived whole; what packs it is verified.
 * A server that asks to wait, or that wants to see a browser, is left alone:
 * that is said and never worked around.
 */
#ifndef FETCH_H
#define FETCH_H

#include "base/buf.h"
#include "base/err.h"
#include "io/net.h"

struct fetch;

/* What is asked for; an answer of another type is FETCH_PAGE or FETCH_ODD. */
enum fetch_kind {
	FETCH_TEXT,	/* text/plain, a mail */
	FETCH_ATOM,	/* application/atom+xml */
	FETCH_GZIP,	/* application/gzip; handed out unpacked */
};

enum fetch_state {
	FETCH_FOUND,
	FETCH_NONE,		/* 404, 410 */
	FETCH_UNABLE,		/* 501: this server has no such service */
	FETCH_LATER,		/* 429, 503 */
	FETCH_CHALLENGE,	/* a page that lets only browsers pass */
	FETCH_PAGE,		/* some other web page, where none was due */
	FETCH_ODD,		/* any other status or type */
};

struct fetch_request {
	const char *url;
	enum fetch_kind kind;
	bool cut;		/* keep the first @max bytes of a longer body */
	size_t max;		/* of the body, unpacked */
};

struct fetch_answer {
	enum fetch_state state;
	long status;
	/*
	 * Seconds for which the server is to be left alone: what it asked for,
	 * a day at most, or hours after a challenge; 0: nothing was said.
	 */
	int64_t rest;
	struct str type;	/* "text/html", in lower case */
	bool cut;		/* the body was longer */
	struct str body;	/* unpacked; of an error page its beginning */
	char type_room[64];
};

/*
 * @pause_ms lies between the end of one answer and the next request.  What
 * @net points to must outlive the client, which belongs to the caller.
 */
struct fetch *fetch_new(const struct net_rules *net, uint64_t pause_ms)
	__must_check;
void fetch_free(struct fetch *f);

/*
 * Asks, and yields 0 when the server answered, whatever it was: see
 * answer->state.  The body is valid until the next question.  ERR_BUSY when
 * there was no whole answer in time, ERR_SOURCE when the server cannot be
 * trusted (its certificate), sends too much or redirects to where nobody
 * should go.
 */
int fetch_ask(struct fetch *f, const struct fetch_request *request,
	      struct fetch_answer *answer, struct err *err);

/* An answer that is not FETCH_FOUND as an error, for who cannot go on. */
int fetch_refused(const struct fetch_answer *answer, struct err *err);

/* How many requests were made, redirects among them. */
uint64_t fetch_requests(const struct fetch *f);

DEFINE_FREE(fetch, struct fetch *, fetch_free(*p))

#endif
