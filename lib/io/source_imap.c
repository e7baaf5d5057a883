// SPDX-License-Identifier: GPL-2.0-only
/*
 * An IMAP account: all its folders over one connection, one after the other.
 *
 * In each the mails behind the last UID of the mark are looked for and read in
 * chunks.  When the connection breaks, what came whole is handed out; then it
 * is made again and reading goes on behind that, a few times.  A folder that
 * the server refuses does not keep the others from being read; the error comes
 * at the end.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

#include <inttypes.h>

#include "io/imap_chunk.h"
#include "io/imap_mark.h"
#include "io/source_local.h"

/* Mails that one search may find: its answer is one line. */
#define SEARCH_WINDOW	200000u
#define MARK_MAX	((size_t)1 << 20)

/* So many mails in a row that the server will not give: it is the folder. */
#define REFUSED_MAX	3

/* Connecting again: in a row without any mail, and in all. */
#define TRIES_MAX	3
#define RECOVER_MS	300000
#define FIRST_WAIT_MS	250

struct folder {
	struct str name;
	struct imap_position at;
};

struct imap_source {
	struct source source;
	const struct imap_account *account;
	struct source_start start;
	struct arena arena;
	struct folder *folders;
	size_t nr, now;
	struct imap *imap;		/* NULL: not connected */
	struct imap_chunk chunk;
	struct buf mark, origin;
	bool marked;			/* the last mark says all there is to say */
	struct err refused;		/* the first folder that cannot be read */
	struct err failed;		/* to be seen to when the chunk is handed out */
	/* --- connecting again --- */
	unsigned int tries;
	int64_t give_up;		/* 0: it has not broken yet */
	/* --- the folder that is read --- */
	bool examined;
	uint32_t goal;			/* the last UID that is there; 0: not known */
	uint32_t searched;		/* up to this UID @todo holds all */
	uint32_t window;		/* UIDs for one search */
	struct arena scratch;		/* holds @todo */
	struct imap_uids todo;
	size_t done;
	bool dense;
	/* --- mails that the server will not give, see mail_refused() --- */
	bool alone;			/* they are asked for one by one */
	unsigned int nr_refused;	/* with no other behind them yet */
	struct err first_refused;
};

static void make_mark(struct imap_source *s)
{
	imap_mark_begin(&s->mark);
	for (size_t i = 0; i < s->nr; i++)
		if (s->folders[i].at.validity)
			imap_mark_add(&s->mark, s->folders[i].name,
				      &s->folders[i].at);
}

/* --- a folder ------------------------------------------------------------ */

static void leave_folder(struct imap_source *s)
{
	s->examined = false;
	s->todo = (struct imap_uids){ 0 };
	s->done = 0;
	s->alone = false;
	s->nr_refused = 0;
	arena_reset(&s->scratch);
}

static void begin_position(struct imap_source *s, struct folder *f,
			   const struct imap_folder *found)
{
	/* a server without UIDVALIDITY promises nothing; hope it keeps UIDs */
	uint32_t validity = MAX(found->validity, 1u);

	if (f->at.validity == validity)
		return;
	if (f->at.validity)
		log_warn(s->start.log, "%s: folder %.*s has new numbers (UIDVALIDITY); it is read again from its start",
			 s->source.name, STR_ARG(f->name));
	s->marked = false;
	f->at = (struct imap_position){ .validity = validity };
	if (s->start.since != TIME_NONE && found->next) {
		f->at.until = found->next - 1;
		f->at.since = MAX(s->start.since, INT64_C(0));
	}
}

static int examine(struct imap_source *s, struct folder *f, struct err *err)
{
	struct imap_folder found;
	int r = imap_examine(s->imap, f->name, &found, err);

	if (r)
		return r;
	begin_position(s, f, &found);
	s->examined = true;
	s->goal = found.next ? found.next - 1 : 0;
	s->searched = f->at.last;
	s->window = found.exists > SEARCH_WINDOW ? SEARCH_WINDOW : UINT32_MAX;
	return 0;
}

/* All up to @uid is done with. */
static void advance(struct imap_source *s, struct folder *f, uint32_t uid)
{
	if (uid <= f->at.last)
		return;
	f->at.last = uid;
	s->marked = false;
}

