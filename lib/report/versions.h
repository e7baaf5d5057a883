/* SPDX-License-Identifier: GPL-2.0-only */
/* Which kernels a person says were good, and which are bad. */
#ifndef VERSIONS_H
#define VERSIONS_H

#include "report/reading.h"

/* Fills good, bad and linux_next of the report; its class must be known. */
void versions_read(struct reading *rd);

#endif
