// SPDX-License-Identifier: GPL-2.0-only
/* The git repositories of an archive, epoch by epoch, commit by commit. */
#include "base/arena.h"
#include "base/buf.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/tree.h"
#include "io/epoch.h"
#include "io/epoch_dir.h"
#include "io/epoch_fetch.h"
#include "io/epoch_mark.h"
#include "io/epoch_taken.h"
#include "io/epoch_walk.h"
#include "io/source_local.h"

/* That many mails that cannot be read are named; the rest is counted. */
#define SAID_MAX	10

struct epoch_source {
	struct source source;
	struct epoch_archive archive;
	int64_t since;
	const struct log *log;		/* may be NULL */
	struct arena arena;
	struct epoch_mark mark;
	bool resumed;			/* there was a mark */
	bool begun;
	struct epoch_places places;	/* to be read */
	size_t place;
	const struct epoch_place *open;	/* what repo and list are of */
	struct epoch_taken taken;
	struct epoch_repo repo;
	struct epoch_list list;
	git_oid tip;			/* its last commit */
	size_t next;			/* of list */
	struct epoch_object mail;	/* handed out last */
	struct buf mark_text, origin;
	size_t unreadable;
	struct err trouble;		/* with the first of them */
	struct err not_fetched;		/* both are said at the end */
};

/* --- one epoch --------------------------------------------------------- */

static void close_epoch(struct epoch_source *s)
{
	epoch_object_release(&s->mail);	/* it belongs to the packs */
	epoch_list_release(&s->list);
	epoch_repo_release(&s->repo);
	s->open = NULL;
	s->next = 0;
}

/* 1, or 0 for a repository without a commit. */
static int find_tip(git_oid *out, git_repository *repo)
{
	static const char *const names[] = {
		"HEAD", "refs/heads/master", "refs/heads/main",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!git_reference_name_to_id(out, repo, names[i]))
			return 1;
	return 0;
}

static int empty_epoch(struct epoch_source *s, const char *name,
		       const struct epoch_place *place, struct err *err)
{
	if (epoch_mark_of(&s->mark, place->number))
		return err_set(err, ERR_SOURCE, "%s: has no commits any more (fetch it again)",
			       name);
	if (!access(str_printf(&s->arena, "%s/objects/info/alternates",
			       place->path).p, F_OK))
		return err_set(err, ERR_SOURCE, "%s: has no commits, but the objects of other repositories (give the folder that holds 0.git, 1.git ...)",
			       name);
	return 0;
}

/* Opens the epoch at s->place: 1, or 0 when nothing of it is to be read. */
static int open_epoch(struct epoch_source *s, struct err *err)
{
	git_repository *repo __free(git_repository) = NULL;
	const struct epoch_place *place = &s->places.v[s->place];
	const struct epoch_position *p = epoch_mark_of(&s->mark, place->number);
	const char *name = str_printf(&s->arena, "%s: epoch %u", s->source.name,
				      place->number).p;
	int64_t since = p || !s->resumed ? s->since : TIME_NONE;
	git_oid tip;

	if (s->open == place)
		return 1;
	if (tree_open_repository(&repo, place->path, err) < 0) {
		err->code = ERR_SOURCE;
		return err_add(err, "%s", name);
	}
	if (!find_tip(&tip, repo))
		return empty_epoch(s, name, place, err);
	if (p && git_oid_equal(&p->id, &tip))
		return 0;
	close_epoch(s);
	if (epoch_repo_open(&s->repo, name, place->path, repo, err) < 0 ||
	    epoch_walk(&s->list, &s->repo, &tip, p ? &p->id : NULL, since,
		       err) < 0)
		return err->code;
	s->open = place;
	s->tip = tip;
	return 1;
}

static void say_rewritten(struct epoch_source *s)
{
	const struct epoch_position *p = epoch_mark_of(&s->mark, s->open->number);
	char hex[GIT_OID_HEXSZ + 1];

	if (!p || s->list.met || !s->log)
		return;
	log_warn(s->log, "%s: commit %.12s, read last, is no part of the history any more, which was rewritten: %zu commits are read again",
		 s->repo.name, git_oid_tostr(hex, sizeof(hex), &p->id),
		 s->list.nr);
}

/* An archive of the older format has files ab/cdef... instead of one. */
static int check_kind(const struct epoch_source *s, struct err *err)
{
	for (size_t i = 0; i < s->list.nr; i++)
		if (s->list.v[i].did != EPOCH_FOREIGN)
			return 0;
	if (!s->list.nr)
		return 0;
	return err_set(err, ERR_SOURCE, "%s: no commit has a file m or d (it is no archive of public-inbox; public-inbox-convert mends one of the older format)",
		       s->repo.name);
}

