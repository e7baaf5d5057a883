/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration file of the service: JSON, described key by key in
 * regbot.json(5).  Every complaint names file, line and key path; a key that
 * is not known is a complaint with a guess at what was meant.
 *
 * Relative paths are taken from the folder of the file.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "git/tree.h"
#include "io/archive.h"
#include "io/epoch.h"
#include "io/imap.h"
#include "io/lore.h"

struct config_branch {
	const char *name, *ref;
	enum branch_role role;
};

struct config_branch_list {
	struct config_branch *v;
	size_t nr, cap;
};

struct config_tree {
	const char *path;
	struct config_branch_list branches;	/* none: HEAD as mainline */
};

struct config_tree_list {
	struct config_tree *v;
	size_t nr, cap;
};

enum source_kind {
	SOURCE_MAILDIR, SOURCE_MBOX, SOURCE_FILE, SOURCE_IMAP, SOURCE_LORE,
	SOURCE_EPOCH,
};

/* Seconds of patience, and whom to trust; 0 and NULL: as for all servers. */
struct config_network {
	const char *ca_file;
	uint64_t connect_seconds, answer_seconds;
};

struct config_source {
	const char *name;	/* where it is not set: the path, URL or user@host */
	enum source_kind kind;
	const char *path;		/* of the local kinds */
	uint64_t every_minutes;		/* ask it no more often; 0: each poll */
	struct config_network network;	/* of the kinds on the net */
	/* by kind */
	struct imap_account imap;
	struct lore_list lore;
	struct epoch_archive epoch;
};

struct config_source_list {
	struct config_source *v;
	size_t nr, cap;
};

enum sink_kind { SINK_NONE, SINK_MAILDIR, SINK_FOLDER };

struct config {
	const char *file;		/* NULL: no file was read */
	const char *identity_name, *identity_address;
	const char *message_id_domain;	/* NULL: that of the address */
	const char *state;		/* directory */
	/*
	 * Directory of the commit indexes: inside the state, or the user's
	 * cache where no file was read.  NULL: they live in memory.
	 */
	const char *index;
	const char *archive;		/* "https://lore.kernel.org/r/" */
	bool ask_archive;		/* for messages and threads */
	struct config_network network;
	const char *contact;		/* said to servers; NULL: the address */
	const char *cache;		/* directory for its answers, or NULL */
	int64_t *quiet_until;		/* see struct net_rules */
	struct net_rules net;		/* made of the keys above, */
	struct archive_place archive_place;	/* and this of all of them */
	const char *templates;		/* own templates come first; or NULL */
	struct config_tree_list trees;
	struct config_source_list sources;
	enum sink_kind drafts_kind;
	const char *drafts_path;
	const char *regressions_list;	/* NULL: none */
	uint64_t max_people, max_lists;
	struct str_list never;		/* addresses and names that opted out */
	uint64_t cpu_seconds, wall_seconds, memory_mib;	/* of one case */
};

/* What holds where a key is not set. */
void config_defaults(struct config *c, struct arena *a);

/* Reads @file into *c, which config_defaults() has filled. */
int config_read(struct config *c, struct arena *a, const char *file,
		struct err *err);

/*
 * Fills in what follows from other keys; for those who change *c after it was
 * read.
 */
void config_finish(struct config *c, struct arena *a);

/*
 * The file that is read when --config is not given: $REGBOT_CONFIG, then
 * $XDG_CONFIG_HOME/regbot/regbot.json (~/.config/...), then
 * /etc/regbot/regbot.json.  NULL when there is none.
 */
const char *config_find(struct arena *a);

#endif
