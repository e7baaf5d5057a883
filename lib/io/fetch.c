// SPDX-License-Identifier: GPL-2.0-only
#include "io/fetch.h"

#include "base/arena.h"
#include "base/clock.h"
#include "io/fetch_judge.h"
#include "io/gunzip.h"

#define REDIRECTS_MAX	5
#define ERROR_PAGE_MAX	((size_t)64 << 10)	/* of what is no answer */
#define PACKING		((size_t)64 << 10)	/* what gzip adds at the worst */
#define SLOW_BYTES	64	/* a second: slower than this for SLOW_SECONDS */
#define SLOW_SECONDS	30

struct fetch {
	CURL *curl;
	char curl_text[CURL_ERROR_SIZE];	/* for net_error() */
	struct curl_slist *headers;
	const struct net_rules *net;
	uint64_t pause_ms;
	int64_t own_quiet;
	int64_t *quiet_until;	/* of all clients, or the one above */
	uint64_t requests;
	const struct fetch_request *request;
	struct buf raw;		/* as it came */
	struct buf plain;	/* unpacked */
	bool full;		/* the ceiling was reached, reading stopped */
};

static void wait_until(int64_t when)
{
	struct timespec t = {
		.tv_sec = when / 1000,
		.tv_nsec = when % 1000 * 1000000,
	};

	while (when > clock_ms())
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static struct str header_value(const struct fetch *f, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(f->curl, name, 0, CURLH_HEADER, -1, &h))
		return STR_NONE;
	return str_trim(str_from(h->value));
}

/* Of the body as it comes; what is tiny grows when it is packed. */
static size_t raw_max(const struct fetch *f)
{
	long status = 0;

	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200)
		return ERROR_PAGE_MAX;
	if (f->request->kind == FETCH_GZIP ||
	    !str_is_none(header_value(f, "Content-Encoding")))
		return f->request->max + PACKING;
	return f->request->max;
}

/* libcurl's write callback: anything but @n ends the transfer. */
static size_t take_piece(char *p, size_t size, size_t n, void *ctx)
{
	struct fetch *f = ctx;
	size_t max = raw_max(f), room = max - MIN(f->raw.n, max);

	n *= size;
	buf_add(&f->raw, str_make(p, MIN(n, room)));
	f->full = n > room;
	return f->full ? 0 : n;
}

struct fetch *fetch_new(const struct net_rules *net, uint64_t pause_ms)
{
	struct fetch *f = mem_alloc(sizeof(*f));
	CURL *curl;

	*f = (struct fetch){ .net = net, .pause_ms = pause_ms };
	f->quiet_until = net->quiet_until ? net->quiet_until : &f->own_quiet;
	curl = net_easy(net, "https,http", f->curl_text);
	f->curl = curl;
	/*
	 * Asked for by hand: libcurl unpacks without telling when packed data
	 * end too early.
	 */
	f->headers = curl_slist_append(NULL, "Accept-Encoding: gzip");
	if (!f->headers)
		mem_exhausted();
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, f->headers);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_piece);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, f);
	buf_init(&f->raw, 0);
	buf_init(&f->plain, 0);
	return f;
}

void fetch_free(struct fetch *f)
{
	if (!f)
		return;
	curl_easy_cleanup(f->curl);
	curl_slist_free_all(f->headers);
	buf_release(&f->raw);
	buf_release(&f->plain);
	free(f);
}

uint64_t fetch_requests(const struct fetch *f)
{
	return f->requests;
}

/* --- one request --------------------------------------------------------- */

/*
 * Can one tell a whole body from one that was cut?  HTTP/1 may end a body by
 * closing the connection, which is also what a failing server does.
 */
