// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "config_sources.h"

#define ANSWER_SECONDS	120
#define CONNECT_SECONDS	30
#define NET_MINUTES	10	/* what archives ask of those who poll them */

#define AT(member)	offsetof(struct config_source, member)
#define EACH_KIND				\
	{ "name", take_text, AT(name), false },	\
	{ "kind", pass_over, 0, true },		\
	{ "every_minutes", take_count, AT(every_minutes), false }

/* --- values of a source --------------------------------------------------- */

/* "kind": read before the others, see take_kind() */
static int pass_over(__maybe_unused const struct reading *r,
		     __maybe_unused const cJSON *value,
		     __maybe_unused const char *path,
		     __maybe_unused void *at, __maybe_unused struct err *err)
{
	return 0;
}

static int take_tls(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err)
{
	static const char *const words[] = {
		[IMAP_TLS] = "implicit",
		[IMAP_STARTTLS] = "starttls",
		[IMAP_PLAIN] = "none",
	};
	int tls = 0;

	if (take_word(r, value, path, &tls, words, ARRAY_SIZE(words), err) < 0)
		return err->code;
	*(enum imap_tls *)at = (enum imap_tls)tls;
	return 0;
}

/* At most one of the keys that say where the secret is. */
static int take_secret(const struct reading *r, const cJSON *value,
		       const char *path, struct imap_account *imap, bool token,
		       const char **at, struct err *err)
{
	if (imap->secret.file || imap->secret.command)
		return config_complain(r, path, err, "the secret is set twice (give one of password_file, password_command, token_file, token_command)");
	imap->token = token;
	return at == &imap->secret.file ? take_path(r, value, path, at, err) :
					  take_text(r, value, path, at, err);
}

static int take_password_file(const struct reading *r, const cJSON *value,
			      const char *path, void *at, struct err *err)
{
	struct imap_account *imap = at;

	return take_secret(r, value, path, imap, false, &imap->secret.file,
			   err);
}

static int take_password_command(const struct reading *r, const cJSON *value,
				 const char *path, void *at, struct err *err)
{
	struct imap_account *imap = at;

	return take_secret(r, value, path, imap, false, &imap->secret.command,
			   err);
}

static int take_token_file(const struct reading *r, const cJSON *value,
			   const char *path, void *at, struct err *err)
{
	struct imap_account *imap = at;

	return take_secret(r, value, path, imap, true, &imap->secret.file,
			   err);
}

static int take_token_command(const struct reading *r, const cJSON *value,
			      const char *path, void *at, struct err *err)
{
	struct imap_account *imap = at;

	return take_secret(r, value, path, imap, true, &imap->secret.command,
			   err);
}

/* --- kinds ---------------------------------------------------------------- */

static const struct key local_keys[] = {
	EACH_KIND,
	{ "path", take_path, AT(path), true },
};

static const struct key imap_keys[] = {
	EACH_KIND,
	{ "host", take_text, AT(imap.host), true },
	{ "port", take_number, AT(imap.port), false },
	{ "tls", take_tls, AT(imap.tls), false },
	{ "user", take_text, AT(imap.user), true },
	{ "password_file", take_password_file, AT(imap), false },
	{ "password_command", take_password_command, AT(imap), false },
	{ "token_file", take_token_file, AT(imap), false },
	{ "token_command", take_token_command, AT(imap), false },
	{ "folders", take_texts, AT(imap.folders), false },
	NETWORK_KEYS(struct config_source, network),
};

static const struct key lore_keys[] = {
	EACH_KIND,
	{ "url", take_url, AT(lore.url), true },
	{ "search", take_text, AT(lore.search), false },
	{ "max_messages", take_number, AT(lore.max_messages), false },
	{ "pause_ms", take_count, AT(lore.pause_ms), false },
	NETWORK_KEYS(struct config_source, network),
};

static const struct key epoch_keys[] = {
	EACH_KIND,
	{ "path", take_path, AT(epoch.path), true },
	{ "url", take_url, AT(epoch.url), false },
	NETWORK_KEYS(struct config_source, network),
};

static const struct kind {
	const char *word;
	const struct key *keys;
	size_t nr_keys;
} kinds[] = {
	[SOURCE_MAILDIR] = { "maildir", local_keys, ARRAY_SIZE(local_keys) },
	[SOURCE_MBOX] = { "mbox", local_keys, ARRAY_SIZE(local_keys) },
	[SOURCE_FILE] = { "file", local_keys, ARRAY_SIZE(local_keys) },
	[SOURCE_IMAP] = { "imap", imap_keys, ARRAY_SIZE(imap_keys) },
	[SOURCE_LORE] = { "lore", lore_keys, ARRAY_SIZE(lore_keys) },
	[SOURCE_EPOCH] = { "epoch", epoch_keys, ARRAY_SIZE(epoch_keys) },
};

