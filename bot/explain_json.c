// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "explain_json.h"
#include "explain_thread.h"
#include "report_json.h"
#include "verdict_out.h"

#include "base/json.h"

static void put_commit(cJSON *object, const struct commit *c)
{
	json_put_cstr(object, "sha", c->hex);
	json_put_str(object, "title", c->title);
}

static void put_match(cJSON *line, const struct findings *f)
{
	cJSON *match;

	if (!f->tree) {
		json_put_null(line, "commit");
		return;
	}
	match = json_put_object(line, "commit");
	put_commit(match, &f->match.commit);
	json_put_cstr(match, "tree", f->tree->path);
	json_put_str(match, "resolved_by", f->match.resolved_by);
}

static void put_sheet(cJSON *line, const struct finding_list *sheet)
{
	cJSON *array = json_put_array(line, "sheet");

	for (size_t i = 0; i < sheet->nr; i++) {
		const struct finding *f = &sheet->v[i];
		cJSON *row = json_add_object(array), *conflicts;

		json_put_cstr(row, "branch", f->branch->name);
		json_put_cstr(row, "target", git_oid_tostr_s(&f->branch->tip));
		json_put_bool(row, "in_branch", f->in_branch);
		json_put_cstr(row, "commit", f->in_branch ? f->commit.hex : NULL);
		json_put_cstr(row, "result",
			      revert_result_name(f->revert.result));
		conflicts = json_put_array(row, "conflicts");
		for (size_t j = 0; j < f->revert.conflicts.nr; j++)
			json_add_str(conflicts, f->revert.conflicts.v[j].path);
	}
}

static void put_followups(cJSON *line, const char *name,
			  enum followup_kind kind,
			  const struct followup_list *list)
{
	cJSON *array = json_put_array(line, name);

	for (size_t i = 0; i < list->nr; i++) {
		const struct followup *u = &list->v[i];
		cJSON *row;

		if (u->kind != kind)
			continue;
		row = json_add_object(array);
		put_commit(row, &u->commit);
		json_put_cstr(row, "where", u->branch ? u->branch->name : NULL);
		json_put_bool(row, "undone", u->undone);
	}
}

static void put_recipients(cJSON *line, const struct recipient_list *list)
{
	static const char *const names[] = { "to", "cc", "left_out" };
	cJSON *array = json_put_array(line, "recipients");

	for (size_t i = 0; i < list->nr; i++) {
		const struct recipient *r = &list->v[i];
		cJSON *row = json_add_object(array);

		json_put_cstr(row, "field", names[r->field]);
		json_put_str(row, "name", r->name);
		json_put_str(row, "address", r->addr);
		json_put_cstr(row, "role", r->role);
		json_put_str(row, "reason", r->reason);
	}
}

static void put_draft(cJSON *line, const struct casefile *c)
{
	const struct draft *d = &c->draft;
	cJSON *lint;

	json_put_cstr(line, "situation", situation_name(d->situation));
	json_put_str(line, "why_not", d->why_not);
	json_put_bool(line, "held", d->held);
	put_recipients(line, &d->recipients);
	lint = json_put_array(line, "lint");
	for (size_t i = 0; i < c->lint.nr; i++) {
		cJSON *row = json_add_object(lint);

		json_put_cstr(row, "rule", c->lint.v[i].rule);
		json_put_int(row, "line", c->lint.v[i].line);
		json_put_str(row, "what", c->lint.v[i].what);
	}
	json_put_str(line, "draft", d->bytes);
	json_put_str(line, "patch", d->patch);
}

static void put_held_for(cJSON *line, const struct draft *d)
{
	cJSON *array = json_put_array(line, "held_for");

	for (size_t i = 0; i < d->held_for.nr; i++)
		json_add_str(array, d->held_for.v[i]);
}

void explain_json(struct app *app, const struct casefile *c)
{
	cJSON *line __free(json) = cJSON_CreateObject();

	report_json(line, c->message.origin, &c->report);
	put_match(line, &c->findings);
	put_sheet(line, &c->findings.sheet);
	put_followups(line, "fixed_by", FOLLOWUP_FIX, &c->findings.followups);
	put_followups(line, "reverted_by", FOLLOWUP_REVERT,
		      &c->findings.followups);
	verdict_put(line, &c->verdict);
	verdict_put_opinion(line, &c->verdict);
	put_draft(line, c);
	explain_thread_json(line, c);
	put_held_for(line, &c->draft);
	json_line(app->out, line);
}
