// SPDX-License-Identifier: GPL-2.0-only
/* Reading MAINTAINERS: lines to sections, patterns and contacts. */
#include "git/maintainers_data.h"

/* Linux has 0.7 MB and 25,000 lines with a tag. */
#define TEXT_MAX	((size_t)16 << 20)
#define TAGS_MAX	400000
/*
 * Steps of one search; the longest path of a tree against the worst
 * expression that is in use takes some hundreds.
 */
#define REGEX_STEPS	20000

struct reader {
	struct maintainers *m;
	const struct maintainers_input *input;
	struct str file, title;
	unsigned int line;
	unsigned int kept;	/* lines that are not blank and no comment */
	size_t tags;
	bool in_section;
};

/* A capital letter in the first column, a colon, blanks, the value. */
static bool split_tag(struct str line, char *tag, struct str *value)
{
	if (line.n < 2 || line.p[0] < 'A' || line.p[0] > 'Z' ||
	    line.p[1] != ':')
		return false;
	*tag = line.p[0];
	*value = str_from_off(line, 2);
	while (value->n && is_space(value->p[0]))
		*value = str_from_off(*value, 1);
	return true;
}

static struct section *section_now(struct reader *r)
{
	struct maintainers *m = r->m;
	struct section *s;

	if (r->in_section)
		return &m->sections.v[m->sections.nr - 1];
	r->in_section = true;
	s = list_add(m->arena, &m->sections);
	s->title = r->title;
	s->file = r->file;
	s->contacts_from = s->contacts_to = m->contacts.nr;
	return s;
}

static void add_pattern(struct reader *r, char tag, struct str value)
{
	struct maintainers *m = r->m;
	struct pattern *p = list_add(m->arena, &m->patterns);

	p->tag = tag;
	p->value = value;
	p->index = (unsigned int)m->patterns.nr - 1;
	p->section = (unsigned int)m->sections.nr - 1;
	p->line = r->line;
	p->rank = r->kept;
	pattern_compile(m, p, r->input->is_dir, r->input->arg);
}

static void read_tag(struct reader *r, char tag, struct str value)
{
	struct section *s = section_now(r);

	switch (tag) {
	case 'F': case 'X': case 'N': case 'K':
		add_pattern(r, tag, value);
		break;
	case 'M': case 'R': case 'L':
		*list_add(r->m->arena, &r->m->contacts) =
			(struct contact){ tag, value };
		s->contacts_to = r->m->contacts.nr;
		break;
	case 'S':
		s->status = value;
		break;
	}
}

static int read_file(struct reader *r, const struct maintainers_file *file,
		     struct err *err)
{
	struct str rest = file->text, line, value;
	char tag;

	if (rest.n > TEXT_MAX)
		return err_set(err, ERR_TREE, "%.*s: has %zu bytes (at most %zu are read)",
			       STR_ARG(file->name), rest.n, TEXT_MAX);
	r->file = file->name;
	r->line = 0;
	while (str_line(&rest, &line)) {
		struct str trimmed = str_trim(line);

		r->line++;
		if (split_tag(line, &tag, &value)) {
			if (++r->tags > TAGS_MAX)
				return err_set(err, ERR_TREE, "%.*s:%u: too many lines (at most %d with a tag)",
					       STR_ARG(file->name), r->line,
					       TAGS_MAX);
			read_tag(r, tag, value);
		} else if (!trimmed.n || trimmed.p[0] == '#') {
			continue;
		} else {
			r->in_section = false;
			r->title = line;
		}
		r->kept++;
	}
	return 0;
}

static void *take(PCRE2_SIZE n, void *arena)
{
	return arena_alloc(arena, n);
}

/* The arena gives it back. */
static void drop(__maybe_unused void *p, __maybe_unused void *arena)
{
}

