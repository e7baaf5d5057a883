/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a draft goes so that a person finds it.  put() either stores all of
 * the bytes under a name of its own or nothing; putting the same Message-ID
 * again is no error and leaves one copy.
 */
#ifndef SINK_H
#define SINK_H

#include "base/err.h"
#include "base/str.h"

struct sink;

struct sink_driver {
	const char *kind;
	int (*put)(struct sink *s, struct str message_id, struct str bytes,
		   struct err *err);
	void (*close)(struct sink *s);
};

struct sink {
	const struct sink_driver *driver;
	char *name;
};

/* A Maildir (created when missing); new mails go to new/. */
int sink_maildir_open(struct sink **out, const char *path, struct err *err);
/* A folder of .eml files (created when missing), named by Message-ID. */
int sink_folder_open(struct sink **out, const char *path, struct err *err);

static inline int sink_put(struct sink *s, struct str message_id,
			   struct str bytes, struct err *err)
{
	return s->driver->put(s, message_id, bytes, err);
}

static inline void sink_close(struct sink *s)
{
	if (s)
		s->driver->close(s);
}

DEFINE_FREE(sink, struct sink *, sink_close(*p))

#endif
