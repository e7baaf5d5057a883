/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rules of situation.c and the words of a draft both ask. */
#ifndef SITUATION_H
#define SITUATION_H

#include "reply/compose.h"

/* The statement of @kind that the sender made, or NULL. */
const struct statement *situation_said(const struct report *r,
				       enum statement_kind kind);

/* The crash that can be shown: whole, and of a kind that is reported. */
const struct trace *situation_trace(const struct report *r);

/* A program wrote the report: it can be asked nothing. */
bool situation_by_robot(const struct report *r);

#endif
