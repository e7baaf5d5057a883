// SPDX-License-Identifier: GPL-2.0-only
#include "io/stream.h"

#include <limits.h>
#include <poll.h>

#include "base/clock.h"
#include "base/str.h"

/* The size of a TLS record; libetpan moves what is left after each line. */
#define BUFFER_SIZE	16384

/* libetpan recurses for each "("; what is asked for here has two. */
#define DEPTH_MAX	100

static const char greeting[] = "* PREAUTH logged in\r\n";

static ssize_t end(struct stream *s, enum stream_state why, CURLcode code)
{
	s->state = why;
	s->code = code;
	return -1;
}

/* --- what may come in ---------------------------------------------------- */

/*
 * The length that a line announces, of which @end is the end: "{123}" or
 * "{123+}".  More digits than @end holds are more than anybody may send.
 */
static uint64_t announced(struct str end)
{
	struct str digits = str_trim_end(end);
	uint64_t n;

	if (!str_ends(digits, STR("}")))
		return 0;
	digits.n--;
	if (str_ends(digits, STR("+")))
		digits.n--;
	end = digits;
	while (end.n && is_digit(end.p[end.n - 1]))
		end.n--;
	digits = str_from_off(digits, end.n);
	if (!digits.n || (end.n && !str_ends(end, STR("{"))))
		return 0;
	return str_to_u64(digits, &n) ? n : UINT64_MAX;
}

/* Keeps the end of a line that comes in pieces. */
static void keep_tail(struct stream *s, const char *p, size_t n)
{
	size_t keep;

	if (n > sizeof(s->tail)) {
		p += n - sizeof(s->tail);
		n = sizeof(s->tail);
	}
	keep = MIN(s->tail_n, sizeof(s->tail) - n);
	memmove(s->tail, s->tail + s->tail_n - keep, keep);
	memcpy(s->tail + keep, p, n);
	s->tail_n = keep + n;
}

static bool take(uint64_t *left, uint64_t n)
{
	bool enough = n <= *left;

	*left -= enough ? n : *left;
	return enough;
}

static bool nests_too_deep(struct stream *s, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '(' && ++s->depth > DEPTH_MAX)
			return true;
		if (p[i] == ')' && s->depth)
			s->depth--;
	}
	return false;
}

/*
 * Follows lines and literals as they pass.  A literal is refused when it is
 * announced, before libetpan takes memory for it.
 */
static bool within_bounds(struct stream *s, const char *p, size_t n)
{
	while (n) {
		size_t step = (size_t)MIN((uint64_t)n, s->literal);
		const char *lf;

		if (s->literal) {
			s->literal -= step;
		} else {
			lf = memchr(p, '\n', n);
			step = lf ? (size_t)(lf - p) + 1 : n;
			keep_tail(s, p, step);
			if (!take(&s->left.lines, step) ||
			    nests_too_deep(s, p, step))
				return false;
			if (lf) {
				s->literal = announced(str_make(s->tail,
								s->tail_n));
				s->tail_n = 0;
				if (!s->literal)
					s->depth = 0;
			}
			if (s->literal > s->left.literal ||
			    (lf && !take(&s->left.literals, s->literal)))
				return false;
		}
		p += step;
		n -= step;
	}
	return true;
}

/* --- reading and writing ------------------------------------------------- */

static bool wait_for(struct stream *s, short events)
{
	struct pollfd p = { .fd = s->fd, .events = events };
	int64_t left = MIN(s->deadline, s->patience) - clock_ms();

	if (left > 0 && poll(&p, 1, (int)MIN(left, (int64_t)INT_MAX)) != 0)
		return true;
	end(s, STREAM_LATE, CURLE_OPERATION_TIMEDOUT);
	return false;
}

/* 0: nothing yet. */
static ssize_t receive(struct stream *s, char *buf, size_t size)
{
	size_t got = 0;
	CURLcode code;

	if (s->state != STREAM_OPEN)
		return -1;
	/* the TLS layer may hold what poll() cannot see, so this comes first */
	code = curl_easy_recv(s->easy, buf, size, &got);
	if (code == CURLE_AGAIN)
		return 0;
	if (code || !got)
		return end(s, STREAM_CUT, code ? code : CURLE_GOT_NOTHING);
	if (!within_bounds(s, buf, got))
		return end(s, STREAM_FLOOD, CURLE_OK);
	return (ssize_t)got;
}

ssize_t stream_peek(struct stream *s, char *buf, size_t size)
{
	return receive(s, buf, size);
}

static ssize_t low_read(mailstream_low *low, void *buf, size_t size)
{
	struct stream *s = low->data;
	ssize_t got = 0;
	int64_t now;

	if (!s->greeted) {
		s->greeted = true;
		got = (ssize_t)MIN(size, sizeof(greeting) - 1);
		memcpy(buf, greeting, (size_t)got);
		return got;
	}
	/* also where there is always something: a byte a second, for ever */
	now = clock_ms();
	if (s->state == STREAM_OPEN && now >= s->deadline)
		return end(s, STREAM_LATE, CURLE_OPERATION_TIMEDOUT);
	s->patience = now + s->left.silence_ms;
	while (!got) {
		got = receive(s, buf, size);
		if (!got && !wait_for(s, POLLIN))
			return -1;
	}
	return got;
}

static ssize_t low_write(mailstream_low *low, const void *buf, size_t size)
{
	struct stream *s = low->data;
	const char *p = buf;
	size_t left = size, sent;

	s->patience = clock_ms() + s->left.silence_ms;
	while (left && s->state == STREAM_OPEN) {
		CURLcode code = curl_easy_send(s->easy, p, left, &sent);

		if (!code) {
			p += sent;
			left -= sent;
		} else if (code != CURLE_AGAIN) {
			end(s, STREAM_CUT, code);
		} else {
			wait_for(s, POLLOUT);
		}
	}
	return left ? -1 : (ssize_t)size;
}

static int low_close(__maybe_unused mailstream_low *low)
{
	return 0;	/* the connection is libcurl's */
}

static int low_fd(mailstream_low *low)
{
	struct stream *s = low->data;

	return s->fd;
}

static void low_free(mailstream_low *low)
{
	free(low);
}

static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
};

void stream_begin(struct stream *s, const struct stream_bounds *bounds)
{
	s->left = *bounds;
	s->deadline = clock_ms() + bounds->ms;
}

mailstream *stream_open(struct stream *s, CURL *easy)
{
	mailstream_low *low;
	mailstream *out;

	*s = (struct stream){ .easy = easy, .fd = CURL_SOCKET_BAD };
	if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &s->fd))
		end(s, STREAM_CUT, CURLE_GOT_NOTHING);
	low = mailstream_low_new(s, &driver);
	out = low ? mailstream_new(low, BUFFER_SIZE) : NULL;
	if (!out)
		mem_exhausted();
	return out;
}
