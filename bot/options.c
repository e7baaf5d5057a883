// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include <getopt.h>
#include <unistd.h>

#include "options.h"

#include "base/str.h"

#define ROWS_MAX	48

/* What the options say that every command takes. */
struct common {
	bool help, version, quiet, verbose, json, jsonl;
	const char *dir, *config, *color;
};

static size_t common_rows(struct option_row *rows, struct common *c)
{
	const struct option_row all[] = {
		{ 'C', NULL, OPTION_STRING, &c->dir, "DIR",
		  "work as if started in DIR" },
		{ 0, "config", OPTION_STRING, &c->config, "FILE",
		  "read this configuration" },
		{ 0, "json", OPTION_FLAG, &c->json, NULL,
		  "print JSON, one object a line" },
		{ 0, "jsonl", OPTION_FLAG, &c->jsonl, NULL, NULL },
		{ 'q', "quiet", OPTION_FLAG, &c->quiet, NULL,
		  "say only what needs a person" },
		{ 'v', "verbose", OPTION_FLAG, &c->verbose, NULL,
		  "say what is being done" },
		{ 0, "color", OPTION_STRING, &c->color, "WHEN",
		  "auto, always or never" },
		{ 0, "version", OPTION_FLAG, &c->version, NULL,
		  "print the version" },
		{ 'h', "help", OPTION_FLAG, &c->help, NULL,
		  "print this help" },
	};

	memcpy(rows, all, sizeof(all));
	return ARRAY_SIZE(all);
}

static void help_row(FILE *out, const struct option_row *row)
{
	char left[64];
	int n = 0;

	if (!row->help)
		return;
	if (row->letter)
		n = snprintf(left, sizeof(left), "-%c%s", row->letter,
			     row->name ? ", " : "");
	if (row->name)
		n += snprintf(left + n, sizeof(left) - (size_t)n, "--%s",
			      row->name);
	if (row->arg)
		snprintf(left + n, sizeof(left) - (size_t)n, " %s", row->arg);
	fprintf(out, "  %-22s %s\n", left, row->help);
}

static void help(FILE *out, const struct usage *u,
		 const struct option_row *common, size_t nr)
{
	fprintf(out, "usage: regbot %s [options]%s%s\n\n%s\n", u->command,
		*u->operands ? " " : "", u->operands, u->summary);
	if (u->nr_rows)
		fprintf(out, "\nOptions:\n");
	for (size_t i = 0; i < u->nr_rows; i++)
		help_row(out, &u->rows[i]);
	fprintf(out, "\nOptions of all commands:\n");
	for (size_t i = 0; i < nr; i++)
		help_row(out, &common[i]);
	if (*u->examples)
		fprintf(out, "\nExamples:\n%s", u->examples);
	fprintf(out, "\nSee also: man regbot-%s\n", u->command);
}

static void list_push(struct option_list *list, const char *value)
{
	list->v = mem_realloc(list->v, (list->nr + 1) * sizeof(*list->v));
	list->v[list->nr++] = value;
}

/* False when the value does not fit the option; said on stderr. */
static bool take(struct app *app, const struct usage *u,
		 const struct option_row *row, const char *value)
{
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)row->target = true;
		return true;
	case OPTION_STRING:
		*(const char **)row->target = value;
		return true;
	case OPTION_LIST:
		list_push(row->target, value);
		return true;
	case OPTION_NUMBER:
		if (str_to_u64(str_from(value), row->target))
			return true;
		break;
	}
	log_error(&app->log, "%s: --%s takes a number, not \"%s\" (see regbot %s --help)",
		  u->command, row->name, value, u->command);
	return false;
}

/* getopt's own complaint is kept silent, so that all errors look alike. */
static int complain(struct app *app, const struct usage *u, char *const *argv,
		    int got)
{
	const char *word = argv[optind - 1];

	if (got == ':')
		log_error(&app->log, "%s: option %s wants a value (see regbot %s --help)",
			  u->command, word, u->command);
	else if (optopt && optopt < 256)
		log_error(&app->log, "%s: unknown option -%c (see regbot %s --help)",
			  u->command, optopt, u->command);
	else
		log_error(&app->log, "%s: unknown option %s (see regbot %s --help)",
			  u->command, word, u->command);
	return EXIT_USAGE;
}

