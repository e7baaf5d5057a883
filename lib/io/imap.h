/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IMAP (RFC 3501) as a client that reads: libcurl connects, verifies and logs
 * in, libetpan speaks the protocol over that connection.
 *
 * A session is one connection.  ERR_BUSY means that it is of no use any more
 * (imap_is_broken() says so, too); ERR_SOURCE means that the server refused
 * what was asked, and that the session goes on, or that a person must mend
 * something before there can be one.  Errors name the server.
 */
#ifndef IMAP_H
#define IMAP_H

#include "base/arena.h"
#include "base/str.h"
#include "io/net.h"
#include "io/secret.h"

enum imap_tls {
	IMAP_TLS,		/* from the first byte on, port 993 */
	IMAP_STARTTLS,		/* demanded before login, port 143 */
	IMAP_PLAIN,		/* in the clear; only where the operator says so */
};

struct imap_account {
	const char *host;
	uint64_t port;		/* 0: by @tls */
	enum imap_tls tls;
	const char *user;
	struct secret_place secret;
	bool token;		/* the secret is an OAuth 2.0 token: XOAUTH2 */
	struct str_list folders;	/* in UTF-8; none: INBOX */
	struct net_rules net;
};

struct imap;

/* *out belongs to the caller. */
int imap_open(struct imap **out, const struct imap_account *account,
	      struct err *err);
/* Says LOGOUT and does not wait for the answer. */
void imap_close(struct imap *im);
bool imap_is_broken(const struct imap *im);

DEFINE_FREE(imap, struct imap *, if (*p) imap_close(*p))

/* A folder as EXAMINE tells it, which changes nothing in it. */
struct imap_folder {
	uint32_t validity;	/* UIDs mean something only together with it */
	uint32_t next;		/* greater than all UIDs so far; 0: not told */
	uint32_t exists;	/* how many mails */
};

/* @name in UTF-8. */
int imap_examine(struct imap *im, struct str name, struct imap_folder *out,
		 struct err *err);

struct imap_uids {
	uint32_t *v;	/* ascending, none twice */
	size_t nr, cap;
};

/*
 * The UIDs from @first to @last (UINT32_MAX: all) in the folder, of mails that
 * came at @since or later (TIME_NONE: of all).  @a gets the list.
 */
int imap_search(struct imap *im, uint32_t first, uint32_t last, int64_t since,
		struct imap_uids *out, struct arena *a, struct err *err);

/* Mails to ask for: as few ranges as their UIDs allow. */
struct imap_want {
	const uint32_t *uids;	/* ascending */
	size_t nr;
	/* nothing is wanted between two of them because nothing is there */
	bool dense;
};

/* At most so many mails in one question, and so many ranges. */
#define IMAP_WANT_MAX	2000
#define IMAP_RANGES_MAX	200

/* How many of @want, from its start, fit into one question. */
size_t imap_want_fit(const struct imap_want *want);

/* @sizes[i] becomes the size of mail i, 0 when it is gone. */
int imap_sizes(struct imap *im, const struct imap_want *want, uint64_t *sizes,
	       struct err *err);

/*
 * Reads mails whole, in the order that the server likes; a mail is cut at @cut
 * bytes (0: not).  piece() gets bytes as they come, done() when all of a mail
 * has been given: what came before a failure may be used.  A mail that is gone
 * is left out.  @bytes is how much is expected.
 */
struct imap_reader {
	void (*piece)(void *ctx, struct str bytes);
	void (*done)(void *ctx, uint32_t uid);
	void *ctx;
};
int imap_fetch(struct imap *im, const struct imap_want *want, uint64_t bytes,
	       size_t cut, const struct imap_reader *reader, struct err *err);

/*
 * Waiting for mail in the folder that was examined last (RFC 2177), for a
 * caller that poll()s several connections: begin, poll() for input on
 * imap_idle_fd(), ask imap_idle_ready(), end before anything else is asked.
 * To be begun anew within 29 minutes, or servers hang up.
 *
 * Begin, ready and end yield 1 when there is new mail, else 0; what came
 * between imap_examine() and imap_idle_begin() counts.  ERR_SOURCE of the
 * latter: the server does not do it.
 */
bool imap_has_idle(const struct imap *im);
int imap_idle_begin(struct imap *im, struct err *err);
int imap_idle_fd(const struct imap *im);
int imap_idle_ready(struct imap *im, struct err *err);
int imap_idle_end(struct imap *im, struct err *err);

#endif
