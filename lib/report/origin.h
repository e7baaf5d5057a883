/* SPDX-License-Identifier: GPL-2.0-only */
/* Who speaks in a mail: a person, or which robot. */
#ifndef ORIGIN_H
#define ORIGIN_H

#include "report/report.h"

/* By sender, and by first words where there is none. */
enum report_origin origin_of_mail(const struct message *m);

#endif
