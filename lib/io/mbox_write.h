/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mails as an mbox of the mboxrd kind, which loses nothing: every line
 * "From ", ">From ", ">>From " ... gets one more mark.
 */
#ifndef MBOX_WRITE_H
#define MBOX_WRITE_H

#include "base/str.h"

/* Errors are those of @out: ask ferror(). */
void mbox_write(FILE *out, struct str mail);

#endif
