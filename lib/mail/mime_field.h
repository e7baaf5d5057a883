/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The values of Content-Type and Content-Disposition: a word and parameters,
 * with the pieces and charsets of RFC 2231, read as forgiving as mail needs.
 */
#ifndef MIME_FIELD_H
#define MIME_FIELD_H

#include "mail/message.h"

struct mime_type {
	struct str type;	/* "text/plain", lower case */
	struct str boundary;	/* or STR_NONE, as for all below */
	struct str charset;
	struct str name;	/* decoded, from either field */
	bool flowed, delsp;	/* format=flowed; delsp=yes (RFC 3676) */
	bool attachment;	/* Content-Disposition: attachment */
	enum { MIME_IDENTITY, MIME_QP, MIME_BASE64 } encoding;
};

/* What the fields of one entity say; @fallback is its type when none is said. */
void mime_type_parse(struct mime_type *out, struct arena *a,
		     const struct header_list *headers, struct str fallback);

#endif
