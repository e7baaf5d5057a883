// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking for mails and reading them.  libetpan pushes what it reads, and is
 * told to push a mail's text as it comes: so it needs no memory for it.
 */
#include "io/imap_session.h"

#include "base/clock.h"

/* --- search -------------------------------------------------------------- */

static struct mailimap_set *range(uint32_t first, uint32_t last)
{
	/* 0 stands for "*" */
	struct mailimap_set *set = mailimap_set_new_interval(first, last ==
							     UINT32_MAX ? 0 : last);

	if (!set)
		mem_exhausted();
	return set;
}

/* The server compares days of its own time zone, so one day more is asked. */
static struct mailimap_search_key *came_since(int64_t since)
{
	time_t t = (time_t)(since - 86400);
	struct mailimap_date *date;
	struct tm tm;

	if (since < 86400 || !gmtime_r(&t, &tm) || tm.tm_year > 8000)
		return NULL;
	date = mailimap_date_new(tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900);
	return date ? mailimap_search_key_new_since(date) : NULL;
}

static struct mailimap_search_key *search_key(uint32_t first, uint32_t last,
					      int64_t since)
{
	struct mailimap_search_key *uids, *days, *both;

	uids = mailimap_search_key_new_uid(range(first, last));
	days = since == TIME_NONE ? NULL : came_since(since);
	if (!uids)
		mem_exhausted();
	if (!days)
		return uids;
	both = mailimap_search_key_new_multiple_empty();
	if (!both || mailimap_search_key_multiple_add(both, uids) ||
	    mailimap_search_key_multiple_add(both, days))
		mem_exhausted();
	return both;
}

static int by_uid(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Servers need not sort; and "n:*" finds the last mail even below n. */
static void collect(struct imap_uids *out, struct arena *a, clist *found,
		    uint32_t first, uint32_t last)
{
	size_t from = out->nr, nr = from;

	for (clistiter *i = clist_begin(found); i; i = clist_next(i)) {
		uint32_t uid = *(uint32_t *)clist_content(i);

		if (uid >= first && uid <= last)
			*list_add(a, out) = uid;
	}
	if (out->nr > from)
		qsort(out->v + from, out->nr - from, sizeof(*out->v), by_uid);
	for (size_t i = from; i < out->nr; i++)
		if (i == from || out->v[i] != out->v[nr - 1])
			out->v[nr++] = out->v[i];
	out->nr = nr;
}

int imap_search(struct imap *im, uint32_t first, uint32_t last, int64_t since,
		struct imap_uids *out, struct arena *a, struct err *err)
{
	struct mailimap_search_key *key = search_key(first, last, since);
	clist *found = NULL;
	int r;

	imap_begin(im, 0);
	r = mailimap_uid_search(im->session, NULL, key, &found);
	mailimap_search_key_free(key);
	r = imap_result(im, r, "looking for new mail", err);
	if (r)
		return r;
	collect(out, a, found, first, last);
	mailimap_search_result_free(found);
	return 0;
}

/* --- questions about several mails ---------------------------------------- */

/* The end of the range that begins with mail @i. */
static size_t range_end(const struct imap_want *w, size_t i)
{
	if (w->dense)
		return w->nr;
	while (++i < w->nr && w->uids[i] == w->uids[i - 1] + 1)
		;
	return i;
}

size_t imap_want_fit(const struct imap_want *want)
{
	struct imap_want w = *want;
	size_t n = 0, ranges = 0;

	w.nr = MIN(w.nr, (size_t)IMAP_WANT_MAX);
	while (n < w.nr && ranges++ < IMAP_RANGES_MAX)
		n = range_end(&w, n);
	return n;
}

static struct mailimap_set *wanted_set(const struct imap_want *w)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	size_t end;

	if (!set)
		mem_exhausted();
	for (size_t i = 0; i < w->nr; i = end) {
		end = range_end(w, i);
		if (mailimap_set_add_interval(set, w->uids[i],
					      w->uids[end - 1]))
			mem_exhausted();
	}
	return set;
}

static struct mailimap_fetch_type *fetch_type(struct mailimap_fetch_att *more)
{
	struct mailimap_fetch_type *type =
		mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_fetch_att *uid = mailimap_fetch_att_new_uid();

