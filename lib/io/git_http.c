// SPDX-License-Identifier: GPL-2.0-only
#include "io/git_http.h"

#include <curl/curl.h>
#include <git2/sys/transport.h>

#include "base/buf.h"
#include "base/clock.h"
#include "io/fetch_judge.h"

#define LIST_MAX	((uint64_t)16 << 20)	/* of refs */
#define PACK_MAX	((uint64_t)16 << 30)
#define PACK_SECONDS	(6 * 3600L)
/* Answers' time without an object of the pack, whatever else is said. */
#define IDLE_ANSWERS	10
#define REQUEST_MAX	((size_t)16 << 20)
#define SLOW_BYTES	64L	/* a second, for as long as an answer may take */
#define HELD_MAX	((size_t)1 << 20)	/* until libgit2 takes it */
#define ERROR_PAGE_MAX	((size_t)64 << 10)
#define REDIRECTS_MAX	5L

/* One for each remote; libgit2 has one stream of it open at a time. */
struct connection {
	git_smart_subtransport base;
	struct git_http *http;
	CURL *easy;
	CURLM *multi;
	char text[CURL_ERROR_SIZE];
	char *url;		/* where it went after redirects */
};

struct stream {
	git_smart_subtransport_stream base;
	struct connection *c;
	char *url;
	bool is_list, begun, checked, done, too_long;
	CURLcode code;		/* when done */
	struct curl_slist *headers;
	struct buf request;
	struct buf held;	/* what came and was not taken */
	size_t taken;		/* of held */
	uint64_t came;
};

static const char list_path[] = "/info/refs?service=git-upload-pack";
static const char pack_path[] = "/git-upload-pack";

/* --- failing ----------------------------------------------------------- */

/* libgit2 gets the text as well, and gives up. */
static int failed(struct git_http *http)
{
	git_error_set_str(GIT_ERROR_NET, http->err.msg);
	return -1;
}

static int broken(struct stream *s)
{
	struct git_http *http = s->c->http;

	if (s->too_long)
		err_set(&http->err, ERR_SOURCE, "the server sends more than any repository of mail has");
	else
		net_error(&http->err, s->c->easy, s->code);
	return failed(http);
}

/* An answer that is none of git: what it is, by the rules for all answers. */
static int refused(struct stream *s, struct fetch_answer *answer)
{
	struct git_http *http = s->c->http;
	curl_off_t rest = 0;

	curl_easy_getinfo(s->c->easy, CURLINFO_RETRY_AFTER, &rest);
	answer->body = str_sub(buf_str(&s->held), 0, ERROR_PAGE_MAX);
	fetch_judge(answer, rest);
	http->state = answer->state;
	http->status = answer->status;
	http->rest = answer->rest;
	fetch_refused(answer, &http->err);
	return failed(http);
}

/* --- one answer -------------------------------------------------------- */

static size_t take_piece(char *p, size_t size, size_t n, void *ctx)
{
	struct stream *s = ctx;

	n *= size;
	if (s->held.n - s->taken > HELD_MAX)
		return CURL_WRITEFUNC_PAUSE;
	s->came += n;
	if (s->taken == s->held.n) {
		buf_reset(&s->held);
		s->taken = 0;
	}
	buf_add(&s->held, str_make(p, n));
	s->too_long = s->held.overflow ||
		      s->came > (s->is_list ? LIST_MAX : PACK_MAX);
	return s->too_long ? 0 : n;
}

static void set_up_list(struct stream *s, CURL *easy)
{
	long seconds = (long)s->c->http->net.connect_seconds +
		       (long)s->c->http->net.answer_seconds;

	curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, seconds * 1000);
}

static void set_up_pack(struct stream *s, CURL *easy)
{
	s->headers = curl_slist_append(s->headers,
			"Content-Type: application/x-git-upload-pack-request");
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, buf_str(&s->request).p);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)s->request.n);
	/* whoever was asked for refs has said where it is */
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, PACK_SECONDS * 1000);
}

static int begin(struct stream *s)
{
	struct git_http *http = s->c->http;
	CURL *easy = s->c->easy;

	s->begun = true;
	http->moved = clock_ms();
	s->headers = curl_slist_append(NULL, s->is_list ? "Pragma: no-cache" :
			"Accept: application/x-git-upload-pack-result");
	if (s->is_list)
		set_up_list(s, easy);
	else
		set_up_pack(s, easy);
	if (s->request.overflow) {
		err_set(&http->err, ERR_SOURCE, "there are too many refs to ask for");
		return failed(http);
	}
	curl_easy_setopt(easy, CURLOPT_URL, s->url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, s->headers);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
			 (long)http->net.answer_seconds);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_piece);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, s);
	if (curl_multi_add_handle(s->c->multi, easy) == CURLM_OK)
		return 0;
	err_set(&http->err, ERR_BUSY, "libcurl cannot begin a request");
	return failed(http);
}

/* Goes on until something came, or the end. */
static void wait_for_more(struct stream *s)
{
	CURLM *multi = s->c->multi;
	size_t had = s->held.n - s->taken;
	CURLMsg *msg;
	int running, left;

	curl_easy_pause(s->c->easy, CURLPAUSE_CONT);
	while (!s->done && s->held.n - s->taken <= had) {
		curl_multi_perform(multi, &running);
		while ((msg = curl_multi_info_read(multi, &left))) {
			s->done |= msg->msg == CURLMSG_DONE;
			s->code = msg->data.result;
		}
		if (!s->done && s->held.n - s->taken <= had)
			curl_multi_poll(multi, NULL, 0, 1000, NULL);
	}
}

