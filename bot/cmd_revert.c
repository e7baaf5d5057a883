// SPDX-License-Identifier: GPL-2.0-only
/* regbot revert: would a revert apply, and was somebody faster. */
#include "commands.h"

#include "options.h"
#include "revert_print.h"
#include "user_dir.h"

#include "git/commit_index.h"

/* Memory of one item; the kernel's largest merge takes a tenth of it. */
#define ITEM_ARENA	(2048ull << 20)

DEFINE_FREE(line, char *, free(*p))

struct args {
	const char *repo, *index;
	struct option_list onto;
	bool anyway, batch, patch, no_later;
};

/* What the run works with, and the item it is at. */
struct run {
	struct app *app;
	const struct args *args;
	struct tree *tree;
	struct arena a;
	git_oid last;		/* the commit of the last answer */
	int code;
};

static int open_tree(struct run *r, struct err *err)
{
	const struct args *args = r->args;
	uint64_t nr_new;

	if (tree_open(&r->tree, args->repo, err) < 0)
		return err->code;
	for (size_t i = 0; i < args->onto.nr; i++)
		if (tree_add_branch(r->tree, NULL, args->onto.v[i],
				    BRANCH_OTHER, err) < 0)
			return err->code;
	if (!args->onto.nr && tree_add_branch(r->tree, NULL, "HEAD",
					      BRANCH_OTHER, err) < 0)
		return err->code;
	if (commit_index_open(r->tree, user_index_dir(&r->a, args->index), err) < 0 ||
	    commit_index_update(r->tree, &nr_new, err) < 0)
		return err->code;
	if (commit_index_note(r->tree->index))
		log_info(&r->app->log, "%s", commit_index_note(r->tree->index));
	log_debug(&r->app->log, "%s: %llu commits are new",
		  r->tree->path, (unsigned long long)nr_new);
	return 0;
}

/* A hash, a Message-ID or a title; "<hash> (\"title\")" is both. */
static struct commit_query query_of(struct str said)
{
	struct commit_query q = { 0 };
	struct str rest = said, word;
	bool hex = str_word(&rest, &word) && word.n >= 7 &&
		   word.n <= GIT_OID_HEXSZ;

	for (size_t i = 0; hex && i < word.n; i++)
		hex = is_hex(word.p[i]);
	rest = str_trim(rest);
	if (hex) {
		q.sha = word;
		str_skip(&rest, STR("("));
		if (str_ends(rest, STR(")")))
			rest.n--;
		if (rest.n >= 2 && *rest.p == '"' && str_ends(rest, STR("\"")))
			rest = str_sub(rest, 1, rest.n - 2);
		q.title = rest;
	} else if (!rest.n && str_has(said, STR("@"))) {
		q.msgid = word;
		if (str_skip(&q.msgid, STR("<")) && q.msgid.n)
			q.msgid.n--;
	} else {
		q.title = said;
	}
	return q;
}

/* "HEAD~3" or a tag: not what a mail names, but what a person types. */
static int find_by_ref(struct run *r, struct revert_item *item,
		       struct err *err)
{
	struct err unused = ERR_INIT;
	git_oid id;

	if (tree_ref(&id, r->tree, str_c(&r->a, item->asked), &unused) < 0)
		return 0;
	item->match.found = COMMIT_BY_ID;
	item->match.resolved_by = str_printf(&r->a, "what %.*s names",
					     STR_ARG(item->asked));
	return commit_read(&item->match.commit, &r->a, r->tree, &id, err);
}

/* Resolves what was asked for; unknown and ambiguous are answers. */
static int find(struct run *r, struct revert_item *item, struct err *err)
{
	struct commit_query q = query_of(item->asked);

	if (commit_resolve(&item->match, &r->a, r->tree, &q, err) < 0)
		return err->code;
	if (item->match.found == COMMIT_UNKNOWN && !q.sha.n &&
	    find_by_ref(r, item, err) < 0)
		return err->code;
	switch (item->match.found) {
	case COMMIT_UNKNOWN:
		item->revert.result = REVERT_UNKNOWN;
		item->revert.why = item->match.resolved_by;
		if (str_is_none(item->revert.why))
			item->revert.why = STR("no such commit in this tree");
		break;
	case COMMIT_AMBIGUOUS:
	case COMMIT_UNREADABLE:
		item->revert.result = REVERT_UNKNOWN;
		item->revert.why = item->match.resolved_by;
		break;
	case COMMIT_BY_ID:
	case COMMIT_BY_TITLE:
	case COMMIT_BY_UPSTREAM:
		break;
	}
	return 0;
}

