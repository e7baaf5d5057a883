// SPDX-License-Identifier: GPL-2.0-only
#include "report/trace.h"

struct str trace_distill(struct arena *a, const struct trace *t,
			 struct str text, unsigned int max_lines)
{
	(void)text;
	if (!max_lines)
		return STR("");
	return str_printf(a, "%.*s\n", STR_ARG(t->head));
}
