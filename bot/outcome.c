// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "outcome.h"

#define AT(member)	offsetof(struct outcome, member)

static const size_t fields[] = {
	AT(subject), AT(sender), AT(class), AT(date), AT(why), AT(case_key),
	AT(keep), AT(waits), AT(root), AT(parent), AT(situation), AT(held),
	AT(message_id), AT(draft_subject), AT(to), AT(cc), AT(culprit),
	AT(verdict), AT(bytes), AT(patch), AT(queries),
};

static struct str *field(const struct outcome *o, size_t i)
{
	return (struct str *)((char *)o + fields[i]);
}

/* The addresses of one field of a draft, for lists. */
static struct str join(struct arena *a, const struct address_list *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < list->nr; i++)
		all = str_printf(a, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				 STR_ARG(list->v[i].addr));
	return all;
}

static struct str culprit_text(struct casefile *c)
{
	const struct commit_ref *culprit = &c->report.culprit;
	struct str sha = str_sub(culprit->sha, 0, 12), title = culprit->title;

	if (c->findings.tree) {
		sha = str_make(c->findings.match.commit.hex, 12);
		title = c->findings.match.commit.title;
	}
	if (str_is_none(sha) && str_is_none(title))
		return STR_NONE;
	return str_trim(str_printf(&c->arena, "%.*s %.*s", STR_ARG(sha),
				   STR_ARG(title)));
}

static struct str query_lines(struct casefile *c)
{
	struct thread_query_list list = { 0 };
	struct str all = STR("");

	thread_queries(&list, &c->arena, &c->report, &c->findings);
	for (size_t i = 0; i < list.nr; i++)
		all = str_printf(&c->arena, "%.*s%.*s\n", STR_ARG(all),
				 STR_ARG(list.v[i].query));
	return all;
}

static void draft_outcome(struct outcome *out, struct casefile *c)
{
	const struct draft *d = &c->draft;

	out->situation = str_from(situation_name(d->situation));
	out->held = case_held_why(c);
	out->message_id = d->mail.message_id;
	out->draft_subject = d->mail.subject;
	out->to = join(&c->arena, &d->mail.to);
	out->cc = join(&c->arena, &d->mail.cc);
	out->culprit = culprit_text(c);
	out->verdict = str_from(verdict_level_name(c->verdict.level));
	out->bytes = d->bytes;
	out->patch = d->patch;
	out->queries = query_lines(c);
}

static void message_outcome(struct outcome *out, struct casefile *c)
{
	const struct message *m = &c->message;
	const struct str_list *refs = &m->references;

	*out = (struct outcome){
		.subject = m->subject,
		.sender = str_is_none(m->sender.addr) ? m->sender.name :
							m->sender.addr,
		.class = str_from(report_class_name(c->report.class)),
		.root = refs->nr ? refs->v[0] : m->in_reply_to,
		.parent = str_is_none(m->in_reply_to) && refs->nr ?
				  refs->v[refs->nr - 1] : m->in_reply_to,
	};
	if (m->date != TIME_NONE)
		out->date = str_printf(&c->arena, "%lld", (long long)m->date);
	/* reports may be asked about again; for the rest the reason is enough */
	if (c->report.class == CLASS_REPORT ||
	    c->report.class == CLASS_BISECTION)
		out->keep = STR("1");
}

void outcome_of_claim(struct outcome *out, struct casefile *c)
{
	message_outcome(out, c);
	out->keep = STR("1");
	out->waits = STR("1");
}

void outcome_of(struct outcome *out, struct casefile *c)
{
	message_outcome(out, c);
	out->why = c->draft.why_not;
	if (c->draft.situation == SITUATION_NONE)
		return;
	out->keep = STR("1");
	out->case_key = case_key(c);
	draft_outcome(out, c);
}

void outcome_pack(struct buf *out, const struct outcome *o)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct str *s = field(o, i);

		if (str_is_none(*s)) {
			buf_puts(out, "-:");
			continue;
		}
		buf_printf(out, "%zu:", s->n);
		buf_add(out, *s);
	}
}

/* "!", the code as a digit, the text */
void outcome_pack_err(struct buf *out, const struct err *err)
{
	buf_printf(out, "!%d%s", -(int)err->code, err->msg);
}

static int unpack_err(struct str bytes, struct err *err)
{
	int code = bytes.n > 1 ? bytes.p[1] - '0' : 0;

	if (code < -ERR_MSG || code > -ERR_FATAL)
		return err_set(err, ERR_MSG, "gave no whole answer");
	return err_set(err, (enum err_code)-code, "%.*s",
		       STR_ARG(str_from_off(bytes, 2)));
}

int outcome_unpack(struct outcome *o, struct str bytes, struct err *err)
{
	*o = (struct outcome){ 0 };
	if (str_starts(bytes, STR("!")))
		return unpack_err(bytes, err);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		struct str length;
		uint64_t n;

		if (!str_split(&bytes, ':', &length))
			return err_set(err, ERR_MSG, "gave no whole answer");
		if (str_eq(length, STR("-")))
			continue;
		if (!str_to_u64(length, &n) || n > bytes.n)
			return err_set(err, ERR_MSG, "gave no whole answer");
		*field(o, i) = str_sub(bytes, 0, n);
		bytes = str_from_off(bytes, n);
	}
	return 0;
}