	if (!type || !uid || !more ||
	    mailimap_fetch_type_new_fetch_att_list_add(type, uid) ||
	    mailimap_fetch_type_new_fetch_att_list_add(type, more))
		mem_exhausted();
	return type;
}

/* UID FETCH of @want; takes over @att.  Answers go to the handlers. */
static int ask(struct imap *im, const struct imap_want *want,
	       struct mailimap_fetch_att *att, mailimap_msg_att_handler *handler,
	       void *ctx, struct err *err)
{
	struct mailimap_set *set = wanted_set(want);
	struct mailimap_fetch_type *type = fetch_type(att);
	clist *list = NULL;
	int r;

	mailimap_set_msg_att_handler(im->session, handler, ctx);
	r = mailimap_uid_fetch(im->session, set, type, &list);
	mailimap_set_msg_att_handler(im->session, NULL, NULL);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	/* on failure it is freed already, and yet handed out */
	if (r == MAILIMAP_NO_ERROR && list)
		mailimap_fetch_list_free(list);
	return imap_result(im, r, "reading mail", err);
}

/* The static part of type @type in an answer, or NULL. */
static struct mailimap_msg_att_static *
find_att(const struct mailimap_msg_att *att, int type)
{
	for (clistiter *i = clist_begin(att->att_list); i; i = clist_next(i)) {
		struct mailimap_msg_att_item *item = clist_content(i);

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC &&
		    item->att_data.att_static->att_type == type)
			return item->att_data.att_static;
	}
	return NULL;
}

static uint32_t uid_of(const struct mailimap_msg_att *att)
{
	const struct mailimap_msg_att_static *uid =
		find_att(att, MAILIMAP_MSG_ATT_UID);

	return uid ? uid->att_data.att_uid : 0;
}

struct sizing {
	const struct imap_want *want;
	uint64_t *sizes;
};

static void take_size(struct mailimap_msg_att *att, void *ctx)
{
	struct sizing *s = ctx;
	const struct mailimap_msg_att_static *size =
		find_att(att, MAILIMAP_MSG_ATT_RFC822_SIZE);
	uint32_t uid = uid_of(att);
	const uint32_t *at = bsearch(&uid, s->want->uids, s->want->nr,
				     sizeof(uid), by_uid);

	if (at && size)
		s->sizes[at - s->want->uids] =
			MAX(size->att_data.att_rfc822_size, 1u);
}

int imap_sizes(struct imap *im, const struct imap_want *want, uint64_t *sizes,
	       struct err *err)
{
	struct sizing s = { .want = want, .sizes = sizes };

	memset(sizes, 0, want->nr * sizeof(*sizes));
	imap_begin(im, 0);
	return ask(im, want, mailimap_fetch_att_new_rfc822_size(), take_size,
		   &s, err);
}

/* --- mails --------------------------------------------------------------- */

struct reading {
	const struct imap_reader *reader;
	bool body;	/* of the mail that is under way, something has come */
};

static bool take_piece(__maybe_unused int type,
		       __maybe_unused struct mailimap_msg_att_body_section *section,
		       const char *bytes, size_t n, void *ctx)
{
	struct reading *r = ctx;

	r->body = true;
	r->reader->piece(r->reader->ctx, str_make(bytes, n));
	return true;
}

static void take_end(struct mailimap_msg_att *att, void *ctx)
{
	struct reading *r = ctx;

	/* flags alone are said unasked when somebody changes them */
	if (r->body)
		r->reader->done(r->reader->ctx, uid_of(att));
	r->body = false;
}

int imap_fetch(struct imap *im, const struct imap_want *want, uint64_t bytes,
	       size_t cut, const struct imap_reader *reader, struct err *err)
{
	struct reading state = { .reader = reader };
	struct mailimap_section *all = mailimap_section_new(NULL);
	struct mailimap_fetch_att *att;
	int r;

	if (!all)
		mem_exhausted();
	att = cut ? mailimap_fetch_att_new_body_peek_section_partial(all, 0,
								     (uint32_t)cut) :
		    mailimap_fetch_att_new_body_peek_section(all);
	imap_begin(im, bytes);
	mailimap_set_msg_body_handler(im->session, take_piece, &state);
	r = ask(im, want, att, take_end, &state, err);
	mailimap_set_msg_body_handler(im->session, NULL, NULL);
	return r;
}
