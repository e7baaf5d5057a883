/* SPDX-License-Identifier: GPL-2.0-only */
/* The values of a template as they are kept; see template.h for their use. */
#ifndef VARS_H
#define VARS_H

#include "reply/template.h"

struct var {
	struct str name;
	struct str value;
	bool on;		/* a section of this name is shown */
	struct {
		struct { struct vars *vars; } *v;
		size_t nr, cap;
	} scopes;		/* a list: one scope for each element */
};

struct vars {
	struct arena *arena;
	struct vars *parent;	/* where names are looked for next */
	struct var *v;
	size_t nr, cap;
};

/* In @v or the scopes around it; NULL: not set anywhere. */
const struct var *vars_find(const struct vars *v, struct str name);

#endif
