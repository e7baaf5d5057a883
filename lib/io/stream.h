/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The connection between libetpan, which speaks IMAP, and libcurl, which has
 * connected, verified the server and logged in (libetpan verifies nothing).
 *
 * An operation begins with bounds on time and on what may come in.  libetpan
 * bounds neither: its timeout is for one read, and it takes whatever length a
 * server announces.  When a bound is passed or the connection ends, all that
 * follows fails at once, and @state says why.
 */
#ifndef STREAM_H
#define STREAM_H

#include "base/err.h"

#include <curl/curl.h>
#include <libetpan/mailstream.h>

enum stream_state {
	STREAM_OPEN,
	STREAM_CUT,	/* the connection has ended; @code says more */
	STREAM_LATE,	/* the deadline has passed */
	STREAM_FLOOD,	/* the server sends more than was asked for */
};

/* Of one operation. */
struct stream_bounds {
	int64_t ms;		/* all together */
	int64_t silence_ms;	/* without a byte */
	uint64_t lines;		/* bytes outside of literals */
	uint64_t literal;	/* bytes of one literal */
	uint64_t literals;	/* of all of them */
};

struct stream {
	CURL *easy;
	curl_socket_t fd;
	enum stream_state state;
	CURLcode code;
	int64_t deadline;	/* of the operation */
	int64_t patience;	/* until the next byte */
	struct stream_bounds left;
	uint64_t literal;	/* bytes of it that are still to come */
	char tail[24];		/* the end of the line that is under way */
	size_t tail_n;
	size_t depth;		/* "(" without ")" in the line so far */
	bool greeted;
};

/*
 * @easy has been connected with CURLOPT_CONNECT_ONLY; it and @s outlive what
 * is returned.  The first line that is read from it is made up here, since
 * libcurl has read the server's: "* PREAUTH", somebody is logged in.
 */
mailstream *stream_open(struct stream *s, CURL *easy) __must_check;

void stream_begin(struct stream *s, const struct stream_bounds *bounds);

/* What has come, without waiting: how many bytes, 0 for none, -1: ended. */
ssize_t stream_peek(struct stream *s, char *buf, size_t size);

#endif
