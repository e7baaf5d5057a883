/* SPDX-License-Identifier: GPL-2.0-only */
/* The facts of a mail as members of a JSON object: see regbot-extract(1). */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/json.h"
#include "report/report.h"

/* @file: where the mail came from, for the first member. */
void report_json(cJSON *object, struct str file, const struct report *r);

#endif
