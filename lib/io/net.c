// SPDX-License-Identifier: GPL-2.0-only
#include "io/net.h"

#include "base/str.h"

#define TLS_FIRST	"the certificate "
#define AGAIN		"it is tried again with the next poll"

/* --- the handle ---------------------------------------------------------- */

CURL *net_easy(const struct net_rules *rules, const char *protocols,
	       char *text)
{
	CURL *easy = curl_easy_init();

	if (!easy)
		mem_exhausted();
	*text = '\0';
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, text);
	/* so that net_error() finds it again */
	curl_easy_setopt(easy, CURLOPT_PRIVATE, text);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	if (rules->ca_file) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, rules->ca_file);
		/* or curl would trust the system's as well */
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(easy, CURLOPT_USERAGENT, rules->user_agent);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)rules->connect_seconds * 1000);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
			 ((long)rules->connect_seconds +
			  (long)rules->answer_seconds) * 1000);
	return easy;
}

/* --- certificates -------------------------------------------------------- */

/* Of gnutls_certificate_status_t, which libcurl hands through. */
#define STATUS_REVOKED		(1 << 5)
#define STATUS_NO_SIGNER	(1 << 6)
#define STATUS_BAD_SIGNER	(1 << 7)
#define STATUS_WEAK		(1 << 8)
#define STATUS_EARLY		(1 << 9)
#define STATUS_EXPIRED		(1 << 10)

/* The first that holds is said. */
static const struct doubt {
	long status;
	const char *what, *mend;
} doubts[] = {
	{ STATUS_EXPIRED, "has expired",
	  "the server's operator must renew it; is the clock of this machine right?" },
	{ STATUS_EARLY, "is not valid yet",
	  "is the clock of this machine right?" },
	{ STATUS_REVOKED, "was revoked", "ask the server's operator" },
	{ STATUS_BAD_SIGNER, "was signed by one who is no CA",
	  "ask the server's operator" },
	{ STATUS_WEAK, "is signed with a weak algorithm",
	  "the server's operator must renew it" },
	{ STATUS_NO_SIGNER, "was issued by a CA that is not trusted",
	  "if it is the right server, name its CA with \"ca_file\"" },
};

/* The first value of @name in what the server showed as its own certificate. */
static struct str cert_field(CURL *easy, struct str name)
{
	struct curl_certinfo *info = NULL;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) || !info ||
	    info->num_of_certs < 1)
		return STR_NONE;
	for (struct curl_slist *l = info->certinfo[0]; l; l = l->next) {
		struct str line = str_from(l->data);

		if (str_skip(&line, name))
			return line;
	}
	return STR_NONE;
}

static int bad_certificate(struct err *err, const char *where, CURL *easy,
			   struct str text)
{
	struct str subject = cert_field(easy, STR("Subject:"));
	struct str issuer = cert_field(easy, STR("Issuer:"));
	long status = 0;

	if (str_has(text, STR("does not match")))
		return err_set(err, ERR_SOURCE, "%s: " TLS_FIRST
			       "is that of another host, %.*s (use the name that the certificate is for)",
			       where, STR_ARG(str_sub(subject, 0, 100)));
	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &status);
	if (status & STATUS_NO_SIGNER && !(status & STATUS_EXPIRED) &&
	    subject.n && str_eq(subject, issuer))
		return err_set(err, ERR_SOURCE, "%s: " TLS_FIRST
			       "is signed by itself (if it is the right server, name this certificate with \"ca_file\")",
			       where);
	for (size_t i = 0; i < ARRAY_SIZE(doubts); i++)
		if (status & doubts[i].status)
			return err_set(err, ERR_SOURCE, "%s: " TLS_FIRST
				       "%s (%s)", where, doubts[i].what,
				       doubts[i].mend);
	return err_set(err, ERR_SOURCE, "%s: " TLS_FIRST
		       "cannot be verified: %.*s (ask the server's operator)",
		       where, STR_ARG(text));
}

/*
 * The handshake ends in one code whether the network failed or the two could
 * not agree; only curl's text tells.
 */
