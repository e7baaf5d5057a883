// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <libgen.h>
#include <unistd.h>

#include "workshop.h"

#include "git/commit_index.h"

#define WORKSHOP_MEMORY_MAX	((size_t)16 << 20)

static int add_branches(struct tree *t, const struct config_tree *config,
			struct err *err)
{
	if (!config->branches.nr)
		return tree_add_branch(t, "HEAD", "HEAD", BRANCH_MAINLINE, err);
	for (size_t i = 0; i < config->branches.nr; i++) {
		const struct config_branch *b = &config->branches.v[i];

		if (tree_add_branch(t, b->name, b->ref, b->role, err) < 0)
			return err->code;
	}
	return 0;
}

static int open_tree(struct tree **out, struct workshop *w,
		     const struct config_tree *config, struct err *err)
{
	struct tree *t __free(tree) = NULL;

	if (tree_open(&t, config->path, err) < 0 ||
	    add_branches(t, config, err) < 0 ||
	    commit_index_open(t, w->config->index, err) < 0)
		return err->code;
	if (w->update && commit_index_update(t, NULL, err) < 0)
		return err->code;
	*out = t;
	t = NULL;
	return 0;
}

void workshop_trees(struct workshop *w)
{
	const struct config_tree_list *list = &w->config->trees;

	if (w->trees_open)
		return;
	w->trees_open = true;
	w->trees = arena_alloc(&w->arena, list->nr * sizeof(*w->trees));
	for (size_t i = 0; i < list->nr; i++) {
		struct err err = ERR_INIT;

		if (open_tree(&w->trees[w->nr_trees], w, &list->v[i],
			      &err) == 0) {
			w->nr_trees++;
			continue;
		}
		/* the parent of the poll has said it already */
		if (w->update)
			log_warn(w->log, "%s", err.msg);
		*list_add(&w->arena, &w->unusable) =
			str_dup(&w->arena, str_from(err.msg));
	}
}

/*
 * Templates are found from where the program lies, so that it works installed
 * under any prefix and straight from the build folder.
 */
static const char *own_templates(struct arena *a)
{
	static const char *const places[] = {
		"../share/regbot/templates", "../templates", "../../templates",
	};
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	dirname(exe);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const char *dir = str_printf(a, "%s/%s", exe, places[i]).p;

		if (access(dir, R_OK) == 0)
			return dir;
	}
	return NULL;
}

static int find_templates(struct workshop *w, struct err *err)
{
	const char **dirs = arena_alloc(&w->arena, 3 * sizeof(*dirs));
	size_t nr = 0;

	if (w->config->templates)
		dirs[nr++] = w->config->templates;
	dirs[nr] = own_templates(&w->arena);
	if (!dirs[nr])
		return err_set(err, ERR_CONF, "templates: not found beside the program (install it whole, or set \"templates\")");
	w->compose.template_dirs = dirs;
	return 0;
}

static struct str domain_of(const struct config *c)
{
	struct str address = str_from(c->identity_address);

	if (c->message_id_domain)
		return str_from(c->message_id_domain);
	if (str_is_none(address))
		return STR("regbot.invalid");
	return str_from_off(address, (size_t)str_chr(address, '@') + 1);
}

static void take_rules(struct workshop *w, const struct config *c)
{
	w->recipients = (struct recipient_rules){
		.self = str_from(c->identity_address),
		.never = c->never,
		.regressions_list = str_from(c->regressions_list),
		.max_people = (unsigned int)c->max_people,
		.max_lists = (unsigned int)c->max_lists,
	};
	w->compose = (struct compose_rules){
		.from = { .name = str_from(c->identity_name),
			  .addr = str_from(c->identity_address) },
		.archive = str_from(c->archive),
		.message_id_domain = domain_of(c),
		.now = clock_now(w->clock),
	};
}

int workshop_open(struct workshop *w, const struct config *config,
		  const struct clock *clock, const struct log *log,
		  bool update, struct err *err)
{
	*w = (struct workshop){ .config = config, .clock = clock, .log = log,
				.update = update };
	arena_init(&w->arena, WORKSHOP_MEMORY_MAX);
	take_rules(w, config);
	if (find_templates(w, err) < 0)
		return err->code;
	return 0;
}

void workshop_no_trees(struct workshop *w)
{
	w->trees_open = true;
}

void workshop_close(struct workshop *w)
{
	for (size_t i = 0; i < w->nr_trees; i++)
		tree_close(w->trees[i]);
	w->nr_trees = 0;
	arena_release(&w->arena);
}
