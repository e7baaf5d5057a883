// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <fcntl.h>
#include <libgen.h>
#include <unistd.h>

#include "config.h"
#include "guess.h"
#include "user_dir.h"

#include "base/file.h"
#include "base/json.h"
#include "mail/address.h"

#define CONFIG_SIZE_MAX	((size_t)1 << 20)

/* The file being read, for complaints. */
struct reading {
	struct arena *a;
	const char *file, *dir;
	struct str text;
};

/*
 * One key of an object.  @at is the offset of what it sets, in the struct that
 * the object describes.
 */
struct key {
	const char *name;
	int (*take)(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err);
	size_t at;
	bool required;
};

static int __printf(4, 5) complain(const struct reading *r, const char *path,
				   struct err *err, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(err, ERR_CONF, "%s:%u: %s%s%s", r->file,
		       json_line_of(r->text, path), path, *path ? ": " : "",
		       what);
}

static int unknown_key(const struct reading *r, const char *path,
		       const char *name, const struct key *keys, size_t nr,
		       struct err *err)
{
	const char *names[32];
	const char *near;

	for (size_t i = 0; i < nr; i++)
		names[i] = keys[i].name;
	near = guess(name, names, nr);
	if (near)
		return complain(r, path, err, "no such key (did you mean \"%s\"?)",
				near);
	return complain(r, path, err, "no such key (see regbot.json(5))");
}

static const struct key *find_key(const char *name, const struct key *keys,
				  size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

/* Reads the object @value into the struct at @into by its table of keys. */
static int take_object(const struct reading *r, const cJSON *value,
		       const char *path, void *into, const struct key *keys,
		       size_t nr, struct err *err)
{
	const cJSON *child;

	if (!cJSON_IsObject(value))
		return complain(r, path, err, "must be an object: { ... }");
	cJSON_ArrayForEach(child, value) {
		const struct key *key = find_key(child->string, keys, nr);
		const char *sub = *path ? str_printf(r->a, "%s.%s", path,
						     child->string).p :
					  child->string;

		if (child->string[0] == '_')
			continue;	/* "_": a remark */
		if (!key)
			return unknown_key(r, sub, child->string, keys, nr, err);
		if (key->take(r, child, sub, (char *)into + key->at, err) < 0)
			return err->code;
	}
	for (size_t i = 0; i < nr; i++)
		if (keys[i].required &&
		    !cJSON_GetObjectItemCaseSensitive(value, keys[i].name))
			return complain(r, path, err, "\"%s\" is missing (add it)",
					keys[i].name);
	return 0;
}

/* --- values ------------------------------------------------------------- */

static int take_text(const struct reading *r, const cJSON *value,
		     const char *path, void *at, struct err *err)
{
	if (!cJSON_IsString(value) || !*value->valuestring)
		return complain(r, path, err, "must be a text: \"...\"");
	for (const char *c = value->valuestring; *c; c++)
		if ((unsigned char)*c < 0x20)
			return complain(r, path, err, "must not hold control characters");
	*(const char **)at = str_c(r->a, str_from(value->valuestring));
	return 0;
}

static int take_path(const struct reading *r, const cJSON *value,
		     const char *path, void *at, struct err *err)
{
	const char *text;

	if (take_text(r, value, path, &text, err) < 0)
		return err->code;
	if (*text != '/')
		text = str_printf(r->a, "%s/%s", r->dir, text).p;
	*(const char **)at = text;
	return 0;
}

static int take_address(const struct reading *r, const cJSON *value,
			const char *path, void *at, struct err *err)
{
	if (take_text(r, value, path, at, err) < 0)
		return err->code;
	if (!address_usable(str_from(*(const char **)at)))
		return complain(r, path, err, "must be a mail address: name@domain");
	return 0;
}

/* As an address, but false or "" for "none". */
static int take_optional_address(const struct reading *r, const cJSON *value,
				 const char *path, void *at, struct err *err)
{
	if (!cJSON_IsFalse(value) && !cJSON_IsNull(value))
		return take_address(r, value, path, at, err);
	*(const char **)at = NULL;
	return 0;
}

static int take_url(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err)
{
	struct str url;

	if (take_text(r, value, path, at, err) < 0)
		return err->code;
	url = str_from(*(const char **)at);
	if ((!str_starts(url, STR("https://")) &&
	     !str_starts(url, STR("http://"))) || !str_ends(url, STR("/")))
		return complain(r, path, err, "must be a URL that ends in a slash: \"https://.../\"");
	return 0;
}

static int take_number(const struct reading *r, const cJSON *value,
		       const char *path, void *at, struct err *err)
{
	double x = value->valuedouble;

	if (!cJSON_IsNumber(value) || x < 1 || x > 1e6 || x != (double)(int)x)
		return complain(r, path, err, "must be a whole number from 1 to 1000000");
	*(uint64_t *)at = (uint64_t)x;
	return 0;
}

/* One word of several; @words[i] stands for i. */
static int take_word(const struct reading *r, const cJSON *value,
		     const char *path, int *at, const char *const *words,
		     size_t nr, struct err *err)
{
	struct str all = STR("");

	for (size_t i = 0; i < nr; i++) {
		if (!words[i])
			continue;
		if (cJSON_IsString(value) && !strcmp(value->valuestring, words[i])) {
			*at = (int)i;
			return 0;
		}
		all = str_printf(r->a, "%.*s%s\"%s\"", STR_ARG(all),
				 all.n ? ", " : "", words[i]);
	}
	return complain(r, path, err, "must be one of %.*s", STR_ARG(all));
}

static int take_texts(const struct reading *r, const cJSON *value,
		      const char *path, void *at, struct err *err)
{
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(value))
		return complain(r, path, err, "must be a list: [ ... ]");
	cJSON_ArrayForEach(child, value) {
		const char *sub = str_printf(r->a, "%s[%d]", path, i++).p;
		const char *text = NULL;

		if (take_text(r, child, sub, &text, err) < 0)
			return err->code;
		*list_add(r->a, (struct str_list *)at) = str_from(text);
	}
	return 0;
}

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

