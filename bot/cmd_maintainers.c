// SPDX-License-Identifier: GPL-2.0-only
/* regbot maintainers: who looks after a file or a patch, and by which line. */
#include "commands.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "git/mailmap.h"
#include "lookup.h"
#include "mail/message.h"
#include "options.h"

/* What one patch may take. */
#define ITEM_MEMORY_MAX	((size_t)1 << 30)
#define FILE_MAX	((size_t)64 << 20)
#define HEADERS_MAX	((size_t)64 << 10)

struct job {
	struct app *app;
	struct lookup lookup;
	enum maintainers_flags flags;
	bool paths;		/* operands are paths, not patches */
};

/* Bytes of strangers must not draw on a terminal. */
static void put_clean(FILE *out, struct arena *a, struct str s)
{
	s = str_utf8(a, s);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		putc(c < ' ' || c == 0x7f ? '?' : c, out);
	}
}

static struct str reason_of(struct arena *a, const struct maintainer *one)
{
	return str_printf(a, "%.*s (%.*s:%u)", STR_ARG(one->pattern),
			  STR_ARG(one->file), one->line);
}

static void print_json(struct job *job, struct arena *a, struct str item,
		       const struct maintainer_list *list)
{
	cJSON *line __free(json) = cJSON_CreateObject();
	cJSON *all;

	json_put_str(line, job->paths ? "path" : "patch", item);
	all = json_put_array(line, "recipients");
	for (size_t i = 0; i < list->nr; i++) {
		const struct maintainer *one = &list->v[i];
		cJSON *entry = json_add_object(all);

		json_put_str(entry, "name",
			     one->name.n ? one->name : STR_NONE);
		json_put_str(entry, "address", one->addr);
		json_put_str(entry, "role", one->role);
		json_put_str(entry, "reason", reason_of(a, one));
	}
	json_line(job->app->out, line);
}

/* "Name <a@b> (role)", as get_maintainer.pl has it. */
static void print_text(struct job *job, struct arena *a,
		       const struct maintainer_list *list)
{
	FILE *out = job->app->out;

	for (size_t i = 0; i < list->nr; i++) {
		const struct maintainer *one = &list->v[i];
		struct person who = { person_name(a, one->name), one->addr };

		put_clean(out, a, person_text(a, &who));
		fprintf(out, " (");
		put_clean(out, a, one->role);
		fprintf(out, ")\n");
		if (job->app->log.level < LOG_VERBOSE)
			continue;
		putc('\t', out);
		put_clean(out, a, reason_of(a, one));
		putc('\n', out);
	}
}

/* Is the text of a mail wrapped up, so that its lines cannot be read? */
static bool is_encoded(struct str mail)
{
	static const char *const encodings[] = { "base64", "quoted-printable" };
	struct str name = STR("content-transfer-encoding:");
	ptrdiff_t at;

	mail = str_sub(mail, 0, HEADERS_MAX);
	while ((at = str_find_i(mail, name)) >= 0) {
		struct str value;

		mail = str_from_off(mail, (size_t)at + name.n);
		value = str_trim(str_sub(mail, 0, 32));
		for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
			if (str_starts_i(value, str_from(encodings[i])))
				return true;
	}
	return false;
}

/* The patch of a mail as "git am" would take it. */
static int decode(struct str *patch, struct arena *a, const char *name,
		  struct err *err)
{
	struct message m = { 0 };

	if (!is_encoded(*patch))
		return 0;
	if (message_parse(&m, a, *patch, str_from(name), err) < 0)
		return err->code;
	*patch = str_printf(a, "Subject: %.*s\n\n%.*s", STR_ARG(m.subject),
			    STR_ARG(m.text));
	return 0;
}

static int look_up_patch(struct job *job, struct arena *a, const char *name,
			 struct maintainer_list *list, struct err *err)
{
	struct str_list files = { 0 };
	struct str patch;
	int rc;

