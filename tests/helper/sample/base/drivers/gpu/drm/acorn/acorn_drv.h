/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ACORN_DRV_H
#define ACORN_DRV_H

#define ACORN_PITCH_ALIGN	16

struct acorn_device {
	struct drm_device drm;
	struct drm_crtc crtc;
	void __iomem *regs;
};

#endif
