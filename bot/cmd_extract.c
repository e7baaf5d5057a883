// SPDX-License-Identifier: GPL-2.0-only
/* regbot extract: the facts of mails. */
#include "base/base.h"

#include "commands.h"
#include "each_message.h"
#include "report_json.h"

#include "base/json.h"
#include "io/source.h"
#include "report/report.h"

static void print_fact(struct app *app, const char *name, struct str value)
{
	if (!str_is_none(value))
		app_print(app, "  %-10s %.*s\n", name, STR_ARG(value));
}

static void print_text(struct app *app, struct str file, const struct report *r)
{
	const struct message *m = r->message;
	const struct trace *t = trace_main(&r->traces);

	app_print(app, "%.*s: %s%s (%.0f%%)\n", STR_ARG(file),
		  report_class_name(r->class),
		  r->is_regression_report ? ", of a regression" : "",
		  r->confidence * 100);
	print_fact(app, "subject", m->subject);
	print_fact(app, "from", m->sender.name.n ? m->sender.name
						 : m->sender.addr);
	for (size_t i = 0; i < r->culprits.nr; i++)
		app_print(app, "  %-10s %.*s%s%.*s%s\n", "culprit",
			  STR_ARG(r->culprits.v[i].sha),
			  r->culprits.v[i].title.n ? " (\"" : "",
			  STR_ARG(r->culprits.v[i].title),
			  r->culprits.v[i].title.n ? "\")" : "");
	print_fact(app, "good", r->good);
	print_fact(app, "bad", r->bad);
	if (t)
		print_fact(app, "trace", t->title);
	for (size_t i = 0; i < r->evidence.nr; i++) {
		const struct evidence *e = &r->evidence.v[i];

		app_print(app, "  %s: %.*s", e->member, STR_ARG(e->what));
		if (e->line)
			app_print(app, " (line %u: %.*s)", e->line,
				  STR_ARG(str_sub(e->text, 0, 100)));
		fputc('\n', app->out);
	}
}

static int extract_message(struct app *app, struct arena *a,
			   const struct raw_message *raw)
{
	struct message m;
	struct report r;
	struct err err = ERR_INIT;

	if (message_parse(&m, a, raw->bytes, raw->origin, &err) < 0)
		return app_fail(app, &err);
	report_read(&r, a, &m);
	if (app->json) {
		cJSON *line __free(json) = cJSON_CreateObject();

		report_json(line, raw->origin, &r);
		json_line(app->out, line);
	} else {
		print_text(app, raw->origin, &r);
	}
	return EXIT_DONE;
}

int cmd_extract(struct app *app, int argc, char **argv)
{
	static const struct usage usage = {
		.command = "extract",
		.operands = "FILE...",
		.summary = "Says what each mail reports, blames and proves.",
		.examples = "  regbot extract report.eml\n"
			    "  regbot extract --json inbox.mbox ~/Maildir\n"
			    "  regbot extract --json /srv/lore/linux-next   a whole archive\n",
		.min_operands = 1, .max_operands = -1,
	};

	return each_message(app, &usage, argc, argv, extract_message);
}
