// SPDX-License-Identifier: GPL-2.0-only
/* Reading templates; what becomes of them is in render.c. */
#include "reply/template.h"

#include <errno.h>

#include "reply/template_nodes.h"

#define FILE_MAX	(64 * 1024)
#define NODES_MAX	16384
#define PARTS_DEEP	8

/* The file that is read just now. */
struct place {
	const char *file;
	unsigned int line;
};

struct parser {
	struct template *t;
	struct arena *a;
	const char *const *dirs;
	struct place at;
	size_t open[TEMPLATE_NESTING];	/* sections, as indices into t->v */
	size_t nr_open;
	struct str parts[PARTS_DEEP];	/* being read, outermost first */
	size_t nr_parts;
	struct err *err;
};

static int fail(struct parser *p, const char *what, struct str name,
		const char *mend)
{
	return err_set(p->err, ERR_CONF, "%s:%u: %s%s%.*s%s (%s)", p->at.file,
		       p->at.line, what, name.n ? " \"" : "",
		       (int)MIN(name.n, (size_t)60), name.p ? name.p : "",
		       name.n ? "\"" : "", mend);
}

static int add(struct parser *p, enum node_kind kind, struct str text)
{
	if (p->t->nr == NODES_MAX)
		return fail(p, "the template is too large", STR_NONE,
			    "do its parts name each other too often?");
	*list_add(p->a, p->t) = (struct node){ .kind = kind, .text = text,
			.file = p->at.file, .line = p->at.line };
	return 0;
}

static bool good_name(struct str name, char joint)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum(name.p[i]) && name.p[i] != joint)
			return false;
	return name.n > 0;
}

/* --- files ---------------------------------------------------------------- */

/* Reads <dir>/<name>.txt of the first dir that has it; *out lies in p->a. */
static int read_file(struct parser *p, struct str name, const char **path,
		     struct str *out)
{
	for (const char *const *dir = p->dirs; *dir; dir++) {
		char *file = str_c(p->a, str_printf(p->a, "%s/%.*s.txt", *dir,
						    STR_ARG(name)));
		FILE *f __free(file) = fopen(file, "r");
		char *text;

		if (!f && errno == ENOENT)
			continue;
		if (!f)
			return err_errno(p->err, ERR_CONF, "%s", file);
		text = arena_alloc(p->a, FILE_MAX + 1);
		*path = file;
		*out = str_make(text, fread(text, 1, FILE_MAX, f));
		if (ferror(f) || !feof(f))
			return err_set(p->err, ERR_CONF, "%s: cannot be read, or longer than %d bytes",
				       file, FILE_MAX);
		return 0;
	}
	return err_set(p->err, ERR_CONF, "template %.*s.txt: in none of the template folders (see regbot-templates(5))",
		       STR_ARG(name));
}

static int parse_file(struct parser *p, struct str name, bool whole);

static int parse_part(struct parser *p, struct str name)
{
	struct place back = p->at;

	if (!good_name(name, '-'))
		return fail(p, "no name of a part:", name,
			    "letters, digits and '-'");
	for (size_t i = 0; i < p->nr_parts; i++)
		if (str_eq(p->parts[i], name))
			return fail(p, "a part that includes itself:", name,
				    "take it out");
	if (p->nr_parts == PARTS_DEEP)
		return fail(p, "parts too deep inside each other at", name,
			    "put them together");
	p->parts[p->nr_parts++] = name;
	if (parse_file(p, str_printf(p->a, "part-%.*s", STR_ARG(name)),
		       false) < 0)
		return err_add(p->err, "%s:%u", back.file, back.line);
	p->nr_parts--;
	p->at = back;
	return 0;
}

/* --- marks ---------------------------------------------------------------- */

static int open_section(struct parser *p, struct str name, char sign)
{
	if (p->nr_open == TEMPLATE_NESTING)
		return fail(p, "sections too deep inside each other at", name,
			    "split the template");
	p->open[p->nr_open++] = p->t->nr;
	return add(p, sign == '#' ? NODE_SECTION : NODE_UNLESS, name);
}

/* @floor: sections opened outside this file, which it cannot close. */
static int close_section(struct parser *p, struct str name, size_t floor)
{
	struct node *section;

	if (p->nr_open == floor)
		return fail(p, "end of a section that was not begun:", name,
			    "put {{#...}} or {{^...}} in front");
	section = &p->t->v[p->open[--p->nr_open]];
	if (!str_eq(section->text, name))
		return fail(p, "end of another section:", name,
			    "sections end in the reverse order of their beginning");
	section->end = p->t->nr;
	return add(p, NODE_SECTION_END, name);
}

