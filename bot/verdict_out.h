/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A verdict as the commands "bisection" and "judge" print it.
 */
#ifndef VERDICT_OUT_H
#define VERDICT_OUT_H

#include "app.h"

#include "base/json.h"
#include "verify/verdict.h"

/* The members verdict, probability and reasons. */
void verdict_put(cJSON *o, const struct verdict *v);
/* The members suspects and next_test, beyond the contract. */
void verdict_put_opinion(cJSON *o, const struct verdict *v);

/* The same for people. */
void verdict_print(struct app *app, const struct verdict *v);

/* EXIT_PERSON for what a person must look at. */
int verdict_exit(const struct verdict *v);

#endif
