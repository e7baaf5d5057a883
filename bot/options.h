/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options as a table: the same rows parse the command line, print --help and
 * feed the shell completion.  Options may stand before or after the operands;
 * "--" ends them.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "app.h"

enum option_kind {
	OPTION_FLAG,	/* bool */
	OPTION_STRING,	/* const char * */
	OPTION_NUMBER,	/* uint64_t */
	OPTION_LIST,	/* struct option_list: may be given again and again */
};

struct option_list {
	const char **v;		/* points into argv */
	size_t nr;
};

struct option_row {
	char letter;		/* 0: no short form */
	const char *name;	/* long form without "--" */
	enum option_kind kind;
	void *target;
	const char *arg;	/* "FILE" in --help; NULL for flags */
	const char *help;
};

struct usage {
	const char *command;	/* "trace" */
	const char *operands;	/* "FILE..." */
	const char *summary;	/* one sentence */
	const char *examples;	/* lines, each ended by \n; "" for none */
	const struct option_row *rows;
	size_t nr_rows;
	int min_operands, max_operands;		/* max -1: any number */
};

#define OPTIONS_GO_ON	(-1)

/*
 * Parses the command's own and the common options (-h, --version, -C, --config,
 * -q, -v, --color, --json/--jsonl).  Afterwards argv[0..argc) are the operands.
 * Yields OPTIONS_GO_ON, or the code to exit with: help was printed (0) or the
 * usage is wrong (2, said on stderr).  Lists are freed by options_release().
 */
int options_parse(struct app *app, const struct usage *usage, int *argc,
		  char ***argv);
void options_release(const struct usage *usage);

#endif
