// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "verdict_out.h"

#include <math.h>

void verdict_put(cJSON *o, const struct verdict *v)
{
	cJSON *reasons;

	json_put_cstr(o, "verdict", verdict_level_name(v->level));
	if (v->level == VERDICT_INCONCLUSIVE)
		json_put_null(o, "probability");
	else
		json_put_real(o, "probability",
			      round(v->probability * 1000) / 1000);
	reasons = json_put_array(o, "reasons");
	for (size_t i = 0; i < v->reasons.nr; i++) {
		const struct doubt *d = &v->reasons.v[i];
		cJSON *reason = json_add_object(reasons);

		json_put_cstr(reason, "signal", d->signal);
		json_put_str(reason, "detail", d->detail);
		if (d->line)
			json_put_int(reason, "line", d->line);
		else
			json_put_null(reason, "line");
		json_put_real(reason, "weight", round(d->weight * 100) / 100);
	}
}

void verdict_put_opinion(cJSON *o, const struct verdict *v)
{
	cJSON *suspects = json_put_array(o, "suspects");

	for (size_t i = 0; i < v->suspects.nr; i++) {
		const struct suspect *s = &v->suspects.v[i];
		cJSON *object = json_add_object(suspects);

		json_put_str(object, "sha", s->sha);
		json_put_str(object, "title", s->title);
		json_put_real(object, "probability",
			      round(s->probability * 1000) / 1000);
	}
	json_put_str(o, "next_test", v->next_test);
}

static const char *colour_of(const struct app *app, enum verdict_level level)
{
	if (!app->colour)
		return "";
	switch (level) {
	case VERDICT_TRUSTED:
		return "\033[32m";
	case VERDICT_DOUBTFUL:
		return "\033[33m";
	case VERDICT_REFUTED:
		return "\033[31m";
	case VERDICT_INCONCLUSIVE:
		break;
	}
	return "";
}

static void print_reason(struct app *app, const struct doubt *d)
{
	app_print(app, "    %c %-16s %.*s", d->weight < 0 ? '-' : d->weight > 0 ? '+' : ' ',
		  d->signal, STR_ARG(d->detail));
	if (d->line)
		app_print(app, " (line %u)", d->line);
	fputc('\n', app->out);
}

void verdict_print(struct app *app, const struct verdict *v)
{
	fprintf(app->out, "  verdict: %s%s%s", colour_of(app, v->level),
		verdict_level_name(v->level), app->colour ? "\033[m" : "");
	if (v->level != VERDICT_INCONCLUSIVE)
		app_print(app, ", %.0f %% likely to be right",
			  100 * v->probability);
	fputc('\n', app->out);
	for (size_t i = 0; i < v->reasons.nr; i++)
		print_reason(app, &v->reasons.v[i]);
	for (size_t i = 0; i < v->confirmed_by.nr; i++) {
		const struct confirmation *c = &v->confirmed_by.v[i];

		app_print(app, "    + a person says: %.*s (%.*s, line %u)\n",
			  STR_ARG(c->text), STR_ARG(c->origin), c->line);
	}
	if (v->suspects.nr > 1) {
		app_print(app, "  by the run counts alone:\n");
		for (size_t i = 0; i < v->suspects.nr; i++)
			app_print(app, "    %5.1f %%  %.*s %.*s\n",
				  100 * v->suspects.v[i].probability,
				  STR_ARG(str_sub(v->suspects.v[i].sha, 0, 12)),
				  STR_ARG(v->suspects.v[i].title));
	}
	if (!str_is_none(v->next_test))
		app_print(app, "  to settle it: %.*s\n",
			  STR_ARG(v->next_test));
}

int verdict_exit(const struct verdict *v)
{
	return v->level == VERDICT_TRUSTED ? EXIT_DONE : EXIT_PERSON;
}