/* The kind decides which other keys there are, so it is read first. */
static int take_kind(const struct reading *r, const cJSON *source,
		     const char *path, enum source_kind *out, struct err *err)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(source, "kind");
	const char *words[ARRAY_SIZE(kinds)];
	int kind = 0;

	if (!cJSON_IsObject(source))
		return config_complain(r, path, err, "must be an object: { ... }");
	if (!value)
		return config_complain(r, path, err, "\"kind\" is missing (add it)");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		words[i] = kinds[i].word;
	path = str_printf(r->a, "%s.kind", path).p;
	if (take_word(r, value, path, &kind, words, ARRAY_SIZE(words), err) < 0)
		return err->code;
	*out = (enum source_kind)kind;
	return 0;
}

/* What holds for a kind where a key is not set. */
static void defaults_of_kind(struct config_source *s)
{
	switch (s->kind) {
	case SOURCE_LORE:
		s->every_minutes = NET_MINUTES;
		s->lore.max_messages = 200;
		s->lore.pause_ms = 1000;
		break;
	case SOURCE_EPOCH:	/* see pace_epoch() */
	case SOURCE_IMAP:
	case SOURCE_MAILDIR:
	case SOURCE_MBOX:
	case SOURCE_FILE:
		break;
	}
}

static void name_by_place(struct config_source *s, struct arena *a)
{
	switch (s->kind) {
	case SOURCE_IMAP:
		s->name = str_printf(a, "%s@%s", s->imap.user, s->imap.host).p;
		break;
	case SOURCE_LORE:
		s->name = s->lore.url;
		break;
	case SOURCE_EPOCH:
		s->name = s->epoch.path;
		break;
	case SOURCE_MAILDIR:
	case SOURCE_MBOX:
	case SOURCE_FILE:
		s->name = s->path;
		break;
	}
}

static int check_imap(const struct reading *r, const char *path,
		      struct config_source *s, struct err *err)
{
	if (!s->imap.secret.file && !s->imap.secret.command)
		return config_complain(r, path, err, "the secret is missing (add password_file, password_command, token_file or token_command)");
	if (s->imap.port > 65535)
		return config_complain(r, str_printf(r->a, "%s.port", path).p,
				       err, "must be a port from 1 to 65535");
	if (!s->imap.folders.nr)
		*list_add(r->a, &s->imap.folders) = STR("INBOX");
	return 0;
}

/* A mirror that somebody else keeps costs nobody anything to look at. */
static void pace_epoch(struct config_source *s, const cJSON *value)
{
	if (s->epoch.url &&
	    !cJSON_GetObjectItemCaseSensitive(value, "every_minutes"))
		s->every_minutes = NET_MINUTES;
}

/* Marks are kept by name. */
static int check_name(const struct reading *r, const char *path,
		      const struct config_source_list *list, struct err *err)
{
	const struct config_source *last = &list->v[list->nr - 1];

	for (size_t i = 0; i + 1 < list->nr; i++)
		if (!strcmp(list->v[i].name, last->name))
			return config_complain(r, path, err,
					       "another source is called \"%s\" too (give it a \"name\" of its own)",
					       last->name);
	return 0;
}

static int add_source(const struct reading *r, const cJSON *value,
		      const char *path, void *at, struct err *err)
{
	struct config_source_list *list = at;
	struct config_source *s = list_add(r->a, list);
	const struct kind *kind;

	if (take_kind(r, value, path, &s->kind, err) < 0)
		return err->code;
	defaults_of_kind(s);
	kind = &kinds[s->kind];
	if (take_object(r, value, path, s, kind->keys, kind->nr_keys,
			err) < 0)
		return err->code;
	if (s->kind == SOURCE_IMAP && check_imap(r, path, s, err) < 0)
		return err->code;
	if (s->kind == SOURCE_EPOCH)
		pace_epoch(s, value);
	if (!s->name)
		name_by_place(s, r->a);
	return check_name(r, path, list, err);
}

int take_sources(const struct reading *r, const cJSON *value,
		 const char *path, void *at, struct err *err)
{
	return take_list(r, value, path, add_source, at, err);
}

/* --- the network ---------------------------------------------------------- */

static uint64_t first_set(uint64_t own, uint64_t common, uint64_t by_default)
{
	return own ? own : common ? common : by_default;
}

struct net_rules config_net(const struct config *c, struct arena *a,
			    const struct config_network *own)
{
	const struct config_network *common = &c->network;
	const char *contact = c->contact ? c->contact : c->identity_address;
	struct str agent = STR("regbot/" REGBOT_VERSION);

	if (contact)
		agent = str_printf(a, "regbot/" REGBOT_VERSION " (+%s%s)",
				   strchr(contact, ':') ? "" : "mailto:",
				   contact);
	return (struct net_rules){
		.user_agent = str_c(a, agent),
		.ca_file = own->ca_file ? own->ca_file : common->ca_file,
		.connect_seconds = (unsigned int)first_set(
			own->connect_seconds, common->connect_seconds,
			CONNECT_SECONDS),
		.answer_seconds = (unsigned int)first_set(
			own->answer_seconds, common->answer_seconds,
			ANSWER_SECONDS),
		.quiet_until = c->quiet_until,
	};
}

void config_sources_finish(struct config *c, struct arena *a)
{
	for (size_t i = 0; i < c->sources.nr; i++) {
		struct config_source *s = &c->sources.v[i];
		struct net_rules net = config_net(c, a, &s->network);

		s->imap.net = net;
		s->lore.net = net;
		s->epoch.net = net;
	}
}
