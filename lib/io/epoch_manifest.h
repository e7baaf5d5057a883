/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which epochs a server says it has of a list: manifest.js.gz, the JSON of
 * grokmirror, with a fingerprint for each that changes with its refs.
 */
#ifndef EPOCH_MANIFEST_H
#define EPOCH_MANIFEST_H

#include "base/arena.h"
#include "io/fetch.h"

struct epoch_remote {
	uint32_t number;
	const char *path;	/* "git/3.git", behind the URL of the list */
	const char *fingerprint;	/* NULL: not told */
	int64_t modified;	/* TIME_NONE: not told */
};

struct epoch_remotes {
	struct epoch_remote *v;
	size_t nr, cap;
};

/* @list_url ends in '/'.  Fills *out, lowest number first. */
int epoch_manifest_parse(struct epoch_remotes *out, struct arena *a,
			 struct str json, struct str list_url,
			 struct err *err);

/*
 * Asks the server: 1, 0 when it has no manifest, or an error; *rest as in
 * struct fetch_answer.
 */
int epoch_manifest_ask(struct epoch_remotes *out, struct arena *a,
		       const struct net_rules *net, const char *list_url,
		       int64_t *rest, struct err *err);

#endif
