// SPDX-License-Identifier: GPL-2.0-only
/*
 * An mbox, read as a stream: a file of many gigabytes needs the memory of its
 * largest mail.  A mail ends at an empty line with a "From " line behind it;
 * Content-Length is not believed.  ">From " (mboxo) and ">>From " (mboxrd) lose
 * one mark.
 *
 * The mark is the offset behind a mail with hashes of what stands at the head
 * of the file and right in front of that offset.  When these do not fit any
 * more, or no mail begins there, the file was rewritten: it is read again from
 * its start, and the store knows what it has seen.
 */
#include "base/buf.h"

#include <inttypes.h>
#include <unistd.h>

#include "io/mboxrd.h"
#include "io/source_local.h"

#define PROBE	512	/* bytes that a hash covers */

struct mbox_source {
	struct source source;
	struct reader reader;
	struct buf mail, origin, mark;
	uint64_t behind;	/* offset behind the mail handed out */
	unsigned long nr;
	bool seekable;
	bool more;		/* the reader stands in front of a mail */
};

bool mbox_from_line(struct str line)
{
	struct str word;
	ptrdiff_t colon;

	if (!str_skip(&line, STR("From ")))
		return false;
	line = str_trim_end(line);
	if (!str_word(&line, &word))
		return false;
	if (!str_trim(line).n)
		return str_has(word, STR("@"));
	colon = str_chr(line, ':');
	return colon > 1 && (size_t)colon + 2 < line.n &&
	       is_digit(line.p[colon - 1]) && is_digit(line.p[colon + 1]) &&
	       is_digit(line.p[colon + 2]);
}

/* Of the bytes [from, to) of the file, at most PROBE. */
static bool hash_range(int fd, uint64_t from, uint64_t to, uint64_t *out)
{
	char probe[PROBE];
	size_t n = (size_t)MIN(to - from, (uint64_t)PROBE);

	if (pread(fd, probe, n, (off_t)from) != (ssize_t)n)
		return false;
	*out = str_hash(str_make(probe, n));
	return true;
}

static bool hashes(int fd, uint64_t offset, uint64_t *head, uint64_t *tail)
{
	uint64_t from = offset > PROBE ? offset - PROBE : 0;

	return hash_range(fd, 0, MIN(offset, (uint64_t)PROBE), head) &&
	       hash_range(fd, from, offset, tail);
}

static void make_mark(struct mbox_source *s)
{
	uint64_t head, tail;

	buf_reset(&s->mark);
	if (s->seekable && hashes(s->reader.fd, s->behind, &head, &tail))
		buf_printf(&s->mark, "mbox1 %" PRIu64 " %" PRIx64 " %" PRIx64,
			   s->behind, head, tail);
}

/* The offset that @mark names, where it still fits; else 0. */
static uint64_t mark_offset(int fd, struct str mark)
{
	char text[128], at[8];
	uint64_t offset, head, tail, now_head, now_tail;
	ssize_t n;

	if (!mark.n || mark.n >= sizeof(text))
		return 0;
	memcpy(text, mark.p, mark.n);
	text[mark.n] = '\0';
	if (sscanf(text, "mbox1 %" SCNu64 " %" SCNx64 " %" SCNx64, &offset,
		   &head, &tail) != 3 || offset > INT64_MAX)
		return 0;
	if (!hashes(fd, offset, &now_head, &now_tail) || head != now_head ||
	    tail != now_tail)
		return 0;
	n = pread(fd, at, sizeof(at), (off_t)offset);
	if (n && (n < 5 || memcmp(at, "From ", 5)))
		return 0;	/* the last mail has grown since */
	return offset;
}

/* The empty line in front of the next "From " belongs to the mbox. */
static void drop_last_empty(struct buf *mail)
{
	struct str s = buf_str(mail);

	if (str_ends(s, STR("\n\n")))
		mail->n--;
	else if (str_ends(s, STR("\n\r\n")))
		mail->n -= 2;
}

