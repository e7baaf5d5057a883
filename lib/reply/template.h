/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The template language: plain text with values, sections and lists, and no
 * code (after mustache).  It is documented in regbot-templates(5).
 *
 *	{{name}}		the value; wrapped with the text around it
 *	{{#name}}..{{/name}}	the text, if name has a value; once for each
 *				element if it is a list
 *	{{^name}}..{{/name}}	the text, if it has none
 *	{{>part}}		the template templates/part-<part>.txt
 *	{{! remark }}
 *
 * Prose is wrapped at 72 columns by paragraph.  Lines that begin with a blank
 * or '|' stand as they are ('|' itself is cut off).  Values cannot bring
 * template marks of their own: they are put in after the template was parsed.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* The values of one scope: a tree of names made by compose.c. */
struct vars;

struct vars *vars_new(struct arena *a);
/* STR_NONE: the name is known but has no value. */
void vars_set(struct vars *v, const char *name, struct str value);
void vars_set_bool(struct vars *v, const char *name, bool on);
/* A new element of the list @name; its scope lies inside @v. */
struct vars *vars_add(struct vars *v, const char *name);

struct template;

/*
 * Reads <name>.txt and its parts from the first of @dirs that has it.
 * ERR_CONF with file and line for a template that cannot be used: unknown
 * file, mark not closed, nesting, parts that include each other.
 */
int template_load(struct template **out, struct arena *a,
		  const char *const *dirs, const char *name, struct err *err);

/*
 * Writes the text.  A name that is not set is ERR_CONF with file and line.
 * The first line of a template file "Subject: ..." goes to *subject.
 */
int template_render(struct buf *body, struct str *subject, struct arena *a,
		    const struct template *t, const struct vars *v,
		    struct err *err);

#endif
