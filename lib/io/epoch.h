/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The git repositories of a public-inbox archive (public-inbox-v2-format(5)):
 * 0.git, 1.git ..., each commit one mail in the file "m", or one that was
 * taken back in "d".
 */
#ifndef EPOCH_H
#define EPOCH_H

#include "base/str.h"
#include "io/net.h"

struct epoch_archive {
	/* holds N.git, or git/N.git, or is itself the repository of epoch 0 */
	const char *path;
	const char *url;	/* fetch from there first; NULL: somebody else does */
	struct net_rules net;
};

#endif
