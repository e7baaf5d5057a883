// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands.h"
#include "operand.h"
#include "options.h"
#include "pipeline.h"
#include "setup.h"

#include "base/file.h"
#include "mail/msgid.h"

#define REPLY_MEMORY_MAX	((size_t)256 << 20)
#define DRAFT_SIZE_MAX		((size_t)4 << 20)

static const char examples[] =
	"  regbot reply report.eml                 the draft on standard output\n"
	"  regbot reply -o drafts/ '<id@host>'     as files: mail and revert\n"
	"  regbot reply https://lore.kernel.org/regressions/id@host/\n"
	"  regbot reply --repo ~/linux - <mail\n";

struct reply {
	const char *dir;		/* -o */
	bool edit, offline;
	struct setup_trees trees;
};

/* A new file with the bytes; one that is there already is not overwritten. */
static int write_new(const char *path, struct str bytes, struct err *err)
{
	FILE *f __free(file) = fopen(path, "wxe");

	if (!f && errno == EEXIST)
		return err_set(err, ERR_CONF, "%s: this draft is there already (remove it, or give another folder)",
			       path);
	if (!f)
		return err_errno(err, ERR_FATAL, "%s: cannot write the draft",
				 path);
	if (fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) == EOF ||
	    fsync(fileno(f)) < 0)
		return err_errno(err, ERR_FATAL, "%s: cannot write the draft",
				 path);
	return 0;
}

static int write_files(struct app *app, struct casefile *c, const char *dir,
		       struct err *err)
{
	struct arena *a = &c->arena;
	struct str name = msgid_file_name(a, c->draft.mail.message_id);
	const char *mail = str_printf(a, "%s/%.*s.eml", dir, STR_ARG(name)).p;
	const char *patch = str_printf(a, "%s/%.*s.patch", dir,
				       STR_ARG(name)).p;

	if (mkdir(dir, 0777) < 0 && errno != EEXIST)
		return err_errno(err, ERR_CONF, "%s: cannot be made (give a folder that can)",
				 dir);
	if (write_new(mail, c->draft.bytes, err) < 0)
		return err->code;
	fprintf(app->out, "%s\n", mail);
	if (!c->draft.patch.n)
		return 0;
	if (write_new(patch, c->draft.patch, err) < 0)
		return err->code;
	fprintf(app->out, "%s\n", patch);
	return 0;
}

