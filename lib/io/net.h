/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all clients of this program keep to when they talk to a server: whom
 * they trust, how long they wait, who they say they are.  libcurl makes every
 * connection, so that there is one TLS policy (certificate and host name are
 * always verified), one way through proxies and one vocabulary of errors.
 */
#ifndef NET_H
#define NET_H

#include "base/err.h"

struct net_rules {
	const char *user_agent;	/* "regbot/0.1.0 (+mailto:me@kernel.example)" */
	const char *ca_file;	/* PEM; NULL: what the system trusts */
	unsigned int connect_seconds;	/* until the server has greeted */
	unsigned int answer_seconds;	/* for one whole answer */
};

#endif
