/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Git's smart HTTP for libgit2, carried by libcurl.  libgit2 would wait for
 * ever, and has rules of its own about certificates; this keeps to io/net.h.
 * Packs are handed through as they come and are never held in memory.
 *
 * Only fetching; without passwords.
 */
#ifndef GIT_HTTP_H
#define GIT_HTTP_H

#include <git2.h>

#include "base/err.h"
#include "io/fetch.h"

/* What is given to libgit2 as the payload of the transport. */
struct git_http {
	struct net_rules net;
	/* when something failed here, why */
	struct err err;
	enum fetch_state state;	/* FETCH_FOUND: not by an answer */
	long status;		/* of that answer */
	int64_t rest;		/* seconds to leave the server alone */
	int64_t moved;		/* clock_ms() when an object last came */
	unsigned int objects;	/* that have come */
};

/*
 * For git_remote_callbacks.transport and .transfer_progress, with a struct git_http as @payload that
 * outlives the remote.
 */
int git_http_transport(git_transport **out, git_remote *owner, void *payload);
int git_http_moved(const git_indexer_progress *progress, void *payload);

#endif
