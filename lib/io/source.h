/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where mail comes from: one interface, a driver behind it for each kind of
 * place.  A source hands out messages one by one and, with each, the mark
 * behind it: an opaque text that says how far reading has come.  The caller
 * stores the mark in the same transaction as what became of the message, so
 * that a program killed anywhere reads nothing twice and skips nothing.
 *
 * A source that cannot be reached is ERR_SOURCE (mended by the operator) or
 * ERR_BUSY (mended by time); other sources go on.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"

/* Valid until the next source_next() or source_close() on the same source. */
struct raw_message {
	struct str bytes;	/* the mail as it came, LF or CRLF */
	struct str origin;	/* "inbox.mbox:3", for messages to people */
	struct str mark;	/* resume behind this message; STR_NONE: no marks */
	bool removed;		/* the archive has taken this mail back */
};

/* How reading begins, and what a source may ask on the way. */
struct source_start {
	struct str mark;	/* stored at the last poll; STR_NONE: never read */
	/*
	 * Older mails are left out where the source can tell without reading
	 * them; it matters where there is no mark.  TIME_NONE: all of them, but
	 * for a list followed over HTTP, which begins seven days back.
	 */
	int64_t since;
	const struct clock *clock;
	const struct log *log;
	/*
	 * Was this Message-ID (without <>) handled before?  Then it need not
	 * be fetched again.  NULL: nobody knows.
	 */
	bool (*known)(void *ctx, struct str message_id);
	void *known_ctx;
};

struct source;

struct source_driver {
	const char *kind;	/* "mbox" in configuration and messages */
	/*
	 * Fill *out with the next message: 1, 0 at the end, or an error code.
	 * A message above the size limit is handed out cut, never skipped.
	 * At the end out->mark is the mark behind all that was passed over
	 * without being handed out, or STR_NONE when there was nothing.
	 */
	int (*next)(struct source *s, struct raw_message *out, struct err *err);
	void (*close)(struct source *s);
};

struct source {
	const struct source_driver *driver;
	char *name;		/* from the configuration, or the path */
	/*
	 * After an error: do not ask this server again for so many seconds
	 * (Retry-After, a challenge to robots); 0: as usual.
	 */
	int64_t rest;
	/* What lies ahead, for a progress bar; 0: not known (yet). */
	uint64_t total;
};

/* The largest mail that is read; a longer one is cut there. */
#define SOURCE_MESSAGE_MAX	((size_t)64 << 20)

/*
 * Local places.  @mark is what was stored at the last poll, or STR_NONE.
 * *out belongs to the caller.
 */
int source_mbox_open(struct source **out, const char *name, const char *path,
		     struct str mark, struct err *err);
int source_maildir_open(struct source **out, const char *name,
			const char *path, struct str mark, struct err *err);
/* One message: a file with a mail, or text without a mail header. */
int source_file_open(struct source **out, const char *path, struct err *err);
/*
 * What @path is: Maildir, mbox, file, a folder of .eml files, the repositories
 * of an archive, or standard input for "-".
 */
int source_any_open(struct source **out, const char *path, struct err *err);

/*
 * Places on the net, and mirrors of such.  Opening looks at nothing outside;
 * what cannot be reached is said by the first source_next().  What @account,
 * @list and @archive point to must outlive the source.
 */
struct imap_account;	/* io/imap.h */
struct lore_list;	/* io/lore.h */
struct epoch_archive;	/* io/epoch.h */
int source_imap_open(struct source **out, const char *name,
		     const struct imap_account *account,
		     const struct source_start *start, struct err *err);
int source_lore_open(struct source **out, const char *name,
		     const struct lore_list *list,
		     const struct source_start *start, struct err *err);
int source_epoch_open(struct source **out, const char *name,
		      const struct epoch_archive *archive,
		      const struct source_start *start, struct err *err);

static inline int source_next(struct source *s, struct raw_message *out,
			      struct err *err)
{
	*out = (struct raw_message){ .mark = STR_NONE };
	return s->driver->next(s, out, err);
}

static inline void source_close(struct source *s)
{
	if (s)
		s->driver->close(s);
}

DEFINE_FREE(source, struct source *, source_close(*p))

#endif
