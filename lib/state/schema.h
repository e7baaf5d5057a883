/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables of the state, and the steps from each older version to the next.
 * A step that was released is never changed; a new version appends one.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "base/err.h"

struct store;

/*
 * Brings the database to the current version, each step in a transaction of
 * its own.  ERR_CONF when it is of a version that is not known here.
 */
int schema_migrate(struct store *s, struct err *err);

#endif