/* In a stable tree the commit is there under another id: check that one. */
static int use_counterpart(struct run *r, struct revert_item *item,
			   const git_oid *target, struct err *err)
{
	struct commit_match other;
	int is_in = commit_is_in(r->tree, &item->match.commit.id, target, err);

	if (is_in)
		return MIN(is_in, 0);
	if (commit_counterpart(&other, &r->a, r->tree, &item->match.commit,
			       target, err) < 0)
		return err->code;
	if (other.found != COMMIT_UNKNOWN && other.found != COMMIT_AMBIGUOUS)
		item->match = other;
	return 0;
}

static int check(struct run *r, struct revert_item *item, const git_oid *target,
		 struct err *err)
{
	enum revert_flags flags = (r->args->anyway ? REVERT_ANYWAY : 0) |
				  (r->args->no_later ? REVERT_NO_LATER : 0);

	item->has_target = true;
	item->revert.target = *target;
	if (!revert_item_found(item))
		return 0;
	if (!r->args->anyway && use_counterpart(r, item, target, err) < 0)
		return err->code;
	if (revert_try(&item->revert, &r->a, r->tree, &item->match.commit.id,
		       target, flags, err) < 0)
		return err->code;
	return followup_find(&item->followups, &r->a, r->tree,
			     &item->match.commit, err);
}

static int print_patch(struct run *r, const struct revert_item *item, struct err *err)
{
	struct address from = { 0 };
	git_signature *me = NULL;
	struct str patch;
	int code;

	if (item->revert.result != REVERT_CLEAN) {
		log_warn(&r->app->log, "%.*s: no patch, since the revert is not clean (%s)",
			 STR_ARG(item->asked),
			 revert_result_name(item->revert.result));
		return 0;
	}
	if (git_signature_default(&me, r->tree->repo) < 0)
		return err_set(err, ERR_CONF, "%s: no identity for the patch (git config user.name and user.email)",
			       r->tree->path);
	from.name = str_dup(&r->a, str_from(me->name));
	from.addr = str_dup(&r->a, str_from(me->email));
	git_signature_free(me);
	code = revert_format_patch(&patch, &r->a, r->tree, &item->match.commit,
				   &item->revert, &from,
				   clock_now(&r->app->clock),
				   str_printf(&r->a, "Fixes: %.12s (\"%.*s\")",
					      item->match.commit.hex,
					      STR_ARG(item->match.commit.title)),
				   err);
	if (code < 0)
		return code;
	fwrite(patch.p, 1, patch.n, r->app->out);
	return 0;
}

static int exit_code(const struct revert_item *item)
{
	if (item->match.found == COMMIT_UNKNOWN)
		return EXIT_INPUT;
	return item->revert.result == REVERT_CLEAN ||
	       item->revert.result == REVERT_EMPTY ? EXIT_DONE : EXIT_PERSON;
}

static int print(struct run *r, const struct revert_item *item, struct err *err)
{
	r->code = exit_worse(r->code, exit_code(item));
	if (r->args->patch)
		return print_patch(r, item, err);
	if (r->app->json)
		revert_print_json(r->app, &r->a, r->tree, item);
	else
		revert_print_text(r->app, &r->a, item);
	return 0;
}

static int do_onto(struct run *r, struct str asked, const char *onto,
		   const git_oid *target, struct err *err)
{
	struct revert_item item = { .asked = asked, .onto = onto };
	git_oid last = r->last;

	if (find(r, &item, err) < 0 || check(r, &item, target, err) < 0)
		return err->code;
	r->last = item.match.commit.id;
	item.again = revert_item_found(&item) && git_oid_equal(&r->last, &last);
	return print(r, &item, err);
}

