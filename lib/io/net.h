/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all clients of this program keep to when they talk to a server: whom
 * they trust, how long they wait, who they say they are.  libcurl makes every
 * connection, so that there is one TLS policy (certificate and host name are
 * always verified), one way through proxies (the environment's, as with curl)
 * and one vocabulary of errors.
 *
 * This is no HTTP client and no IMAP client; those are made of it.
 */
#ifndef NET_H
#define NET_H

#include <curl/curl.h>

#include "base/err.h"

struct net_rules {
	const char *user_agent;	/* "regbot/0.1.0 (+mailto:me@kernel.example)" */
	const char *ca_file;	/* PEM; NULL: what the system trusts */
	unsigned int connect_seconds;	/* until the server has greeted */
	unsigned int answer_seconds;	/* for one whole answer */
	/*
	 * No HTTP request before this time of clock_ms(): a server that is
	 * asked by several clients of a program gets its pause from all of
	 * them.  NULL: each client has its own.
	 */
	int64_t *quiet_until;
};

DEFINE_FREE(curl, CURL *, curl_easy_cleanup(*p))

/*
 * A handle that keeps to @rules and speaks @protocols ("https,http") and no
 * others.  It belongs to the caller; what @rules points to is not needed
 * afterwards.  @text has room for CURL_ERROR_SIZE and lives as long as the
 * handle: net_error() reads it.  Redirects are not followed.
 *
 * One request may take @connect_seconds and @answer_seconds together, whatever
 * comes in; set CURLOPT_TIMEOUT_MS anew for another bound.
 */
CURL *net_easy(const struct net_rules *rules, const char *protocols,
	       char *text) __must_check;

/*
 * What @code, the failure of the last request on @easy, means: one line,
 * "HOST:PORT: what (how to mend it)".  Yields ERR_SOURCE where a person must
 * do something (certificates, login, a wrong port), ERR_BUSY where time
 * helps; a code that says nothing of either kind counts as the latter.
 */
int net_error(struct err *err, CURL *easy, CURLcode code);

#endif
