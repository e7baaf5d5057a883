// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch: the files it names and the keywords it holds.  What counts as a
 * file name is decided line by line as the original does, its traps with it: a
 * removed line that begins with "-- " names a file, and so does /dev/null.
 */
#include "git/maintainers_data.h"

#define FILES_MAX	20000
/* Keywords look no further into a patch, nor at longer lines. */
#define KEYWORD_TEXT	((size_t)4 << 20)
#define KEYWORD_LINE	((size_t)16 << 10)

/* Blanks, then a word; false when there are no blanks or no word. */
static bool skip_word(struct str *rest, struct str *word)
{
	struct str s = *rest;
	size_t n = 0;

	while (s.n && is_space(s.p[0]))
		s = str_from_off(s, 1);
	if (s.n == rest->n)
		return false;
	while (n < s.n && !is_space(s.p[n]))
		n++;
	*word = str_sub(s, 0, n);
	*rest = str_from_off(s, n);
	return n > 0;
}

static bool is_octal_run(struct str *s)
{
	size_t n = 0;

	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '7')
		n++;
	*s = str_from_off(*s, n);
	return n > 0;
}

/* " mode change 100644 => 100755 path", as "git diff --summary" has it */
static bool mode_change(struct str line, struct str *path)
{
	return str_skip(&line, STR(" mode change ")) && is_octal_run(&line) &&
	       str_skip(&line, STR(" => ")) && is_octal_run(&line) &&
	       skip_word(&line, path) && !str_trim(line).n;
}

static bool renamed(struct str line, struct str *path)
{
	return (str_skip(&line, STR("rename from")) ||
		str_skip(&line, STR("rename to"))) &&
	       skip_word(&line, path) && !str_trim(line).n;
}

static bool diff_git(struct str line, struct str *from, struct str *to)
{
	return str_skip(&line, STR("diff --git")) && skip_word(&line, from) &&
	       skip_word(&line, to) && !str_trim(line).n &&
	       str_skip(from, STR("a/")) && str_skip(to, STR("b/")) &&
	       from->n && to->n;
}

/* "--- a/path" and "+++ b/path": the first directory is cut off */
static bool file_header(struct str line, struct str *path)
{
	ptrdiff_t slash;

	if (!str_skip(&line, STR("---")) && !str_skip(&line, STR("+++")))
		return false;
	if (!skip_word(&line, path))
		return false;
	slash = str_chr(*path, '/');
	if (slash >= 0)
		*path = str_from_off(*path, (size_t)slash + 1);
	return true;
}

/* "@@ -12,7 +12,8 @@"; without the comma it is a line like any other */
static bool hunk(struct str line)
{
	size_t n = 0;

	if (!str_skip(&line, STR("@@ -")))
		return false;
	while (n < line.n && is_digit(line.p[n]))
		n++;
	return n && n + 1 < line.n && line.p[n] == ',' &&
	       is_digit(line.p[n + 1]);
}

static bool fixes(struct str line)
{
	struct str word;
	size_t n = 0;

	if (!str_skip(&line, STR("Fixes:")) || !skip_word(&line, &word))
		return false;
	while (n < word.n && is_hex(word.p[n]))
		n++;
	return n >= 6;
}

enum patch_line {
	PATCH_NAMES,		/* names files */
	PATCH_HEADER,		/* names a file, and the changes begin */
	PATCH_MARK,		/* the program's own, holds no keyword */
	PATCH_TEXT,
};

/* Fills in the paths that @line names, as many as *nr says. */
static enum patch_line classify(struct str line, struct str path[2],
				unsigned int *nr)
{
	*nr = 1;
	if (mode_change(line, &path[0]) || renamed(line, &path[0]))
		return PATCH_NAMES;
	if (file_header(line, &path[0]))
		return PATCH_HEADER;
	*nr = 2;
	if (diff_git(line, &path[0], &path[1]))
		return PATCH_NAMES;
	*nr = 0;
	return fixes(line) || hunk(line) ? PATCH_MARK : PATCH_TEXT;
}

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void sort_unique(struct str_list *list)
{
	size_t n = 0;

	if (!list->nr)
		return;
	qsort(list->v, list->nr, sizeof(*list->v), by_bytes);
	for (size_t i = 0; i < list->nr; i++)
		if (!n || !str_eq(list->v[i], list->v[n - 1]))
			list->v[n++] = list->v[i];
	list->nr = n;
}

int maintainers_patch_files(struct str_list *out, struct arena *a,
			    struct str patch, struct err *err)
{
	struct str line, path[2];
	unsigned int nr;

	/* a file is named up to six times */
	while (out->nr <= 8 * (size_t)FILES_MAX && str_line(&patch, &line)) {
		classify(line, path, &nr);
		for (unsigned int i = 0; i < nr; i++)
			*list_add(a, out) = path[i];
	}
	sort_unique(out);
	if (out->nr > FILES_MAX)
		return err_set(err, ERR_MSG, "a patch of more than %d files is not looked up (split it)",
			       FILES_MAX);
	return 0;
}

