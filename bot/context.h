/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known around a report before it is answered: the other mails of its
 * thread and what searches find, from an archive that can be asked.  An
 * archive that fails is no error here: the context says what is missing, and
 * the draft that is made without it is held.
 */
#ifndef CONTEXT_H
#define CONTEXT_H

#include "config.h"

#include "base/clock.h"
#include "io/archive.h"
#include "verify/thread.h"

/* The archive of the configuration; *out belongs to the caller. */
int context_archive(struct archive **out, const struct config *config,
		    const struct clock *clock, struct err *err);

/* Adds every mail of a file, mbox or Maildir. */
int context_file(struct thread_context *out, struct arena *a, const char *path,
		 struct err *err);

/*
 * Adds the thread of the message @id, without that message itself.  Yields 1
 * and the message in *mail where the archive has it; @mail may be NULL.
 * ERR_MSG: it does not answer about this message, but may do so about others.
 */
int context_thread(struct thread_context *out, struct arena *a,
		   struct archive *archive, struct str id, struct str *mail);

/*
 * Adds what @queries find among the mails since some time before @date (of the
 * report; TIME_NONE: not known): the newest, a few.  Yields 0, or why
 * something is missing.
 */
int context_search(struct thread_context *out, struct arena *a,
		   struct archive *archive,
		   const struct thread_query_list *queries, int64_t date);

#endif
