// SPDX-License-Identifier: GPL-2.0-only
#include "io/imap.h"

#include <inttypes.h>

#include "base/buf.h"
#include "io/imap_name.h"
#include "io/imap_session.h"

#define AGAIN		"it is tried again with the next poll"
#define NAME_MAX_BYTES	4096
/* What a slow line must bring in a second. */
#define SLOWEST		((uint64_t)32 << 10)

/* --- failures ------------------------------------------------------------ */

static int broken(struct imap *im, struct err *err, const char *what,
		  const char *more)
{
	im->broken = true;
	return err_set(err, ERR_BUSY, "%s: %s%s%.200s (" AGAIN ")",
		       im->account->host, what, more && *more ? ": " : "",
		       more ? more : "");
}

static int stream_error(struct imap *im, struct err *err)
{
	switch (im->stream.state) {
	case STREAM_LATE:
		return broken(im, err, "no answer in time", NULL);
	case STREAM_FLOOD:
		return broken(im, err, "the server sends more than was asked for",
			      NULL);
	case STREAM_CUT:
	case STREAM_OPEN:
		break;
	}
	return broken(im, err, "the connection was cut",
		      im->stream.code == CURLE_GOT_NOTHING ?
		      "the server ended it" :
		      curl_easy_strerror(im->stream.code));
}

int imap_result(struct imap *im, int r, const char *what, struct err *err)
{
	const char *said = im->session->imap_response;

	switch (r) {
	case MAILIMAP_NO_ERROR:
	case MAILIMAP_NO_ERROR_AUTHENTICATED:
	case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
		return 0;
	case MAILIMAP_ERROR_PARSE:
	case MAILIMAP_ERROR_FATAL:
	case MAILIMAP_ERROR_STREAM:
	case MAILIMAP_ERROR_MEMORY:
		break;
	default:
		if (im->stream.state != STREAM_OPEN)
			break;
		return err_set(err, ERR_SOURCE, "%s: %s%sthe server refuses: %.200s",
			       im->account->host, what ? what : "",
			       what ? ": " : "", said && *said ? said : "no reason given");
	}
	if (im->stream.state == STREAM_OPEN && r != MAILIMAP_ERROR_STREAM)
		return broken(im, err, "the server's answer is not to be understood",
			      said);
	return stream_error(im, err);
}

bool imap_is_broken(const struct imap *im)
{
	return im->broken;
}

void imap_begin(struct imap *im, uint64_t literals)
{
	/* some servers count a mail's size a bit wrong */
	uint64_t most = literals ? literals + literals / 4 +
				   ((uint64_t)1 << 20) : 0;
	int64_t answer_ms = (int64_t)im->account->net.answer_seconds * 1000;
	const struct stream_bounds bounds = {
		.ms = answer_ms + (int64_t)(literals / SLOWEST) * 1000,
		.silence_ms = answer_ms,
		.lines = IMAP_LINES_MAX,
		.literal = most,
		.literals = most,
	};

	stream_begin(&im->stream, &bounds);
}

/* --- connecting ---------------------------------------------------------- */

/*
 * libcurl hands each line through that the server says until login is done.
 * What it can do is said there unasked, which saves asking.
 */
static size_t hear(char *p, size_t size, size_t n, void *ctx)
{
	struct imap *im = ctx;
	struct str line = str_trim(str_make(p, size * n)), rest = line, word;

	if (str_has(line, STR("CAPABILITY ")))
		im->idle = str_has(line, STR(" IDLE"));
	if (str_word(&rest, &word) && word.n && *word.p != '*' &&
	    str_word(&rest, &word) && str_eq_i(word, STR("NO")))
		snprintf(im->refusal, sizeof(im->refusal), "%.*s",
			 STR_ARG(str_trim(rest)));
	return size * n;
}