static int bad_handshake(struct err *err, const char *where, struct str text)
{
	static const struct str lasting[] = {
		STR("fatal alert"), STR("version"), STR("cipher"),
		STR("algorithm"), STR("key exchange"), STR("prime"),
	};

	if (str_has(text, STR("unexpected TLS packet")))
		return err_set(err, ERR_SOURCE,
			       "%s: the server does not speak TLS on this port (check \"port\" and \"tls\")",
			       where);
	for (size_t i = 0; i < ARRAY_SIZE(lasting); i++)
		if (str_has(text, lasting[i]))
			return err_set(err, ERR_SOURCE,
				       "%s: no common kind of TLS: %.*s (TLS 1.2 is the oldest that is spoken here)",
				       where, STR_ARG(text));
	return err_set(err, ERR_BUSY,
		       "%s: the connection was cut while TLS began: %.*s (" AGAIN ")",
		       where, STR_ARG(text));
}

/* --- all the others ------------------------------------------------------ */

static const struct failure {
	CURLcode code;
	enum err_code severity;
	const char *what, *mend;
} failures[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_BUSY, "no address for this name",
	  "check the name and the network" },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_BUSY, "no address for the proxy",
	  "check the name in the environment and the network" },
	{ CURLE_COULDNT_CONNECT, ERR_BUSY, "cannot be reached",
	  "check host, port and network" },
	{ CURLE_OPERATION_TIMEDOUT, ERR_BUSY, "no answer in time", AGAIN },
	{ CURLE_GOT_NOTHING, ERR_BUSY, "the connection was cut", AGAIN },
	{ CURLE_SEND_ERROR, ERR_BUSY, "the connection was cut", AGAIN },
	{ CURLE_RECV_ERROR, ERR_BUSY, "the connection was cut", AGAIN },
	{ CURLE_PARTIAL_FILE, ERR_BUSY, "the answer was cut short", AGAIN },
	{ CURLE_BAD_CONTENT_ENCODING, ERR_BUSY,
	  "the answer cannot be unpacked", AGAIN },
	{ CURLE_WEIRD_SERVER_REPLY, ERR_BUSY,
	  "the server does not answer as it should", AGAIN },
	{ CURLE_REMOTE_ACCESS_DENIED, ERR_SOURCE, "access was denied",
	  "check user and rights" },
	{ CURLE_LOGIN_DENIED, ERR_SOURCE, "login was refused",
	  "check user and password" },
	{ CURLE_USE_SSL_FAILED, ERR_SOURCE, "the server offers no STARTTLS",
	  "nothing is sent in the clear; check \"port\" and \"tls\"" },
	{ CURLE_SSL_CACERT_BADFILE, ERR_SOURCE,
	  "the CA certificates cannot be read", "check \"ca_file\"" },
	{ CURLE_TOO_MANY_REDIRECTS, ERR_SOURCE, "too many redirects",
	  "check \"url\"" },
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_SOURCE,
	  "a protocol that is not spoken here", "check \"url\"" },
	{ CURLE_URL_MALFORMAT, ERR_SOURCE, "is no address", "check \"url\"" },
};

/* "HOST:PORT", without user and path; "server" when there is none. */
static void name_server(char *out, size_t size, CURL *easy)
{
	CURLU *u = curl_url();
	char *host = NULL, *port = NULL;
	const char *url = NULL;

	snprintf(out, size, "server");
	if (!curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url) && url &&
	    u && !curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) &&
	    !curl_url_get(u, CURLUPART_HOST, &host, 0) &&
	    !curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT))
		snprintf(out, size, "%s:%s", host, port);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(u);
}

int net_error(struct err *err, CURL *easy, CURLcode code)
{
	struct str text;
	char *words = NULL, where[280];

	name_server(where, sizeof(where), easy);
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &words);
	if (!words || !*words)
		text = str_from(curl_easy_strerror(code));
	else
		text = str_from(words);
	text = str_sub(text, 0, 200);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return bad_certificate(err, where, easy, text);
	if (code == CURLE_SSL_CONNECT_ERROR)
		return bad_handshake(err, where, text);
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++)
		if (failures[i].code == code)
			return err_set(err, failures[i].severity,
				       "%s: %s: %.*s (%s)", where,
				       failures[i].what, STR_ARG(text),
				       failures[i].mend);
	return err_set(err, ERR_BUSY, "%s: %.*s (" AGAIN ")", where,
		       STR_ARG(text));
}