static int run_getopt(struct app *app, const struct usage *u,
		      const struct option_row *rows, size_t nr, int argc,
		      char **argv)
{
	struct option longs[ROWS_MAX + 1] = { 0 };
	char shorts[2 * ROWS_MAX + 2] = ":";
	size_t nl = 0, ns = 1;
	int c, index;

	for (size_t i = 0; i < nr; i++) {
		int has_arg = rows[i].kind != OPTION_FLAG;

		if (rows[i].name)
			longs[nl++] = (struct option){ rows[i].name, has_arg,
						       NULL, 256 + (int)i };
		if (rows[i].letter) {
			shorts[ns++] = rows[i].letter;
			if (has_arg)
				shorts[ns++] = ':';
		}
	}
	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, &index)) != -1) {
		size_t i = 0;

		if (c == '?' || c == ':')
			return complain(app, u, argv, c);
		if (c >= 256)
			i = (size_t)c - 256;
		else
			while (rows[i].letter != c)
				i++;
		if (!take(app, u, &rows[i], optarg))
			return EXIT_USAGE;
	}
	return OPTIONS_GO_ON;
}

static int apply_common(struct app *app, const struct usage *u,
			const struct common *c)
{
	if (c->dir && chdir(c->dir) < 0) {
		log_error(&app->log, "%s: %s: cannot go there: %m (see -C)",
			  u->command, c->dir);
		return EXIT_USAGE;
	}
	if (c->config)
		app->config = c->config;
	app->json |= c->json || c->jsonl;
	if (c->quiet)
		app->log.level = LOG_QUIET;
	if (c->verbose)
		app->log.level = LOG_VERBOSE;
	if (!c->color || !strcmp(c->color, "auto"))
		return OPTIONS_GO_ON;
	if (strcmp(c->color, "always") && strcmp(c->color, "never")) {
		log_error(&app->log, "%s: --color takes auto, always or never, not \"%s\"",
			  u->command, c->color);
		return EXIT_USAGE;
	}
	app->colour = !strcmp(c->color, "always");
	return OPTIONS_GO_ON;
}

static int check_operands(struct app *app, const struct usage *u, int nr)
{
	if (nr < u->min_operands) {
		log_error(&app->log, "%s: %s missing (see regbot %s --help)",
			  u->command, u->operands, u->command);
		return EXIT_USAGE;
	}
	if (u->max_operands >= 0 && nr > u->max_operands) {
		log_error(&app->log, "%s: too many operands (see regbot %s --help)",
			  u->command, u->command);
		return EXIT_USAGE;
	}
	return OPTIONS_GO_ON;
}

int options_parse(struct app *app, const struct usage *u, int *argc,
		  char ***argv)
{
	struct option_row rows[ROWS_MAX];
	struct common common = { 0 };
	size_t nr_common = common_rows(rows, &common);
	int code;

	if (u->nr_rows)
		memcpy(rows + nr_common, u->rows, u->nr_rows * sizeof(*rows));
	code = run_getopt(app, u, rows, nr_common + u->nr_rows, *argc, *argv);
	if (code != OPTIONS_GO_ON)
		return code;
	if (common.help) {
		help(app->out, u, rows, nr_common);
		return EXIT_DONE;
	}
	if (common.version) {
		fprintf(app->out, "regbot %s\n", REGBOT_VERSION);
		return EXIT_DONE;
	}
	*argc -= optind;
	*argv += optind;
	code = apply_common(app, u, &common);
	return code != OPTIONS_GO_ON ? code : check_operands(app, u, *argc);
}

void options_release(const struct usage *u)
{
	for (size_t i = 0; i < u->nr_rows; i++) {
		struct option_list *list = u->rows[i].target;

		if (u->rows[i].kind != OPTION_LIST)
			continue;
		free(list->v);
		*list = (struct option_list){ 0 };
	}
}
