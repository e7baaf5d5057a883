// SPDX-License-Identifier: GPL-2.0-only
#include "base/base.h"

#include "context.h"
#include "identify.h"

#include "io/source.h"

/* One page of hits for each query, and of all of them so many mails. */
#define HITS_MAX	50
#define MAILS_MAX	12
/* A fix may be older than the report that it is about. */
#define BEFORE_REPORT	((int64_t)60 * 86400)

int context_archive(struct archive **out, const struct config *config,
		    const struct clock *clock, struct err *err)
{
	return archive_open(out, "archive", &config->archive_place, clock, err);
}

static void note_missing(struct thread_context *out, struct arena *a,
			 const struct err *err)
{
	if (str_is_none(out->missing))
		out->missing = str_dup(a, str_from(err->msg));
}

static void add(struct thread_context *out, struct arena *a, struct str bytes,
		struct str origin)
{
	struct thread_mail *mail = list_add(a, &out->mails);

	*mail = (struct thread_mail){ .bytes = bytes, .origin = origin };
}

static void add_of_archive(struct thread_context *out, struct arena *a,
			   struct str bytes, struct str id)
{
	add(out, a, bytes, str_printf(a, "archive:%.*s", STR_ARG(id)));
}

int context_file(struct thread_context *out, struct arena *a, const char *path,
		 struct err *err)
{
	struct source *source __free(source) = NULL;
	struct raw_message raw;
	int rc = source_any_open(&source, path, err);

	if (rc < 0)
		return rc;
	while ((rc = source_next(source, &raw, err)) > 0)
		add(out, a, str_dup(a, raw.bytes), str_dup(a, raw.origin));
	return rc;
}

int context_thread(struct thread_context *out, struct arena *a,
		   struct archive *archive, struct str id, struct str *mail)
{
	struct str_list mails = { 0 };
	struct err err = ERR_INIT;
	int rc = archive_thread(archive, a, id, &mails, &err);
	bool found = false;

	for (size_t i = 0; rc > 0 && i < mails.nr; i++) {
		struct str other = identify(a, mails.v[i]);

		if (!str_eq(other, id)) {
			add_of_archive(out, a, mails.v[i], other);
			continue;
		}
		found = true;
		if (mail)
			*mail = mails.v[i];
	}
	if (rc < 0)
		note_missing(out, a, &err);
	return rc < 0 ? rc : found;
}

static bool is_in(const struct archive_hits *hits, struct str id)
{
	for (size_t i = 0; i < hits->nr; i++)
		if (str_eq(hits->v[i].id, id))
			return true;
	return false;
}

static int newest_first(const void *a, const void *b)
{
	const struct archive_hit *x = a, *y = b;

	return (x->date < y->date) - (x->date > y->date);
}

/* The hits of all queries that are young enough, each once, newest first. */
static int find_all(struct archive_hits *all, struct thread_context *out,
		     struct arena *a, struct archive *archive,
		     const struct thread_query_list *queries, int64_t since)
{
	for (size_t i = 0; i < queries->nr; i++) {
		struct archive_hits hits = { 0 };
		struct err err = ERR_INIT;

		if (archive_search(archive, a, queries->v[i].query, HITS_MAX,
				   &hits, &err) < 0) {
			note_missing(out, a, &err);
			return err.code; /* the next would not fare better */
		}
		for (size_t j = 0; j < hits.nr; j++)
			if (hits.v[j].date >= since &&
			    !is_in(all, hits.v[j].id))
				*list_add(a, all) = hits.v[j];
	}
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), newest_first);
	return 0;
}

static bool is_here(const struct thread_context *c, struct arena *a,
		    struct str id)
{
	for (size_t i = 0; i < c->mails.nr; i++)
		if (str_eq(identify(a, c->mails.v[i].bytes), id))
			return true;
	return false;
}

int context_search(struct thread_context *out, struct arena *a,
		   struct archive *archive,
		   const struct thread_query_list *queries, int64_t date)
{
	struct archive_hits all = { 0 };
	size_t got = 0;
	int found = find_all(&all, out, a, archive, queries,
			     date == TIME_NONE ? TIME_NONE :
						 date - BEFORE_REPORT);

	for (size_t i = 0; i < all.nr && got < MAILS_MAX; i++) {
		struct err err = ERR_INIT;
		struct str mail;
		int rc;

		if (is_here(out, a, all.v[i].id))
			continue;
		rc = archive_message(archive, a, all.v[i].id, &mail, &err);
		if (rc < 0) {
			note_missing(out, a, &err);
			return rc;
		}
		got++;
		if (rc)
			add_of_archive(out, a, mail, all.v[i].id);
	}
	return found;
}
