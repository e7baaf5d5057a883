/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IMAP (RFC 3501) as a client that reads: libcurl connects, verifies and logs
 * in, libetpan speaks the protocol over that connection.
 */
#ifndef IMAP_H
#define IMAP_H

#include "base/arena.h"
#include "base/str.h"
#include "io/net.h"

enum imap_tls {
	IMAP_TLS,		/* from the first byte on, port 993 */
	IMAP_STARTTLS,		/* demanded before login, port 143 */
	IMAP_PLAIN,		/* in the clear; only where the operator says so */
};

/* Where a secret comes from; exactly one is set. */
struct secret_place {
	const char *file;	/* its first line */
	const char *command;	/* the first line that /bin/sh -c prints */
};

struct imap_account {
	const char *host;
	uint64_t port;		/* 0: by @tls */
	enum imap_tls tls;
	const char *user;
	struct secret_place secret;
	bool token;		/* the secret is an OAuth 2.0 token: XOAUTH2 */
	struct str_list folders;
	struct net_rules net;
};

#endif