/* Nothing is left to look for: 0.  Else the range of the next search. */
static bool next_range(const struct imap_source *s, const struct folder *f,
		       uint32_t *first, uint32_t *last, int64_t *since)
{
	bool old = f->at.until > s->searched;

	if (s->searched == UINT32_MAX || (s->goal && s->searched >= s->goal))
		return false;
	*first = s->searched + 1;
	*since = old ? f->at.since : TIME_NONE;
	*last = old ? f->at.until : UINT32_MAX;
	if (s->window < *last - s->searched)
		*last = s->searched + s->window;
	return true;
}

/* Looks for mails until there are some: 1, or 0 when there are no more. */
static int search(struct imap_source *s, struct folder *f, struct err *err)
{
	uint32_t first, last;
	int64_t since;
	int r;

	if (s->nr_refused) {	/* the last ones; they are not passed over */
		*err = s->first_refused;
		return err->code;
	}
	s->todo = (struct imap_uids){ 0 };
	s->done = 0;
	arena_reset(&s->scratch);
	while (!s->todo.nr) {
		/* all that was found is read, all else is nothing for us */
		advance(s, f, MIN(s->searched, s->goal));
		if (!next_range(s, f, &first, &last, &since))
			return 0;
		r = imap_search(s->imap, first, last, since, &s->todo,
				&s->scratch, err);
		if (r)
			return r;
		s->searched = last;
		s->dense = since == TIME_NONE;
	}
	s->source.total += s->todo.nr;
	return 1;
}

/*
 * The server says NO to a chunk: its mails are asked for one by one, and one
 * that it will not give even so is passed over as soon as another is given.
 * Until then it may be the folder that is broken, so no mark goes past it.
 */
static int mail_refused(struct imap_source *s, const struct folder *f,
			struct err *err)
{
	if (!s->alone) {
		s->alone = true;
		return 1;
	}
	if (!s->nr_refused)
		s->first_refused = *err;
	if (++s->nr_refused == REFUSED_MAX)
		return err->code;
	log_warn(s->start.log, "%s/%.*s:%" PRIu32 ": cannot be read, and is passed over if the next one can: %s",
		 s->source.name, STR_ARG(f->name), s->todo.v[s->done],
		 err->msg);
	s->done++;
	return 1;
}

/* Reads a chunk: 1, or 0 when the folder is done. */
static int read_folder(struct imap_source *s, struct folder *f,
		       struct err *err)
{
	struct imap_want want = { 0 };
	int r = 0;

	if (!s->examined)
		r = examine(s, f, err);
	if (!r && s->done == s->todo.nr)
		r = search(s, f, err);
	else if (!r)
		r = 1;
	if (r <= 0)
		return r;
	want = (struct imap_want){
		.uids = s->todo.v + s->done,
		.nr = s->alone ? 1 : s->todo.nr - s->done,
		.dense = s->dense,
	};
	r = imap_chunk_fill(&s->chunk, s->imap, &want, err);
	while (s->done < s->todo.nr && s->todo.v[s->done] <= s->chunk.last)
		s->done++;
	if (r == ERR_SOURCE && !imap_is_broken(s->imap) && s->done < s->todo.nr)
		return mail_refused(s, f, err);
	if (!r && s->chunk.nr) {
		s->alone = false;
		s->nr_refused = 0;
	}
	return r ? r : 1;
}

/* --- the account ---------------------------------------------------------- */

static void wait_ms(int64_t ms)
{
	const struct timespec t = {
		.tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000,
	};

	nanosleep(&t, NULL);
}

/* The connection broke, or cannot be made: 1 when it is worth trying again. */
static int recover(struct imap_source *s, struct err *err)
{
	bool first = !s->imap && !s->give_up;
	int64_t now = clock_ms();

	if (s->imap)
		imap_close(s->imap);
	s->imap = NULL;
	s->source.total -= s->todo.nr - s->done;
	leave_folder(s);
	if (!s->give_up)
		s->give_up = now + RECOVER_MS;
	if (first || s->tries == TRIES_MAX || now >= s->give_up)
		return err->code;
	log_debug(s->start.log, "%s: %s", s->source.name, err->msg);
	wait_ms((int64_t)FIRST_WAIT_MS << s->tries++);
	return 1;
}

