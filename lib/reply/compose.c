// SPDX-License-Identifier: GPL-2.0-only
#include "reply/compose.h"

#include "mail/msgid.h"
#include "reply/compose_vars.h"
#include "reply/sheet.h"
#include "reply/situation.h"

#define BODY_MAX	(256 * 1024)
#define REFERENCES_MAX	100
#define NAME_LONGEST	200
#define YEAR		((int64_t)365 * 24 * 60 * 60)

/* --- the thread ----------------------------------------------------------- */

/*
 * The same report, situation and commit give the same id, so that a draft
 * made again replaces the first and no answer is in a thread twice.
 */
static int message_id(struct str *out, const struct material *x,
		      struct err *err)
{
	const struct message *m = x->r->message;
	struct str domain = x->rules->message_id_domain;
	ptrdiff_t at = str_rchr(x->rules->from.addr, '@');
	struct str seed = str_printf(x->a, "%.*s\n%s\n%.*s\n",
				     STR_ARG(m->message_id),
				     situation_name(x->situation),
				     STR_ARG(compose_commit(x)));
	char hex[HEX_MAX];
	git_oid id;

	if (!m->message_id.n)
		seed = str_printf(x->a, "%.*s%.*s", STR_ARG(seed), STR_ARG(m->raw));
	if (git_odb_hash(&id, seed.p, seed.n, GIT_OBJECT_BLOB) < 0)
		return err_set(err, ERR_FATAL, "libgit2: no hash for a message id");
	if (!domain.n && at >= 0)
		domain = str_from_off(x->rules->from.addr, (size_t)at + 1);
	git_oid_tostr(hex, sizeof(hex), &id);
	*out = str_printf(x->a, "regbot-%.24s@%.*s", hex, STR_ARG(domain));
	return 0;
}

/* The parent's references and the parent; of a very long line the ends. */
static void references(struct outgoing *mail, const struct material *x)
{
	const struct message *m = x->r->message;
	size_t nr = m->references.nr, skip = 0;

	if (!msgid_usable(m->message_id))
		return;
	mail->in_reply_to = m->message_id;
	if (nr >= REFERENCES_MAX)
		skip = nr - REFERENCES_MAX + 1;
	for (size_t i = 0; i < nr; i++) {
		struct str id = m->references.v[i];

		if ((i && i <= skip) || !msgid_usable(id) ||
		    str_eq(id, m->message_id))
			continue;
		*list_add(x->a, &mail->references) = id;
	}
	/* syzbot sends In-Reply-To: alone */
	if (!nr && msgid_usable(m->in_reply_to))
		*list_add(x->a, &mail->references) = m->in_reply_to;
	*list_add(x->a, &mail->references) = m->message_id;
}

/* The part of a commit's title that names its subsystem: "vhost: ". */
static struct str subsystem(const struct material *x)
{
	struct str title = x->f->match.commit.title;
	ptrdiff_t colon;

	if (!title.n)
		title = x->r->culprit.title;
	colon = str_find(title, STR(": "));
	return colon > 0 && colon < 40 ? str_sub(title, 0, (size_t)colon) :
					 STR_NONE;
}

/*
 * "Re: " and the old subject; a new thread is begun only under a report that
 * has no id to answer to (M2).
 */
static struct str subject(const struct material *x)
{
	struct str old = compose_short(x->a, message_subject_base(x->r->message),
				       400);
	struct str what = compose_what(x), sub = subsystem(x);

	if (msgid_usable(x->r->message->message_id))
		return str_printf(x->a, "Re: %.*s", STR_ARG(old));
	if (!sub.n || str_starts_i(what, sub))
		return str_printf(x->a, "[REGRESSION] %.*s", STR_ARG(what));
	return compose_short(x->a, str_printf(x->a, "[REGRESSION] %.*s: %.*s",
					      STR_ARG(sub), STR_ARG(what)), 400);
}

static void addresses(struct outgoing *mail, const struct material *x)
{
	for (size_t i = 0; i < x->recipients->nr; i++) {
		const struct recipient *p = &x->recipients->v[i];
		struct address who = {
			.name = compose_short(x->a, p->name, NAME_LONGEST),
			.addr = p->addr,
		};

		if (p->field == RECIPIENT_TO)
			*list_add(x->a, &mail->to) = who;
		else if (p->field == RECIPIENT_CC)
			*list_add(x->a, &mail->cc) = who;
	}
}

/*
 * A pointer to a fix is for who reported; the others read it.  A robot that
 * reported is no reader, so nothing changes then.
 */