/* The editor that git would take. */
static const char *editor(void)
{
	static const char *const names[] = { "GIT_EDITOR", "VISUAL", "EDITOR" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "vi";
}

static int run_editor(struct arena *a, const char *path, struct err *err)
{
	/* as git does: the value may hold options */
	const char *command = str_printf(a, "%s \"$@\"", editor()).p;
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return err_errno(err, ERR_BUSY, "cannot start a process");
	if (!pid) {
		execl("/bin/sh", "sh", "-c", command, editor(), path,
		      (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status)
		return err_set(err, ERR_CONF, "%s: the editor failed (set EDITOR)",
			       editor());
	return 0;
}

/* The draft after a person's edit, checked once more. */
static int edit(struct casefile *c, struct err *err)
{
	char path[] = "/tmp/regbot-draft-XXXXXX.eml";
	int fd = mkstemps(path, 4), rc;
	struct message m;

	if (fd < 0)
		return err_errno(err, ERR_FATAL, "%s", path);
	close(fd);
	unlink(path);
	rc = write_new(path, c->draft.bytes, err);
	if (rc == 0)
		rc = run_editor(&c->arena, path, err);
	if (rc == 0)
		rc = file_read(&c->draft.bytes, &c->arena, AT_FDCWD, path,
			       DRAFT_SIZE_MAX, ERR_FATAL, err);
	unlink(path);
	if (rc < 0)
		return rc;
	if (rc == FILE_ABSENT || !str_trim(c->draft.bytes).n)
		return err_set(err, ERR_MSG, "the draft is empty: nothing is written");
	if (message_parse(&m, &c->arena, c->draft.bytes, STR("draft"), err) < 0)
		return err->code;
	c->lint = (struct lint_list){ 0 };
	lint_mail(&c->lint, &c->arena, &m);
	return 0;
}

static void say_lint(struct app *app, const struct casefile *c)
{
	for (size_t i = 0; i < c->lint.nr; i++)
		log_warn(&app->log, "draft:%u: %s: %.*s", c->lint.v[i].line,
			 c->lint.v[i].rule, STR_ARG(c->lint.v[i].what));
}

static int reply_to(struct app *app, struct workshop *w,
		    const struct reply *reply, struct operand *o,
		    struct arena *a, const struct raw_message *raw)
{
	struct casefile c __free(casefile) = { 0 };
	struct err err = ERR_INIT;

	casefile_init(&c);
	if (operand_case(&c, o, a, w, raw, &err) < 0)
		return app_fail(app, &err);
	if (c.draft.situation == SITUATION_NONE) {
		log_error(&app->log, "%.*s: nothing is drafted: %.*s (regbot explain tells more)",
			  STR_ARG(raw->origin), STR_ARG(c.draft.why_not));
		return EXIT_PERSON;
	}
	if (reply->edit && edit(&c, &err) < 0)
		return app_fail(app, &err);
	say_lint(app, &c);
	if (reply->dir) {
		if (write_files(app, &c, reply->dir, &err) < 0)
			return app_fail(app, &err);
	} else {
		fwrite(c.draft.bytes.p, 1, c.draft.bytes.n, app->out);
	}
	if (c.draft.held)
		log_warn(&app->log, "%s: held: %.*s (read regbot explain before you send it)",
			 situation_name(c.draft.situation),
			 STR_ARG(case_held_why(&c)));
	return c.draft.held || c.lint.nr ? EXIT_PERSON : EXIT_DONE;
}

static int reply_run(struct app *app, const struct reply *reply,
		     const char *operand)
{
	struct arena a __free(arena) = { .max = REPLY_MEMORY_MAX };
	struct workshop w __free(workshop) = { 0 };
	struct operand o __free(operand) = { 0 };
	struct raw_message raw;
	struct config config;
	struct err err = ERR_INIT;
	int rc;

	if (setup_by_hand(&config, &a, app, &reply->trees, &err) < 0)
		return app_fail(app, &err);
	if (!config.identity_address) {
		log_error(&app->log, "reply: who are you? (git config user.email you@domain)");
		return EXIT_USAGE;
	}
	if (workshop_open(&w, &config, &app->clock, &app->log, true, &err) < 0 ||
	    operand_open(&o, &a, operand, &config, app, reply->offline,
			 &err) < 0)
		return app_fail(app, &err);
	o.thread.by_hand = true;
	rc = source_next(o.source, &raw, &err);
	if (rc < 0)
		return app_fail(app, &err);
	if (!rc) {
		log_error(&app->log, "%s: no mail in it", operand);
		return EXIT_INPUT;
	}
	return reply_to(app, &w, reply, &o, &a, &raw);
}

int cmd_reply(struct app *app, int argc, char **argv)
{
	struct reply reply = { 0 };
	const struct option_row rows[] = {
		{ 'o', "output", OPTION_STRING, &reply.dir, "DIR",
		  "write the draft, and the revert beside it, to DIR" },
		{ 'e', "edit", OPTION_FLAG, &reply.edit, NULL,
		  "open the draft in an editor first" },
		{ 0, "offline", OPTION_FLAG, &reply.offline, NULL,
		  "ask no archive for the message and its thread" },
		{ 0, "repo", OPTION_STRING, &reply.trees.repo, "DIR",
		  "ask this repository (default: the one around here)" },
		{ 0, "onto", OPTION_LIST, &reply.trees.onto, "REF",
		  "try the revert on this branch (may be repeated)" },
	};
	const struct usage usage = {
		.command = "reply",
		.operands = "MSGID|URL|FILE",
		.summary = "Drafts the reply to one message; sends nothing.",
		.examples = examples,
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
		.min_operands = 1,
		.max_operands = 1,
	};
	int code = options_parse(app, &usage, &argc, &argv);

	if (code == OPTIONS_GO_ON)
		code = reply_run(app, &reply, argv[0]);
	options_release(&usage);
	return code;
}