/* The server refuses a folder: that is said at the end. */
static int next_folder(struct imap_source *s, const struct err *refused)
{
	if (refused && !s->refused.code)
		s->refused = *refused;
	leave_folder(s);
	s->now++;
	return 1;
}

/* One step further: 1 when the chunk may hold something, 0 at the end. */
static int step(struct imap_source *s, struct err *err)
{
	int r;

	if (s->now == s->nr)
		return 0;
	if (!s->imap) {
		r = imap_open(&s->imap, s->account, err);
		if (r)
			return r == ERR_BUSY ? recover(s, err) : r;
	}
	*err = s->failed;
	s->failed = ERR_INIT;
	r = err->code;
	if (!r)
		r = read_folder(s, &s->folders[s->now], err);
	if (r < 0 && s->chunk.next < s->chunk.nr) {
		s->failed = *err;	/* first what came before it */
		return 1;
	}
	if (r < 0 && imap_is_broken(s->imap))
		return recover(s, err);
	return r > 0 ? 1 : next_folder(s, r ? err : NULL);
}

static bool hand_out(struct imap_source *s, struct raw_message *out)
{
	struct folder *f = &s->folders[s->now];
	uint32_t uid;

	if (s->now == s->nr || !imap_chunk_next(&s->chunk, &uid, &out->bytes))
		return false;
	s->tries = 0;
	advance(s, f, uid);
	make_mark(s);
	s->marked = true;
	buf_reset(&s->origin);
	buf_printf(&s->origin, "%s/%.*s:%" PRIu32, s->source.name,
		   STR_ARG(f->name), uid);
	out->origin = buf_str(&s->origin);
	out->mark = buf_str(&s->mark);
	return true;
}

static int imap_next(struct source *source, struct raw_message *out,
		     struct err *err)
{
	struct imap_source *s = (struct imap_source *)source;
	int r = 1;

	while (!hand_out(s, out)) {
		r = step(s, err);
		if (r <= 0)
			break;
	}
	if (!r && s->refused.code) {
		*err = s->refused;
		r = err->code;
	}
	if (r < 0)
		return err_add(err, "%s", source->name);
	if (!r && !s->marked) {
		make_mark(s);
		out->mark = buf_str(&s->mark);
		s->marked = true;
	}
	return r;
}

static void imap_source_close(struct source *source)
{
	struct imap_source *s = (struct imap_source *)source;

	if (s->imap)
		imap_close(s->imap);
	imap_chunk_release(&s->chunk);
	buf_release(&s->mark);
	buf_release(&s->origin);
	arena_release(&s->scratch);
	arena_release(&s->arena);
	free(source->name);
	free(s);
}

static const struct source_driver imap_driver = {
	.kind = "imap",
	.next = imap_next,
	.close = imap_source_close,
};

/* Each folder once, or its mails would come twice. */
static void add_folder(struct imap_source *s, struct str name)
{
	struct folder *f = s->folders;

	for (; f < s->folders + s->nr; f++)
		if (str_eq(f->name, name))
			return;
	f->name = name;
	f->at = imap_mark_find(s->start.mark, name);
	s->nr++;
}

int source_imap_open(struct source **out, const char *name,
		     const struct imap_account *account,
		     const struct source_start *start,
		     __maybe_unused struct err *err)
{
	struct imap_source *s = mem_alloc(sizeof(*s));
	const struct str_list *names = &account->folders;

	memset(s, 0, sizeof(*s));
	s->source = (struct source){
		.driver = &imap_driver,
		.name = name_dup(name),
	};
	s->account = account;
	s->start = *start;
	arena_init(&s->arena, (size_t)64 << 20);
	arena_init(&s->scratch, (size_t)64 << 20);
	buf_init(&s->mark, MARK_MAX);
	buf_init(&s->origin, 8192);
	imap_chunk_init(&s->chunk);
	s->folders = arena_alloc(&s->arena, MAX(names->nr, (size_t)1) *
					    sizeof(*s->folders));
	for (size_t i = 0; i < names->nr; i++)
		add_folder(s, names->v[i]);
	if (!names->nr)
		add_folder(s, STR("INBOX"));
	/* what is no longer configured is forgotten */
	make_mark(s);
	s->marked = str_eq(buf_str(&s->mark), start->mark);
	*out = &s->source;
	return 0;
}