/* Opens the next epoch with something to read: 1, 0 at the end. */
static int next_epoch(struct epoch_source *s, struct err *err)
{
	int r = 0;

	while (!r && s->place < s->places.nr) {
		r = open_epoch(s, err);
		if (r > 0) {
			say_rewritten(s);
			r = check_kind(s, err) < 0 ? err->code : 1;
		} else if (!r) {
			s->place++;
		}
	}
	return r;
}

/* --- the archive ------------------------------------------------------- */

/* What was read of already, and is not on disk. */
static int check_gone(struct epoch_source *s, struct err *err)
{
	const struct epoch_places *all = &s->places;
	uint32_t number;

	if (!s->mark.nr)
		return 0;
	number = s->mark.at[0].number;
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].number == number)
			return 0;
	if (!all->nr || all->v[all->nr - 1].number < number)
		return err_set(err, ERR_SOURCE, "%s: epoch %u, read last, is not in %s any more (fetch it again)",
			       s->source.name, number, s->archive.path);
	if (s->log)
		log_warn(s->log, "%s: epoch %u, read last, is not in %s any more: reading goes on with a later one",
			 s->source.name, number, s->archive.path);
	return 0;
}

static int list_places(struct epoch_source *s, struct err *err)
{
	uint32_t first = s->mark.nr ? s->mark.at[s->mark.nr - 1].number : 0;
	struct stat st;

	if (stat(s->archive.path, &st) < 0)
		return err_set(err, ERR_SOURCE, "%s: %s: %s (check \"path\", or add \"url\" to have it fetched)",
			       s->source.name, s->archive.path, strerror(errno));
	if (epoch_dir_list(&s->places, &s->arena, s->archive.path, err) < 0)
		return err_add(err, "%s", s->source.name);
	if (!s->places.nr)
		return err_set(err, ERR_SOURCE, "%s: %s holds no repository N.git or git/N.git, and is none (clone URL/0 to %s/git/0.git)",
			       s->source.name, s->archive.path,
			       s->archive.path);
	if (check_gone(s, err) < 0)
		return err->code;
	while (s->places.nr && s->places.v->number < first) {
		s->places.v++;
		s->places.nr--;
	}
	return 0;
}

/*
 * Looks at all that is ahead: how much it is, and which mails were taken back
 * in a later epoch.  What is wrong with that is said when it is read.
 */
static void look_ahead(struct epoch_source *s)
{
	struct err ignored;

	for (size_t i = s->places.nr; i-- > 0;) {
		s->place = i;
		if (open_epoch(s, &ignored) <= 0)
			continue;
		epoch_taken_note(&s->taken, s->open->number, &s->list);
		s->source.total += s->list.nr;
	}
	s->place = 0;
}

/* What is here already is read also when nothing can be fetched. */
static void fetch(struct epoch_source *s)
{
	const struct epoch_wanted wanted = {
		.first = s->mark.nr ? s->mark.at[s->mark.nr - 1].number : 0,
		.since = s->resumed ? TIME_NONE : s->since,
	};

	if (epoch_fetch(&s->archive, s->source.name, &wanted, s->log,
			&s->source.rest, &s->not_fetched) >= 0)
		s->not_fetched = ERR_INIT;
}

static int begin(struct epoch_source *s, struct err *err)
{
	s->begun = true;
	if (s->archive.url)
		fetch(s);
	if (list_places(s, err) < 0) {
		if (s->not_fetched.code)
			*err = s->not_fetched;
		return err->code;
	}
	look_ahead(s);
	return next_epoch(s, err);
}

/* --- mails ------------------------------------------------------------- */

static void note_unreadable(struct epoch_source *s,
			    const struct epoch_commit *c, const char *why)
{
	char hex[GIT_OID_HEXSZ + 1];

	git_oid_tostr(hex, sizeof(hex), &c->id);
	if (s->log && s->unreadable < SAID_MAX)
		log_warn(s->log, "%s: the mail of commit %.12s %s; it is passed over",
			 s->repo.name, hex, why);
	if (!s->unreadable++)
		err_set(&s->trouble, ERR_SOURCE, "that of commit %.12s of epoch %u first (see git -C %s fsck)",
			hex, s->open->number, s->repo.path);
}

static bool read_mail(struct epoch_source *s, const struct epoch_commit *c,
		      struct raw_message *out)
{
	char hex[GIT_OID_HEXSZ + 1];

