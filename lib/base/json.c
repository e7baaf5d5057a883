// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"

#include "base/clock.h"
#include "base/strmap.h"

/* cJSON reports a failed malloc() by NULL; here that ends the program. */
static cJSON *made(cJSON *item)
{
	if (!item)
		mem_exhausted();
	return item;
}

static void put(cJSON *object, const char *name, cJSON *item)
{
	/* cJSON wants a writable pointer and then does not write */
	if (!cJSON_AddItemToObjectCS(object, name, made(item)))
		mem_exhausted();
}

static cJSON *string_item(struct str s)
{
	struct arena a __free(arena) = { .max = SIZE_MAX };

	if (str_is_none(s))
		return cJSON_CreateNull();
	return cJSON_CreateString(str_c(&a, str_utf8(&a, s)));
}

void json_put_str(cJSON *object, const char *name, struct str s)
{
	put(object, name, string_item(s));
}

void json_put_cstr(cJSON *object, const char *name, const char *s)
{
	json_put_str(object, name, str_from(s));
}

void json_put_int(cJSON *object, const char *name, int64_t n)
{
	put(object, name, cJSON_CreateNumber((double)n));
}

void json_put_real(cJSON *object, const char *name, double x)
{
	char text[32];

	/* three digits say all that these figures mean */
	snprintf(text, sizeof(text), "%.3f", x);
	put(object, name, cJSON_CreateRaw(text));
}

void json_put_bool(cJSON *object, const char *name, bool b)
{
	put(object, name, cJSON_CreateBool(b));
}

void json_put_null(cJSON *object, const char *name)
{
	put(object, name, cJSON_CreateNull());
}

void json_put_time(cJSON *object, const char *name, int64_t t)
{
	char text[CLOCK_TEXT];

	time_rfc3339(text, t);
	json_put_cstr(object, name, *text ? text : NULL);
}

cJSON *json_put_array(cJSON *object, const char *name)
{
	cJSON *item = made(cJSON_CreateArray());

	put(object, name, item);
	return item;
}

cJSON *json_put_object(cJSON *object, const char *name)
{
	cJSON *item = made(cJSON_CreateObject());

	put(object, name, item);
	return item;
}

void json_add_str(cJSON *array, struct str s)
{
	cJSON_AddItemToArray(array, made(string_item(s)));
}

cJSON *json_add_object(cJSON *array)
{
	cJSON *item = made(cJSON_CreateObject());

	cJSON_AddItemToArray(array, item);
	return item;
}

void json_line(FILE *out, const cJSON *object)
{
	char *text = cJSON_PrintUnformatted(object);

	if (!text)
		mem_exhausted();
	fprintf(out, "%s\n", text);
	cJSON_free(text);
}

static unsigned int line_at(struct str text, const char *p)
{
	unsigned int line = 1;

	for (const char *c = text.p; c < p && c < text.p + text.n; c++)
		line += *c == '\n';
	return line;
}

static const char *twice_in(const cJSON *object)
{
	struct arena a __free(arena) = { .max = SIZE_MAX };
	struct strmap keys = { 0 };
	const cJSON *child;

	cJSON_ArrayForEach(child, object)
		if (!strmap_add(&keys, &a, str_from(child->string)))
			return child->string;
	return NULL;
}

/* A key that stands twice in one object, or NULL. */
static const char *duplicate_key(const cJSON *item)
{
	const char *found = cJSON_IsObject(item) ? twice_in(item) : NULL;
	const cJSON *child;

	if (found)
		return found;
	cJSON_ArrayForEach(child, item) {
		/* cJSON itself refuses nesting beyond CJSON_NESTING_LIMIT */
		found = duplicate_key(child);
		if (found)
			return found;
	}
	return NULL;
}

int json_parse(cJSON **out, struct str text, const char *name, struct err *err)
{
	cJSON *root __free(json) = NULL;
	const char *end = NULL, *twice;

	if (!str_is_utf8(text))
		return err_set(err, ERR_CONF, "%s: not valid UTF-8 (write the file in UTF-8)",
			       name);
	root = cJSON_ParseWithLengthOpts(text.p, text.n, &end, false);
	if (!root)
		return err_set(err, ERR_CONF,
			       "%s:%u: not valid JSON (look for a missing or extra comma, quote or bracket)",
			       name, line_at(text, end ? end : text.p));
	while (end < text.p + text.n && is_space(*end))
		end++;
	if (end < text.p + text.n)
		return err_set(err, ERR_CONF, "%s:%u: text behind the end (remove it)",
			       name, line_at(text, end));
	if (!cJSON_IsObject(root))
		return err_set(err, ERR_CONF, "%s:1: must be an object: { ... }",
			       name);
	twice = duplicate_key(root);
	if (twice)
		return err_set(err, ERR_CONF, "%s: the key \"%s\" stands twice in one object (keep one)",
			       name, twice);
	*out = root;
	root = NULL;
	return 0;
}

/*
 * A walk over text that is known to be valid JSON: it follows @path and needs
 * no nesting of its own, since what is not on the path is skipped by counting
 * brackets.
 */
struct walk {
	struct str text;
	size_t at;
};

static void skip_space(struct walk *w)
{
	while (w->at < w->text.n && is_space(w->text.p[w->at]))
		w->at++;
}

/* At a quote: step over the string and yield what is between the quotes. */
static struct str take_string(struct walk *w)
{
	size_t from = ++w->at;

	while (w->at < w->text.n && w->text.p[w->at] != '"')
		w->at += w->text.p[w->at] == '\\' ? 2 : 1;
	w->at = MIN(w->at, w->text.n);
	return str_sub(w->text, from, w->at++ - from);
}

static void skip_value(struct walk *w)
{
	unsigned int depth = 0;

	for (; w->at < w->text.n; w->at++) {
		char c = w->text.p[w->at];

		if (c == '"') {
			take_string(w);
			w->at--;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']') && depth) {
			depth--;
		} else if (!depth && (c == ',' || c == '}' || c == ']')) {
			return;
		}
	}
}

/* Step to the value of @key in the object that starts here. */
static bool enter_member(struct walk *w, struct str key)
{
	skip_space(w);
	if (w->at >= w->text.n || w->text.p[w->at] != '{')
		return false;
	w->at++;
	for (;;) {
		struct str name;

		skip_space(w);
		if (w->at >= w->text.n || w->text.p[w->at] != '"')
			return false;
		name = take_string(w);
		skip_space(w);
		w->at++;	/* the colon */
		skip_space(w);
		if (str_eq(name, key))
			return true;
		skip_value(w);
		if (w->at >= w->text.n || w->text.p[w->at] != ',')
			return false;
		w->at++;
	}
}

static bool enter_element(struct walk *w, uint64_t nr)
{
	skip_space(w);
	if (w->at >= w->text.n || w->text.p[w->at] != '[')
		return false;
	w->at++;
	while (nr--) {
		skip_value(w);
		if (w->at >= w->text.n || w->text.p[w->at] != ',')
			return false;
		w->at++;
	}
	skip_space(w);
	return true;
}

unsigned int json_line_of(struct str text, const char *path)
{
	struct walk w = { .text = text };
	struct str rest = str_from(path), step;

	while (str_split(&rest, '.', &step)) {
		struct str name, index;

		str_split(&step, '[', &name);
		if (name.n && !enter_member(&w, name))
			return 0;
		while (str_split(&step, '[', &index)) {
			uint64_t nr;

			if (index.n && index.p[index.n - 1] == ']')
				index.n--;
			if (!str_to_u64(index, &nr) || !enter_element(&w, nr))
				return 0;
		}
	}
	return line_at(text, text.p + w.at);
}
