// SPDX-License-Identifier: GPL-2.0-only
/* regbot trace: the crash reports in console logs and mails. */
#include "base/base.h"

#include "commands.h"
#include "options.h"

#include "base/json.h"
#include "io/source.h"
#include "mail/message.h"
#include "report/trace.h"

/* Room for what one file may need; an endless log is cut long before. */
#define CASE_MAX	((size_t)512 << 20)

static void put_frames(cJSON *object, const struct trace *t)
{
	cJSON *array = json_put_array(object, "frames");

	for (size_t i = 0; t && i < t->frames.nr; i++) {
		const struct frame *f = &t->frames.v[i];
		cJSON *o = json_add_object(array);

		json_put_str(o, "function", f->function);
		if (f->offset >= 0)
			json_put_int(o, "offset", f->offset);
		else
			json_put_null(o, "offset");
		if (f->size >= 0)
			json_put_int(o, "size", f->size);
		else
			json_put_null(o, "size");
		json_put_str(o, "module", f->module);
		json_put_str(o, "file", f->file);
		if (f->line > 0)
			json_put_int(o, "line", f->line);
		else
			json_put_null(o, "line");
		json_put_bool(o, "inline", f->inlined);
		json_put_bool(o, "unreliable", f->unreliable);
	}
}

static void put_locks(cJSON *object, const char *name,
		      const struct lock_list *locks)
{
	cJSON *array = json_put_array(object, name);

	for (size_t i = 0; locks && i < locks->nr; i++) {
		const struct lock_ref *l = &locks->v[i];
		cJSON *o = json_add_object(array);

		json_put_int(o, "depth", l->depth);
		json_put_str(o, "name", l->name);
		json_put_str(o, "state", l->state);
		json_put_str(o, "function", l->function);
	}
}

static void put_offsets(cJSON *o, const struct trace *t)
{
	if (t) {
		json_put_int(o, "start", (int64_t)t->start);
		json_put_int(o, "end", (int64_t)t->end);
	} else {
		json_put_null(o, "start");
		json_put_null(o, "end");
	}
}

static void put_number(cJSON *o, const char *name, int64_t n)
{
	if (n >= 0)
		json_put_int(o, name, n);
	else
		json_put_null(o, name);
}

static void print_json(struct app *app, struct str file,
		       const struct trace_list *list, const struct trace *t)
{
	static const struct trace none = { .cpu = -1, .pid = -1 };
	const struct trace *s = t ? t : &none;
	cJSON *o __free(json) = cJSON_CreateObject();
	cJSON *alt;

	json_put_str(o, "file", file);
	json_put_bool(o, "crash", t != NULL);
	json_put_str(o, "title", s->title);
	alt = json_put_array(o, "alt_titles");
	for (size_t i = 0; i < s->alt_titles.nr; i++)
		json_add_str(alt, s->alt_titles.v[i]);
	json_put_str(o, "type", s->type);
	json_put_str(o, "frame", s->frame);
	json_put_bool(o, "corrupted", s->corrupted);
	json_put_str(o, "guilty_file", s->guilty_file);
	json_put_str(o, "executor", s->executor);
	put_offsets(o, t);
	put_frames(o, t);
	json_put_str(o, "version", s->version);
	json_put_str(o, "tainted", s->tainted);
	json_put_str(o, "comm", s->comm);
	json_put_str(o, "hardware", s->hardware);
	/* beyond the contract */
	json_put_str(o, "corrupted_why", s->corrupted_why);
	json_put_bool(o, "suppressed", s->suppressed);
	json_put_bool(o, "panicked", s->panicked);
	json_put_str(o, "pc_function", s->pc_function);
	put_number(o, "cpu", s->cpu);
	put_number(o, "pid", s->pid);
	put_locks(o, "chain", &s->chain);
	put_locks(o, "held", &s->held);
	json_put_int(o, "more", list->nr ? (int64_t)list->nr - 1 : 0);
	json_line(app->out, o);
}

static void print_text(struct app *app, struct str file,
		       const struct trace_list *list, const struct trace *t)
{
	if (!t) {
		fprintf(app->out, "%.*s: no crash\n", STR_ARG(file));
		return;
	}
	fprintf(app->out, "%.*s: %.*s%s\n", STR_ARG(file), STR_ARG(t->title),
		t->corrupted ? " (cut off or mixed up)" : "");
	for (size_t i = 0; i < t->frames.nr && i < 12; i++)
		fprintf(app->out, "  %.*s\n",
			STR_ARG(t->frames.v[i].function));
	if (list->nr > 1)
		fprintf(app->out, "  and %zu more\n", list->nr - 1);
}

/*
 * A console log is read as it is, so that offsets are those of the file; a
 * mail is decoded first, and the crash it is about may not be its first.
 */
static void trace_message(struct app *app, const struct raw_message *raw)
{
	struct arena a __free(arena);
	struct trace_list list = { 0 };
	struct message m;
	struct err ignored = ERR_INIT;
	bool bare;

	arena_init(&a, CASE_MAX);
	/* what is no mail is a log; stray bytes are common in those */
	bare = message_parse(&m, &a, raw->bytes, raw->origin, &ignored) < 0 ||
	       m.bare;
	trace_find(&list, &a, bare ? raw->bytes : m.text);
	(app->json ? print_json : print_text)
		(app, raw->origin, &list,
		 bare ? (list.nr ? &list.v[0] : NULL) : trace_main(&list));
}

static int trace_file(struct app *app, const char *path)
{
	struct source *source __free(source) = NULL;
	struct raw_message raw;
	struct err err = ERR_INIT;
	int code;

	if (source_any_open(&source, path, &err) < 0)
		return app_fail(app, &err);
	while ((code = source_next(source, &raw, &err)) > 0)
		trace_message(app, &raw);
	if (code < 0)
		return app_fail(app, &err);
	return EXIT_DONE;
}

int cmd_trace(struct app *app, int argc, char **argv)
{
	static const struct usage usage = {
		.command = "trace",
		.operands = "FILE...",
		.summary = "Find the crash reports in console logs and mails.",
		.examples = "  regbot trace console.log\n"
			    "  dmesg | regbot trace --json -\n",
		.min_operands = 1, .max_operands = -1,
	};
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	code = EXIT_DONE;
	for (int i = 0; i < argc; i++)
		code = exit_worse(code, trace_file(app, argv[i]));
	return code;
}
