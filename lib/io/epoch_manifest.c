// SPDX-License-Identifier: GPL-2.0-only
#include "io/epoch_manifest.h"

#include "base/clock.h"
#include "base/json.h"
#include "io/epoch_dir.h"

#define MANIFEST_MAX	((size_t)64 << 20)

/* "/regressions/git/3.git": the list's part, and what is behind it. */
static bool split_key(struct str key, struct str *list, struct str *path,
		      uint32_t *number)
{
	ptrdiff_t slash = str_rchr(key, '/');
	struct str folder;

	if (slash < 0 ||
	    !epoch_number(number, str_from_off(key, (size_t)slash + 1)))
		return false;
	folder = str_sub(key, 0, (size_t)slash + 1);
	if (str_ends(folder, STR("/git/")))
		folder.n -= strlen("git/");
	*list = folder;
	*path = str_from_off(key, folder.n);
	return true;
}

static int by_number(const void *a, const void *b)
{
	const struct epoch_remote *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

int epoch_manifest_parse(struct epoch_remotes *out, struct arena *a,
			 struct str json, struct str list_url,
			 struct err *err)
{
	cJSON *all __free(json) = NULL;
	const cJSON *entry;

	*out = (struct epoch_remotes){ 0 };
	if (json_parse(&all, json, "manifest.js.gz", err) < 0)
		return err_set(err, ERR_SOURCE, "%.200s (is this a public-inbox server?)",
			       err->msg);
	cJSON_ArrayForEach(entry, all) {
		const cJSON *print = cJSON_GetObjectItemCaseSensitive(entry, "fingerprint");
		const cJSON *time = cJSON_GetObjectItemCaseSensitive(entry, "modified");
		struct str list, path;
		struct epoch_remote *r;
		uint32_t number;

		/* other lists of the server may be told of as well */
		if (!split_key(str_from(entry->string), &list, &path, &number) ||
		    !str_ends(list_url, list))
			continue;
		r = list_add(a, out);
		*r = (struct epoch_remote){
			.number = number, .path = str_c(a, path),
			.modified = TIME_NONE,
		};
		if (cJSON_IsString(print))
			r->fingerprint = str_c(a, str_from(print->valuestring));
		if (cJSON_IsNumber(time) && time->valuedouble > 0 &&
		    time->valuedouble < 1e15)
			r->modified = (int64_t)time->valuedouble;
	}
	if (out->nr)
		qsort(out->v, out->nr, sizeof(*out->v), by_number);
	return 0;
}

int epoch_manifest_ask(struct epoch_remotes *out, struct arena *a,
		       const struct net_rules *net, const char *list_url,
		       int64_t *rest, struct err *err)
{
	const struct fetch_request request = {
		.url = str_printf(a, "%smanifest.js.gz", list_url).p,
		.kind = FETCH_GZIP,
		.max = MANIFEST_MAX,
	};
	struct fetch *fetch __free(fetch) = fetch_new(net, 0);
	struct fetch_answer answer;

	*out = (struct epoch_remotes){ 0 };
	if (fetch_ask(fetch, &request, &answer, err) < 0)
		return err->code;
	*rest = answer.rest;
	if (answer.state == FETCH_FOUND)
		return epoch_manifest_parse(out, a, answer.body,
					    str_from(list_url), err) < 0 ?
		       err->code : out->nr > 0;
	if (answer.state == FETCH_LATER || answer.state == FETCH_CHALLENGE ||
	    answer.status >= 500)
		return fetch_refused(&answer, err);
	*rest = 0;	/* some other server of git */
	return 0;
}
