// SPDX-License-Identifier: GPL-2.0-only
#include "reply/vars.h"

struct vars *vars_new(struct arena *a)
{
	struct vars *v = arena_new(a, struct vars);

	v->arena = a;
	return v;
}

static struct var *own(struct vars *v, const char *name)
{
	struct var *var;

	for (size_t i = 0; i < v->nr; i++)
		if (str_eq(v->v[i].name, str_from(name)))
			return &v->v[i];
	var = list_add(v->arena, v);
	var->name = str_from(name);
	return var;
}

void vars_set(struct vars *v, const char *name, struct str value)
{
	struct var *var = own(v, name);

	var->value = value;
	var->on = value.n > 0;
}

void vars_set_bool(struct vars *v, const char *name, bool on)
{
	own(v, name)->on = on;
}

struct vars *vars_add(struct vars *v, const char *name)
{
	struct var *var = own(v, name);
	struct vars *scope = vars_new(v->arena);

	scope->parent = v;
	var->on = true;
	list_add(v->arena, &var->scopes)->vars = scope;
	return scope;
}

const struct var *vars_find(const struct vars *v, struct str name)
{
	for (; v; v = v->parent)
		for (size_t i = 0; i < v->nr; i++)
			if (str_eq(v->v[i].name, name))
				return &v->v[i];
	return NULL;
}