static void prepare_regex(struct maintainers *m)
{
	m->regex_memory = pcre2_general_context_create(take, drop, m->arena);
	m->regex_options = pcre2_compile_context_create(m->regex_memory);
	m->regex_limits = pcre2_match_context_create(m->regex_memory);
	pcre2_set_match_limit(m->regex_limits, REGEX_STEPS);
	pcre2_set_heap_limit(m->regex_limits, 8192);	/* KiB */
}

static void read_ignored(struct maintainers *m, struct str text)
{
	struct person who;
	struct str line;

	while (str_line(&text, &line)) {
		ptrdiff_t comment = str_chr(line, '#');

		if (comment >= 0)
			line.n = (size_t)comment;
		if (person_parse(&who, m->arena, line))
			strmap_add(&m->ignored, m->arena,
				   str_lower(m->arena, who.addr));
	}
}

/* So many bytes of Linux' file come to one of each. */
#define BYTES_PATTERN	80
#define BYTES_CONTACT	120
#define BYTES_SECTION	250

#define list_reserve(a, list, n) ({					\
	(list)->cap = MIN(n, (size_t)TAGS_MAX) + 1;			\
	(list)->v = arena_alloc(a, (list)->cap * sizeof(*(list)->v));	\
})

/* Lists that grow leave their old selves behind. */
static void reserve(struct maintainers *m,
		    const struct maintainers_input *input)
{
	size_t bytes = 0;

	for (size_t i = 0; i < input->files.nr; i++)
		bytes += input->files.v[i].text.n;
	list_reserve(m->arena, &m->patterns, bytes / BYTES_PATTERN);
	list_reserve(m->arena, &m->contacts, bytes / BYTES_CONTACT);
	list_reserve(m->arena, &m->sections, bytes / BYTES_SECTION);
}

int maintainers_build(struct maintainers **out, struct arena *a,
		      const struct maintainers_input *input, struct err *err)
{
	struct maintainers *m = arena_new(a, struct maintainers);
	struct reader r = { .m = m, .input = input, .title = STR("") };

	m->arena = a;
	prepare_regex(m);
	reserve(m, input);
	for (size_t i = 0; i < input->files.nr; i++) {
		int rc = read_file(&r, &input->files.v[i], err);

		if (rc < 0)
			return rc;
	}
	patterns_file(m);
	m->mailmap = mailmap_parse(a, input->mailmap);
	read_ignored(m, input->ignore);
	*out = m;
	return 0;
}

int maintainers_parse(struct maintainers **out, struct arena *a,
		      struct str text, struct err *err)
{
	struct maintainers_file file = { STR("MAINTAINERS"), text };
	struct maintainers_input input = { .files = { &file, 1, 1 } };

	return maintainers_build(out, a, &input, err);
}

void maintainers_set_texts(struct maintainers *m,
			   const struct maintainers_texts *texts)
{
	m->texts = *texts;
}

void maintainers_mailmap(const struct maintainers *m, struct arena *a,
			 struct str *name, struct str *addr)
{
	struct person who = { person_name(a, *name), *addr };

	mailmap_apply(m->mailmap, a, &who);
	*name = person_plain_name(a, who.name);
	*addr = who.addr;
}

enum maintainers_list_kind
maintainers_list_kind(const struct maintainers *m, struct str addr)
{
	for (size_t i = 0; i < m->contacts.nr; i++) {
		struct str rest = m->contacts.v[i].value, word;

		if (m->contacts.v[i].tag != 'L' || !str_word(&rest, &word) ||
		    !str_eq_i(word, addr))
			continue;
		return str_has(rest, STR("subscribers-only"))
			       ? MAINTAINERS_SUBSCRIBERS_ONLY
			       : MAINTAINERS_OPEN_LIST;
	}
	return MAINTAINERS_NO_LIST;
}

bool maintainers_ignored(const struct maintainers *m, struct str addr)
{
	char lower[256];

	if (!m->ignored.nr || addr.n > sizeof(lower))
		return false;
	for (size_t i = 0; i < addr.n; i++)
		lower[i] = to_lower(addr.p[i]);
	return strmap_get(&m->ignored, str_make(lower, addr.n));
}
