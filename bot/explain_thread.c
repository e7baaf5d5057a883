// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "explain_put.h"
#include "explain_thread.h"

static void print_fact(const struct app *app, const struct thread_fact *fact)
{
	char day[CLOCK_TEXT];

	explain_heading(app, "");
	fprintf(app->out, "%s%s: %s, by ", thread_fact_name(fact->kind),
		fact->here ? "" : " in another thread", fact->why);
	explain_put(app, fact->who.name.n ? fact->who.name : fact->who.addr);
	fprintf(app->out, " (%s)", thread_speaker_name(fact->by));
	if (fact->date != TIME_NONE)
		fprintf(app->out, " on %s", time_day(day, fact->date));
	fputc('\n', app->out);
	if (fact->message_id.n) {
		fprintf(app->out, EXPLAIN_INDENT "  <");
		explain_put(app, fact->message_id);
		fprintf(app->out, ">\n");
	}
	fprintf(app->out, "  ");
	explain_put_quoted(app, fact->line, fact->text);
}

void explain_thread_print(const struct app *app, const struct casefile *c)
{
	const struct thread *t = &c->thread;

	if (!str_is_none(t->missing))
		explain_put_line(app, "Not read", t->missing);
	if (!t->nr_read && !t->facts.nr && !t->nr_left_out)
		return;
	explain_heading(app, "Thread");
	fprintf(app->out, "%zu other mail%s read", t->nr_read,
		t->nr_read == 1 ? "" : "s");
	if (t->nr_left_out)
		fprintf(app->out, ", %zu left out", t->nr_left_out);
	fputc('\n', app->out);
	for (size_t i = 0; i < t->facts.nr; i++)
		print_fact(app, &t->facts.v[i]);
}

static void put_fact(cJSON *array, const struct thread_fact *fact)
{
	cJSON *o = json_add_object(array);

	json_put_cstr(o, "fact", thread_fact_name(fact->kind));
	json_put_cstr(o, "by", thread_speaker_name(fact->by));
	json_put_str(o, "name", fact->who.name);
	json_put_str(o, "address", fact->who.masked ? STR_NONE :
						      fact->who.addr);
	json_put_time(o, "date", fact->date);
	json_put_str(o, "message_id", fact->message_id);
	json_put_bool(o, "same_thread", fact->here);
	json_put_cstr(o, "why", fact->why);
	json_put_str(o, "text", fact->text);
	json_put_int(o, "line", fact->line);
	json_put_str(o, "title", fact->title);
}

void explain_thread_json(cJSON *line, const struct casefile *c)
{
	cJSON *array = json_put_array(line, "thread");

	for (size_t i = 0; i < c->thread.facts.nr; i++)
		put_fact(array, &c->thread.facts.v[i]);
	json_put_str(line, "thread_missing", c->thread.missing);
}