static int take_branches(const struct reading *r, const cJSON *value,
			 const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "name", take_text, offsetof(struct config_branch, name), false },
		{ "ref", take_text, offsetof(struct config_branch, ref), true },
		{ "role", take_role, offsetof(struct config_branch, role), false },
	};
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(value))
		return complain(r, path, err, "must be a list: [ ... ]");
	cJSON_ArrayForEach(child, value) {
		struct config_branch_list *list = at;

		if (take_object(r, child, str_printf(r->a, "%s[%d]", path, i++).p,
				list_add(r->a, list), keys, ARRAY_SIZE(keys),
				err) < 0)
			return err->code;
	}
	return 0;
}

static int take_trees(const struct reading *r, const cJSON *value,
		      const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "path", take_path, offsetof(struct config_tree, path), true },
		{ "branches", take_branches,
		  offsetof(struct config_tree, branches), false },
	};
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(value))
		return complain(r, path, err, "must be a list: [ ... ]");
	cJSON_ArrayForEach(child, value) {
		struct config_tree_list *list = at;

		if (take_object(r, child, str_printf(r->a, "%s[%d]", path, i++).p,
				list_add(r->a, list), keys, ARRAY_SIZE(keys),
				err) < 0)
			return err->code;
	}
	return 0;
}

static int take_source_kind(const struct reading *r, const cJSON *value,
			    const char *path, void *at, struct err *err)
{
	static const char *const words[] = { "maildir", "mbox", "file" };
	int kind = 0;

	if (take_word(r, value, path, &kind, words, ARRAY_SIZE(words), err) < 0)
		return err->code;
	*(enum source_kind *)at = (enum source_kind)kind;
	return 0;
}

static bool source_name_taken(const struct config_source_list *list)
{
	const struct config_source *last = &list->v[list->nr - 1];

	for (size_t i = 0; i + 1 < list->nr; i++)
		if (!strcmp(list->v[i].name, last->name))
			return true;
	return false;
}

static int take_sources(const struct reading *r, const cJSON *value,
			const char *path, void *at, struct err *err)
{
	static const struct key keys[] = {
		{ "name", take_text, offsetof(struct config_source, name), false },
		{ "kind", take_source_kind,
		  offsetof(struct config_source, kind), true },
		{ "path", take_path, offsetof(struct config_source, path), true },
	};
	struct config_source_list *list = at;
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(value))
		return complain(r, path, err, "must be a list: [ ... ]");
	cJSON_ArrayForEach(child, value) {
		const char *sub = str_printf(r->a, "%s[%d]", path, i++).p;
		struct config_source *s = list_add(r->a, list);

		if (take_object(r, child, sub, s, keys, ARRAY_SIZE(keys), err) < 0)
			return err->code;
		if (!s->name)
			s->name = s->path;
		/* marks are kept by name */
		if (source_name_taken(list))
			return complain(r, sub, err, "another source is called \"%s\" too (give it a \"name\" of its own)",
					s->name);
	}
	return 0;
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

/* @at is the struct config for the keys that are objects. */
static const struct key top_keys[] = {
	{ "identity", take_identity, 0, true },
	{ "state", take_path, AT(state), true },
	{ "archive", take_url, AT(archive), false },
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
	*c = (struct config){
		.archive = "https://lore.kernel.org/r/",
		.regressions_list = "regressions@lists.linux.dev",
		.max_people = 15,
		.max_lists = 3,
		.cpu_seconds = 20,
		.wall_seconds = 60,
		.memory_mib = 1024,
	};
	c->state = user_dir(a, "XDG_STATE_HOME", ".local/state");
	c->index = user_index_dir(a, NULL);
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
