// SPDX-License-Identifier: GPL-2.0-only
/* regbot bisection: the bisection logs in files and mails, and their worth. */
#include "base/base.h"

#include "commands.h"
#include "each_message.h"
#include "verdict_out.h"

#include "io/source.h"
#include "mail/message.h"
#include "report/commit_title.h"

static const char *const kind_names[] = {
	[BISECT_GIT] = "git", [BISECT_SYZBOT] = "syzbot",
	[BISECT_KERNELCI] = "kernelci",
};

static const char *const verdict_names[] = {
	[BISECT_GOOD] = "good", [BISECT_BAD] = "bad", [BISECT_SKIP] = "skip",
};

static void put_count(cJSON *o, const char *name, unsigned int n, bool stated)
{
	if (stated)
		json_put_int(o, name, n);
	else
		json_put_null(o, name);
}

static const char *step_verdict(const struct bisect_step *s)
{
	return s->judged || s->total ? verdict_names[s->verdict] : NULL;
}

static void put_step(cJSON *steps, const struct bisect_step *s)
{
	cJSON *o = json_add_object(steps), *runs, *crashes;

	json_put_str(o, "commit", s->commit);
	json_put_str(o, "title", s->title);
	json_put_cstr(o, "verdict", step_verdict(s));
	runs = json_put_object(o, "runs");
	put_count(runs, "ok", s->ok, s->total);
	put_count(runs, "crashed", s->crashed, s->total);
	put_count(runs, "failed", s->infra, s->total);
	put_count(runs, "total", s->total, s->total);
	json_put_bool(runs, "stated", s->runs_stated);
	crashes = json_put_array(o, "crashes");
	for (size_t i = 0; i < s->crashes.nr; i++)
		json_add_str(crashes, s->crashes.v[i]);
	json_put_str(o, "signature", s->signature);
	json_put_str(o, "release", s->release);
	json_put_bool(o, "initial", s->initial);
	json_put_bool(o, "build_failed", s->build_failed);
	json_put_str(o, "compiler", s->compiler);
	put_count(o, "line", s->line, s->line);
}

static void put_steps(cJSON *o, const char *name,
		      const struct bisect_step_list *list)
{
	cJSON *steps = json_put_array(o, name);

	for (size_t i = 0; i < list->nr; i++)
		put_step(steps, &list->v[i]);
}

static struct str author_of(struct arena *a, const struct bisect_commit *c)
{
	if (!c->author_mail.n)
		return c->author_name;
	return str_printf(a, "%.*s <%.*s>", STR_ARG(c->author_name),
			  STR_ARG(c->author_mail));
}

static void put_culprit(cJSON *o, struct arena *a,
			const struct bisect_commit *c)
{
	cJSON *culprit;

	if (str_is_none(c->sha)) {
		json_put_null(o, "culprit");
		return;
	}
	culprit = json_put_object(o, "culprit");
	json_put_str(culprit, "sha", c->sha);
	json_put_str(culprit, "title", c->title);
	json_put_str(culprit, "author", author_of(a, c));
	json_put_time(culprit, "date", git_date(c->date));
	json_put_int(culprit, "line", c->line);
}

static void put_strings(cJSON *o, const char *name, const struct str_list *list)
{
	cJSON *array = json_put_array(o, name);

	for (size_t i = 0; i < list->nr; i++)
		json_add_str(array, list->v[i]);
}

static void put_result(cJSON *o, struct arena *a, const struct bisect_log *log)
{
	cJSON *candidates, *recipients;

	put_culprit(o, a, &log->culprit);
	candidates = json_put_array(o, "candidates");
	for (size_t i = 0; i < log->candidates.nr; i++) {
		cJSON *c = json_add_object(candidates);

		json_put_str(c, "sha", log->candidates.v[i].sha);
		json_put_str(c, "title", log->candidates.v[i].title);
	}
	put_strings(o, "touched", &log->touched);
	recipients = json_put_object(o, "recipients");
	put_strings(recipients, "to", &log->to);
	put_strings(recipients, "cc", &log->cc);
}