/* A mark without its braces: "name", "#name", "!remark". */
static int parse_mark(struct parser *p, struct str mark, bool alone,
		      size_t floor)
{
	struct str name = str_trim(mark);
	char sign = name.n && strchr("#^/>!", *name.p) ? *name.p : 0;

	if (sign)
		name = str_trim(str_from_off(name, 1));
	if (sign == '!')
		return 0;
	if (sign == '>')
		return alone ? parse_part(p, name) :
		       fail(p, "text beside a part:", name,
			    "a part stands on a line of its own");
	if (!good_name(name, '_'))
		return fail(p, "no name of a value:", name,
			    "letters, digits and '_' inside {{ }}");
	if (sign == '/')
		return close_section(p, name, floor);
	if (sign)
		return open_section(p, name, sign);
	return add(p, NODE_VALUE, name);
}

/* Take the text before the next mark, and the mark, off *rest. */
static int take_mark(struct parser *p, struct str *rest, struct str *text,
		     struct str *mark)
{
	ptrdiff_t from = str_find(*rest, STR("{{")), to;

	*mark = STR_NONE;
	*text = from < 0 ? *rest : str_sub(*rest, 0, (size_t)from);
	*rest = str_from_off(*rest, text->n);
	if (from < 0)
		return 0;
	to = str_find(*rest, STR("}}"));
	if (to < 0)
		return fail(p, "a mark that is not closed:",
			    str_trim(*rest), "end it with }} on the same line");
	*mark = str_sub(*rest, 2, (size_t)to - 2);
	*rest = str_from_off(*rest, (size_t)to + 2);
	return 0;
}

/* --- lines ---------------------------------------------------------------- */

/* Only marks that print nothing themselves: such a line leaves no line. */
static int is_control_line(struct parser *p, struct str line, bool *yes)
{
	struct str text, mark;

	*yes = str_has(line, STR("{{"));
	while (line.n) {
		if (take_mark(p, &line, &text, &mark) < 0)
			return p->err->code;
		mark = str_trim(mark);
		if (str_trim(text).n ||
		    (mark.n && !strchr("#^/>!", *mark.p)))
			*yes = false;
	}
	return 0;
}

static int parse_pieces(struct parser *p, struct str line, bool control,
			size_t floor)
{
	struct str text, mark;
	bool alone = control && str_rfind(line, STR("{{")) ==
				str_find(line, STR("{{"));

	while (line.n) {
		if (take_mark(p, &line, &text, &mark) < 0)
			return p->err->code;
		if (text.n && !control && add(p, NODE_TEXT, text) < 0)
			return p->err->code;
		if (!str_is_none(mark) && parse_mark(p, mark, alone, floor) < 0)
			return p->err->code;
	}
	return 0;
}

static int parse_line(struct parser *p, struct str line, bool subject,
		      size_t floor)
{
	enum node_kind kind = NODE_PROSE;
	bool control;

	if (!str_trim(line).n)
		return add(p, NODE_BLANK, line);
	if (is_control_line(p, line, &control) < 0)
		return p->err->code;
	if (control)
		return parse_pieces(p, line, true, floor);
	if (subject)
		kind = NODE_SUBJECT;
	else if (is_blank(*line.p) || str_skip(&line, STR("|")))
		kind = NODE_VERBATIM;
	if (add(p, kind, STR_NONE) < 0 ||
	    parse_pieces(p, line, false, floor) < 0)
		return p->err->code;
	return add(p, NODE_LINE_END, STR_NONE);
}

/* @whole: a template of its own, whose first line may be its subject. */
static int parse_file(struct parser *p, struct str name, bool whole)
{
	size_t floor = p->nr_open;
	struct str rest = STR_NONE, line;
	const char *path = NULL;

	if (read_file(p, name, &path, &rest) < 0)
		return p->err->code;
	p->at = (struct place){ .file = path };
	if (!str_is_utf8(rest))
		return fail(p, "not UTF-8", STR_NONE, "convert it");
	while (str_line(&rest, &line)) {
		bool subject = ++p->at.line == 1 && whole &&
			       str_skip(&line, STR("Subject:"));

		if (parse_line(p, line, subject, floor) < 0)
			return p->err->code;
	}
	if (p->nr_open > floor) {
		struct node *section = &p->t->v[p->open[p->nr_open - 1]];

		p->at.line = section->line;
		return fail(p, "a section that does not end:", section->text,
			    "close it with {{/...}} in the same file");
	}
	return 0;
}

int template_load(struct template **out, struct arena *a,
		  const char *const *dirs, const char *name, struct err *err)
{
	struct parser p = {
		.t = arena_new(a, struct template),
		.a = a,
		.dirs = dirs,
		.err = err,
	};

	*out = p.t;
	if (!good_name(str_from(name), '-'))
		return err_set(err, ERR_CONF, "template \"%s\": no name of a template (letters, digits and '-')",
			       name);
	return parse_file(&p, str_from(name), true);
}
