/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of stack traces, in the shapes that architectures and decoders give
 * them, and which functions in them are not worth naming.
 */
#ifndef TRACE_FRAMES_H
#define TRACE_FRAMES_H

#include "report/oops_rules.h"
#include "report/trace.h"
#include "report/trace_litset.h"

/*
 * "[<pc>] func+0x1/0x2 [mod] file.c:12", "func from caller+0x1/0x2" and so
 * on; @line has no prefix.  False: no frame.
 */
bool frame_read(struct frame *f, struct str line);

/* The function a frame line names for a title, or STR_NONE. */
struct str frame_function(struct str line);

/* The functions that never name a crash, ready to be looked up. */
struct frame_skips {
	struct litset helpers, anchors;
};

void frame_skips_init(struct frame_skips *skips);

/* @more: further rules of a format, or NULL */
bool frame_is_skipped(const struct frame_skips *skips, struct str function,
		      const char *const *more);

/*
 * The function that names a crash among @functions; STR_NONE if none does.
 */
struct str frame_choose(enum oops_chooser chooser,
			const struct frame_skips *skips,
			const struct str_list *functions);

#endif
