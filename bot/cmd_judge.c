// SPDX-License-Identifier: GPL-2.0-only
/* regbot judge: may the claim of a mail be believed? */
#include "base/base.h"

#include "commands.h"
#include "options.h"
#include "user_dir.h"
#include "verdict_out.h"

#include "git/commit_index.h"
#include "io/source.h"
#include "mail/message.h"

/* Room for the mails of one case. */
#define CASE_MAX	((size_t)512 << 20)
#define MAILS_MAX	64
#define LINE_LENGTH_MAX	((size_t)1 << 20)

struct judge {
	struct app *app;
	struct tree *tree;	/* or NULL */
	const char *repo, *index;
	bool batch;
};

static void put_culprit(cJSON *o, const struct report *r)
{
	cJSON *culprit;

	if (r->claim == CLAIM_NONE) {
		json_put_null(o, "culprit");
		return;
	}
	culprit = json_put_object(o, "culprit");
	json_put_str(culprit, "sha", r->culprit.sha);
	json_put_str(culprit, "title", r->culprit.title);
}

static void print_json(struct app *app, struct str file,
		       const struct report *r, const struct verdict *v)
{
	cJSON *o __free(json) = cJSON_CreateObject();
	cJSON *people;

	json_put_str(o, "file", file);
	put_culprit(o, r);
	verdict_put(o, v);
	people = json_put_array(o, "confirmed_by");
	for (size_t i = 0; i < v->confirmed_by.nr; i++) {
		const struct confirmation *c = &v->confirmed_by.v[i];
		cJSON *person = json_add_object(people);

		json_put_str(person, "text", c->text);
		json_put_str(person, "file", c->origin);
		json_put_int(person, "line", c->line);
	}
	verdict_put_opinion(o, v);
	json_line(app->out, o);
}

static void print_text(struct app *app, struct str file,
		       const struct report *r, const struct verdict *v)
{
	app_print(app, "%.*s: ", STR_ARG(file));
	if (r->claim == CLAIM_NONE)
		app_print(app, "blames no commit\n");
	else
		app_print(app, "blames %.*s %.*s\n",
			  STR_ARG(r->culprit.sha), STR_ARG(r->culprit.title));
	verdict_print(app, v);
}

/* The first mail in @path, read; it lies in @a. */
static int read_mail(const struct report **out, struct arena *a,
		     const char *path, struct err *err)
{
	struct source *source __free(source) = NULL;
	struct message *m = arena_new(a, struct message);
	struct report *r = arena_new(a, struct report);
	struct raw_message raw;
	int code = source_any_open(&source, path, err);

	if (code < 0)
		return code;
	code = source_next(source, &raw, err);
	if (code < 0)
		return code;
	if (!code)
		return err_set(err, ERR_MSG, "%s: no mail in it", path);
	code = message_parse(m, a, str_dup(a, raw.bytes),
			     str_dup(a, raw.origin), err);
	if (code < 0)
		return code;
	report_read(r, a, m);
	*out = r;
	return 0;
}

static int judge_case(struct judge *j, const char *const *paths, size_t nr)
{
	struct arena a __free(arena);
	const struct report *reports[MAILS_MAX] = { NULL };
	struct findings found = { 0 };
	struct verdict v;
	struct err err = ERR_INIT;
	size_t nr_reports = 0;
	int code = EXIT_DONE;

	arena_init(&a, CASE_MAX);
	for (size_t i = 0; i < nr && nr_reports < MAILS_MAX; i++) {
		if (read_mail(&reports[nr_reports], &a, paths[i], &err) == 0)
			nr_reports++;
		else
			code = exit_worse(code, app_fail(j->app, &err));
		/* without the claim there is nothing to judge */
		if (!nr_reports)
			return code;
	}
	if (j->tree && verify_report(&found, &a, &j->tree, 1, reports[0],
				     &err) < 0)
		code = exit_worse(code, app_fail(j->app, &err));
	verdict_of_report(&v, &a, reports[0], reports + 1, nr_reports - 1,
			  &found, clock_now(&j->app->clock));
	(j->app->json ? print_json : print_text)(j->app, str_from(paths[0]),
						 reports[0], &v);
	return exit_worse(code, verdict_exit(&v));
}

/* "FILE<TAB>CONTEXT<TAB>..." */
static int judge_line(struct judge *j, struct str line)
{
	struct arena a __free(arena);
	struct { const char **v; size_t nr, cap; } paths = { 0 };
	struct str path;

	arena_init(&a, LINE_LENGTH_MAX * 4);
	while (str_split(&line, '\t', &path))
		if (path.n)
			*list_add(&a, &paths) = str_c(&a, path);
	return paths.nr ? judge_case(j, paths.v, paths.nr) : EXIT_DONE;
}

static int judge_batch(struct judge *j)
{
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;
	int code = EXIT_DONE;

	while ((n = getline(&text, &cap, stdin)) > 0) {
		if ((size_t)n > LINE_LENGTH_MAX) {
			log_error(&j->app->log, "standard input: line too long (one case a line)");
			code = exit_worse(code, EXIT_INPUT);
			continue;
		}
		code = exit_worse(code, judge_line(j,
				  str_trim(str_make(text, (size_t)n))));
	}
	free(text);
	return code;
}

static int judge_open(struct judge *j, struct err *err)
{
	struct arena a __free(arena) = { .max = 1 << 20 };
	uint64_t nr_new;

	if (!j->repo)
		return 0;
	if (tree_open(&j->tree, j->repo, err) < 0 ||
	    tree_add_branch(j->tree, NULL, "HEAD", BRANCH_MAINLINE, err) < 0 ||
	    commit_index_open(j->tree, user_index_dir(&a, j->index), err) < 0 ||
	    commit_index_update(j->tree, &nr_new, err) < 0)
		return err->code;
	log_debug(&j->app->log, "%s: %llu commits are new", j->tree->path,
		  (unsigned long long)nr_new);
	return 0;
}

int cmd_judge(struct app *app, int argc, char **argv)
{
	struct judge j = { .app = app };
	const struct option_row rows[] = {
		{ 0, "repo", OPTION_STRING, &j.repo, "DIR",
		  "ask this repository about the commit" },
		{ 0, "index", OPTION_STRING, &j.index, "DIR",
		  "keep the index of commits there" },
		{ 0, "batch", OPTION_FLAG, &j.batch, NULL,
		  "read cases from standard input, FILE<TAB>CONTEXT... a line" },
	};
	const struct usage usage = {
		.command = "judge",
		.operands = "FILE [CONTEXT...]",
		.summary = "Says whether the commit that a mail blames is to blame; CONTEXT are further mails of its case.",
		.examples = "  regbot judge claim.eml report.eml\n"
			    "  regbot judge --json --repo ~/linux claim.eml\n",
		.rows = rows, .nr_rows = ARRAY_SIZE(rows),
		.min_operands = 0, .max_operands = -1,
	};
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	if (!j.batch == !argc) {
		log_error(&app->log, "judge: %s", argc ?
			  "--batch takes its cases from standard input (give no FILE)" :
			  "no mail given (see regbot judge --help)");
		return EXIT_USAGE;
	}
	if (judge_open(&j, &err) < 0)
		code = app_fail(app, &err);
	else if (j.batch)
		code = judge_batch(&j);
	else
		code = judge_case(&j, (const char *const *)argv, (size_t)argc);
	if (j.tree)
		tree_close(j.tree);
	return code;
}
