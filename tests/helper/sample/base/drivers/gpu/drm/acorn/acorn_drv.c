// SPDX-License-Identifier: GPL-2.0
#include <drm/drm_drv.h>
#include "acorn_drv.h"

static bool acorn_compress;
module_param_named(compress, acorn_compress, bool, 0444);
MODULE_PARM_DESC(compress, "compress the scanout buffer (default: no)");

static int acorn_bind(struct device *dev)
{
	struct acorn_device *acorn = dev_get_drvdata(dev);
	int ret = acorn_modeset_init(acorn);

	if (ret)
		return ret;
	return drm_dev_register(&acorn->drm, 0);
}