static void print_json(struct app *app, struct str file, struct arena *a,
		       const struct bisect_log *log, const struct verdict *v)
{
	cJSON *o __free(json) = cJSON_CreateObject();

	json_put_str(o, "file", file);
	json_put_int(o, "line_first", log->line_first);
	json_put_cstr(o, "kind", kind_names[log->kind]);
	json_put_str(o, "start", log->start);
	json_put_str(o, "good", log->good);
	json_put_str(o, "bad", log->bad);
	put_steps(o, "steps", &log->steps);
	put_result(o, a, log);
	verdict_put(o, v);
	/* beyond the contract */
	json_put_int(o, "line_last", log->line_last);
	json_put_cstr(o, "direction", log->fixing ? "fix" : "cause");
	put_count(o, "revisions", (unsigned int)log->revisions, log->revisions);
	put_steps(o, "retests", &log->retests);
	json_put_str(o, "crash", log->crash_title);
	verdict_put_opinion(o, v);
	json_line(app->out, o);
}

static void print_none(struct app *app, struct str file)
{
	cJSON *o __free(json) = NULL;

	if (!app->json) {
		app_print(app, "%.*s: no bisection log\n", STR_ARG(file));
		return;
	}
	o = cJSON_CreateObject();
	json_put_str(o, "file", file);
	json_put_null(o, "line_first");
	json_put_null(o, "kind");
	json_line(app->out, o);
}

static void print_step(struct app *app, const struct bisect_step *s)
{
	char runs[48] = "";

	if (s->build_failed && !s->total)
		snprintf(runs, sizeof(runs), "not built");
	else if (s->total)
		snprintf(runs, sizeof(runs), "%u/%u crashed", s->crashed,
			 s->crashed + s->ok);
	app_print(app, "  %-12.*s  %-4s  %-14s  %.*s%s%.*s\n",
		  STR_ARG(str_sub(s->commit, 0, 12)),
		  step_verdict(s) ? step_verdict(s) : "-", runs,
		  STR_ARG(str_sub(s->title.n ? s->title : s->release, 0, 60)),
		  s->crashes.nr ? " | " : "",
		  STR_ARG(s->crashes.nr ? str_sub(s->crashes.v[0], 0, 80)
					: STR_NONE));
}

static void print_text(struct app *app, struct str file, struct arena *a,
		       const struct bisect_log *log, const struct verdict *v)
{
	const struct bisect_commit *c = &log->culprit;

	app_print(app, "%.*s:%u: bisection by %s, %zu revisions tested\n",
		  STR_ARG(file), log->line_first, kind_names[log->kind],
		  log->steps.nr);
	for (size_t i = 0; i < log->steps.nr; i++)
		print_step(app, &log->steps.v[i]);
	if (!str_is_none(c->sha)) {
		app_print(app, "  first %s commit: %.*s %.*s\n",
			  log->fixing ? "good" : "bad", STR_ARG(c->sha),
			  STR_ARG(c->title));
		if (c->author_name.n)
			app_print(app, "  by %.*s\n",
				  STR_ARG(author_of(a, c)));
	}
	for (size_t i = 0; i < log->candidates.nr; i++)
		app_print(app, "  could be: %.*s %.*s\n",
			  STR_ARG(log->candidates.v[i].sha),
			  STR_ARG(log->candidates.v[i].title));
	verdict_print(app, v);
}

static int judge_message(struct app *app, struct arena *a,
			 const struct raw_message *raw)
{
	struct bisect_log_list logs = { 0 };
	struct trace_list traces = { 0 };
	struct str crash = STR_NONE;	/* where the traces were found */
	struct message m;
	struct err err = ERR_INIT;
	int code = EXIT_DONE;

	if (message_parse(&m, a, raw->bytes, raw->origin, &err) < 0)
		return app_fail(app, &err);
	bisect_log_find(&logs, a, m.text);
	for (size_t i = 0; i < logs.nr; i++) {
		struct str part = verdict_log_crash(&logs.v[i], m.text);
		struct verdict v;

		if (part.p != crash.p) {
			traces.nr = 0;
			trace_find(&traces, a, part);
			crash = part;
		}
		verdict_of_log(&v, a, &logs.v[i], &traces, crash);
		(app->json ? print_json : print_text)(app, raw->origin, a,
						      &logs.v[i], &v);
		code = exit_worse(code, verdict_exit(&v));
	}
	if (!logs.nr)
		print_none(app, raw->origin);
	return code;
}

int cmd_bisection(struct app *app, int argc, char **argv)
{
	static const struct usage usage = {
		.command = "bisection",
		.operands = "FILE...",
		.summary = "Shows the steps of bisection logs, and whether the result may be believed.",
		.examples = "  regbot bisection bisect.log\n"
			    "  regbot bisection --json report.eml\n",
		.min_operands = 1, .max_operands = -1,
	};

	return each_message(app, &usage, argc, argv, judge_message);
}
