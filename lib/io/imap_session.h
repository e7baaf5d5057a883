/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the IMAP client share.  Private to lib/io/imap*.c.
 */
#ifndef IMAP_SESSION_H
#define IMAP_SESSION_H

#include "io/imap.h"

#include <libetpan/mailimap.h>

#include "io/stream.h"

struct imap {
	const struct imap_account *account;
	CURL *easy;
	char text[CURL_ERROR_SIZE];
	struct stream stream;
	mailimap *session;
	bool broken;
	bool idle;		/* the server has said that it knows IDLE */
	uint32_t exists;	/* mails in the folder, as last heard */
	char refusal[200];	/* what the server said to the login */
	struct {		/* the line that comes in while idle */
		char text[64];
		size_t n;
	} line;
};

/* Bytes outside of literals that one answer may have. */
#define IMAP_LINES_MAX	((uint64_t)4 << 20)

/* A new operation that is to bring so many bytes in literals. */
void imap_begin(struct imap *im, uint64_t literals);

/*
 * What @r, a result of libetpan, means: 0, or an error about @what ("folder
 * INBOX"), which may be NULL.
 */
int imap_result(struct imap *im, int r, const char *what, struct err *err);

#endif
