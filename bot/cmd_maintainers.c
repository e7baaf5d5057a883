// SPDX-License-Identifier: GPL-2.0-only
/* regbot maintainers: who looks after a file or a patch, and by which line. */
#include "commands.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "base/strmap.h"
#include "git/mailmap.h"
#include "git/maintainers.h"
#include "mail/message.h"
#include "options.h"

/* What MAINTAINERS and one patch may take together. */
#define MEMORY_MAX	((size_t)2 << 30)
#define ITEM_MEMORY_MAX	((size_t)1 << 30)
#define FILE_MAX	((size_t)64 << 20)
#define HEADERS_MAX	((size_t)64 << 10)

struct settings {
	const char *tree, *rev, *maintainers, *mailmap, *dirs;
	bool paths, keywords, subscribers;
};

/* The tree that is asked; closed at the end. */
struct lookup {
	struct app *app;
	const struct settings *set;
	struct arena arena;		/* of MAINTAINERS */
	struct maintainers *m;
	int dir;			/* -1: none */
	struct tree *tree;		/* NULL: a directory or single files */
	enum maintainers_flags flags;
};

static bool in_list(void *arg, struct str path)
{
	return strmap_get(arg, path);
}

static int read_named(struct str *out, struct arena *a, const char *path,
		      struct err *err)
{
	int rc;

	*out = STR_NONE;
	if (!path)
		return 0;
	rc = file_read(out, a, AT_FDCWD, path, FILE_MAX, ERR_TREE, err);
	if (rc == FILE_ABSENT)
		return err_set(err, ERR_TREE, "%s: is not there", path);
	return rc;
}

/* From single files: no tree is needed. */
static int open_files(struct lookup *l, const char *path, struct err *err)
{
	struct maintainers_file file = { .name = STR("MAINTAINERS") };
	struct maintainers_input input = { .files = { &file, 1, 1 } };
	struct strmap dirs = { 0 };
	struct str list, line;

	if (read_named(&file.text, &l->arena, path, err) < 0 ||
	    read_named(&input.mailmap, &l->arena, l->set->mailmap, err) < 0 ||
	    read_named(&list, &l->arena, l->set->dirs, err) < 0)
		return err->code;
	while (str_line(&list, &line))
		strmap_add(&dirs, &l->arena, line);
	input.is_dir = in_list;
	input.arg = &dirs;
	return maintainers_build(&l->m, &l->arena, &input, err);
}

static int open_commit(struct lookup *l, struct err *err)
{
	const char *rev = l->set->rev ? l->set->rev : "HEAD";

	if (tree_open(&l->tree, l->set->tree, err) < 0 ||
	    tree_add_branch(l->tree, NULL, rev, BRANCH_OTHER, err) < 0)
		return err->code;
	return maintainers_from_commit(&l->m, &l->arena, l->tree,
				       &l->tree->branches[0].tip, err);
}

/* A repository without files beside it: there only commits can be read. */
static bool is_bare(int dir)
{
	return !faccessat(dir, "HEAD", F_OK, 0) &&
	       !faccessat(dir, "objects", F_OK, 0) &&
	       faccessat(dir, "MAINTAINERS", F_OK, 0);
}

static int open_place(struct lookup *l, struct err *err)
{
	const char *place = l->set->tree;
	struct stat st;

	if (l->set->maintainers)
		return open_files(l, l->set->maintainers, err);
	if (stat(place, &st) < 0)
		return err_errno(err, ERR_TREE, "%s", place);
	if (!S_ISDIR(st.st_mode))
		return open_files(l, place, err);
	l->dir = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l->dir < 0)
		return err_errno(err, ERR_TREE, "%s", place);
	if (l->set->rev || is_bare(l->dir))
		return open_commit(l, err);
	return maintainers_from_dir(&l->m, &l->arena, place, err);
}

static void lookup_close(struct lookup *l)
{
	if (l->dir >= 0)
		close(l->dir);
	tree_close(l->tree);
	arena_release(&l->arena);
}

/* "./a//b" and "TREE/a/b" are a/b. */
static struct str path_in_tree(struct lookup *l, struct arena *a,
			       const char *path)
{
	struct str tree = str_from(l->set->tree), rest = str_from(path), part;
	struct buf out __free(buf) = { 0 };
	struct stat st;

	buf_init(&out, rest.n + 2);
	if (tree.n > 1 && str_skip(&rest, tree) && !str_starts(rest, STR("/")))
		rest = str_from(path);
	while (str_split(&rest, '/', &part)) {
		if (!part.n || str_eq(part, STR(".")))
			continue;
		if (out.n)
			buf_addc(&out, '/');
		buf_add(&out, part);
	}
	/* a pattern of a directory has a slash, so must its name */
	if (str_ends(str_from(path), STR("/")) ||
	    (l->dir >= 0 && out.n &&
	     !fstatat(l->dir, out.p, &st, 0) && S_ISDIR(st.st_mode)))
		buf_addc(&out, '/');
	return str_dup(a, buf_str(&out));
}

/* Does @path stay below the tree? */
static bool is_inside(struct str path)
{
	struct str part;

	if (!path.n || path.p[0] == '/' || memchr(path.p, '\0', path.n))
		return false;
	while (str_split(&path, '/', &part))
		if (str_eq(part, STR("..")) || str_eq(part, STR(".git")))
			return false;
	return true;
}