/*
 * Line by line: before the first file anywhere, behind it in what changes.
 * The expression is put behind the mark of a changed line as it is, so that
 * only the first of its alternatives is bound to it; so does the original.
 */
static bool keyword_in_lines(const struct maintainers *m, struct str regex,
			     struct str text, pcre2_match_data *scratch)
{
	pcre2_code *anywhere __free(regex) =
		regex_compile(NULL, STR(""), regex, PCRE2_EXTENDED);
	pcre2_code *in_change __free(regex) =
		regex_compile(NULL, STR("^[+-].*"), regex, PCRE2_EXTENDED);
	const pcre2_code *re = anywhere;
	struct str line, path[2];
	unsigned int nr;

	if (!anywhere || !in_change)
		return false;
	while (str_line(&text, &line)) {
		enum patch_line kind = classify(line, path, &nr);

		if (kind == PATCH_HEADER)
			re = in_change;
		if (kind == PATCH_TEXT && line.n <= KEYWORD_LINE &&
		    regex_hits(m, re, scratch, line))
			return true;
	}
	return false;
}

/* A file is searched as one piece: '^' is its start. */
static bool keyword_in_text(const struct maintainers *m, struct str regex,
			    struct str text, pcre2_match_data *scratch)
{
	pcre2_code *re __free(regex) =
		regex_compile(NULL, STR(""), regex, PCRE2_EXTENDED);

	return re && regex_hits(m, re, scratch, text);
}

/*
 * A keyword that is nowhere in the text is in no line: most are done with by
 * one search.
 */
static bool keyword_in_patch(const struct maintainers *m, struct str regex,
			     struct str text, pcre2_match_data *scratch)
{
	pcre2_code *re __free(regex) =
		regex_compile(NULL, STR(""), regex,
			      PCRE2_EXTENDED | PCRE2_MULTILINE);

	return re && regex_hits(m, re, scratch, text) &&
	       keyword_in_lines(m, regex, text, scratch);
}

/* The order of the original: ranks sorted as text, "10" before "9". */
static int by_rank_as_text(const void *x, const void *y)
{
	const struct hit *a = x, *b = y;
	char p[24], q[24];

	snprintf(p, sizeof(p), "%u", a->by->rank);
	snprintf(q, sizeof(q), "%u", b->by->rank);
	return strcmp(p, q);
}

/* In a patch, or else in the text of a file. */
static void gather_keywords(struct gather *g, struct str text, bool is_patch,
			    pcre2_match_data *scratch)
{
	struct hit_list hits = { 0 };

	text = str_sub(text, 0, KEYWORD_TEXT);
	for (const struct pattern *p = g->m->keywords; p; p = p->next)
		if (is_patch ? keyword_in_patch(g->m, p->value, text, scratch)
			     : keyword_in_text(g->m, p->value, text, scratch))
			*list_add(g->a, &hits) = (struct hit){ p->section, p };
	if (hits.nr)
		qsort(hits.v, hits.nr, sizeof(*hits.v), by_rank_as_text);
	for (size_t i = 0; i < hits.nr; i++)
		gather_section(g, &hits.v[i]);
}

static struct str text_of(const struct gather *g, struct str path)
{
	const struct maintainers_texts *texts = &g->m->texts;

	return texts->read ? texts->read(texts->arg, g->a, path) : STR_NONE;
}

static void gather_file(struct gather *g, struct str path,
			pcre2_match_data *scratch)
{
	struct hit_list hits = { 0 };

	sections_find(&hits, g->a, g->m, path, scratch);
	for (size_t i = 0; i < hits.nr; i++)
		gather_section(g, &hits.v[i]);
	if (str_ends(path, STR(".yaml"))) {
		struct str text = text_of(g, path);

		if (text.p)
			gather_in_file(g, path, text);
	}
}

int maintainers_for_file(struct maintainer_list *out, struct arena *a,
			 const struct maintainers *m, struct str path,
			 enum maintainers_flags flags,
			 __maybe_unused struct err *err)
{
	pcre2_match_data *scratch __free(match_data) = scratch_new();
	struct gather g;

	gather_init(&g, a, m, flags);
	gather_file(&g, path, scratch);
	if ((flags & MAINTAINERS_KEYWORDS) &&
	    !str_eq(path, STR("MAINTAINERS"))) {
		struct str text = text_of(&g, path);

		if (text.p)
			gather_keywords(&g, text, false, scratch);
	}
	gather_finish(&g, out);
	return 0;
}

int maintainers_for_patch(struct maintainer_list *out, struct arena *a,
			  const struct maintainers *m, struct str patch,
			  enum maintainers_flags flags, struct err *err)
{
	pcre2_match_data *scratch __free(match_data) = scratch_new();
	struct str_list files = { 0 };
	struct gather g;
	int rc;

	rc = maintainers_patch_files(&files, a, patch, err);
	if (rc < 0)
		return rc;
	gather_init(&g, a, m, flags);
	for (size_t i = 0; i < files.nr; i++)
		gather_file(&g, files.v[i], scratch);
	if (flags & MAINTAINERS_KEYWORDS)
		gather_keywords(&g, patch, true, scratch);
	gather_finish(&g, out);
	return 0;
}