	if (!strcmp(name, "-"))
		rc = file_read_stream(&patch, a, stdin, "standard input",
				      FILE_MAX, ERR_MSG, err);
	else
		rc = file_read(&patch, a, AT_FDCWD, name, FILE_MAX, ERR_MSG,
			       err);
	if (rc == FILE_ABSENT)
		return err_set(err, ERR_MSG, "%s: is not there (for a path of the tree give -f)",
			       name);
	if (rc < 0)
		return rc;
	if (decode(&patch, a, name, err) < 0 ||
	    maintainers_patch_files(&files, a, patch, err) < 0)
		return err_add(err, "%s", name);
	if (!files.nr)
		return err_set(err, ERR_MSG, "%s: names no files (is it a patch? for a path of the tree give -f)",
			       name);
	return maintainers_for_patch(list, a, job->lookup.m, patch, job->flags,
				     err);
}

static int one_item(struct job *job, const char *name, bool heading)
{
	struct arena a __free(arena) = { 0 };
	struct maintainer_list list = { 0 };
	struct str item = str_from(name);
	struct err err = ERR_INIT;
	int rc;

	arena_init(&a, ITEM_MEMORY_MAX);
	if (job->paths) {
		item = lookup_path(&job->lookup, &a, name);
		rc = maintainers_for_file(&list, &a, job->lookup.m, item,
					  job->flags, &err);
	} else {
		rc = look_up_patch(job, &a, name, &list, &err);
	}
	if (rc < 0)
		return app_fail(job->app, &err);
	if (job->app->json) {
		print_json(job, &a, str_from(name), &list);
		return EXIT_DONE;
	}
	if (heading) {
		put_clean(job->app->out, &a, item);
		fprintf(job->app->out, ":\n");
	}
	print_text(job, &a, &list);
	return EXIT_DONE;
}

int cmd_maintainers(struct app *app, int argc, char **argv)
{
	struct lookup_place place = { .tree = "." };
	struct job job = { .app = app };
	bool keywords = false, subscribers = false;
	const struct option_row rows[] = {
		{ 'f', "file", OPTION_FLAG, &job.paths, NULL,
		  "operands are paths of the tree, not patches" },
		{ 0, "tree", OPTION_STRING, &place.tree, "DIR",
		  "kernel tree, repository (bare too) or MAINTAINERS file" },
		{ 0, "rev", OPTION_STRING, &place.rev, "REV",
		  "read MAINTAINERS out of this commit" },
		{ 'k', "keywords", OPTION_FLAG, &keywords, NULL,
		  "K: lines count too" },
		{ 's', "subscribers", OPTION_FLAG, &subscribers, NULL,
		  "also lists that take mail of subscribers only" },
		{ 0, "maintainers", OPTION_STRING, &place.maintainers, "FILE",
		  "this file, with no tree" },
		{ 0, "mailmap", OPTION_STRING, &place.mailmap, "FILE",
		  "the .mailmap for --maintainers" },
		{ 0, "dirs", OPTION_STRING, &place.dirs, "FILE",
		  "directories that its patterns name without a slash" },
	};
	const struct usage usage = {
		.command = "maintainers",
		.operands = "-f PATH... | PATCH...",
		.summary = "Says who looks after the files, and by which line of MAINTAINERS; in the order\nof get_maintainer.pl, without git statistics.",
		.examples = "  regbot maintainers -f fs/io_uring.c\n"
			    "  git format-patch -1 --stdout | regbot maintainers -\n"
			    "  regbot maintainers --tree linux.git --rev v6.6 --json -f mm/slub.c\n",
		.rows = rows, .nr_rows = ARRAY_SIZE(rows),
		.min_operands = 1, .max_operands = -1,
	};
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	job.flags = (keywords ? MAINTAINERS_KEYWORDS : 0) |
		    (subscribers ? MAINTAINERS_SUBSCRIBERS : 0);
	code = EXIT_DONE;
	if (lookup_open(&job.lookup, &place, &err) < 0)
		code = app_fail(app, &err);
	else
		for (int i = 0; i < argc; i++)
			code = exit_worse(code,
					  one_item(&job, argv[i], argc > 1));
	lookup_close(&job.lookup);
	return code;
}
