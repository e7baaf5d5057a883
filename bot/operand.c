// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <unistd.h>

#include "identify.h"
#include "operand.h"
#include "sources.h"

/* A source of one message that is in memory already. */
struct memory_source {
	struct source source;
	struct str bytes, origin;
	bool done;
};

static int memory_next(struct source *s, struct raw_message *out,
		       __maybe_unused struct err *err)
{
	struct memory_source *m = (struct memory_source *)s;

	if (m->done)
		return 0;
	m->done = true;
	*out = (struct raw_message){ .bytes = m->bytes, .origin = m->origin };
	return 1;
}

static void memory_close(struct source *s)
{
	free(s);
}

static const struct source_driver memory_driver = {
	.kind = "memory",
	.next = memory_next,
	.close = memory_close,
};

/* @bytes and @origin must live as long as the source. */
static struct source *memory_open(struct str bytes, struct str origin)
{
	struct memory_source *m = mem_alloc(sizeof(*m));

	*m = (struct memory_source){
		.source = { .driver = &memory_driver },
		.bytes = bytes,
		.origin = origin,
	};
	return &m->source;
}

/* 1 when the state has the bytes of the message, 0 when not. */
static int look_in_state(struct stored_message *known, struct arena *a,
			 struct str id, const struct config *config,
			 const struct clock *clock, struct err *err)
{
	struct store *store __free(store) = NULL;
	struct err none = ERR_INIT;
	int rc;

	if (!config->state ||
	    store_open(&store, config->state, clock, 0, STORE_LOOK, &none) < 0)
		return 0;	/* no state, nothing known */
	rc = store_message(store, a, id, known, err);
	return rc > 0 ? !str_is_none(known->raw) : rc;
}

/* Quick to look through, unlike a whole archive. */
static bool is_local(const struct config_source *s)
{
	return s->kind == SOURCE_MAILDIR || s->kind == SOURCE_MBOX ||
	       s->kind == SOURCE_FILE;
}

/* 1 when the source has the message; its bytes are copied to *out. */
static int look_in_source(struct source **out, struct arena *a, struct str id,
			  const struct config_source *config,
			  const struct app *app, struct err *err)
{
	const struct source_start start = {
		.mark = STR_NONE,
		.since = TIME_NONE,
		.clock = &app->clock,
		.log = &app->log,
	};
	struct source *s __free(source) = NULL;
	struct raw_message raw;
	int rc;

	if (sources_open(&s, config, &start, err) < 0)
		return err->code;
	while ((rc = source_next(s, &raw, err)) > 0) {
		struct arena scratch __free(arena) = { .max = SIZE_MAX };

		if (!str_eq(identify(&scratch, raw.bytes), id))
			continue;
		*out = memory_open(str_dup(a, raw.bytes),
				   str_dup(a, raw.origin));
		return 1;
	}
	return rc;
}

/* 1 when the archive has it; the thread around it comes along. */
static int look_in_archive(struct operand *o, struct arena *a, struct str id,
			   struct err *err)
{
	struct str mail = STR_NONE;
	int rc = context_thread(&o->thread, a, o->archive, id, &mail);

	if (o->source)
		return 0;
	if (rc < 0)
		return err_set(err, (enum err_code)rc, "%.*s",
			       STR_ARG(o->thread.missing));
	if (!rc)
		rc = archive_message(o->archive, a, id, &mail, err);
	if (rc > 0)
		o->source = memory_open(mail, str_printf(a, "archive:%.*s",
							 STR_ARG(id)));
	return rc;
}

static int open_by_id(struct operand *o, struct arena *a, struct str id,
		      const struct config *config, const struct app *app,
		      struct err *err)
{
	int rc = look_in_state(&o->known, a, id, config, &app->clock, err);

	if (rc > 0)
		o->source = memory_open(o->known.raw, o->known.origin);
	for (size_t i = 0; rc == 0 && i < config->sources.nr; i++)
		if (is_local(&config->sources.v[i]))
			rc = look_in_source(&o->source, a, id,
					    &config->sources.v[i], app, err);
	if (rc >= 0 && o->archive)
		rc = look_in_archive(o, a, id, err);
	if (rc < 0)
		return rc;
	if (!o->source)
		return err_set(err, ERR_MSG, "%.*s: %s has this message (save the mail and give its file)",
			       STR_ARG(id), o->archive ?
			       "neither the state nor a source nor the archive" :
			       "neither the state nor a source");
	return 0;
}

/*
 * A URL is asked where it points to, an id at the usual archive, unless the
 * configuration wants that to be left alone.
 */
static int open_archive(struct operand *o, struct arena *a, const char *text,
			const struct config *config, const struct app *app,
			struct err *err)
{
	struct str base = identify_base(a, text);

	if (str_is_none(base) && !config->ask_archive)
		return 0;
	o->place = config->archive_place;
	if (!str_is_none(base))
		o->place.url = str_c(a, base);
	return archive_open(&o->archive, o->place.url, &o->place, &app->clock,
			    err);
}

int operand_open(struct operand *out, struct arena *a, const char *text,
		 const struct config *config, const struct app *app,
		 bool offline, struct err *err)
{
	struct str id;

	*out = (struct operand){
		.known = { .message_id = STR_NONE },
		.thread = { .missing = STR_NONE },
	};
	if (!strcmp(text, "-") || access(text, F_OK) == 0)
		return source_any_open(&out->source, text, err);
	id = identify_text(a, text);
	if (str_is_none(id) && strstr(text, "://"))
		return err_set(err, ERR_MSG, "%s: names no mail (give the URL of one: https://.../LIST/MSGID/)",
			       text);
	if (str_is_none(id))
		return err_set(err, ERR_MSG, "%s: no such file, and not a message id (check the name)",
			       text);
	if (!offline && open_archive(out, a, text, config, app, err) < 0)
		return err->code;
	return open_by_id(out, a, id, config, app, err);
}

void operand_release(struct operand *o)
{
	source_close(o->source);
	archive_close(o->archive);
}

int operand_case(struct casefile *c, struct operand *o, struct arena *a,
		 struct workshop *w, const struct raw_message *raw,
		 struct err *err)
{
	struct thread_query_list queries = { 0 };

	c->context = o->thread;
	if (case_work(c, w, raw->bytes, raw->origin, err) < 0)
		return err->code;
	if (!o->archive || c->draft.situation == SITUATION_NONE)
		return 0;
	/* worth a search; what it finds may change the case */
	thread_queries(&queries, a, &c->report, &c->findings);
	context_search(&o->thread, a, o->archive, &queries, c->message.date);
	casefile_release(c);
	casefile_init(c);
	c->context = o->thread;
	return case_work(c, w, raw->bytes, raw->origin, err);
}