	if (!epoch_object_read(&s->mail, &s->repo.objects, &c->blob,
			       GIT_OBJECT_BLOB)) {
		note_unreadable(s, c, s->mail.why);
		return false;
	}
	buf_reset(&s->origin);
	buf_printf(&s->origin, "%s:%u/%.12s", s->source.name,
		   s->places.v[s->place].number,
		   git_oid_tostr(hex, sizeof(hex), &c->id));
	*out = (struct raw_message){
		.bytes = str_sub(s->mail.bytes, 0, SOURCE_MESSAGE_MAX),
		.origin = buf_str(&s->origin),
		.mark = epoch_mark_write(&s->mark, &s->mark_text),
		.removed = c->did == EPOCH_REMOVED,
	};
	return true;
}

/* 1: handed out, 0: nothing is left of this epoch. */
static int next_of_epoch(struct epoch_source *s, struct raw_message *out)
{
	while (s->next < s->list.nr) {
		const struct epoch_commit *c = &s->list.v[s->next++];

		epoch_object_release(&s->mail);
		epoch_mark_set(&s->mark, s->places.v[s->place].number, &c->id);
		switch (c->did) {
		case EPOCH_DAMAGED:
			note_unreadable(s, c, "cannot be found: its tree is missing or damaged");
			break;
		case EPOCH_MAIL:
			if (epoch_taken_later(&s->taken, s->open->number,
					      &s->list, s->next - 1))
				break;
			__attribute__((fallthrough));
		case EPOCH_REMOVED:
			if (read_mail(s, c, out))
				return 1;
			break;
		case EPOCH_NOTHING:
		case EPOCH_FOREIGN:
			break;
		}
	}
	epoch_mark_set(&s->mark, s->places.v[s->place].number, &s->tip);
	return 0;
}

/* What went wrong is said once. */
static int at_end(struct epoch_source *s, struct raw_message *out,
		  struct err *err)
{
	*err = s->not_fetched.code ? s->not_fetched : s->trouble;
	if (s->unreadable && !s->not_fetched.code)
		err_add(err, "%s: %zu mail%s could not be read and %s passed over",
			s->source.name, s->unreadable,
			s->unreadable > 1 ? "s" : "",
			s->unreadable > 1 ? "were" : "was");
	s->unreadable = 0;
	s->trouble = s->not_fetched = ERR_INIT;
	if (err->code)
		return err->code;
	if (s->mark.moved)
		out->mark = epoch_mark_write(&s->mark, &s->mark_text);
	return 0;
}

static int epoch_next(struct source *source, struct raw_message *out,
		      struct err *err)
{
	struct epoch_source *s = (struct epoch_source *)source;
	int r = s->begun ? 1 : begin(s, err);

	while (r > 0 && s->place < s->places.nr) {
		if (next_of_epoch(s, out))
			return 1;
		s->place++;
		r = next_epoch(s, err);
	}
	if (r < 0)
		s->places.nr = 0;	/* this is the end */
	return r < 0 ? r : at_end(s, out, err);
}

static void epoch_close(struct source *source)
{
	struct epoch_source *s = (struct epoch_source *)source;

	close_epoch(s);
	epoch_taken_release(&s->taken);
	arena_release(&s->arena);
	buf_release(&s->mark_text);
	buf_release(&s->origin);
	free(source->name);
	free(s);
	git_libgit2_shutdown();
}

static const struct source_driver epoch_driver = {
	.kind = "epoch",
	.next = epoch_next,
	.close = epoch_close,
};

int source_epoch_open(struct source **out, const char *name,
		      const struct epoch_archive *archive,
		      const struct source_start *start,
		      struct err *err)
{
	struct epoch_source *s;

	/*
	 * It counts its users.  Commands that read files start without it,
	 * and few of these files are archives.
	 */
	if (git_libgit2_init() < 0)
		return err_set(err, ERR_FATAL, "libgit2 cannot start (is it installed whole?)");
	s = mem_alloc(sizeof(*s));
	*s = (struct epoch_source){
		.source = { .driver = &epoch_driver, .name = name_dup(name) },
		.archive = *archive,
		.since = start->since,
		.log = start->log,
	};
	arena_init(&s->arena, (size_t)64 << 20);
	s->archive.path = str_c(&s->arena, str_from(archive->path));
	buf_init(&s->mark_text, 256);
	buf_init(&s->origin, 8192);
	epoch_mark_read(&s->mark, start->mark);
	s->resumed = s->mark.nr;
	*out = &s->source;
	return 0;
}
