// SPDX-License-Identifier: GPL-2.0-only
#include "revert_print.h"

#include "base/json.h"

bool revert_item_found(const struct revert_item *item)
{
	enum commit_found found = item->match.found;

	return found == COMMIT_BY_ID || found == COMMIT_BY_TITLE ||
	       found == COMMIT_BY_UPSTREAM;
}

static void put_later(cJSON *o, const struct revert_conflict *c)
{
	cJSON *list = json_put_array(o, "later");

	for (size_t i = 0; i < c->later.nr; i++) {
		cJSON *one = json_add_object(list);

		json_put_cstr(one, "sha", c->later.v[i].hex);
		json_put_str(one, "title", c->later.v[i].title);
	}
	json_put_int(o, "later_total", (int64_t)c->later.total);
	json_put_bool(o, "later_complete", !c->later.more);
}

static void put_followups(cJSON *o, const char *name,
			  const struct revert_item *item, enum followup_kind kind)
{
	cJSON *list = json_put_array(o, name);

	for (size_t i = 0; i < item->followups.nr; i++) {
		const struct followup *f = &item->followups.v[i];
		cJSON *one;

		if (f->kind != kind)
			continue;
		one = json_add_object(list);
		json_put_cstr(one, "sha", f->commit.hex);
		json_put_str(one, "title", f->commit.title);
		json_put_cstr(one, "where", f->branch->name);
		json_put_bool(one, "by_title", f->by_title);
		if (kind == FOLLOWUP_REVERT)
			json_put_bool(one, "undone", f->undone);
	}
}

/* The check again, with git alone (2.40 or later); touches nothing. */
static struct str command(struct arena *a, const struct tree *t,
			  const struct revert_item *item)
{
	const struct commit *c = &item->match.commit;

	if (!item->has_target || !revert_item_found(item))
		return STR_NONE;
	return str_printf(a, "git -C '%s' merge-tree --write-tree --merge-base=%s %s %s",
			  t->path, c->hex,
			  git_oid_tostr_s(&item->revert.target),
			  c->nr_parents ?
			  str_c(a, str_printf(a, "%s^", c->hex)) :
			  "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

void revert_print_json(struct app *app, struct arena *a,
		       const struct tree *t, const struct revert_item *item)
{
	cJSON *o __free(json) = cJSON_CreateObject(), *list;
	const struct revert *v = &item->revert;
	bool found = revert_item_found(item);

	json_put_str(o, "commit", found ? str_from(item->match.commit.hex) :
		     item->asked);
	json_put_str(o, "title", found ? item->match.commit.title : STR_NONE);
	json_put_int(o, "mainline", v->mainline);
	json_put_cstr(o, "onto", item->onto);
	json_put_cstr(o, "target", item->has_target ?
		      git_oid_tostr_s(&v->target) : NULL);
	json_put_cstr(o, "result", revert_result_name(v->result));
	json_put_cstr(o, "tree", v->result == REVERT_CLEAN ||
		      v->result == REVERT_EMPTY ?
		      git_oid_tostr_s(&v->tree) : NULL);
	list = json_put_array(o, "conflicts");
	for (size_t i = 0; i < v->conflicts.nr; i++) {
		cJSON *one = json_add_object(list);

		json_put_str(one, "path", v->conflicts.v[i].path);
		json_put_cstr(one, "kind", v->conflicts.v[i].kind);
		put_later(one, &v->conflicts.v[i]);
	}
	put_followups(o, "fixed_by", item, FOLLOWUP_FIX);
	put_followups(o, "reverted_by", item, FOLLOWUP_REVERT);
	json_put_str(o, "resolved_by", item->match.resolved_by);
	json_put_str(o, "command", command(a, t, item));
	json_put_str(o, "why", v->why);
	list = json_put_array(o, "candidates");
	for (size_t i = 0; i < item->match.candidates.nr; i++)
		json_add_str(list, item->match.candidates.v[i]);
	json_line(app->out, o);
}

static const char *colour(const struct app *app, enum revert_result result)
{
	static const char *const colours[] = {
		[REVERT_CLEAN] = "\033[32m",
		[REVERT_CONFLICT] = "\033[31m",
		[REVERT_EMPTY] = "\033[32m",
		[REVERT_NOT_ANCESTOR] = "\033[33m",
		[REVERT_UNKNOWN] = "\033[33m",
	};

	return app->colour ? colours[result] : "";
}

static void print_conflicts(struct app *app, struct arena *a,
			    const struct revert *v)
{
	for (size_t i = 0; i < v->conflicts.nr; i++) {
		const struct revert_conflict *c = &v->conflicts.v[i];
		struct str path = str_utf8(a, c->path);

		app_print(app, "    %.*s: %s", STR_ARG(path), c->kind);
		if (c->later.total)
			app_print(app, "; %s%zu later commit%s, the newest %.12s (\"%.*s\")",
				  c->later.more ? "at least " : "",
				  c->later.total, c->later.total == 1 ? "" : "s",
				  c->later.v[0].hex,
				  STR_ARG(c->later.v[0].title));
		fputc('\n', app->out);
	}
}

static void print_followups(struct app *app, const struct revert_item *item)
{
	for (size_t i = 0; i < item->followups.nr; i++) {
		const struct followup *f = &item->followups.v[i];

		app_print(app, "    %s in %s by %.12s (\"%.*s\")%s\n",
			  f->kind == FOLLOWUP_FIX ? "fixed" : "reverted",
			  f->branch->name, f->commit.hex,
			  STR_ARG(f->commit.title),
			  f->undone ? ", which was itself reverted" : "");
	}
}

static void print_commit(struct app *app, const struct revert_item *item)
{
	bool found = revert_item_found(item);

	if (found)
		app_print(app, "%.12s (\"%.*s\")\n", item->match.commit.hex,
			  STR_ARG(item->match.commit.title));
	else
		app_print(app, "%.*s\n", STR_ARG(item->asked));
	if (found && !str_is_none(item->match.resolved_by))
		app_print(app, "    %.*s\n", STR_ARG(item->match.resolved_by));
}

void revert_print_text(struct app *app, struct arena *a,
		       const struct revert_item *item)
{
	const struct revert *v = &item->revert;

	if (!item->again)
		print_commit(app, item);
	if (item->onto)
		fprintf(app->out, "  on %-24s %s%s%s%s\n", item->onto,
			colour(app, v->result), revert_result_name(v->result),
			app->colour ? "\033[m" : "",
			v->mainline ? " (a merge: tried with -m 1)" : "");
	if (!str_is_none(v->why))
		app_print(app, "    %.*s\n", STR_ARG(v->why));
	for (size_t i = 0; i < item->match.candidates.nr; i++)
		app_print(app, "    %.*s\n", STR_ARG(item->match.candidates.v[i]));
	print_conflicts(app, a, v);
	print_followups(app, item);
}
