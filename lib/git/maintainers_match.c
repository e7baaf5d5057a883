// SPDX-License-Identifier: GPL-2.0-only
/* Which patterns a path meets, and which sections it belongs to. */
#include "git/maintainers_data.h"

/* A path that is longer exists in no tree. */
#define PATH_LONGEST	4096
#define REGEX_LONGEST	1024
#define REGEX_HEAD	16

/*
 * Bytes that a pattern of files hands to the regular expression as they are;
 * '.', '*' and '?' it turns into what a shell would mean by them.
 */
static const bool regex_byte[256] = {
	['\\'] = true, ['['] = true, [']'] = true, ['('] = true, [')'] = true,
	['{'] = true, ['}'] = true, ['+'] = true, ['|'] = true, ['^'] = true,
	['$'] = true,
};

static bool is_regex_byte(char c)
{
	return regex_byte[(unsigned char)c];
}

/*
 * What kind of pattern it is, its slashes, and how much of it must stand at
 * the start of every path that it takes, up to a slash.
 */
static void scan(struct pattern *p)
{
	size_t before = 0;	/* what is fixed without the last slash */
	bool open = false;	/* behind the first wildcard */

	p->form = PATTERN_LITERAL;
	for (size_t i = 0; i < p->value.n; i++) {
		char c = p->value.p[i];

		if (c == '/') {
			p->slashes++;
			if (open)
				continue;
			before = p->fixed;
			p->fixed = (unsigned int)i + 1;
		} else if (c == '*' || c == '?') {
			open = true;
			if (p->form == PATTERN_LITERAL)
				p->form = PATTERN_GLOB;
		} else if (is_regex_byte(c)) {
			/* "a/{0,1}b" need not have the slash, "a/b|c" nothing */
			if (!open && p->fixed == i)
				p->fixed = (unsigned int)before;
			if (c == '|')
				p->fixed = 0;
			open = true;
			p->form = PATTERN_REGEX;
		}
	}
}

pcre2_code *regex_compile(const struct maintainers *m, struct str head,
			  struct str regex, uint32_t options)
{
	char whole[REGEX_HEAD + REGEX_LONGEST];
	PCRE2_SIZE where;
	int code;

	/* an empty one would match everything */
	if (!regex.n || regex.n > REGEX_LONGEST || head.n > REGEX_HEAD)
		return NULL;
	memcpy(whole, head.p, head.n);
	memcpy(whole + head.n, regex.p, regex.n);
	return pcre2_compile((PCRE2_SPTR)whole, head.n + regex.n, options,
			     &code, &where, m ? m->regex_options : NULL);
}

pcre2_match_data *scratch_new(void)
{
	pcre2_match_data *scratch = pcre2_match_data_create(1, NULL);

	if (!scratch)
		mem_exhausted();
	return scratch;
}

bool regex_hits(const struct maintainers *m, const pcre2_code *re,
		pcre2_match_data *scratch, struct str subject)
{
	/* what exceeds the limits counts as no match */
	return pcre2_match(re, (PCRE2_SPTR)subject.p, subject.n, 0, 0,
			   scratch, m->regex_limits) >= 0;
}

static struct str shell_to_regex(struct arena *a, struct str value)
{
	char *p = arena_alloc(a, 2 * value.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '.')
			p[n++] = '\\';
		if (c == '*')
			p[n++] = '.';
		p[n++] = c == '?' ? '.' : c;
	}
	return str_make(p, n);
}

static void compile_path(struct maintainers *m, struct pattern *p,
			 bool (*is_dir)(void *arg, struct str path), void *arg)
{
	p->text = p->value;
	scan(p);
	p->below = str_ends(p->value, STR("/"));
	/* the original tests the name with its dots escaped: never there */
	if (p->form == PATTERN_LITERAL && !p->below && p->value.n &&
	    is_dir && str_chr(p->value, '.') < 0 && is_dir(arg, p->value)) {
		p->text = str_printf(m->arena, "%.*s/", STR_ARG(p->value));
		p->fixed = (unsigned int)p->text.n;
		p->slashes++;
		p->below = true;
	}
	p->depth = (int)p->slashes + !p->below;
	if (str_starts(p->text, STR("*")))
		p->depth = -1;
	if (p->form != PATTERN_REGEX)
		return;
	p->re = regex_compile(m, STR("^"), shell_to_regex(m->arena, p->text),
			      0);
	if (!p->re)
		p->form = PATTERN_NEVER;
}

void pattern_compile(struct maintainers *m, struct pattern *p,
		     bool (*is_dir)(void *arg, struct str path), void *arg)
{
	if (p->tag == 'F' || p->tag == 'X') {
		compile_path(m, p, is_dir, arg);
		return;
	}
	p->form = PATTERN_REGEX;
	if (p->tag == 'K')
		return;		/* compiled when a patch asks for it */
	p->text = p->value;
	for (size_t i = 0; i < p->value.n; i++)
		if (!is_alnum(p->value.p[i]) && p->value.p[i] != '_' &&
		    p->value.p[i] != '-' && p->value.p[i] != '/')
			goto regex;
	p->form = p->value.n ? PATTERN_LITERAL : PATTERN_NEVER;
	return;
regex:
	p->re = regex_compile(m, STR(""), p->value, PCRE2_EXTENDED);
	if (!p->re)
		p->form = PATTERN_NEVER;
}