/* Reads up to the next "From " line. */
static int read_mail(struct mbox_source *s, struct err *err)
{
	struct reader_piece piece;
	bool empty = false;	/* the line before was empty */
	int r;

	buf_reset(&s->mail);
	while ((r = reader_next(&s->reader, &piece, err)) > 0) {
		struct str line = piece.bytes;

		if (piece.begins && empty && mbox_from_line(line)) {
			s->behind = piece.offset;
			drop_last_empty(&s->mail);
			s->more = true;
			return 1;
		}
		if (piece.begins)
			line = mboxrd_unquote(line);
		empty = piece.begins && piece.ends && !str_trim(line).n;
		buf_add(&s->mail, str_sub(line, 0, s->mail.max - s->mail.n));
	}
	s->behind = s->reader.offset;
	drop_last_empty(&s->mail);
	s->more = false;
	return r < 0 ? r : 1;
}

static int mbox_next(struct source *source, struct raw_message *out,
		     struct err *err)
{
	struct mbox_source *s = (struct mbox_source *)source;
	int r;

	if (!s->more)
		return 0;
	r = read_mail(s, err);
	if (r < 0)
		return r;
	s->nr++;
	buf_reset(&s->origin);
	buf_printf(&s->origin, "%s:%lu", source->name, s->nr);
	make_mark(s);
	*out = (struct raw_message){
		.bytes = buf_str(&s->mail),
		.origin = buf_str(&s->origin),
		.mark = s->mark.n ? buf_str(&s->mark) : STR_NONE,
	};
	return 1;
}

static void mbox_close(struct source *source)
{
	struct mbox_source *s = (struct mbox_source *)source;

	reader_release(&s->reader);
	buf_release(&s->mail);
	buf_release(&s->origin);
	buf_release(&s->mark);
	free(source->name);
	free(s);
}

static const struct source_driver mbox_driver = {
	.kind = "mbox",
	.next = mbox_next,
	.close = mbox_close,
};

/* Past the "From " line in front of the first mail. */
static int skip_from_line(struct mbox_source *s, struct err *err)
{
	struct reader_piece piece;
	struct str next;
	int r;

	do {	/* empty lines, then the separator if there is one */
		r = reader_peek(&s->reader, 5, &next, err);
		if (r < 0 || !next.n)
			return r;
		s->more = !is_space(*next.p);
		if (s->more && !str_eq(next, STR("From ")))
			return 0;
		do {
			r = reader_next(&s->reader, &piece, err);
		} while (r > 0 && !piece.ends);
	} while (r > 0 && !s->more);
	return r < 0 ? r : 0;
}

static struct mbox_source *mbox_new(const char *name, struct reader *r)
{
	struct mbox_source *s = mem_alloc(sizeof(*s));

	*s = (struct mbox_source){
		.source = { .driver = &mbox_driver, .name = name_dup(name) },
		.reader = *r,
	};
	s->reader.name = s->source.name;
	buf_init(&s->mail, SOURCE_MESSAGE_MAX);
	buf_init(&s->origin, 8192);
	buf_init(&s->mark, 128);
	return s;
}

int source_mbox_on(struct source **out, const char *name, struct reader *r,
		   struct err *err)
{
	struct mbox_source *s = mbox_new(name, r);
	int code = skip_from_line(s, err);

	if (code < 0)
		mbox_close(&s->source);
	else
		*out = &s->source;
	return code;
}

int source_mbox_open(struct source **out, const char *name, const char *path,
		     struct str mark, struct err *err)
{
	struct mbox_source *s;
	struct reader r;
	int fd, code;

	code = reader_open_file(&fd, path, err);
	if (code < 0)
		return code;
	reader_init(&r, fd, name);
	r.offset = mark_offset(fd, mark);
	if (lseek(fd, (off_t)r.offset, SEEK_SET) < 0)
		r.offset = 0;
	s = mbox_new(name, &r);
	s->seekable = true;
	code = skip_from_line(s, err);
	if (code < 0)
		mbox_close(&s->source);
	else
		*out = &s->source;
	return code;
}
