// SPDX-License-Identifier: GPL-2.0-only
/* regbot lint: mails against the rules of kernel mail. */
#include "base/base.h"

#include "commands.h"
#include "each_message.h"

#include "base/json.h"
#include "io/source.h"
#include "reply/lint.h"

static void print_json(struct app *app, struct str file,
		       const struct lint_list *found)
{
	cJSON *line __free(json) = cJSON_CreateObject();
	cJSON *list;

	json_put_str(line, "file", file);
	list = json_put_array(line, "findings");
	for (size_t i = 0; i < found->nr; i++) {
		cJSON *one = json_add_object(list);

		json_put_str(one, "rule", str_from(found->v[i].rule));
		if (found->v[i].line)
			json_put_int(one, "line", found->v[i].line);
		else
			json_put_null(one, "line");
		json_put_str(one, "what", found->v[i].what);
	}
	json_line(app->out, line);
}

static void print_text(struct app *app, struct str file,
		       const struct lint_list *found)
{
	for (size_t i = 0; i < found->nr; i++) {
		const struct lint_finding *f = &found->v[i];

		/* what concerns the whole mail is said of its first line */
		app_print(app, "%.*s:%u: %s: %.*s\n", STR_ARG(file),
			  MAX(f->line, 1u), f->rule, STR_ARG(f->what));
	}
}

static int lint_message(struct app *app, struct arena *a,
			const struct raw_message *raw)
{
	struct lint_list found = { 0 };
	struct message m;
	struct err err = ERR_INIT;

	if (message_parse(&m, a, raw->bytes, raw->origin, &err) < 0)
		return app_fail(app, &err);
	lint_mail(&found, a, &m);
	if (app->json)
		print_json(app, raw->origin, &found);
	else
		print_text(app, raw->origin, &found);
	return found.nr ? EXIT_PERSON : EXIT_DONE;
}

int cmd_lint(struct app *app, int argc, char **argv)
{
	static const struct usage usage = {
		.command = "lint",
		.operands = "FILE...",
		.summary = "Checks mails against the rules of kernel mail.",
		.examples = "  regbot lint draft.eml\n"
			    "  regbot lint --json - <draft.eml\n",
		.min_operands = 1, .max_operands = -1,
	};

	return each_message(app, &usage, argc, argv, lint_message);
}