static struct str text_in_commit(struct lookup *l, struct arena *a,
				 const char *path)
{
	git_object *blob __free(git_object) = NULL;
	git_object *tip __free(git_object) = NULL;
	const git_blob *b;

	if (git_object_lookup(&tip, l->tree->repo, &l->tree->branches[0].tip,
			      GIT_OBJECT_COMMIT) < 0 ||
	    git_object_lookup_bypath(&blob, tip, path, GIT_OBJECT_BLOB) < 0)
		return STR_NONE;
	b = (const git_blob *)blob;
	if ((uint64_t)git_blob_rawsize(b) > FILE_MAX)
		return STR_NONE;
	return str_dup(a, str_make(git_blob_rawcontent(b),
				   (size_t)git_blob_rawsize(b)));
}

/* For struct maintainers_texts: what cannot be read is not there. */
static struct str text_in_tree(void *arg, struct arena *a, struct str path)
{
	struct lookup *l = arg;
	struct err ignored = ERR_INIT;
	struct str text = STR_NONE;

	if (!is_inside(path))
		return STR_NONE;
	if (l->tree)
		return text_in_commit(l, a, str_c(a, path));
	if (l->dir < 0 ||
	    file_read(&text, a, l->dir, str_c(a, path), FILE_MAX, ERR_TREE,
		      &ignored) != FILE_READ)
		return STR_NONE;
	return text;
}

static int lookup_open(struct lookup *l, struct err *err)
{
	const struct maintainers_texts texts = { text_in_tree, l };
	int rc = open_place(l, err);

	if (rc == 0 && l->m)
		maintainers_set_texts(l->m, &texts);
	if (rc == 0 && !l->m)
		return err_set(err, ERR_TREE, "%s: no MAINTAINERS (give --tree with a kernel tree)",
			       l->set->tree);
	return rc;
}

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

static void print_json(struct lookup *l, struct arena *a, struct str item,
		       const struct maintainer_list *list)
{
	cJSON *line __free(json) = cJSON_CreateObject();
	cJSON *all;

	json_put_str(line, l->set->paths ? "path" : "patch", item);
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
	json_line(l->app->out, line);
}

/* "Name <a@b> (role)", as get_maintainer.pl has it. */
static void print_text(struct lookup *l, struct arena *a,
		       const struct maintainer_list *list)
{
	FILE *out = l->app->out;

	for (size_t i = 0; i < list->nr; i++) {
		const struct maintainer *one = &list->v[i];
		struct person who = { person_name(a, one->name), one->addr };

		put_clean(out, a, person_text(a, &who));
		fprintf(out, " (");
		put_clean(out, a, one->role);
		fprintf(out, ")\n");
		if (l->app->log.level < LOG_VERBOSE)
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

static int look_up_patch(struct lookup *l, struct arena *a, const char *name,
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
	return maintainers_for_patch(list, a, l->m, patch, l->flags, err);
}

static int one_item(struct lookup *l, const char *name, bool heading)
{
	struct arena a __free(arena) = { 0 };
	struct maintainer_list list = { 0 };
	struct str item = str_from(name);
	struct err err = ERR_INIT;
	int rc;

	arena_init(&a, ITEM_MEMORY_MAX);
	if (l->set->paths) {
		item = path_in_tree(l, &a, name);
		rc = maintainers_for_file(&list, &a, l->m, item, l->flags,
					  &err);
	} else {
		rc = look_up_patch(l, &a, name, &list, &err);
	}
	if (rc < 0)
		return app_fail(l->app, &err);
	if (l->app->json) {
		print_json(l, &a, str_from(name), &list);
		return EXIT_DONE;
	}
	if (heading) {
		put_clean(l->app->out, &a, item);
		fprintf(l->app->out, ":\n");
	}
	print_text(l, &a, &list);
	return EXIT_DONE;
}

int cmd_maintainers(struct app *app, int argc, char **argv)
{
	struct settings set = { .tree = "." };
	const struct option_row rows[] = {
		{ 'f', "file", OPTION_FLAG, &set.paths, NULL,
		  "operands are paths of the tree, not patches" },
		{ 0, "tree", OPTION_STRING, &set.tree, "DIR",
		  "kernel tree, repository (bare too) or MAINTAINERS file" },
		{ 0, "rev", OPTION_STRING, &set.rev, "REV",
		  "read MAINTAINERS out of this commit" },
		{ 'k', "keywords", OPTION_FLAG, &set.keywords, NULL,
		  "K: lines count too" },
		{ 's', "subscribers", OPTION_FLAG, &set.subscribers, NULL,
		  "also lists that take mail of subscribers only" },
		{ 0, "maintainers", OPTION_STRING, &set.maintainers, "FILE",
		  "this file, with no tree" },
		{ 0, "mailmap", OPTION_STRING, &set.mailmap, "FILE",
		  "the .mailmap for --maintainers" },
		{ 0, "dirs", OPTION_STRING, &set.dirs, "FILE",
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
	struct lookup l = { .app = app, .set = &set, .dir = -1 };
	struct err err = ERR_INIT;
	int code = options_parse(app, &usage, &argc, &argv);

	if (code != OPTIONS_GO_ON)
		return code;
	l.flags = (set.keywords ? MAINTAINERS_KEYWORDS : 0) |
		  (set.subscribers ? MAINTAINERS_SUBSCRIBERS : 0);
	arena_init(&l.arena, MEMORY_MAX);
	code = EXIT_DONE;
	if (lookup_open(&l, &err) < 0)
		code = app_fail(app, &err);
	else
		for (int i = 0; i < argc; i++)
			code = exit_worse(code, one_item(&l, argv[i], argc > 1));
	lookup_close(&l);
	return code;
}
