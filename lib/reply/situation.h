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

/*
 * What was said in the thread (NULL: nothing, or no thread): the report was
 * taken back by somebody who may; the author or a maintainer answered; the
 * patch of another thread that is to be pointed to.
 */
const struct thread_fact *situation_taken_back(const struct thread *t);
const struct thread_fact *situation_answer(const struct thread *t);
const struct thread_fact *situation_fix(const struct thread *t);

/* Why a person must look at the draft, whatever the verdict is. */
void situation_hold(struct str_list *out, struct arena *a,
		    const struct thread *t);

#endif