static void to_reporter(struct recipient_list *list)
{
	struct recipient *reporter = NULL;

	for (size_t i = 0; i < list->nr; i++)
		if (list->v[i].field != RECIPIENT_LEFT_OUT &&
		    list->v[i].role && !strcmp(list->v[i].role, "reporter"))
			reporter = &list->v[i];
	if (!reporter)
		return;
	for (size_t i = 0; i < list->nr; i++)
		if (list->v[i].field == RECIPIENT_TO)
			list->v[i].field = RECIPIENT_CC;
	reporter->field = RECIPIENT_TO;
}

/* --- the revert beside it ------------------------------------------------- */

/* When a revert may be put forward instead of a fix (M26). */
static bool may_propose(const struct material *x, const struct finding *row)
{
	const struct commit *c = &x->f->match.commit;
	int64_t report = compose_date(x);

	if (x->situation != SITUATION_REVERT_CLEAN || !x->f->tree ||
	    c->nr_parents != 1 || report - c->commit_time > YEAR ||
	    (row->branch && row->branch->role == BRANCH_STABLE))
		return false;
	for (size_t i = 0; i < c->trailers.nr; i++)
		if (str_eq_i(c->trailers.v[i].key, STR("Fixes")))
			return false;
	return true;
}

/* A draft is worth sending without the patch beside it. */
static int patch(struct draft *out, const struct material *x, struct err *err)
{
	const struct finding *row = sheet_main(x->f);
	int ret;

	if (!row || !may_propose(x, row))
		return 0;
	ret = revert_format_patch(&out->patch, x->a, x->f->tree, &row->commit,
				  &row->revert, &x->rules->from,
				  compose_date(x), compose_tags(x), err);
	if (ret == ERR_MSG || ret == ERR_TREE)
		out->patch = STR_NONE;
	return ret == ERR_MSG || ret == ERR_TREE ? 0 : ret;
}

/* --- all of it ------------------------------------------------------------ */

static int body(struct draft *out, const struct material *x, struct err *err)
{
	struct buf text __free(buf) = { .max = BODY_MAX };
	struct vars *vars = compose_vars(x);
	struct template *t;
	struct str own;

	vars_set_bool(vars, "patch", !str_is_none(out->patch));
	if (template_load(&t, x->a, x->rules->template_dirs,
			  out->template_name, err) < 0 ||
	    template_render(&text, &own, x->a, t, vars, err) < 0)
		return err->code;
	out->mail.body = str_dup(x->a, buf_str(&text));
	/* a template may name a subject only where a thread begins (M2) */
	if (own.n && str_is_none(out->mail.in_reply_to))
		out->mail.subject = own;
	return 0;
}

/* A template of the operator may tell regzbot of what it knows already. */
static void hold_tracking(struct draft *out, const struct material *x)
{
	struct str rest = out->mail.body, line;

	if (!x->t || !thread_find(x->t, THREAD_TRACKED, false))
		return;
	while (str_line(&rest, &line))
		if (str_starts_i(line, STR("#regzbot"))) {
			*list_add(x->a, &out->held_for) =
				STR("regzbot is told of what it tracks already (let the template ask for {{^tracked}})");
			out->held = true;
			return;
		}
}

static int whole(struct draft *out, struct arena *a, struct err *err)
{
	struct buf bytes __free(buf) = { .max = 2 * BODY_MAX };

	if (outgoing_write(&bytes, &out->mail, LINE_END_LF, err) < 0)
		return err->code;
	out->bytes = str_dup(a, buf_str(&bytes));
	return 0;
}

int compose_draft(struct draft *out, struct arena *a, const struct report *r,
		  const struct findings *f, const struct verdict *v,
		  const struct thread *t,
		  const struct recipient_list *recipients,
		  const struct compose_rules *rules, struct err *err)
{
	struct material x = {
		.a = a, .r = r, .f = f, .v = v, .t = t,
		.recipients = &out->recipients,
		.rules = rules,
	};

	*out = (struct draft){ .recipients = *recipients };
	x.situation = compose_situation(&out->why_not, a, r, f, v, t);
	out->situation = x.situation;
	if (x.situation == SITUATION_NONE)
		return 0;
	out->template_name = situation_name(x.situation);
	if (x.situation == SITUATION_FIX_POSTED)
		to_reporter(&out->recipients);
	situation_hold(&out->held_for, a, t);
	out->held = v->level != VERDICT_TRUSTED || out->held_for.nr ||
		    x.situation == SITUATION_NEEDS_INFO;
	out->mail.from = rules->from;
	out->mail.subject = subject(&x);
	out->mail.date = compose_date(&x);
	references(&out->mail, &x);
	addresses(&out->mail, &x);
	if (message_id(&out->mail.message_id, &x, err) < 0 ||
	    patch(out, &x, err) < 0 || body(out, &x, err) < 0 ||
	    whole(out, a, err) < 0)
		return err_add(err, "while drafting the reply");
	hold_tracking(out, &x);
	return 0;
}
