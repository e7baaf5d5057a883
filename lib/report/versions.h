/* SPDX-License-Identifier: GPL-2.0-only */
/* Which kernels a person says were good, and which are bad. */
#ifndef VERSIONS_H
#define VERSIONS_H

#include "report/reading.h"

/* Fills good and bad of the report, whose class must be known. */
void versions_read(struct reading *rd);

/* Sets linux_next, when good and bad are known. */
void versions_tree(struct reading *rd);

#endif
