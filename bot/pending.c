// SPDX-License-Identifier: GPL-2.0-only
/* Stands in for commands whose file is not there yet; goes with the last. */
#include "commands.h"

#define PENDING(name)							\
	__attribute__((weak)) int name(struct app *app,			\
				       __maybe_unused int argc,		\
				       char **argv)			\
	{								\
		log_error(&app->log, "%s: not built yet", argv[0]);	\
		return EXIT_USAGE;					\
	}

PENDING(cmd_poll)
PENDING(cmd_reply)
PENDING(cmd_explain)
PENDING(cmd_list)
PENDING(cmd_show)
PENDING(cmd_lint)
PENDING(cmd_extract)
PENDING(cmd_trace)
PENDING(cmd_bisection)
PENDING(cmd_revert)
PENDING(cmd_maintainers)
