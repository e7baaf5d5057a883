// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "report_json.h"

static void put_address(cJSON *o, const char *name, const struct address *who)
{
	cJSON *object;

	if (!who->name.n && !who->addr.n) {
		json_put_null(o, name);
		return;
	}
	object = json_put_object(o, name);
	json_put_str(object, "name", who->name.n ? who->name : STR_NONE);
	json_put_str(object, "address",
		     who->addr.n && !who->masked ? who->addr : STR_NONE);
}

static void fill_commit(cJSON *o, const struct commit_ref *ref, bool role)
{
	json_put_str(o, "sha", ref->sha);
	json_put_str(o, "title", ref->title);
	if (role)
		json_put_cstr(o, "role", commit_role_name(ref->role));
}

static void put_culprit(cJSON *o, const struct report *r)
{
	if (r->claim == CLAIM_NONE)
		json_put_null(o, "culprit");
	else
		fill_commit(json_put_object(o, "culprit"), &r->culprit, false);
}

static void put_commits(cJSON *o, const char *name,
			const struct commit_ref_list *list, bool roles)
{
	cJSON *array = json_put_array(o, name);

	for (size_t i = 0; i < list->nr; i++)
		fill_commit(json_add_object(array), &list->v[i], roles);
}

static void put_trace(cJSON *o, const struct report *r)
{
	const struct trace *t = trace_main(&r->traces);
	cJSON *object, *frames;

	if (!t) {
		json_put_null(o, "trace");
		return;
	}
	object = json_put_object(o, "trace");
	json_put_str(object, "title", t->title);
	json_put_str(object, "type", t->type);
	json_put_str(object, "frame", t->frame);
	frames = json_put_array(object, "frames");
	for (size_t i = 0; i < t->frames.nr; i++)
		json_add_str(frames, t->frames.v[i].function);
	json_put_str(object, "file", t->guilty_file);
}

static void put_commands(cJSON *o, const struct report *r)
{
	cJSON *array = json_put_array(o, "commands");

	for (size_t i = 0; i < r->commands.nr; i++) {
		cJSON *object = json_add_object(array);

		json_put_str(object, "bot", r->commands.v[i].bot);
		json_put_str(object, "command", r->commands.v[i].command);
		json_put_str(object, "argument", r->commands.v[i].argument);
	}
}

static void put_evidence(cJSON *o, const struct report *r)
{
	cJSON *array = json_put_array(o, "evidence");

	for (size_t i = 0; i < r->evidence.nr; i++) {
		const struct evidence *e = &r->evidence.v[i];
		cJSON *object = json_add_object(array);

		json_put_cstr(object, "member", e->member);
		json_put_str(object, "what", e->what);
		json_put_str(object, "text", e->text);
		json_put_int(object, "line", e->line);
	}
}

static const char *const origin_names[] = {
	[ORIGIN_PERSON] = "person", [ORIGIN_SYZBOT] = "syzbot",
	[ORIGIN_LKP] = "lkp", [ORIGIN_KERNELCI] = "kernelci",
	[ORIGIN_LKFT] = "lkft", [ORIGIN_ROBOT] = "robot",
};

static const char *const claim_names[] = {
	[CLAIM_NONE] = NULL, [CLAIM_PROSE] = "prose",
	[CLAIM_IS_FIRST_BAD] = "is-first-bad", [CLAIM_FIRST_BAD] = "first-bad",
	[CLAIM_REGZBOT] = "regzbot", [CLAIM_BLOCK] = "block",
	[CLAIM_SYZBOT_MAIL] = "syzbot-mail",
	[CLAIM_SYZBOT_REPORT] = "syzbot-report",
};

static const char *const statement_names[] = {
	[STATEMENT_REVERT_HELPS] = "revert-helps",
	[STATEMENT_REVERT_NO_HELP] = "revert-no-help",
	[STATEMENT_CONFIRMED] = "confirmed", [STATEMENT_UNSURE] = "unsure",
	[STATEMENT_REFUTES] = "refutes",
	[STATEMENT_INTERMITTENT] = "intermittent",
	[STATEMENT_FIX_POSTED] = "fix-posted",
	[STATEMENT_WITHDRAWN] = "withdrawn",
	[STATEMENT_STILL_BROKEN] = "still-broken",
};

static const char *const link_names[] = {
	[LINK_OTHER] = "other", [LINK_LORE] = "lore", [LINK_COMMIT] = "commit",
	[LINK_LOG] = "log", [LINK_TRACKER] = "tracker",
	[LINK_DASHBOARD] = "dashboard",
};

/* Members beyond the contract. */
static void put_more(cJSON *o, const struct report *r)
{
	cJSON *array, *object;

	json_put_cstr(o, "origin", origin_names[r->origin]);
	json_put_cstr(o, "claim", claim_names[r->claim]);
	put_commits(o, "culprits", &r->culprits, false);
	json_put_str(o, "culprit_author", r->culprit_author);
	json_put_time(o, "culprit_date", r->culprit_date);
	json_put_bool(o, "linux_next", r->linux_next);
	json_put_bool(o, "build_failure", r->build_failure);
	json_put_bool(o, "improvement", r->improvement);
	json_put_str(o, "syzbot_bug", r->syzbot_bug);
	json_put_str(o, "reported_by", r->reported_by);
	array = json_put_array(o, "statements");
	for (size_t i = 0; i < r->statements.nr; i++) {
		object = json_add_object(array);
		json_put_cstr(object, "kind",
			      statement_names[r->statements.v[i].kind]);
		json_put_str(object, "text", r->statements.v[i].text);
		json_put_int(object, "line", r->statements.v[i].line);
	}
	array = json_put_array(o, "links");
	for (size_t i = 0; i < r->links.nr; i++) {
		object = json_add_object(array);
		json_put_str(object, "url", r->links.v[i].url);
		json_put_cstr(object, "kind", link_names[r->links.v[i].kind]);
		json_put_int(object, "line", r->links.v[i].line);
	}
}

void report_json(cJSON *o, struct str file, const struct report *r)
{
	const struct message *m = r->message;

	json_put_str(o, "file", file);
	json_put_str(o, "message_id", m->message_id);
	json_put_str(o, "subject", m->subject);
	json_put_time(o, "date", m->date);
	json_put_cstr(o, "class", report_class_name(r->class));
	json_put_bool(o, "is_regression_report", r->is_regression_report);
	put_culprit(o, r);
	put_commits(o, "commits", &r->commits, true);
	json_put_str(o, "good", r->good);
	json_put_str(o, "bad", r->bad);
	put_trace(o, r);
	put_commands(o, r);
	put_address(o, "reporter", &m->sender);
	json_put_real(o, "confidence", r->confidence);
	put_evidence(o, r);
	put_more(o, r);
}
