/* SPDX-License-Identifier: GPL-2.0-only */
/* The families of formats that oops_rules.c puts together. */
#ifndef OOPS_FAMILIES_H
#define OOPS_FAMILIES_H

#include "report/oops_rules.h"

extern const struct oops_formats oops_bug, oops_warning, oops_info,
	oops_unable, oops_gpf, oops_stack_segment, oops_panic, oops_rust,
	oops_kernel_bug, oops_big_kernel_bug, oops_slub, oops_divide,
	oops_invalid_op, oops_ubsan, oops_reboot, oops_netdevice, oops_int3,
	oops_vfs_busy, oops_vfs_close, oops_internal, oops_unhandled,
	oops_alignment, oops_trusty, oops_double_fault, oops_go_fatal,
	oops_syzfail, oops_syzfatal, oops_go_panic;

#endif