static void push(struct pattern **list, struct pattern *p)
{
	p->next = *list;
	*list = p;
}

void patterns_file(struct maintainers *m)
{
	strmap_reserve(&m->buckets, m->arena, m->patterns.nr / 2);
	for (size_t i = 0; i < m->patterns.nr; i++) {
		struct pattern *p = &m->patterns.v[i];

		if (p->form == PATTERN_NEVER)
			continue;
		if (p->tag == 'N')
			push(&m->names, p);
		else if (p->tag == 'K')
			push(&m->keywords, p);
		else
			push((struct pattern **)
			     strmap_at(&m->buckets, m->arena,
				       str_sub(p->text, 0, p->fixed)), p);
	}
}

/*
 * Does @path begin with what @glob means?  '*' is any run of bytes, slashes
 * too.  Only the last star is ever tried again, so the work is bounded by the
 * product of both lengths.
 */
static bool glob_starts(struct str glob, struct str path)
{
	size_t g = 0, i = 0, star = glob.n, mark = 0;

	while (g < glob.n) {
		if (glob.p[g] == '*') {
			star = g++;
			mark = i;
		} else if (i < path.n && path.p[i] != '\n' &&
			   (glob.p[g] == '?' || glob.p[g] == path.p[i])) {
			g++;
			i++;
		} else if (star < glob.n && mark < path.n &&
			   path.p[mark] != '\n') {
			g = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	return true;
}

static bool path_hits(const struct maintainers *m, const struct pattern *p,
		      struct str path, unsigned int slashes,
		      pcre2_match_data *scratch)
{
	if (!p->below && slashes != p->slashes)
		return false;
	switch (p->form) {
	case PATTERN_LITERAL:
		return str_starts(path, p->text);
	case PATTERN_GLOB:
		return glob_starts(p->text, path);
	case PATTERN_REGEX:
		return regex_hits(m, p->re, scratch, path);
	case PATTERN_NEVER:
		break;
	}
	return false;
}

static bool name_hits(const struct maintainers *m, const struct pattern *p,
		      struct str path, pcre2_match_data *scratch)
{
	return p->form == PATTERN_LITERAL ? str_has(path, p->text)
					  : regex_hits(m, p->re, scratch, path);
}

struct found {
	const struct pattern **v;
	size_t nr, cap;
};

static void found_in_buckets(struct found *out, struct arena *a,
			     const struct maintainers *m, struct str path,
			     pcre2_match_data *scratch)
{
	unsigned int slashes = 0;

	for (size_t i = 0; i < path.n; i++)
		slashes += path.p[i] == '/';
	for (size_t n = 0; n <= path.n; n++) {
		const struct pattern *p;

		if (n && path.p[n - 1] != '/')
			continue;
		p = strmap_get(&m->buckets, str_sub(path, 0, n));
		for (; p; p = p->next)
			if (path_hits(m, p, path, slashes, scratch))
				*list_add(a, out) = p;
	}
}

static int by_index(const void *x, const void *y)
{
	const struct pattern *a = *(const struct pattern *const *)x;
	const struct pattern *b = *(const struct pattern *const *)y;

	return (a->index > b->index) - (a->index < b->index);
}

static int deepest_first(const void *x, const void *y)
{
	const struct hit *a = x, *b = y;

	if (a->by->depth != b->by->depth)
		return a->by->depth > b->by->depth ? -1 : 1;
	return (a->section > b->section) - (a->section < b->section);
}

void sections_find(struct hit_list *out, struct arena *a,
		   const struct maintainers *m, struct str path,
		   pcre2_match_data *scratch)
{
	struct found found = { 0 };
	size_t first = out->nr;

	if (!path.n || path.n > PATH_LONGEST)
		return;
	found_in_buckets(&found, a, m, path, scratch);
	for (const struct pattern *p = m->names; p; p = p->next)
		if (name_hits(m, p, path, scratch))
			*list_add(a, &found) = p;
	if (!found.nr)
		return;
	qsort(found.v, found.nr, sizeof(*found.v), by_index);
	for (size_t i = 0; i < found.nr; ) {
		unsigned int section = found.v[i]->section;
		const struct pattern *last = NULL;
		bool excluded = false;

		for (; i < found.nr && found.v[i]->section == section; i++) {
			excluded |= found.v[i]->tag == 'X';
			last = found.v[i];
		}
		if (!excluded)
			*list_add(a, out) = (struct hit){ section, last };
	}
	if (out->nr == first)
		return;
	qsort(out->v + first, out->nr - first, sizeof(*out->v), deepest_first);
}
