// SPDX-License-Identifier: GPL-2.0-only
/* regbot trace: the crash reports in console logs and mails. */
#include "base/base.h"

#include "commands.h"
#include "each_message.h"

#include "base/json.h"
#include "io/source.h"
#include "mail/message.h"
#include "report/trace.h"

/* Frames of a trace that people see. */
#define FRAMES_SHOWN	12

/* A number that may not be stated. */
static void put_number(cJSON *o, const char *name, int64_t n, int64_t least)
{
	if (n >= least)
		json_put_int(o, name, n);
	else
		json_put_null(o, name);
}

static void put_frames(cJSON *object, const struct frame_list *frames)
{
	cJSON *array = json_put_array(object, "frames");

	for (size_t i = 0; i < frames->nr; i++) {
		const struct frame *f = &frames->v[i];
		cJSON *o = json_add_object(array);

		json_put_str(o, "function", f->function);
		put_number(o, "offset", f->offset, 0);
		put_number(o, "size", f->size, 0);
		json_put_str(o, "module", f->module);
		json_put_str(o, "file", f->file);
		put_number(o, "line", f->line, 1);
		json_put_bool(o, "inline", f->inlined);
		json_put_bool(o, "unreliable", f->unreliable);
	}
}

static void put_locks(cJSON *object, const char *name,
		      const struct lock_list *locks)
{
	cJSON *array = json_put_array(object, name);

	for (size_t i = 0; i < locks->nr; i++) {
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
	put_frames(o, &s->frames);
	json_put_str(o, "version", s->version);
	json_put_str(o, "tainted", s->tainted);
	json_put_str(o, "comm", s->comm);
	json_put_str(o, "hardware", s->hardware);
	/* beyond the contract */
	json_put_str(o, "corrupted_why", s->corrupted_why);
	json_put_bool(o, "suppressed", s->suppressed);
	json_put_bool(o, "panicked", s->panicked);
	json_put_str(o, "pc_function", s->pc_function);
	put_number(o, "cpu", s->cpu, 0);
	put_number(o, "pid", s->pid, 0);
	put_locks(o, "chain", &s->chain);
	put_locks(o, "held", &s->held);
	json_put_int(o, "more", list->nr ? (int64_t)list->nr - 1 : 0);
	json_line(app->out, o);
}

static void print_fact(struct app *app, const char *name, struct str s)
{
	if (s.n)
		app_print(app, "  %-9s %.*s\n", name, STR_ARG(s));
}

/* The frames that the trace is sure of, the first ones. */
static void print_frames(struct app *app, const struct trace *t)
{
	unsigned int nr = 0;

	for (size_t i = 0; i < t->frames.nr; i++) {
		const struct frame *f = &t->frames.v[i];

		if (f->unreliable)
			continue;
		if (++nr > FRAMES_SHOWN) {
			app_print(app, "            ...\n");
			break;
		}
		app_print(app, "  %-9s %.*s", nr == 1 ? "trace" : "",
			  STR_ARG(f->function));
		if (f->module.n)
			app_print(app, " [%.*s]", STR_ARG(f->module));
		if (f->file.n)
			app_print(app, " %.*s:%d", STR_ARG(f->file), f->line);
		fputc('\n', app->out);
	}
}

static void print_text(struct app *app, struct str file,
		       const struct trace_list *list, const struct trace *t)
{
	if (!t) {
		app_print(app, "%.*s: no crash\n", STR_ARG(file));
		return;
	}
	app_print(app, "%.*s: %.*s\n", STR_ARG(file), STR_ARG(t->title));
	print_fact(app, "doubt", t->corrupted_why);
	print_fact(app, "kernel", t->version);
	print_fact(app, "tainted", t->tainted);
	print_fact(app, "task", t->comm);
	print_fact(app, "machine", t->hardware);
	print_fact(app, "code", t->guilty_file);
	print_frames(app, t);
	if (list->nr > 1)
		app_print(app, "  and %zu more in this text\n",
			  list->nr - 1);
}

/*
 * A console log is read as it is, so that offsets are those of the file; a
 * mail is decoded first, and the crash it is about may not be its first.
 */
static int trace_message(struct app *app, struct arena *a,
			 const struct raw_message *raw)
{
	struct trace_list list = { 0 };
	struct message m;
	struct err ignored = ERR_INIT;
	bool bare;

	/* what is no mail is a log; stray bytes are common in those */
	bare = message_parse(&m, a, raw->bytes, raw->origin, &ignored) < 0 ||
	       m.bare;
	trace_find(&list, a, bare ? raw->bytes : m.text);
	(app->json ? print_json : print_text)
		(app, raw->origin, &list,
		 bare ? (list.nr ? &list.v[0] : NULL) : trace_main(&list));
	return EXIT_DONE;
}

int cmd_trace(struct app *app, int argc, char **argv)
{
	static const struct usage usage = {
		.command = "trace",
		.operands = "FILE...",
		.summary = "Finds the crash reports in console logs and mails.",
		.examples = "  regbot trace console.log\n"
			    "  dmesg | regbot trace --json -\n",
		.min_operands = 1, .max_operands = -1,
	};

	return each_message(app, &usage, argc, argv, trace_message);
}
