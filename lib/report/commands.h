/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a mail tells regzbot and syzbot to do: "#regzbot introduced: ...",
 * "#syz test".  Quoted lines tell nobody anything, and the examples below
 * every mail of syzbot are no commands.
 */
#ifndef REPORT_COMMANDS_H
#define REPORT_COMMANDS_H

#include "report/reading.h"

/* Reads line @i, which begins with '#'; false: it is no command. */
bool command_read(struct reading *rd, size_t i);

/* The commit in the argument of "introduced", or STR_NONE (a range, none). */
struct str command_commit(const struct bot_command *c);

#endif
