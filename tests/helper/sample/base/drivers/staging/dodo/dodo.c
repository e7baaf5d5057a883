// SPDX-License-Identifier: GPL-2.0
/* Dodo frame grabber */
#include <linux/module.h>

static int dodo_grab(struct dodo *dodo)
{
	dodo_start(dodo);
	return dodo_wait(dodo, 100);
}

static void dodo_stop(struct dodo *dodo)
{
	dodo_write(dodo, DODO_CONTROL, 0);
}
