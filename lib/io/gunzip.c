// SPDX-License-Identifier: GPL-2.0-only
#include "io/gunzip.h"

#include <limits.h>
#include <zlib.h>

#define PIECE		((size_t)64 << 10)
#define RATIO_FREE	((size_t)1 << 20)	/* small results may grow at will */

bool gunzip_looks_so(struct str bytes)
{
	return str_starts(bytes, STR("\x1f\x8b"));
}

static int cut_short(struct err *err)
{
	return err_set(err, ERR_BUSY, "the gzip data are cut short");
}

/* As much as fits, so that a cut text is as long as may be. */
static void add_cut(struct buf *out, struct str piece)
{
	size_t n = MIN(piece.n, out->max - out->n);

	buf_add(out, str_sub(piece, 0, n));
	buf_add(out, str_from_off(piece, n));
}

static bool grows_too_much(const struct buf *out, size_t before, size_t packed)
{
	size_t n = out->n - before;

	return out->overflow ||
	       (n > RATIO_FREE && n / GUNZIP_RATIO_MAX > packed);
}

/*
 * Unpacks one member; @rest begins behind it then.  zlib verifies checksum
 * and length before it says that the member has ended.
 */
static int unpack_member(z_stream *z, struct buf *out, struct str *rest,
			 char *piece, struct err *err)
{
	size_t before = out->n, given = rest->n;
	int r = Z_OK;

	while (r == Z_OK) {
		uInt n = (uInt)MIN(rest->n, (size_t)UINT_MAX);

		z->next_in = (z_const Bytef *)rest->p;
		z->avail_in = n;
		z->next_out = (Bytef *)piece;
		z->avail_out = PIECE;
		r = inflate(z, Z_NO_FLUSH);
		*rest = str_from_off(*rest, n - z->avail_in);
		add_cut(out, str_make(piece, PIECE - z->avail_out));
		if (grows_too_much(out, before, given - rest->n))
			return err_set(err, ERR_SOURCE,
				       "the gzip data grow beyond what is read (%zu bytes)",
				       out->max);
	}
	if (r == Z_STREAM_END)
		return 0;
	if (r == Z_BUF_ERROR && !rest->n)
		return cut_short(err);
	return err_set(err, ERR_BUSY, "the gzip data are damaged (%s)",
		       z->msg ? z->msg : "no reason known");
}

/* Behind the last member there may be zeros, as on tapes. */
static bool only_padding(struct str rest)
{
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i])
			return false;
	return true;
}

int gunzip(struct buf *out, struct str packed, struct err *err)
{
	z_stream z = { 0 };
	char *piece;
	int r = 0;

	if (!packed.n)
		return cut_short(err);
	if (!gunzip_looks_so(packed))
		return err_set(err, ERR_SOURCE, "these are no gzip data");
	if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		mem_exhausted();
	piece = mem_alloc(PIECE);
	do {
		r = unpack_member(&z, out, &packed, piece, err);
	} while (!r && gunzip_looks_so(packed) && inflateReset(&z) == Z_OK);
	if (!r && !only_padding(packed))
		r = err_set(err, ERR_BUSY, "there is something behind the gzip data");
	free(piece);
	inflateEnd(&z);
	return r;
}
