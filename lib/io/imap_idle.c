// SPDX-License-Identifier: GPL-2.0-only
/*
 * IDLE without libetpan, whose reading of a line waits until it is whole, and
 * which forgets what comes before the server agrees.
 */
#include "io/imap_session.h"

#include "base/str.h"

#define TAG	"idle"

enum heard { HEARD_NOTHING, HEARD_MAIL, HEARD_GO_ON, HEARD_OK, HEARD_NO,
	     HEARD_BYE };

bool imap_has_idle(const struct imap *im)
{
	return im->idle;
}

int imap_idle_fd(const struct imap *im)
{
	return im->stream.fd;
}

/* "* 12 EXISTS" and "* 3 EXPUNGE": how many mails there are. */
static enum heard count(struct imap *im, uint64_t n, struct str what)
{
	bool more;

	if (str_eq_i(what, STR("EXPUNGE"))) {
		im->exists -= im->exists > 0;
		return HEARD_NOTHING;
	}
	if (!str_eq_i(what, STR("EXISTS")))
		return HEARD_NOTHING;
	more = n > im->exists;
	im->exists = (uint32_t)MIN(n, (uint64_t)UINT32_MAX);
	return more ? HEARD_MAIL : HEARD_NOTHING;
}

static enum heard judge_line(struct imap *im, struct str line)
{
	struct str first, word;
	uint64_t n;

	if (!str_word(&line, &first))
		return HEARD_NOTHING;
	if (str_eq(first, STR("+")))
		return HEARD_GO_ON;
	if (!str_word(&line, &word))
		return HEARD_NOTHING;
	if (str_eq(first, STR(TAG)))
		return str_eq_i(word, STR("OK")) ? HEARD_OK : HEARD_NO;
	if (!str_eq(first, STR("*")))
		return HEARD_NOTHING;
	if (str_eq_i(word, STR("BYE")))
		return HEARD_BYE;
	if (str_to_u64(word, &n) && str_word(&line, &word))
		return count(im, n, word);
	return HEARD_NOTHING;
}

/*
 * Takes lines off *rest up to one that says something.  The end of a line that
 * is not whole is kept; what is too long for that says nothing to us.
 */
static enum heard take_lines(struct imap *im, struct str *rest)
{
	while (rest->n) {
		ptrdiff_t lf = str_chr(*rest, '\n');
		size_t n = lf < 0 ? rest->n : (size_t)lf + 1;
		size_t keep = MIN(n, sizeof(im->line.text) - im->line.n);
		enum heard heard;

		memcpy(im->line.text + im->line.n, rest->p, keep);
		im->line.n += keep;
		*rest = str_from_off(*rest, n);
		if (lf < 0)
			break;
		heard = judge_line(im, str_trim(str_make(im->line.text,
							 im->line.n)));
		im->line.n = 0;
		if (heard != HEARD_NOTHING)
			return heard;
	}
	return HEARD_NOTHING;
}

static int say(struct imap *im, const char *what, struct err *err)
{
	mailstream *s = im->session->imap_stream;

	imap_begin(im, 0);
	if (mailstream_write(s, what, strlen(what)) < 0 ||
	    mailstream_flush(s) < 0)
		return imap_result(im, MAILIMAP_ERROR_STREAM, NULL, err);
	return 0;
}

/* Reads until the server agrees or refuses; notes new mail on the way. */
static int wait_answer(struct imap *im, enum heard *out, bool *mail,
		       struct err *err)
{
	char c;

	for (;;) {
		/* not a byte more, which would be the next answer's */
		ssize_t got = mailstream_read(im->session->imap_stream, &c, 1);
		struct str rest = str_make(&c, got > 0 ? 1 : 0);

		if (got <= 0)
			return imap_result(im, MAILIMAP_ERROR_STREAM, NULL, err);
		*out = take_lines(im, &rest);
		*mail |= *out == HEARD_MAIL;
		if (*out == HEARD_GO_ON || *out == HEARD_OK || *out == HEARD_NO)
			return 0;
	}
}

int imap_idle_begin(struct imap *im, struct err *err)
{
	enum heard heard;
	bool mail = false;
	int r;

	im->line.n = 0;
	r = say(im, TAG " IDLE\r\n", err);
	if (!r)
		r = wait_answer(im, &heard, &mail, err);
	if (r)
		return r;
	if (heard != HEARD_GO_ON)
		return err_set(err, ERR_SOURCE, "%s: the server does not tell about new mail (it has to be asked now and then)",
			       im->account->host);
	return mail;
}

int imap_idle_ready(struct imap *im, struct err *err)
{
	mailstream *s = im->session->imap_stream;
	bool mail = false;
	char buf[4096];
	ssize_t got;

	/* nothing is asked, so a flood is bounded by what is kept: no lines */
	imap_begin(im, 0);
	do {
		size_t buffered = MIN(s->read_buffer_len, sizeof(buf));
		struct str rest;

		got = buffered ? mailstream_read(s, buf, buffered) :
				 stream_peek(&im->stream, buf, sizeof(buf));
		rest = str_make(buf, got > 0 ? (size_t)got : 0);
		while (rest.n) {
			enum heard heard = take_lines(im, &rest);

			mail |= heard == HEARD_MAIL;
			if (heard == HEARD_BYE)
				im->broken = true;
		}
	} while (got > 0);
	if (got < 0 || im->broken)
		return imap_result(im, MAILIMAP_ERROR_STREAM, NULL, err);
	return mail;
}

int imap_idle_end(struct imap *im, struct err *err)
{
	enum heard heard;
	bool mail = false;
	int r = say(im, "DONE\r\n", err);

	if (!r)
		r = wait_answer(im, &heard, &mail, err);
	return r ? r : mail;
}
