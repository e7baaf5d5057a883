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

bool title_adds_check(struct str title)
{
	static const struct str words[] = {
		W("warn"), W("lockdep"), W("kasan"), W("assert"), W("sanity"),
		W("check"), W("detect"), W("debug"), W("track"), W("catch"),
		W("report broken"), W("validate"),
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_find_i(title, words[i]) >= 0)
			return true;
	return false;
}
