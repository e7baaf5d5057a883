/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case told to a person: what was understood with the line it came from,
 * what git said, every doubt, every address with its reason, and what is
 * drafted or why nothing is.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "pipeline.h"

#include "app.h"

void explain_print(struct app *app, const struct casefile *c);

#endif