static bool end_is_told(const struct fetch *f)
{
	curl_off_t length = -1;
	long version = 0;

	curl_easy_getinfo(f->curl, CURLINFO_HTTP_VERSION, &version);
	curl_easy_getinfo(f->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	return version >= CURL_HTTP_VERSION_2_0 || length >= 0 ||
	       !str_is_none(header_value(f, "Transfer-Encoding"));
}

static int transfer(struct fetch *f, const char *url, int64_t deadline,
		    struct err *err)
{
	CURLcode code;
	long status = 0;

	f->raw.max = MAX(f->request->max + PACKING, ERROR_PAGE_MAX);
	buf_reset(&f->raw);
	f->full = false;
	wait_until(*f->quiet_until);
	f->requests++;
	curl_easy_setopt(f->curl, CURLOPT_URL, url);
	curl_easy_setopt(f->curl, CURLOPT_TIMEOUT_MS,
			 (long)MAX(deadline - clock_ms(), (int64_t)1));
	code = curl_easy_perform(f->curl);
	*f->quiet_until = clock_ms() + (int64_t)f->pause_ms;
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	if (f->full && (status != 200 || f->request->cut))
		return 0;
	if (f->full)
		return err_set(err, ERR_SOURCE, "the answer is too long (more than %zu bytes)",
			       f->request->max);
	return code == CURLE_OK ? 0 : net_error(err, f->curl, code);
}

static int unpack_into(struct buf *out, struct fetch_answer *answer,
		       const struct fetch_request *request, struct err *err)
{
	int r;

	buf_reset(out);
	out->max = answer->state == FETCH_FOUND ? request->max : ERROR_PAGE_MAX;
	r = gunzip(out, answer->body, err);
	answer->body = buf_str(out);
	answer->cut = answer->cut || out->overflow;
	return r < 0 && !(answer->cut && request->cut) ? r : 0;
}

/*
 * Takes off what packs the body.  An error page is only looked at: as much of
 * it as can be unpacked will do.
 */
static int unpack(struct fetch *f, struct fetch_answer *answer,
		  struct err *err)
{
	struct str coding = header_value(f, "Content-Encoding");
	bool found = answer->state == FETCH_FOUND;
	bool packed = found && f->request->kind == FETCH_GZIP;
	int r = 0;

	answer->body = buf_str(&f->raw);
	answer->cut = f->full;
	if (str_eq_i(coding, STR("gzip")) || str_eq_i(coding, STR("x-gzip")))
		r = unpack_into(&f->plain, answer, f->request, err);
	else if (coding.n && !str_eq_i(coding, STR("identity")))
		r = err_set(err, ERR_SOURCE, "the server packs its answer in a way that was not asked for (%.40s)",
			    coding.p);
	else if (found && !packed && !end_is_told(f))
		r = err_set(err, ERR_BUSY, "the server does not say where its answer ends, so a cut one could not be told from a whole one");
	if (!r && packed)
		r = unpack_into(answer->body.p == f->raw.p ? &f->plain : &f->raw,
				answer, f->request, err);
	return found ? r : 0;
}

static int read_answer(struct fetch *f, struct fetch_answer *answer,
		       struct err *err)
{
	curl_off_t rest = 0;
	int r;

	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(f->curl, CURLINFO_RETRY_AFTER, &rest);
	fetch_take_type(answer, header_value(f, "Content-Type"));
	answer->state = fetch_expected(answer, f->request->kind) ?
			FETCH_FOUND : FETCH_ODD;
	r = unpack(f, answer, err);
	if (r >= 0 && answer->state != FETCH_FOUND)
		fetch_judge(answer, rest);
	return r;
}

/* --- redirects ------------------------------------------------------------ */

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

/* "http://host:port" of an URL as libcurl writes it. */
static struct str origin_of(struct str url)
{
	ptrdiff_t host = str_find(url, STR("://"));
	size_t n = host < 0 ? url.n : (size_t)host + 3;

	while (n < url.n && url.p[n] != '/' && url.p[n] != '?' &&
	       url.p[n] != '#')
		n++;
	return str_sub(url, 0, n);
}

/* To a verified server, or to the same place as before; nowhere else. */
static bool may_follow(struct str from, struct str to)
{
	return str_starts_i(to, STR("https://")) ||
	       (str_starts_i(to, STR("http://")) &&
		str_eq_i(origin_of(from), origin_of(to)));
}

static int next_hop(struct fetch *f, struct arena *a, struct str_list *seen,
		    struct err *err)
{
	const char *where = NULL;
	struct str to, from = seen->v[seen->nr - 1];

	curl_easy_getinfo(f->curl, CURLINFO_REDIRECT_URL, &where);
	to = str_from(where);
	if (!to.n)
		return err_set(err, ERR_SOURCE, "the server redirects to nowhere");
	if (!may_follow(from, to))
		return err_set(err, ERR_SOURCE, "the server redirects to %.200s, which is not followed (only https, or the same server)",
			       where);
	for (size_t i = 0; i < seen->nr; i++)
		if (str_eq(seen->v[i], to))
			return err_set(err, ERR_SOURCE, "the server redirects in a circle, back to %.200s",
				       where);
	if (seen->nr > REDIRECTS_MAX)
		return err_set(err, ERR_SOURCE, "the server redirects more than %d times",
			       REDIRECTS_MAX);
	*list_add(a, seen) = str_from(str_c(a, to));
	return 0;
}

int fetch_ask(struct fetch *f, const struct fetch_request *request,
	      struct fetch_answer *answer, struct err *err)
{
	struct arena a __free(arena) = { .max = (size_t)64 << 20 };
	struct str_list seen = { 0 };
	int64_t begin, deadline;
	long status = 0;
	int r;

	*answer = (struct fetch_answer){ .body = STR("") };
	f->request = request;
	wait_until(*f->quiet_until);
	begin = clock_ms();
	deadline = begin + (int64_t)f->net->answer_seconds * 1000;
	*list_add(&a, &seen) = str_from(str_c(&a, str_from(request->url)));
	for (;;) {
		r = transfer(f, seen.v[seen.nr - 1].p, deadline, err);
		if (r < 0)
			return r;
		curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
		if (!is_redirect(status))
			return read_answer(f, answer, err);
		r = next_hop(f, &a, &seen, err);
		if (r < 0)
			return r;
	}
}
