/* SPDX-License-Identifier: GPL-2.0-only */
/* What others have said of a report, for people and as JSON. */
#ifndef EXPLAIN_THREAD_H
#define EXPLAIN_THREAD_H

#include "pipeline.h"

#include "app.h"
#include "base/json.h"

void explain_thread_print(const struct app *app, const struct casefile *c);

/* The members "thread" and "thread_missing". */
void explain_thread_json(cJSON *line, const struct casefile *c);

#endif
