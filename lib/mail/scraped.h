/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text copied from the web page of a mail archive: a title, "From: Some One"
 * without a usable address, a date in the archive's own form.
 */
#ifndef SCRAPED_H
#define SCRAPED_H

#include "mail/message.h"

/*
 * Takes such a pseudo header off *rest and adds it to *out as Subject, From
 * and Date.  False and no change when there is none.
 */
bool scraped_header(struct header_list *out, struct arena *a,
		    struct str *rest);

/* Does a header show only what an archive's page shows? */
bool scraped_looks_so(const struct message *m);

#endif
