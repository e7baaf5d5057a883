// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as MAINTAINERS, .mailmap, a path and a patch, in this order with
 * a NUL between them; the patch is the text of every file, too.  Corpus:
 * tests/cases/maintainers-*.
 */
#include "git/maintainers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A person is found for one reason, which is told, and has an address. */
static void check(const struct maintainer_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!list->v[i].addr.n || !list->v[i].role.n ||
		    !list->v[i].pattern.n || !list->v[i].line)
			abort();
}

static struct str text_of(void *arg, __maybe_unused struct arena *a,
			  __maybe_unused struct str path)
{
	return *(const struct str *)arg;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a __free(arena) = { .max = (size_t)1 << 30 };
	struct str rest = str_make((const char *)data, size);
	struct maintainer_list of_file = { 0 }, of_patch = { 0 };
	struct maintainers_file file = { .name = STR("MAINTAINERS") };
	struct maintainers_input input = { .files = { &file, 1, 1 } };
	struct str path = STR_NONE;
	const struct maintainers_texts texts = { text_of, &rest };
	struct maintainers *m;
	struct err err = ERR_INIT;

	str_split(&rest, '\0', &file.text);
	str_split(&rest, '\0', &input.mailmap);
	str_split(&rest, '\0', &path);
	if (maintainers_build(&m, &a, &input, &err) < 0)
		return 0;
	maintainers_set_texts(m, &texts);
	if (maintainers_for_file(&of_file, &a, m, path,
				 MAINTAINERS_SUBSCRIBERS, &err) == 0)
		check(&of_file);
	if (maintainers_for_patch(&of_patch, &a, m, rest, MAINTAINERS_KEYWORDS,
				  &err) == 0)
		check(&of_patch);
	return 0;
}
