// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <fcntl.h>
#include <libgen.h>
#include <unistd.h>

#include "config.h"
#include "config_read.h"
#include "config_sources.h"
#include "user_dir.h"

#include "base/file.h"

#define ARCHIVE_PAUSE_MS	200	/* between two questions of one case */
#define CONFIG_SIZE_MAX	((size_t)1 << 20)

/* --- objects ------------------------------------------------------------ */

static int take_role(const struct reading *r, const cJSON *value,
		     const char *path, void *at, struct err *err)
{
	static const char *const words[] = { "other", "mainline", "next",
					     "stable" };
	int role = 0;

	if (take_word(r, value, path, &role, words, ARRAY_SIZE(words), err) < 0)
		return err->code;
	*(enum branch_role *)at = (enum branch_role)role;
	return 0;
}

static int add_branch(const struct reading *r, const cJSON *value,
		      const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "name", take_text, offsetof(struct config_branch, name), false },
		{ "ref", take_text, offsetof(struct config_branch, ref), true },
		{ "role", take_role, offsetof(struct config_branch, role), false },
	};
	struct config_branch_list *list = at;

	return take_object(r, value, path, list_add(r->a, list), keys,
			   ARRAY_SIZE(keys), err);
}

static int take_branches(const struct reading *r, const cJSON *value,
			 const char *path, void *at, struct err *err)
{
	return take_list(r, value, path, add_branch, at, err);
}

static int add_tree(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "path", take_path, offsetof(struct config_tree, path), true },
		{ "branches", take_branches,
		  offsetof(struct config_tree, branches), false },
	};
	struct config_tree_list *list = at;

	return take_object(r, value, path, list_add(r->a, list), keys,
			   ARRAY_SIZE(keys), err);
}

static int take_trees(const struct reading *r, const cJSON *value,
		      const char *path, void *at, struct err *err)
{
	return take_list(r, value, path, add_tree, at, err);
}

static int take_sink_kind(const struct reading *r, const cJSON *value,
			  const char *path, void *at, struct err *err)
{
	static const char *const words[] = { NULL, "maildir", "folder" };
	int kind = 0;

	if (take_word(r, value, path, &kind, words, ARRAY_SIZE(words), err) < 0)
		return err->code;
	*(enum sink_kind *)at = (enum sink_kind)kind;
	return 0;
}

/* Objects whose members are members of struct config itself. */
#define AT(member)	offsetof(struct config, member)

static int take_identity(const struct reading *r, const cJSON *value,
			 const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "name", take_text, AT(identity_name), true },
		{ "address", take_address, AT(identity_address), true },
		{ "message_id_domain", take_text, AT(message_id_domain), false },
	};

	return take_object(r, value, path, at, keys, ARRAY_SIZE(keys), err);
}

static int take_drafts(const struct reading *r, const cJSON *value,
		       const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "kind", take_sink_kind, AT(drafts_kind), true },
		{ "path", take_path, AT(drafts_path), true },
	};

	return take_object(r, value, path, at, keys, ARRAY_SIZE(keys), err);
}

static int take_recipients(const struct reading *r, const cJSON *value,
			   const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "regressions_list", take_optional_address,
		  AT(regressions_list), false },
		{ "max_people", take_number, AT(max_people), false },
		{ "max_lists", take_number, AT(max_lists), false },
		{ "never", take_texts, AT(never), false },
	};

	return take_object(r, value, path, at, keys, ARRAY_SIZE(keys), err);
}

static int take_limits(const struct reading *r, const cJSON *value,
		       const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "cpu_seconds", take_number, AT(cpu_seconds), false },
		{ "wall_seconds", take_number, AT(wall_seconds), false },
		{ "memory_mib", take_number, AT(memory_mib), false },
	};

	return take_object(r, value, path, at, keys, ARRAY_SIZE(keys), err);
}

static int take_network(const struct reading *r, const cJSON *value,
			const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "contact", take_text, AT(contact), false },
		NETWORK_KEYS(struct config, network),
	};

	return take_object(r, value, path, at, keys, ARRAY_SIZE(keys), err);
}

/* @at is the struct config for the keys that are objects. */
static const struct key top_keys[] = {
	{ "identity", take_identity, 0, true },
	{ "state", take_path, AT(state), true },
	{ "archive", take_url, AT(archive), false },
	{ "ask_archive", take_bool, AT(ask_archive), false },
	{ "network", take_network, 0, false },
	{ "templates", take_path, AT(templates), false },
	{ "trees", take_trees, AT(trees), false },
	{ "sources", take_sources, AT(sources), false },
	{ "drafts", take_drafts, 0, false },
	{ "recipients", take_recipients, 0, false },
	{ "limits", take_limits, 0, false },
};

/* --- files -------------------------------------------------------------- */

void config_defaults(struct config *c, struct arena *a)
{
	const char *cache;

	*c = (struct config){
		.archive = "https://lore.kernel.org/r/",
		.ask_archive = true,
		.regressions_list = "regressions@lists.linux.dev",
		.max_people = 15,
		.max_lists = 3,
		.cpu_seconds = 20,
		.wall_seconds = 60,
		.memory_mib = 1024,
	};
	c->state = user_dir(a, "XDG_STATE_HOME", ".local/state");
	c->index = user_index_dir(a, NULL);
	cache = user_dir(a, "XDG_CACHE_HOME", ".cache");
	if (cache)
		c->cache = str_printf(a, "%s/archive", cache).p;
}

void config_finish(struct config *c, struct arena *a)
{
	c->quiet_until = arena_new(a, int64_t);
	c->net = config_net(c, a, &c->network);
	c->archive_place = (struct archive_place){
		.url = c->archive,
		.cache = c->cache,
		.pause_ms = ARCHIVE_PAUSE_MS,
		.net = c->net,
	};
	config_sources_finish(c, a);
}

int config_read(struct config *c, struct arena *a, const char *file,
		struct err *err)
{
	cJSON *root __free(json) = NULL;
	struct reading r = { .a = a, .file = file };

	int rc = file_read(&r.text, a, AT_FDCWD, file, CONFIG_SIZE_MAX,
			   ERR_CONF, err);

	if (rc == FILE_ABSENT)
		return err_set(err, ERR_CONF, "%s: no such file (check --config and REGBOT_CONFIG)",
			       file);
	if (rc < 0 || json_parse(&root, r.text, file, err) < 0)
		return err->code;
	r.dir = dirname(str_c(a, str_from(file)));
	if (take_object(&r, root, "", c, top_keys, ARRAY_SIZE(top_keys),
			err) < 0)
		return err->code;
	c->file = file;
	c->index = str_printf(a, "%s/index", c->state).p;
	c->cache = str_printf(a, "%s/archive", c->state).p;
	config_finish(c, a);
	return 0;
}

const char *config_find(struct arena *a)
{
	const char *own = getenv("REGBOT_CONFIG");
	const char *dir = user_dir(a, "XDG_CONFIG_HOME", ".config");
	const char *places[2] = { NULL, "/etc/regbot/regbot.json" };

	if (own && *own)
		return own;	/* asked for: a missing file is an error */
	if (dir)
		places[0] = str_printf(a, "%s/regbot.json", dir).p;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (places[i] && access(places[i], R_OK) == 0)
			return places[i];
	return NULL;
}
