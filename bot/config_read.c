// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "config_read.h"
#include "guess.h"

#include "mail/address.h"

int config_complain(const struct reading *r, const char *path,
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
		return config_complain(r, path, err, "no such key (did you mean \"%s\"?)",
				near);
	return config_complain(r, path, err, "no such key (see regbot.json(5))");
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
int take_object(const struct reading *r, const cJSON *value,
		       const char *path, void *into, const struct key *keys,
		       size_t nr, struct err *err)
{
	const cJSON *child;

	if (!cJSON_IsObject(value))
		return config_complain(r, path, err, "must be an object: { ... }");
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
			return config_complain(r, path, err, "\"%s\" is missing (add it)",
					keys[i].name);
	return 0;
}

/* --- values ------------------------------------------------------------- */

int take_text(const struct reading *r, const cJSON *value,
		     const char *path, void *at, struct err *err)
{
	if (!cJSON_IsString(value) || !*value->valuestring)
		return config_complain(r, path, err, "must be a text: \"...\"");
	for (const char *c = value->valuestring; *c; c++)
		if ((unsigned char)*c < 0x20)
			return config_complain(r, path, err, "must not hold control characters");
	*(const char **)at = str_c(r->a, str_from(value->valuestring));
	return 0;
}

int take_path(const struct reading *r, const cJSON *value,
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

int take_address(const struct reading *r, const cJSON *value,
			const char *path, void *at, struct err *err)
{
	if (take_text(r, value, path, at, err) < 0)
		return err->code;
	if (!address_usable(str_from(*(const char **)at)))
		return config_complain(r, path, err, "must be a mail address: name@domain");
	return 0;
}

/* As an address, but false or "" for "none". */
int take_optional_address(const struct reading *r, const cJSON *value,
				 const char *path, void *at, struct err *err)
{
	if (!cJSON_IsFalse(value) && !cJSON_IsNull(value))
		return take_address(r, value, path, at, err);
	*(const char **)at = NULL;
	return 0;
}

int take_url(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err)
{
	const char **out = at;
	struct str url;

	if (take_text(r, value, path, at, err) < 0)
		return err->code;
	url = str_from(*out);
	if (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://")))
		return config_complain(r, path, err, "must be a URL: \"https://.../\"");
	if (!str_ends(url, STR("/")))
		*out = str_printf(r->a, "%s/", *out).p;
	return 0;
}

int take_count(const struct reading *r, const cJSON *value, const char *path,
	       void *at, struct err *err)
{
	double x = value->valuedouble;

	if (!cJSON_IsNumber(value) || x < 0 || x > 1e6 || x != (double)(int)x)
		return config_complain(r, path, err, "must be a whole number from 0 to 1000000");
	*(uint64_t *)at = (uint64_t)x;
	return 0;
}

int take_number(const struct reading *r, const cJSON *value,
		       const char *path, void *at, struct err *err)
{
	if (take_count(r, value, path, at, err) < 0)
		return err->code;
	if (!*(uint64_t *)at)
		return config_complain(r, path, err, "must be a whole number from 1 to 1000000");
	return 0;
}

int take_bool(const struct reading *r, const cJSON *value, const char *path,
	      void *at, struct err *err)
{
	if (!cJSON_IsBool(value))
		return config_complain(r, path, err, "must be true or false");
	*(bool *)at = cJSON_IsTrue(value);
	return 0;
}

/* One word of several; @words[i] stands for i. */
int take_word(const struct reading *r, const cJSON *value,
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
	return config_complain(r, path, err, "must be one of %.*s", STR_ARG(all));
}

int take_list(const struct reading *r, const cJSON *value, const char *path,
	      int (*each)(const struct reading *r, const cJSON *value,
			  const char *path, void *at, struct err *err),
	      void *at, struct err *err)
{
	const cJSON *child;
	int i = 0;

	if (!cJSON_IsArray(value))
		return config_complain(r, path, err, "must be a list: [ ... ]");
	cJSON_ArrayForEach(child, value) {
		const char *sub = str_printf(r->a, "%s[%d]", path, i++).p;

		if (each(r, child, sub, at, err) < 0)
			return err->code;
	}
	return 0;
}

static int add_text(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err)
{
	struct str_list *list = at;
	const char *text = NULL;

	if (take_text(r, value, path, &text, err) < 0)
		return err->code;
	*list_add(r->a, list) = str_from(text);
	return 0;
}

int take_texts(const struct reading *r, const cJSON *value, const char *path,
	       void *at, struct err *err)
{
	return take_list(r, value, path, add_text, at, err);
}
