/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A list of a public-inbox server, followed over HTTP in small numbers.
 */
#ifndef LORE_H
#define LORE_H

#include "base/str.h"
#include "io/net.h"

struct lore_list {
	const char *url;	/* "https://lore.kernel.org/regressions/" */
	const char *search;	/* only what this query finds; NULL: all */
	uint64_t max_messages;	/* of one poll; the rest comes with the next */
	uint64_t pause_ms;	/* between two requests */
	struct net_rules net;
};

#endif