/* Where packs are to be asked for, when the list came from somewhere else. */
static void note_place(struct stream *s)
{
	const char *url = NULL;
	struct str place;
	size_t n;

	curl_easy_getinfo(s->c->easy, CURLINFO_EFFECTIVE_URL, &url);
	place = str_from(url);
	if (!str_ends(place, str_from(list_path)))
		return;
	n = place.n - strlen(list_path);
	s->c->url = mem_realloc(s->c->url, n + 1);
	memcpy(s->c->url, place.p, n);
	s->c->url[n] = '\0';
}

/* Is it the answer of a git server?  Of another one the page is read. */
static int check(struct stream *s)
{
	struct fetch_answer answer = { .body = STR("") };
	const char *type = NULL;

	s->checked = true;
	curl_easy_getinfo(s->c->easy, CURLINFO_RESPONSE_CODE, &answer.status);
	curl_easy_getinfo(s->c->easy, CURLINFO_CONTENT_TYPE, &type);
	fetch_take_type(&answer, str_from(type));
	if (answer.status == 200 &&
	    str_eq(answer.type, s->is_list ?
		   STR("application/x-git-upload-pack-advertisement") :
		   STR("application/x-git-upload-pack-result"))) {
		if (s->is_list)
			note_place(s);
		return 0;
	}
	while (!s->done && s->held.n < ERROR_PAGE_MAX)
		wait_for_more(s);
	return refused(s, &answer);
}

/* A server may count and compress for a while, but not for hours. */
static bool is_idle(const struct stream *s)
{
	const struct git_http *http = s->c->http;

	return !s->is_list && clock_ms() - http->moved >
			      (int64_t)http->net.answer_seconds * 1000 *
				      IDLE_ANSWERS;
}

/* --- what libgit2 calls ------------------------------------------------ */

static int stream_read(git_smart_subtransport_stream *stream, char *buffer,
		       size_t size, size_t *got)
{
	struct stream *s = (struct stream *)stream;

	*got = 0;
	if (!s->begun && begin(s) < 0)
		return -1;
	if (is_idle(s)) {
		err_set(&s->c->http->err, ERR_BUSY, "the server talks and sends nothing of what was asked for (it is tried again with the next poll)");
		return failed(s->c->http);
	}
	if (s->taken == s->held.n && !s->done)
		wait_for_more(s);
	if (s->done && s->code != CURLE_OK && s->taken == s->held.n)
		return broken(s);
	if (!s->checked && check(s) < 0)
		return -1;
	*got = MIN(size, s->held.n - s->taken);
	if (*got)
		memcpy(buffer, s->held.p + s->taken, *got);
	s->taken += *got;
	return 0;
}

/* All of the request comes before the answer is read. */
static int stream_write(git_smart_subtransport_stream *stream,
			const char *buffer, size_t n)
{
	struct stream *s = (struct stream *)stream;

	buf_add(&s->request, str_make(buffer, n));
	return 0;
}

static void stream_free(git_smart_subtransport_stream *stream)
{
	struct stream *s = (struct stream *)stream;

	if (s->begun)
		curl_multi_remove_handle(s->c->multi, s->c->easy);
	curl_slist_free_all(s->headers);
	buf_release(&s->request);
	buf_release(&s->held);
	free(s->url);
	free(s);
}

static int connection_action(git_smart_subtransport_stream **out,
			     git_smart_subtransport *subtransport,
			     const char *url, git_smart_service_t action)
{
	struct connection *c = (struct connection *)subtransport;
	bool is_list = action == GIT_SERVICE_UPLOADPACK_LS;
	struct stream *s;

	if (!is_list && action != GIT_SERVICE_UPLOADPACK) {
		err_set(&c->http->err, ERR_FATAL, "nothing is ever pushed");
		return failed(c->http);
	}
	s = mem_alloc(sizeof(*s));
	*s = (struct stream){
		.base = {
			.subtransport = subtransport,
			.read = stream_read,
			.write = stream_write,
			.free = stream_free,
		},
		.c = c, .is_list = is_list,
	};
	if (asprintf(&s->url, "%s%s", !is_list && c->url ? c->url : url,
		     is_list ? list_path : pack_path) < 0)
		mem_exhausted();
	buf_init(&s->request, REQUEST_MAX);
	buf_init(&s->held, 4 * HELD_MAX);
	*out = &s->base;
	return 0;
}

static int connection_close(__maybe_unused git_smart_subtransport *subtransport)
{
	return 0;
}

static void connection_free(git_smart_subtransport *subtransport)
{
	struct connection *c = (struct connection *)subtransport;

	curl_multi_cleanup(c->multi);
	curl_easy_cleanup(c->easy);
	free(c->url);
	free(c);
}

static int connection_new(git_smart_subtransport **out,
			  __maybe_unused git_transport *owner, void *param)
{
	struct git_http *http = param;
	struct connection *c = mem_alloc(sizeof(*c));

	*c = (struct connection){
		.base = {
			.action = connection_action,
			.close = connection_close,
			.free = connection_free,
		},
		.http = http,
	};
	c->easy = net_easy(&http->net, "https,http", c->text);
	c->multi = curl_multi_init();
	if (!c->multi)
		mem_exhausted();
	curl_easy_setopt(c->easy, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	*out = &c->base;
	return 0;
}

int git_http_transport(git_transport **out, git_remote *owner, void *payload)
{
	git_smart_subtransport_definition definition = {
		.callback = connection_new,
		.rpc = 1,
		.param = payload,
	};

	return git_transport_smart(out, owner, &definition);
}

/* Bytes count whatever is in them, so objects are what tells. */
int git_http_moved(const git_indexer_progress *progress, void *payload)
{
	struct git_http *http = payload;

	if (progress->received_objects != http->objects)
		http->moved = clock_ms();
	http->objects = progress->received_objects;
	return 0;
}
