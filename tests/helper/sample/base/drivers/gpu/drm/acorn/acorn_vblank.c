// SPDX-License-Identifier: GPL-2.0
#include "acorn_drv.h"

int acorn_vblank_enable(struct drm_crtc *crtc)
{
	struct acorn_device *acorn = crtc_to_acorn(crtc);

	DRM_DEBUG("vblank on\n");
	writel(ACORN_IRQ_VBLANK, acorn->regs + ACORN_IRQ_ENABLE);
	return 0;
}

void acorn_vblank_disable(struct drm_crtc *crtc)
{
	struct acorn_device *acorn = crtc_to_acorn(crtc);

	writel(0, acorn->regs + ACORN_IRQ_ENABLE);
}