/* Codes of RFC 5530 that pass with time. */
static bool passes(const char *refusal)
{
	static const struct str codes[] = {
		STR("[UNAVAILABLE]"), STR("[LIMIT]"), STR("[INUSE]"),
		STR("[SERVERBUG]"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (str_starts_i(str_from(refusal), codes[i]))
			return true;
	return false;
}

static int login_error(struct imap *im, struct err *err)
{
	const char *mend = im->account->token ? "check user and token" :
						"check user and password";

	if (passes(im->refusal))
		return err_set(err, ERR_BUSY, "%s: login is not possible now: %s (" AGAIN ")",
			       im->account->host, im->refusal);
	return err_set(err, ERR_SOURCE, "%s: login as %s was refused%s%s (%s)",
		       im->account->host, im->account->user,
		       *im->refusal ? ": " : "", im->refusal, mend);
}

static int set_url(struct imap *im, struct err *err)
{
	const struct imap_account *account = im->account;
	const char *scheme = account->tls == IMAP_TLS ? "imaps" : "imap";
	/* a bare IPv6 address has colons */
	bool bare = strchr(account->host, ':') && *account->host != '[';
	CURLU *u = curl_url();
	char port[24], host[256], *url = NULL;
	CURLUcode bad;

	snprintf(port, sizeof(port), "%" PRIu64, account->port ? account->port :
		 account->tls == IMAP_TLS ? UINT64_C(993) : UINT64_C(143));
	snprintf(host, sizeof(host), bare ? "[%s]" : "%s", account->host);
	bad = curl_url_set(u, CURLUPART_SCHEME, scheme, 0);
	if (!bad)
		bad = curl_url_set(u, CURLUPART_HOST, host, 0);
	if (!bad)
		bad = curl_url_set(u, CURLUPART_PORT, port, 0);
	if (!bad)
		bad = curl_url_set(u, CURLUPART_PATH, "/", 0);
	if (!bad)
		bad = curl_url_get(u, CURLUPART_URL, &url, 0);
	if (!bad)
		curl_easy_setopt(im->easy, CURLOPT_URL, url);
	curl_free(url);
	curl_url_cleanup(u);
	return bad ? err_set(err, ERR_SOURCE, "%s: is no name of a host (check \"host\" and \"port\")",
			     account->host) : 0;
}

static int set_login(struct imap *im, struct err *err)
{
	const struct imap_account *account = im->account;
	struct secret secret;
	int r = secret_read(&secret, &account->secret,
			    account->net.answer_seconds, err);

	if (r)
		return r;
	curl_easy_setopt(im->easy, CURLOPT_USERNAME, account->user);
	curl_easy_setopt(im->easy, account->token ? CURLOPT_XOAUTH2_BEARER :
			 CURLOPT_PASSWORD, secret.text);
	curl_easy_setopt(im->easy, CURLOPT_SASL_IR, 1L);
	secret_wipe(&secret);
	return 0;
}

static int connect_and_login(struct imap *im, struct err *err)
{
	const struct imap_account *account = im->account;
	CURL *easy = net_easy(&account->net, account->tls == IMAP_TLS ?
			      "imaps" : "imap", im->text);
	CURLcode code;
	int r;

	im->easy = easy;
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, im);
	if (account->tls == IMAP_STARTTLS)
		curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	r = set_url(im, err);
	if (!r)
		r = set_login(im, err);
	if (r)
		return r;
	code = curl_easy_perform(easy);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, NULL);
	curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, NULL);
	if (code == CURLE_LOGIN_DENIED)
		return login_error(im, err);
	return code ? net_error(err, easy, code) : 0;
}

/* libetpan reports progress to somebody, or hands out nothing before the end. */
static void no_progress(__maybe_unused size_t now, __maybe_unused size_t max,
			__maybe_unused void *ctx)
{
}

int imap_open(struct imap **out, const struct imap_account *account,
	      struct err *err)
{
	struct imap *im = mem_alloc(sizeof(*im));
	int r;

	*im = (struct imap){ .account = account };
	r = connect_and_login(im, err);
	if (!r) {
		im->session = mailimap_new(0, NULL);
		if (!im->session)
			mem_exhausted();
		mailimap_set_progress_callback(im->session, no_progress,
					       no_progress, NULL);
		imap_begin(im, 0);
		r = imap_result(im, mailimap_connect(im->session,
						     stream_open(&im->stream, im->easy)),
				NULL, err);
	}
	if (r)
		imap_close(im);
	else
		*out = im;
	return r;
}

void imap_close(struct imap *im)
{
	static const char logout[] = "bye LOGOUT\r\n";
	mailimap *session = im->session;

	if (session && session->imap_stream) {
		if (!im->broken && im->stream.state == STREAM_OPEN) {
			imap_begin(im, 0);
			mailstream_write(session->imap_stream, logout,
					 sizeof(logout) - 1);
			mailstream_flush(session->imap_stream);
		}
		mailstream_close(session->imap_stream);
		/* or mailimap_free() would wait for the answer to a LOGOUT */
		session->imap_stream = NULL;
	}
	if (session)
		mailimap_free(session);
	curl_easy_cleanup(im->easy);
	free(im);
}

/* --- folders ------------------------------------------------------------- */

int imap_examine(struct imap *im, struct str name, struct imap_folder *out,
		 struct err *err)
{
	struct buf encoded __free(buf) = { .max = NAME_MAX_BYTES };
	const struct mailimap_selection_info *info;
	char what[200];
	int r;

	imap_name_encode(&encoded, name);
	snprintf(what, sizeof(what), "folder %.*s", STR_ARG(str_sub(name, 0, 150)));
	if (encoded.overflow || !encoded.n)
		return err_set(err, ERR_SOURCE, "%s: %s: is no name of a folder (check \"folders\")",
			       im->account->host, what);
	imap_begin(im, 0);
	r = imap_result(im, mailimap_examine(im->session, encoded.p), what, err);
	if (r)
		return r;
	info = im->session->imap_selection_info;
	*out = (struct imap_folder){
		.validity = info->sel_uidvalidity,
		.next = info->sel_uidnext,
		.exists = info->sel_has_exists ? info->sel_exists : 0,
	};
	im->exists = out->exists;
	return 0;
}
