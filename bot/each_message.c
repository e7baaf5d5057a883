// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "each_message.h"

/* One message and what is understood of it; more than any should need. */
#define MESSAGE_MEMORY_MAX	((size_t)1 << 30)

static int each_of(struct app *app, const char *path,
		   int (*work)(struct app *app, struct arena *a,
			       const struct raw_message *raw))
{
	struct arena a __free(arena) = { .max = MESSAGE_MEMORY_MAX };
	struct source *source __free(source) = NULL;
	struct raw_message raw;
	struct err err = ERR_INIT;
	int code = EXIT_DONE, got;

	/* a FILE is input; sources of the configuration are something else */
	if (source_any_open(&source, path, &err) < 0) {
		log_error(&app->log, "%s", err.msg);
		return EXIT_INPUT;
	}
	while ((got = source_next(source, &raw, &err)) > 0) {
		if (raw.removed)
			continue;
		arena_reset(&a);
		code = exit_worse(code, work(app, &a, &raw));
	}
	if (got < 0)
		code = exit_worse(code, app_fail(app, &err));
	return code;
}

int each_message(struct app *app, const struct usage *usage, int argc,
		 char **argv,
		 int (*work)(struct app *app, struct arena *a,
			     const struct raw_message *raw))
{
	int code = options_parse(app, usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	code = EXIT_DONE;
	for (int i = 0; i < argc; i++)
		code = exit_worse(code, each_of(app, argv[i], work));
	return code;
}
