// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing a template's text.  The nodes are gone through in order; a stack
 * knows which sections are open and which element of a list is at hand.
 */
#include "reply/template_nodes.h"
#include "reply/vars.h"
#include "reply/wrap.h"

#define WIDTH		72
#define LINE_MAX_BYTES	(1 << 20)

/* An open section; @scopes.nr is 0 unless it is a list. */
struct level {
	const struct node *section;
	const struct var *list;
	size_t element;
	const struct vars *outside;
};

struct renderer {
	struct buf *body;
	struct str *subject;
	struct arena *a;
	const struct vars *scope;
	struct level level[TEMPLATE_NESTING];
	size_t nr_levels;

	enum node_kind kind;	/* of the template's line at hand */
	struct buf line;	/* what it has given so far */
	bool marked;		/* it has marks */
	bool foreign;		/* its first word came from a value */
	struct buf paragraph;	/* prose that waits to be wrapped */
	bool paragraph_foreign;
	bool blank;		/* an empty line is due before the next text */
};

/* --- lines that are done -------------------------------------------------- */

static void blank_if_due(struct renderer *r)
{
	if (r->blank && r->body->n)
		buf_addc(r->body, '\n');
	r->blank = false;
}

static void end_paragraph(struct renderer *r)
{
	struct str text = str_trim(buf_str(&r->paragraph));

	if (text.n) {
		blank_if_due(r);
		wrap_text(r->body, STR(""), text, WIDTH,
			  r->paragraph_foreign);
	}
	buf_reset(&r->paragraph);
}

static void end_verbatim(struct renderer *r)
{
	struct str line = buf_str(&r->line);

	end_paragraph(r);
	blank_if_due(r);
	/* no value may bring a line that programs obey */
	if (r->foreign && line_is_marked(line))
		buf_puts(r->body, "  ");
	/* the blank belongs to a signature's delimiter */
	buf_add(r->body, str_eq(line, STR("-- ")) && !r->foreign ?
			 line : str_trim_end(line));
	buf_addc(r->body, '\n');
	buf_reset(&r->line);
}

static void end_line(struct renderer *r)
{
	/* a line whose marks leave nothing leaves no line */
	bool empty = r->marked && !str_trim(buf_str(&r->line)).n;

	if (r->kind == NODE_SUBJECT) {
		*r->subject = str_fold(r->a, buf_str(&r->line));
	} else if (r->kind == NODE_VERBATIM && !empty) {
		end_verbatim(r);
	} else if (!empty) {
		if (!r->paragraph.n)
			r->paragraph_foreign = r->foreign;
		buf_add(&r->paragraph, buf_str(&r->line));
		buf_addc(&r->paragraph, '\n');
	}
	buf_reset(&r->line);
}

/* --- values --------------------------------------------------------------- */

/*
 * The lines of a value on a line that stands as it is: what the template has
 * in front of the first one stands in front of each.
 */
static void put_lines(struct renderer *r, struct str value)
{
	struct str front = str_dup(r->a, buf_str(&r->line)), line;
	bool first = true, foreign = r->foreign || !front.n;

	while (str_line(&value, &line)) {
		if (!first) {
			end_verbatim(r);
			buf_add(&r->line, front);
		}
		r->foreign = foreign;
		buf_add(&r->line, line);
		first = false;
	}
}

static int put_value(struct renderer *r, const struct node *node,
		     struct err *err)
{
	const struct var *var = vars_find(r->scope, node->text);

	r->marked = true;
	if (!var)
		return err_set(err, ERR_CONF, "%s:%u: no value is called \"%.*s\" (regbot-templates(5) lists them)",
			       node->file, node->line, STR_ARG(node->text));
	if (!var->value.n)
		return 0;
	if (r->kind == NODE_VERBATIM) {
		put_lines(r, text_clean(r->a, var->value));
	} else {
		r->foreign = r->foreign || !str_trim(buf_str(&r->line)).n;
		buf_add(&r->line, str_fold(r->a, text_clean(r->a, var->value)));
	}
	return 0;
}

/* --- sections ------------------------------------------------------------- */

/* Goes into the section or past it; *at is the index of its node. */
static int begin_section(struct renderer *r, const struct template *t,
			 size_t *at, struct err *err)
{
	const struct node *node = &t->v[*at];
	const struct var *var = vars_find(r->scope, node->text);
	struct level *level;

	r->marked = true;
	if (!var)
		return err_set(err, ERR_CONF, "%s:%u: no value is called \"%.*s\" (regbot-templates(5) lists them)",
			       node->file, node->line, STR_ARG(node->text));
	if (var->on != (node->kind == NODE_SECTION)) {
		*at = node->end;
		return 0;
	}
	level = &r->level[r->nr_levels++];
	*level = (struct level){ .section = node, .outside = r->scope };
	if (var->on && var->scopes.nr) {
		level->list = var;
		r->scope = var->scopes.v[0].vars;
	}
	return 0;
}

/* Back to the section's beginning for the next element, or out of it. */
static void end_section(struct renderer *r, const struct template *t,
			size_t *at)
{
	struct level *level = &r->level[r->nr_levels - 1];

	if (level->list && ++level->element < level->list->scopes.nr) {
		r->scope = level->list->scopes.v[level->element].vars;
		*at = (size_t)(level->section - t->v);
		return;
	}
	r->scope = level->outside;
	r->nr_levels--;
}

static int render_node(struct renderer *r, const struct template *t,
		       size_t *at, struct err *err)
{
	const struct node *node = &t->v[*at];

	switch (node->kind) {
	case NODE_SUBJECT:
	case NODE_PROSE:
	case NODE_VERBATIM:
		/* the last one's end lay in a section that was left out */
		if (r->line.n)
			end_line(r);
		r->kind = node->kind;
		r->marked = r->foreign = false;
		return 0;
	case NODE_LINE_END:
		end_line(r);
		return 0;
	case NODE_BLANK:
		end_paragraph(r);
		r->blank = true;
		return 0;
	case NODE_TEXT:
		buf_add(&r->line, node->text);
		return 0;
	case NODE_VALUE:
		return put_value(r, node, err);
	case NODE_SECTION:
	case NODE_UNLESS:
		return begin_section(r, t, at, err);
	case NODE_SECTION_END:
		end_section(r, t, at);
		return 0;
	}
	return 0;
}

int template_render(struct buf *body, struct str *subject, struct arena *a,
		    const struct template *t, const struct vars *v,
		    struct err *err)
{
	struct renderer r = {
		.body = body,
		.subject = subject,
		.a = a,
		.scope = v,
	};
	int ret = 0;

	buf_init(&r.line, LINE_MAX_BYTES);
	buf_init(&r.paragraph, LINE_MAX_BYTES);
	*subject = STR_NONE;
	for (size_t at = 0; at < t->nr && ret == 0; at++)
		ret = render_node(&r, t, &at, err);
	if (r.line.n)
		end_line(&r);
	end_paragraph(&r);
	if (ret == 0 && (body->overflow || r.line.overflow ||
			 r.paragraph.overflow))
		ret = err_set(err, ERR_MSG, "draft: longer than %zu bytes (is a value too long?)",
			      body->max);
	buf_release(&r.line);
	buf_release(&r.paragraph);
	return ret;
}
