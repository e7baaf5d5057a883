/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands, one cmd_*.c each; main.c holds the table.  argv[0] is the
 * command's name; each yields an exit code of app.h.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "app.h"

/* the daily work */
int cmd_poll(struct app *app, int argc, char **argv);
int cmd_reply(struct app *app, int argc, char **argv);
int cmd_explain(struct app *app, int argc, char **argv);
int cmd_list(struct app *app, int argc, char **argv);
int cmd_show(struct app *app, int argc, char **argv);
int cmd_lint(struct app *app, int argc, char **argv);

/* plumbing: one step of the pipeline each */
int cmd_fetch(struct app *app, int argc, char **argv);
int cmd_extract(struct app *app, int argc, char **argv);
int cmd_trace(struct app *app, int argc, char **argv);
int cmd_bisection(struct app *app, int argc, char **argv);
int cmd_judge(struct app *app, int argc, char **argv);
int cmd_revert(struct app *app, int argc, char **argv);
int cmd_maintainers(struct app *app, int argc, char **argv);

#endif
