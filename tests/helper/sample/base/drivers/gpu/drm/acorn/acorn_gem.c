// SPDX-License-Identifier: GPL-2.0
#include "acorn_drv.h"

int acorn_gem_dumb_create(struct drm_file *file, struct drm_device *drm,
			  struct drm_mode_create_dumb *args)
{
	args->pitch = ALIGN(args->width * args->bpp / 8, ACORN_PITCH_ALIGN);
	args->size = args->pitch * args->height;
	DRM_DEBUG("dumb buffer of %llu bytes\n", args->size);
	return acorn_gem_create(file, drm, args);
}
