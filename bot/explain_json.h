/* SPDX-License-Identifier: GPL-2.0-only */
/* A case as one line of JSON; see regbot-explain(1) for the members. */
#ifndef EXPLAIN_JSON_H
#define EXPLAIN_JSON_H

#include "pipeline.h"

#include "app.h"

void explain_json(struct app *app, const struct casefile *c);

#endif