static int do_operand(struct run *r, const char *asked, struct err *err)
{
	const struct tree *t = r->tree;

	for (size_t i = 0; i < t->nr_branches; i++) {
		arena_reset(&r->a);
		if (do_onto(r, str_from(asked), t->branches[i].name,
			    &t->branches[i].tip, err) < 0)
			return err->code;
	}
	return 0;
}

/* "COMMIT TARGET": the last word is the target, a title may have blanks. */
static int do_line(struct run *r, struct str line, struct err *err)
{
	ptrdiff_t gap;
	struct str commit;
	const char *onto;
	git_oid target;

	line = str_trim(line);
	gap = MAX(str_rchr(line, ' '), str_rchr(line, '\t'));
	if (gap < 0)
		return err_set(err, ERR_MSG, "%.*s: no target (a line of --batch is: COMMIT TARGET)",
			       STR_ARG(line));
	commit = str_trim(str_sub(line, 0, (size_t)gap));
	onto = str_c(&r->a, str_from_off(line, (size_t)gap + 1));
	if (tree_ref(&target, r->tree, onto, err) < 0 ||
	    commit_index_add(r->tree, &target, err) < 0)
		return err->code;
	return do_onto(r, commit, onto, &target, err);
}

/* A line that cannot be answered is said, and the next one is read. */
static int do_batch(struct run *r)
{
	char *line __free(line) = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		struct err err = ERR_INIT;

		arena_reset(&r->a);
		if (str_trim(str_make(line, (size_t)n)).n &&
		    do_line(r, str_make(line, (size_t)n), &err) < 0)
			r->code = exit_worse(r->code, app_fail(r->app, &err));
		fflush(r->app->out);
	}
	return 0;
}

static int run(struct app *app, const struct args *args, int argc, char **argv)
{
	struct run r = { .app = app, .args = args };
	struct tree *t __free(tree) = NULL;
	struct err err = ERR_INIT;
	int code;

	arena_init(&r.a, ITEM_ARENA);
	code = open_tree(&r, &err);
	t = r.tree;
	if (code >= 0 && args->batch)
		do_batch(&r);
	for (int i = 0; code >= 0 && i < argc; i++)
		code = do_operand(&r, argv[i], &err);
	if (code < 0)
		r.code = exit_worse(r.code, app_fail(app, &err));
	arena_release(&r.a);
	return r.code;
}

int cmd_revert(struct app *app, int argc, char **argv)
{
	struct args args = { 0 };
	const struct option_row rows[] = {
		{ 0, "repo", OPTION_STRING, &args.repo, "DIR",
		  "the repository (default: the one here)" },
		{ 0, "onto", OPTION_LIST, &args.onto, "REF",
		  "try it there; may be given again (default: HEAD)" },
		{ 0, "batch", OPTION_FLAG, &args.batch, NULL,
		  "read lines \"COMMIT TARGET\" from standard input" },
		{ 0, "anyway", OPTION_FLAG, &args.anyway, NULL,
		  "also when the commit is not in REF's history" },
		{ 0, "format-patch", OPTION_FLAG, &args.patch, NULL,
		  "print the revert as a patch for git am" },
		{ 0, "no-later", OPTION_FLAG, &args.no_later, NULL,
		  "do not look for later commits in conflicts" },
		{ 0, "index", OPTION_STRING, &args.index, "DIR",
		  "keep the index of commits there" },
	};
	const struct usage usage = {
		.command = "revert",
		.operands = "COMMIT...",
		.summary = "Would a revert of COMMIT apply, and was somebody faster; nothing is written.",
		.examples =
			"  regbot revert 0a1b2c3d4e5f\n"
			"  regbot revert --onto v6.6 --onto v6.11 'net: fix the foo'\n"
			"  regbot revert --format-patch 0a1b2c3d4e5f >revert.patch\n",
		.rows = rows,
		.nr_rows = ARRAY_SIZE(rows),
		.min_operands = 0,
		.max_operands = -1,
	};
	int code = options_parse(app, &usage, &argc, &argv);

	if (code == OPTIONS_GO_ON && !argc && !args.batch) {
		log_error(&app->log, "revert: no COMMIT was given (see regbot revert --help)");
		code = EXIT_USAGE;
	}
	if (code == OPTIONS_GO_ON)
		code = run(app, &args, argc, argv);
	options_release(&usage);
	return code;
}
