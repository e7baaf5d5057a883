// SPDX-License-Identifier: GPL-2.0-only
/* What a title or a path alone says of a commit. */
#include "verify/verdict_subsystem.h"

#define W(literal)	{ literal, sizeof(literal) - 1 }

struct str title_prefix(struct str title)
{
	ptrdiff_t at;

	str_skip(&title, STR("Revert \""));
	at = str_rfind(title, STR(": "));
	return at > 0 ? str_sub(title, 0, (size_t)at) : STR_NONE;
}

bool is_code_path(struct str path)
{
	static const struct str folders[] = {
		W("Documentation/"), W("tools/"), W("samples/"),
		W("LICENSES/"), W("MAINTAINERS"), W("CREDITS"),
		W(".mailmap"), W(".gitignore"), W("scripts/checkpatch"),
		W("scripts/get_maintainer"), W("scripts/coccinelle/"),
	};
	static const struct str ends[] = {
		W(".rst"), W(".txt"), W(".md"), W(".yaml"), W(".tbl"),
		W("/Kconfig"), W("/.gitignore"), W("/README"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		if (str_starts(path, folders[i]))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (str_ends(path, ends[i]))
			return false;
	return true;
}

bool title_is_merge(struct str title)
{
	return str_starts(title, STR("Merge tag ")) ||
	       str_starts(title, STR("Merge branch")) ||
	       str_starts(title, STR("Merge remote-tracking ")) ||
	       str_starts(title, STR("Merge commit ")) ||
	       str_starts(title, STR("Merge git://")) ||
	       str_starts(title, STR("Merge https://")) ||
	       str_starts(title, STR("Merge master.kernel.org")) ||
	       str_starts(title, STR("Merge /")) ||
	       str_starts(title, STR("Merge ../"));
}

/* "Linux 6.9-rc1", "Linux 4.12", "Add linux-next specific files for ..." */
bool title_is_release(struct str title)
{
	struct str rest = title;

	if (str_starts(title, STR("Add linux-next specific files for ")))
		return true;
	if (!str_skip(&rest, STR("Linux ")) || !rest.n || !is_digit(rest.p[0]))
		return false;
	for (size_t i = 0; i < rest.n; i++)
		if (!is_alnum(rest.p[i]) && rest.p[i] != '.' &&
		    rest.p[i] != '-')
			return false;
	return true;
}

bool title_is_revert(struct str title)
{
	struct str rest = title;

	/* a revert of a revert brings the change back */
	return str_skip(&rest, STR("Revert \"")) &&
	       !str_starts(rest, STR("Revert \"")) &&
	       !str_starts(rest, STR("Reapply \""));
}

bool title_is_non_code(struct str title)
{
	static const struct str prefixes[] = {
		W("MAINTAINERS"), W("Documentation"), W("docs"), W("doc"),
		W("dt-bindings"), W("selftests"), W("selftest"), W("tools"),
		W("kselftest"), W("perf tools"), W("checkpatch"), W("mailmap"),
		W(".mailmap"), W("CREDITS"), W("samples"),
	};
	struct str rest = title, word;

	if (str_chr(title, ':') < 0 || !str_split(&rest, ':', &word))
		return false;
	word = str_trim(word);
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		struct str behind = word;

		if (str_skip_i(&behind, prefixes[i]) &&
		    (!behind.n || behind.p[0] == '/' || behind.p[0] == ' '))
			return true;
	}
	return str_has(title_prefix(title), STR("dts")) &&
	       !str_has(title_prefix(title), STR("/dtsi"));
}

/* Does @word, in whatever form, come from @stem: "checks", "validated"? */
static bool is_form_of(struct str word, struct str stem)
{
	static const struct str ends[] = {
		W(""), W("s"), W("e"), W("es"), W("ed"), W("ing"), W("ings"),
		W("ion"), W("ions"), W("or"),
	};

	if (!str_skip_i(&word, stem))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (str_eq_i(word, ends[i]))
			return true;
	return false;
}

/* The next run of letters and digits: "lockdep_assert()" holds two. */
static bool next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n && !is_alnum(rest->p[0]))
		*rest = str_from_off(*rest, 1);
	while (n < rest->n && is_alnum(rest->p[n]))
		n++;
	*word = str_sub(*rest, 0, n);
	*rest = str_from_off(*rest, n);
	return n > 0;
}

/* Whole words only: "invalidate" validates nothing, nor does a new name. */
bool title_adds_check(struct str title)
{
	static const struct str stems[] = {
		W("warn"), W("lockdep"), W("kasan"), W("assert"), W("sanity"),
		W("check"), W("detect"), W("debug"), W("track"), W("catch"),
		W("validat"),
	};
	struct str rest = title, word;
	bool adds = str_find_i(title, STR("report broken")) >= 0;

	while (next_word(&rest, &word)) {
		if (is_form_of(word, STR("renam")))
			return false;
		for (size_t i = 0; i < ARRAY_SIZE(stems) && !adds; i++)
			adds = is_form_of(word, stems[i]);
	}
	return adds;
}
