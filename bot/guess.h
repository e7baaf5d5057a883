/* SPDX-License-Identifier: GPL-2.0-only */
/* "Did you mean ...?" for commands and keys that were mistyped. */
#ifndef GUESS_H
#define GUESS_H

#include "base/base.h"

/* The name that is at most two edits from @word, or begins with it, or NULL. */
const char *guess(const char *word, const char *const *names, size_t nr);

#endif
