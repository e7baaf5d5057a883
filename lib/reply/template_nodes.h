/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A template as it lies in memory: one flat list of nodes, parts put in where
 * they were named.  template.c makes it, render.c goes through it.
 */
#ifndef TEMPLATE_NODES_H
#define TEMPLATE_NODES_H

#include "reply/template.h"

enum node_kind {
	NODE_SUBJECT,		/* the line for the subject begins */
	NODE_PROSE,		/* a line of prose begins */
	NODE_VERBATIM,		/* a line that stands as it is begins */
	NODE_LINE_END,
	NODE_BLANK,		/* an empty line */
	NODE_TEXT,
	NODE_VALUE,
	NODE_SECTION,		/* {{#name}} */
	NODE_UNLESS,		/* {{^name}} */
	NODE_SECTION_END,
};

struct node {
	enum node_kind kind;
	struct str text;	/* the text, or the name in the mark */
	size_t end;		/* of a section: index of its NODE_SECTION_END */
	const char *file;
	unsigned int line;
};

struct template {
	struct node *v;
	size_t nr, cap;
};

#define TEMPLATE_NESTING	16	/* sections inside sections */

#endif
